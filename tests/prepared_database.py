"""The database as every test is to find it, kept aside once, and put back after each test that commits.

Quicker than to empty every table, which the guards refuse by design, and to load again what all tests begin with.
"""

import sqlite3

from django.db import OperationalError, connection, transaction

from monograph import triggers


class _Sqlite:
    """A copy of the whole file: guards that a test lifted come back with it."""

    def keep(self) -> None:
        self._copy = sqlite3.connect(":memory:", check_same_thread=False)
        self._live().backup(self._copy)

    def put_back(self) -> None:
        self._copy.backup(self._live())

    def forget(self) -> None:
        self._copy.close()

    def _live(self) -> sqlite3.Connection:
        connection.ensure_connection()
        live: sqlite3.Connection = connection.connection
        return live


class _Postgresql:
    """A copy of each table. PostgreSQL waits for the disk where tables are truncated or a database is copied, so rows
    are deleted, past the guards that refuse it, and inserted again."""

    def keep(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA kept")
            for table in connection.introspection.django_table_names(only_existing=True):
                cursor.execute(f"CREATE TABLE kept.{table} AS TABLE {table}")

    def put_back(self) -> None:
        if triggers.missing(connection):
            triggers.install(connection)
        for tries_left in (2, 1, 0):
            try:
                return self._put_back()
            except OperationalError:
                # Such a page and this waited for each other, and PostgreSQL ended this one.
                if not tries_left:
                    raise

    def _put_back(self) -> None:
        tables = connection.introspection.django_table_names()
        refusing = [trigger for trigger in triggers.triggers("postgresql") if trigger.event == "DELETE"]
        statements = (
            # A page that was closed may still be saving: it writes before all of this, or not at all.
            f"LOCK TABLE {', '.join(tables)} IN EXCLUSIVE MODE",
            *(f"ALTER TABLE {trigger.table} DISABLE TRIGGER {trigger.name}" for trigger in refusing),
            *(f"DELETE FROM {table}" for table in tables),
            *(f"INSERT INTO {table} SELECT * FROM kept.{table}" for table in tables),
            "SET CONSTRAINTS ALL IMMEDIATE",  # no table is altered while checks of its rows wait
            *(f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {trigger.name}" for trigger in refusing),
        )
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("; ".join(statements))

    def forget(self) -> None:
        """Goes with the database."""


KeptDatabase = _Sqlite | _Postgresql
KINDS = {"sqlite": _Sqlite, "postgresql": _Postgresql}
