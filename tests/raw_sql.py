"""SQL that bypasses the verbs, as somebody with the database's password could run it; simulated full disks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction

from monograph import triggers


def run(statement: str, *values: Any) -> int:
    """Run one statement and return how many rows it affected.

    A savepoint keeps a refusal from breaking the test's transaction.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def _for_database(row: models.Model, field: models.Field) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)


def insert(row: models.Model) -> None:
    """Insert a row as it is in memory, by SQL alone."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key or row.pk]
    names = ", ".join(field.column for field in fields)
    places = ", ".join(["%s"] * len(fields))
    values = [_for_database(row, field) for field in fields]
    run(f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({places})", *values)


def change(row: models.Model, **changes: Any) -> None:
    """Update columns of one stored row, by SQL alone; the row in memory stays as it is."""
    fields = [row._meta.get_field(name) for name in changes]
    sets = ", ".join(f"{field.column} = %s" for field in fields)
    values = [
        field.get_db_prep_save(getattr(value, "pk", value), connection)
        for field, value in zip(fields, changes.values(), strict=True)
    ]
    assert run(f"UPDATE {row._meta.db_table} SET {sets} WHERE id = %s", *values, row.pk) == 1


def remove(row: models.Model) -> None:
    assert run(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk) == 1


@contextmanager
def without_triggers() -> Iterator[None]:
    """Remove every trigger until the end of the ``with``, as the owner of the database can."""
    connection.check_constraints()  # PostgreSQL drops no trigger while a check of the same table is waiting
    triggers.remove(connection)
    yield
    connection.check_constraints()
    triggers.install(connection)


def run_after(event: str, model: type[models.Model], statement: str, condition: str = "") -> None:
    """Make the database run a statement after it writes a row: what somebody else might do at that moment."""
    connection.check_constraints()
    on = f"AFTER {event} ON {model._meta.db_table} FOR EACH ROW {f'WHEN ({condition})' if condition else ''}"
    if connection.vendor == "postgresql":
        run(f"CREATE FUNCTION intrusion() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {statement}; RETURN NEW; END$$")
        run(f"CREATE TRIGGER intrusion {on} EXECUTE FUNCTION intrusion()")
    else:
        run(f"CREATE TRIGGER intrusion {on} BEGIN {statement}; END")


@contextmanager
def disk_full_after(event: str, model: type[models.Model], condition: str = "") -> Iterator[None]:
    """Make the database fail after it writes a row, as it does when its disk is full."""
    full = "RAISE 'disk full'" if connection.vendor == "postgresql" else "SELECT RAISE(ABORT, 'disk full')"
    run_after(event, model, full, condition)
    yield
    connection.check_constraints()
    run("DROP FUNCTION intrusion CASCADE" if connection.vendor == "postgresql" else "DROP TRIGGER intrusion")
