"""System checks for what would break a promise silently."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from . import triggers


@register(Tags.database)
def triggers_are_installed(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn about missing triggers, for example after a restore without them.

    Run by `check --database`. This is a warning, because `migrate` runs the check before it installs the triggers, and
    an error would stop it. `verify_audit` fails until they are installed.
    """
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if "monograph_auditentry" not in connection.introspection.table_names():
            continue  # nothing is migrated yet, so there are no tables
        if names := triggers.missing(connection):
            found.append(
                Warning(
                    f"Database “{alias}” lacks {len(names)} of the triggers that protect history, such as {names[0]}.",
                    hint="Run manage.py migrate, which installs them again, then manage.py verify_audit.",
                    id="monograph.W001",
                )
            )
    return found
