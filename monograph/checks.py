"""What would break a promise silently: system checks, and a refusal to migrate."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader

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


@register(Tags.security, deploy=True)
def proxy_buffers_requests(**kwargs: Any) -> list[CheckMessage]:
    """Ask whether clients that send slowly, or never end, meet a proxy first.

    A thread of a worker waits for each such client, and no limit of the server ends that.
    """
    if settings.BUFFERING_PROXY:
        return []
    said = "Nobody said whether one does" if settings.BUFFERING_PROXY is None else "BUFFERING_PROXY says that none does"
    return [
        Warning(
            f"A few half-sent requests can stop this site unless a proxy reads requests whole. {said}.",
            hint="Set up such a proxy as docs/operations.md describes, then set BUFFERING_PROXY=1.",
            id="monograph.W002",
        )
    ]


def refuse_unknown_migrations(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Stop `migrate` on a database made by an unreleased or newer version.

    Django ignores applied migrations that it does not find, and would take such a database for one of this version.
    """
    loader = MigrationLoader(connections[using])
    applied = (name for app, name in loader.applied_migrations if app == "monograph")
    if unknown := sorted(name for name in applied if ("monograph", name) not in loader.disk_migrations):
        raise CommandError(
            f"This database was made by an unreleased or newer version of Monograph (migration {unknown[0]}). "
            "Install that version. For a demo, start over with `make clean-demo`."
        )
