"""System checks: what would silently break a promise is said at the start, with what to do."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from . import triggers


@register(Tags.database)
def triggers_are_installed(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Tell of a database whose triggers are gone, as after a restore without them. Run by `check --database`.

    A warning and no error: `migrate` runs this check before it installs them, and an error would stop it.
    `verify_audit` fails until they are there.
    """
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if "monograph_auditentry" not in connection.introspection.table_names():
            continue  # nothing is migrated yet, so there is nothing to guard
        if names := triggers.missing(connection):
            found.append(
                Warning(
                    f"Database “{alias}” lacks {len(names)} of the triggers that guard history, such as {names[0]}.",
                    hint="Run manage.py migrate, which installs them again, then manage.py verify_audit.",
                    id="monograph.W001",
                )
            )
    return found
