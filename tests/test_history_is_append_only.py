"""What was written stays as it was written: in Python, in SQL, and after a migration."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone

from monograph.models import (
    AppendOnlyModel,
    Edition,
    HistoryIsAppendOnlyError,
    Monograph,
    Review,
    ScheduledEdition,
    Section,
    SectionRevision,
    Signature,
)
from monograph.workflow import publishing, reviewing

from . import intruder, stories
from .cast import Cast
from .factory import Guide

HISTORY = [model for model in apps.get_app_config("monograph").get_models() if issubclass(model, AppendOnlyModel)]
KEPT = [Monograph, Section, Review, ScheduledEdition]
HISTORY_NAMES = [
    "AuditEntry",
    "Citation",
    "CommentResolution",
    "Edition",
    "EditionSection",
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
    """A table that joins the history is added here on purpose; one that leaves it is noticed."""
    assert sorted(model.__name__ for model in HISTORY) == HISTORY_NAMES


# The history, in SQL ---------------------------------------------------------------------------------------------


def let_through(statements: dict[str, str]) -> list[str]:
    """Return the names of the statements that no guard refused, of all that are tried."""
    accepted = []
    for name, statement in statements.items():
        try:
            intruder.run(statement)
        except IntegrityError as error:
            assert "guard_" in str(error), f"{name}: {error}"
        else:
            accepted.append(name)
    return accepted


def of_each(tables: list[type[models.Model]], statement: str) -> dict[str, str]:
    return {model.__name__: statement.format(table=model._meta.db_table) for model in tables}


def test_sql_updates_no_column_of_the_history(eventful: Guide) -> None:
    updates = {
        f"{model.__name__}.{field.column}": f"UPDATE {model._meta.db_table} SET {field.column} = {field.column}"
        for model in HISTORY
        for field in model._meta.concrete_fields
    }
    assert let_through(updates) == []


def test_sql_deletes_nothing_of_the_history(eventful: Guide) -> None:
    assert let_through(of_each([*HISTORY, *KEPT], "DELETE FROM {table}")) == []


def test_sql_upserts_nothing_of_the_history(eventful: Guide) -> None:
    upsert = "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET id = excluded.id"
    assert let_through(of_each(HISTORY, upsert)) == []


@pytest.fixture
def recursive_triggers_off() -> Iterator[None]:
    """Our settings switch them on; the sqlite3 shell has them off, and then REPLACE deletes without asking."""
    intruder.run("PRAGMA recursive_triggers = OFF")
    yield
    intruder.run("PRAGMA recursive_triggers = ON")


@only_sqlite
def test_sqlite_replaces_nothing_of_the_history(eventful: Guide) -> None:
    assert let_through(of_each(HISTORY, "INSERT OR REPLACE INTO {table} SELECT * FROM {table}")) == []
    assert let_through(of_each(HISTORY, "UPDATE OR REPLACE {table} SET id = id")) == []


@only_sqlite
def test_sqlites_shell_replaces_nothing_of_the_history(eventful: Guide, recursive_triggers_off: None) -> None:
    assert let_through(of_each(HISTORY, "INSERT OR REPLACE INTO {table} SELECT * FROM {table}")) == []
    assert let_through(of_each(HISTORY, "UPDATE OR REPLACE {table} SET id = id")) == []


@only_sqlite
def test_sqlites_shell_replaces_no_row_by_another_of_its_unique_keys(
    short: Guide, recursive_triggers_off: None
) -> None:
    forged = Edition.objects.get()
    forged.pk, forged.article = 99_999, "<p>Other words</p>"
    names = ", ".join(field.column for field in Edition._meta.concrete_fields)
    values = [field.get_db_prep_save(getattr(forged, field.attname), connection) for field in Edition._meta.fields]
    places = ", ".join(["%s"] * len(values))
    with pytest.raises(IntegrityError, match="guard_edition"):
        intruder.run(f"INSERT OR REPLACE INTO monograph_edition ({names}) VALUES ({places})", *values)
    assert Edition.objects.get().article != forged.article


@only_sqlite
def test_sqlites_shell_replaces_no_guide_section_review_or_schedule(
    eventful: Guide, recursive_triggers_off: None
) -> None:
    """A closed review that is replaced by an open one of the same number is not final."""
    assert let_through(of_each(KEPT, "INSERT OR REPLACE INTO {table} SELECT * FROM {table}")) == []


@only_postgresql
def test_postgresql_empties_no_table_of_the_guides(eventful: Guide) -> None:
    connection.check_constraints()
    assert let_through(of_each([*HISTORY, *KEPT], "TRUNCATE {table} CASCADE")) == []


@only_postgresql
def test_postgresql_empties_no_history_by_way_of_the_people(eventful: Guide) -> None:
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="can't be emptied"):
        intruder.run("TRUNCATE auth_user CASCADE")
    assert Signature.objects.exists()


@only_postgresql
def test_postgresql_guards_hold_for_a_replica_role_too(short: Guide) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        may_take_the_role = cursor.fetchone()[0]
    connection.check_constraints()
    take_the_role = "SET LOCAL session_replication_role = replica"
    if not may_take_the_role:
        with pytest.raises(DatabaseError, match="permission denied"):
            intruder.run(take_the_role)
        return
    intruder.run(take_the_role)
    with pytest.raises(IntegrityError, match="guard_sectionrevision_update"):
        intruder.run("UPDATE monograph_sectionrevision SET body = 'Other words'")


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
def test_python_refuses_to_change_history_with_a_sentence(way: str, model: type[models.Model]) -> None:
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
def test_the_ways_around_python_end_at_the_database(eventful: Guide, way: str) -> None:
    for model in HISTORY:
        before = everything(model)
        with pytest.raises(IntegrityError, match="guard_"), transaction.atomic():
            AROUND[way](model._default_manager.latest("pk"))
        assert everything(model) == before


def test_a_row_cannot_be_saved_over_by_a_new_one_of_its_number(short: Guide) -> None:
    revision = short.section().latest_revision
    forged = SectionRevision(**{field.attname: getattr(revision, field.attname) for field in revision._meta.fields})
    forged.body = "<p>Other words.</p>"
    with pytest.raises(IntegrityError), transaction.atomic():
        forged.save()
    assert "Other words" not in short.section().latest_revision.body


# Closed is final -------------------------------------------------------------------------------------------------

BY_STATE = {
    "approved": lambda guide: guide.approve(guide.write("uses", "News.")),
    "changes requested": lambda guide: _sent_back(guide),
    "withdrawn": lambda guide: reviewing.withdraw_submission(
        actor=guide.cast.ana, review=guide.submit(guide.write("uses", "News."))
    ),
}


def _sent_back(guide: Guide) -> Review:
    review = guide.submit(guide.write("uses", "News."))
    return reviewing.request_changes(
        actor=guide.cast.priya, review=review, expected=review.revision.digest, body="Plainer, please."
    )


@pytest.mark.parametrize("state", BY_STATE)
def test_a_closed_review_is_final(guide: Guide, cast: Cast, state: str) -> None:
    guide.write("uses", "An older draft.")
    review = BY_STATE[state](guide)
    closed_again = {"state": "approved", "closed_by": cast.ben, "closed_at": timezone.now()}
    changes: list[dict[str, Any]] = [
        {"state": "open", "closed_by": None, "closed_at": None},
        {"state": "withdrawn", "closed_by": cast.ben},
        closed_again,
        *({name: value} for name, value in closed_again.items()),
        {"required_signatures": 2},
        {"submitted_by": cast.ben},
        {"submitted_at": timezone.now()},
        {"revision": guide.section().revisions.get(number=1)},
        {"section": guide.section("overview")},
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="guard_review"):
            intruder.change(review, **change)


def test_what_was_submitted_for_review_stays_while_it_is_open(guide: Guide, cast: Cast) -> None:
    first = guide.write("dosage", "An older draft.")
    review = guide.submit(guide.write("dosage", "News."))
    for change in ({"revision": first}, {"required_signatures": 1}, {"submitted_by": cast.ben}):
        with pytest.raises(IntegrityError, match="guard_review_final"):
            intruder.change(review, **change)


def _published_schedule(guide: Guide) -> ScheduledEdition:
    scheduled = stories.schedule(guide)
    publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    return scheduled


def _cancelled_schedule(guide: Guide) -> ScheduledEdition:
    return publishing.cancel_schedule(actor=guide.cast.maria, scheduled=stories.schedule(guide))


@pytest.mark.parametrize("close", [_published_schedule, _cancelled_schedule])
def test_a_closed_schedule_is_final(short: Guide, close: Callable[[Guide], ScheduledEdition]) -> None:
    short.approve(short.write("uses", "News."))
    scheduled = close(short)
    changes: list[dict[str, Any]] = [
        {"state": "pending", "closed_at": None},
        {"state": "refused"},
        {"outcome": "Another outcome."},
        {"closed_at": timezone.now()},
        {"publish_at": timezone.now()},
        {"note": "Another note."},
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="guard_schedulededition_final"):
            intruder.change(scheduled, **change)


def test_what_a_publisher_signed_for_later_stays_while_it_waits(short: Guide) -> None:
    short.approve(short.write("uses", "News."))
    scheduled = stories.schedule(short)
    for change in ({"publish_at": timezone.now()}, {"note": "Another note."}, {"lines_digest": "v1:0"}):
        with pytest.raises(IntegrityError, match="guard_schedulededition_final"):
            intruder.change(scheduled, **change)


def test_a_guide_keeps_its_address_and_a_section_its_place(short: Guide) -> None:
    with pytest.raises(IntegrityError, match="guard_monograph_identity"):
        intruder.change(short.monograph, slug="another")
    with pytest.raises(IntegrityError, match="guard_section_identity"):
        intruder.change(short.section("uses"), kind=short.section("overview").kind_id)
