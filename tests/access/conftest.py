from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from monograph.models import SectionKind

from ..cast import find_cast
from .world import World


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all tests of this folder: each takes everything back that it does."""
    with django_db_blocker.unblock(), transaction.atomic():
        if not SectionKind.objects.exists():
            call_command("loaddata", "fixtures/section-kinds.json", "fixtures/roles.json", verbosity=0)
        yield World(find_cast())
        transaction.set_rollback(True)
