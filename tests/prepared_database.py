"""Copies of the test database: as every test finds it, and as a story left it.

The first is saved once and restored after each test that commits, by `tests/management/commands/flush.py`. That is
faster than emptying every table, which the triggers refuse by design, and loading the catalogue and the people again.
"""

import sqlite3
from collections import defaultdict

from django.db import OperationalError, connection, transaction

from monograph import triggers

START = "start"  # the copy that every test begins with


class _Sqlite:
    """Copies the whole file, so that triggers which a test dropped come back too."""

    def __init__(self) -> None:
        self._copies: dict[str, sqlite3.Connection] = {}

    def save(self, name: str = START) -> None:
        self._copies[name] = sqlite3.connect(":memory:", check_same_thread=False)
        self._live().backup(self._copies[name])

    def restore(self, name: str = START) -> None:
        self._copies[name].backup(self._live())

    def close(self) -> None:
        for copy in self._copies.values():
            copy.close()

    def _live(self) -> sqlite3.Connection:
        connection.ensure_connection()
        live: sqlite3.Connection = connection.connection
        return live


class _Postgresql:
    """Copies each table to a schema of the copy's name.

    PostgreSQL waits for the disk where tables are truncated or a database is copied, so rows are deleted and
    inserted again, past the triggers that refuse both.
    """

    def save(self, name: str = START) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA copy_{name}")
            for table in connection.introspection.django_table_names(only_existing=True):
                cursor.execute(f"CREATE TABLE copy_{name}.{table} AS TABLE {table}")

    def restore(self, name: str = START) -> None:
        if triggers.missing(connection):
            triggers.install(connection)
        for tries_left in (2, 1, 0):
            try:
                return self._restore(name)
            except OperationalError:
                # A closed page that was still saving and this waited for each other, and PostgreSQL ended this one.
                if not tries_left:
                    raise

    def _restore(self, name: str) -> None:
        tables = connection.introspection.django_table_names()
        enable = defaultdict(list)
        for trigger in triggers.all_triggers("postgresql"):
            enable[trigger.table].append(f"ENABLE ALWAYS TRIGGER {trigger.name}")
        statements = (
            # A closed page may still be saving: it writes before all of this, or not at all.
            f"LOCK TABLE {', '.join(tables)} IN EXCLUSIVE MODE",
            *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in enable),
            *(f"DELETE FROM {table}" for table in tables),
            *(f"INSERT INTO {table} SELECT * FROM copy_{name}.{table}" for table in tables),
            "SET CONSTRAINTS ALL IMMEDIATE",  # no table is altered while checks of its rows are deferred
            *(f"ALTER TABLE {table} {', '.join(actions)}" for table, actions in enable.items()),
        )
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("; ".join(statements))

    def close(self) -> None:
        """Do nothing: the copies are dropped with the database."""


PreparedDatabase = _Sqlite | _Postgresql
prepared_database: PreparedDatabase = {"sqlite": _Sqlite, "postgresql": _Postgresql}[connection.vendor]()
