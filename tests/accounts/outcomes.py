"""How an attempt was refused, and what the audit trail recorded."""

from collections.abc import Callable
from typing import Any

import pytest

from monograph.errors import WorkflowError
from monograph.models import AuditEntry


def refused(act: Callable[..., Any], *args: Any, **given: Any) -> str:
    with pytest.raises(WorkflowError) as error:
        act(*args, **given)
    return error.value.code


def actions() -> list[str]:
    since = AuditEntry.objects.exclude(action=AuditEntry.Action.CHANGE_RECORDS)  # the tests' own preparation
    return list(since.order_by("sequence").values_list("action", flat=True))
