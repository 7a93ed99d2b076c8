"""A verb that fails at its last row changes nothing: what it does and the audit entry that says so are one act.

Nothing is mocked: the database itself fails when the entry is written.
"""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import DatabaseError

from monograph.models import AuditEntry

from . import raw_sql
from .factory import Guide
from .permission_cases import TABLE

AUDITED = [verb for verb in TABLE if not verb.endswith("a working copy")]  # unsaved changes are nobody else's business


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the product, and the accounts."""
    models = [*apps.get_app_config("monograph").get_models(), User, User.groups.through]
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in models}


@pytest.mark.parametrize("verb", AUDITED)
def test_verb_without_its_audit_entry_changes_nothing(short: Guide, verb: str) -> None:
    prepare, allowed = TABLE[verb]
    _, act = prepare(short)
    actor = getattr(short.cast, "root" if "root" in allowed else min(allowed))
    before = rows()
    with raw_sql.disk_full_after("INSERT", AuditEntry):
        with pytest.raises(DatabaseError, match="disk full"):
            act(actor)
        assert rows() == before
    act(actor)
    assert AuditEntry.objects.count() > len(before[AuditEntry._meta.label])
