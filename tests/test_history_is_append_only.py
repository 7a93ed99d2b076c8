"""What was written stays as it was written: in Python, in SQL, and after a migration."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from monograph.models import (
    AppendOnlyModel,
    Edition,
    HistoryIsAppendOnlyError,
    Monograph,
    Passkey,
    PasskeyUse,
    Review,
    ScheduledEdition,
    Section,
    SectionRevision,
    Signature,
)

from . import raw_sql
from .factory import Guide

HISTORY = [model for model in apps.get_app_config("monograph").get_models() if issubclass(model, AppendOnlyModel)]
KEPT = [Monograph, Section, Review, ScheduledEdition, Passkey, PasskeyUse]
HISTORY_NAMES = [
    "Assertion",
    "AuditEntry",
    "Citation",
    "CommentResolution",
    "Edition",
    "EditionSection",
    "ExternalAccount",
    "FormerAddress",
    "ReviewComment",
    "SectionRevision",
    "Signature",
    "Waiver",
    "Withdrawal",
]

only_sqlite = pytest.mark.only_on("sqlite")
only_postgresql = pytest.mark.only_on("postgresql")
each_history = pytest.mark.parametrize("model", HISTORY, ids=lambda model: model.__name__)


def everything(model: type[models.Model]) -> list[tuple[Any, ...]]:
    return list(model._default_manager.order_by("pk").values_list())


def test_these_tables_are_history() -> None:
    """A table that joins or leaves the history has to be added or removed here on purpose."""
    assert sorted(model.__name__ for model in HISTORY) == HISTORY_NAMES


# The history, in SQL ---------------------------------------------------------------------------------------------


def let_through(statements: dict[str, str]) -> list[str]:
    """Try the statements; return the names of those that no trigger refused."""
    accepted = []
    for name, statement in statements.items():
        try:
            raw_sql.run(statement)
        except IntegrityError as error:
            assert "guard_" in str(error), f"{name}: {error}"
        else:
            accepted.append(name)
    return accepted


def of_each(tables: list[type[models.Model]], statement: str) -> dict[str, str]:
    return {model.__name__: statement.format(table=model._meta.db_table) for model in tables}


def test_sql_cannot_update_any_column_of_the_history(eventful: Guide) -> None:
    updates = {
        f"{model.__name__}.{field.column}": f"UPDATE {model._meta.db_table} SET {field.column} = {field.column}"
        for model in HISTORY
        for field in model._meta.concrete_fields
    }
    assert let_through(updates) == []


def test_sql_cannot_delete_history(eventful: Guide) -> None:
    assert let_through(of_each([*HISTORY, *KEPT], "DELETE FROM {table}")) == []


def test_sql_cannot_upsert_history(eventful: Guide) -> None:
    upsert = "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET id = excluded.id"
    assert let_through(of_each(HISTORY, upsert)) == []


@pytest.fixture
def recursive_triggers_off() -> Iterator[None]:
    """Our settings turn them on; the sqlite3 shell has them off, and REPLACE then deletes without firing triggers."""
    raw_sql.run("PRAGMA recursive_triggers = OFF")
    yield
    raw_sql.run("PRAGMA recursive_triggers = ON")


@only_sqlite
def test_sqlite_cannot_replace_history(eventful: Guide) -> None:
    assert let_through(of_each(HISTORY, "INSERT OR REPLACE INTO {table} SELECT * FROM {table}")) == []
    assert let_through(of_each(HISTORY, "UPDATE OR REPLACE {table} SET id = id")) == []


@only_sqlite
def test_sqlite_shell_cannot_replace_history(eventful: Guide, recursive_triggers_off: None) -> None:
    assert let_through(of_each(HISTORY, "INSERT OR REPLACE INTO {table} SELECT * FROM {table}")) == []
    assert let_through(of_each(HISTORY, "UPDATE OR REPLACE {table} SET id = id")) == []


@only_sqlite
def test_sqlite_shell_cannot_replace_a_row_by_its_unique_keys(short: Guide, recursive_triggers_off: None) -> None:
    forged = Edition.objects.get()
    forged.pk, forged.article = 99_999, "<p>Other words</p>"
    names = ", ".join(field.column for field in Edition._meta.concrete_fields)
    values = [field.get_db_prep_save(getattr(forged, field.attname), connection) for field in Edition._meta.fields]
    places = ", ".join(["%s"] * len(values))
    with pytest.raises(IntegrityError, match="guard_edition"):
        raw_sql.run(f"INSERT OR REPLACE INTO monograph_edition ({names}) VALUES ({places})", *values)
    assert Edition.objects.get().article != forged.article


@only_sqlite
def test_sqlite_shell_cannot_replace_guide_section_review_or_schedule(
    eventful: Guide, recursive_triggers_off: None
) -> None:
    """A closed review that is replaced by an open one of the same number is not final."""
    assert let_through(of_each(KEPT, "INSERT OR REPLACE INTO {table} SELECT * FROM {table}")) == []


@only_postgresql
def test_postgresql_cannot_truncate_tables_of_guides(eventful: Guide) -> None:
    connection.check_constraints()
    assert let_through(of_each([*HISTORY, *KEPT], "TRUNCATE {table} CASCADE")) == []


@only_postgresql
def test_postgresql_cannot_truncate_history_with_the_people(eventful: Guide) -> None:
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="can't be emptied"):
        raw_sql.run("TRUNCATE auth_user CASCADE")
    assert Signature.objects.exists()


@only_postgresql
def test_postgresql_triggers_fire_for_the_replica_role_too(short: Guide) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        may_take_the_role = cursor.fetchone()[0]
    connection.check_constraints()
    take_the_role = "SET LOCAL session_replication_role = replica"
    if not may_take_the_role:
        with pytest.raises(DatabaseError, match="permission denied"):
            raw_sql.run(take_the_role)
        return
    raw_sql.run(take_the_role)
    with pytest.raises(IntegrityError, match="guard_sectionrevision_update"):
        raw_sql.run("UPDATE monograph_sectionrevision SET body = 'Other words'")


# The history, in Python ------------------------------------------------------------------------------------------

PYTHON: dict[str, Callable[[models.Model], Any]] = {
    "save": lambda row: row.save(),
    "save of one field": lambda row: row.save(update_fields=["id"]),
    "forced update": lambda row: row.save(force_update=True),
    "delete": lambda row: row.delete(),
    "QuerySet.update": lambda row: type(row).objects.filter(pk=row.pk).update(id=row.pk),
    "QuerySet.delete": lambda row: type(row).objects.filter(pk=row.pk).delete(),
    "bulk_update": lambda row: type(row).objects.bulk_update([row], [row._meta.concrete_fields[1].name]),
}


@pytest.mark.parametrize("way", PYTHON)
@each_history
def test_python_refuses_to_change_history(way: str, model: type[models.Model]) -> None:
    """Refused before the database is asked: this test has none."""
    row = model(pk=1)
    row._state.adding = False
    with pytest.raises(HistoryIsAppendOnlyError, match="A correction is a new row"):
        PYTHON[way](row)


AROUND: dict[str, Callable[[models.Model], Any]] = {
    "base manager": lambda row: type(row)._base_manager.filter(pk=row.pk).update(id=row.pk),
    "raw save": lambda row: row.save_base(raw=True, force_update=True),
    "raw delete": lambda row: type(row)._base_manager.filter(pk=row.pk)._raw_delete("default"),
    "upsert": lambda row: type(row).objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=[row._meta.concrete_fields[1].name]
    ),
}


@pytest.mark.parametrize("way", AROUND)
def test_database_refuses_what_bypasses_python(eventful: Guide, way: str) -> None:
    for model in HISTORY:
        before = everything(model)
        with pytest.raises(IntegrityError, match="guard_"), transaction.atomic():
            AROUND[way](model._default_manager.latest("pk"))
        assert everything(model) == before


def test_new_row_cannot_overwrite_one_with_its_key(short: Guide) -> None:
    revision = short.section().latest_revision
    forged = SectionRevision(**{field.attname: getattr(revision, field.attname) for field in revision._meta.fields})
    forged.body = "<p>Other words.</p>"
    with pytest.raises(IntegrityError), transaction.atomic():
        forged.save()
    assert "Other words" not in short.section().latest_revision.body
