"""Installing the triggers, removing them, and finding those that are missing."""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .rules import Trigger, all_triggers


def _sqlite_definition(trigger: Trigger) -> str:
    # SQLite has no IS DISTINCT FROM before 3.39; IS NOT means the same there.
    when = f"WHEN {trigger.condition}".replace("IS DISTINCT FROM", "IS NOT") if trigger.condition else ""
    message = trigger.message.replace("'", "''")
    return (
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} FOR EACH ROW {when} "
        f"BEGIN SELECT RAISE(ABORT, '{trigger.name}: {message}'); END"
    )


def _postgresql_definition(trigger: Trigger) -> str:
    message = f"{trigger.name}: {trigger.message}".replace("'", "''")
    refuse = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation', CONSTRAINT = '{trigger.name}';"
    return f" BEGIN {f'IF {trigger.condition} THEN {refuse} END IF; RETURN NEW;' if trigger.condition else refuse} END "


def _statements(trigger: Trigger, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {trigger.name}", _sqlite_definition(trigger)]
    level = "STATEMENT" if trigger.event == "TRUNCATE" else "ROW"
    function, body = f"{trigger.name}()", _postgresql_definition(trigger)
    return [
        f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$",
        f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}",
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} "
        f"FOR EACH {level} EXECUTE FUNCTION {function}",
        # Fires even where session_replication_role = replica would switch ordinary triggers off.
        f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {trigger.name}",
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every trigger again. Idempotent."""
    with connection.cursor() as cursor:
        for trigger in all_triggers(connection.vendor):
            for sql in _statements(trigger, connection.vendor):
                cursor.execute(sql)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Remove every trigger.

    For migrations in which SQLite rebuilds tables, and for tests of what is found without triggers.
    """
    with connection.cursor() as cursor:
        for trigger in all_triggers(connection.vendor):
            on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the triggers that are missing, disabled or outdated."""
    present_sql = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT trigger.tgname, function.prosrc FROM pg_trigger AS trigger "
        "JOIN pg_proc AS function ON function.oid = trigger.tgfoid WHERE trigger.tgenabled = 'A'",
    }[connection.vendor]
    definition = {"sqlite": _sqlite_definition, "postgresql": _postgresql_definition}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(present_sql)
        present = dict(cursor.fetchall())
    return [
        trigger.name for trigger in all_triggers(connection.vendor) if present.get(trigger.name) != definition(trigger)
    ]


def remove_before_migrate(using: str = DEFAULT_DB_ALIAS, plan: Sequence[Any] = (), **kwargs: Any) -> None:
    # SQLite changes a column by creating a new table and dropping the old one. It checks every trigger of the database
    # in between, and fails if one refers to the table that is missing at that moment.
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        remove(connection)


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    # A migration back to zero leaves no tables.
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if all(trigger.table in tables for trigger in all_triggers(connection.vendor)):
        install(connection)
