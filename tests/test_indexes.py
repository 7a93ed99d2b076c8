"""The indexes of the tables."""

import pytest
from django.apps import apps
from django.db import models


@pytest.mark.parametrize("model", list(apps.get_app_config("monograph").get_models()), ids=lambda model: model.__name__)
def test_no_column_is_indexed_twice(model: type[models.Model]) -> None:
    """An index that a unique constraint gives already would be written with every row, for nothing."""
    constraints = [rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    served = {constraint.fields[0] for constraint in constraints if constraint.condition is None}
    assert not served & {field.name for field in model._meta.fields if field.db_index}
