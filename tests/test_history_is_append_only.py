"""What was written stays as it was written: in Python, in SQL, and after a migration."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
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
    "ReviewComment",
    "SectionRevision",
    "Signature",
    "Withdrawal",
]

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's statement")
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's statement")
each_history = pytest.mark.parametrize("model", HISTORY, ids=lambda model: model.__name__)
each_kept = pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)


@pytest.fixture
def eventful(guide: Guide) -> Guide:
    return stories.eventful(guide)


@pytest.fixture
def published(guide: Guide) -> Guide:
    """A guide of four sections, whose edition 1 the public reads: quicker than one of all."""
    return stories.short(guide)


def everything(model: type[models.Model]) -> list[tuple[Any, ...]]:
    return list(model._default_manager.order_by("pk").values_list())


def test_these_tables_are_history() -> None:
    """A table that joins the history is added here on purpose; one that leaves it is noticed."""
    assert sorted(model.__name__ for model in HISTORY) == HISTORY_NAMES


# The history, in SQL ---------------------------------------------------------------------------------------------


@each_history
def test_sql_can_do_nothing_but_add_to_the_history(eventful: Guide, model: type[models.Model]) -> None:
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields]
    one = model._default_manager.latest("pk").pk
    attempts = {f"UPDATE {column}": f"UPDATE {table} SET {column} = {column} WHERE id = {one}" for column in columns}
    attempts["UPDATE of all"] = f"UPDATE {table} SET id = id"
    attempts["DELETE"] = f"DELETE FROM {table} WHERE id = {one}"
    attempts["upsert"] = (
        f"INSERT INTO {table} SELECT * FROM {table} WHERE id = {one} ON CONFLICT (id) DO UPDATE SET id = excluded.id"
    )
    if connection.vendor == "sqlite":
        attempts["REPLACE"] = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = {one}"
        attempts["UPDATE OR REPLACE"] = f"UPDATE OR REPLACE {table} SET id = id WHERE id = {one}"
    before = everything(model)
    let_through = []
    for name, statement in attempts.items():
        try:
            intruder.run(statement)
        except IntegrityError as error:
            assert "guard_" in str(error)
        else:
            let_through.append(name)
    assert let_through == []
    assert everything(model) == before


@only_sqlite
@each_history
def test_sqlite_without_recursive_triggers_does_not_replace_either(eventful: Guide, model: type[models.Model]) -> None:
    """Our settings switch them on; the sqlite3 shell has them off, and then REPLACE deletes without asking."""
    table = model._meta.db_table
    before = everything(model)
    try:
        intruder.run("PRAGMA recursive_triggers = OFF")
        with pytest.raises(IntegrityError, match="guard_"):
            intruder.run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    finally:
        intruder.run("PRAGMA recursive_triggers = ON")
    assert everything(model) == before


@only_sqlite
def test_sqlite_replaces_no_row_by_another_of_its_unique_keys(eventful: Guide) -> None:
    edition = eventful.monograph.editions.latest("number")
    try:
        intruder.run("PRAGMA recursive_triggers = OFF")
        with pytest.raises(IntegrityError, match="guard_edition"):
            intruder.run(
                "INSERT OR REPLACE INTO monograph_edition SELECT id + 1000, number, brand_name, generic_name, note, "
                "'<p>Other words</p>', digest, published_at, review_due, monograph_id, release_signature_id "
                "FROM monograph_edition WHERE id = %s",
                edition.pk,
            )
    finally:
        intruder.run("PRAGMA recursive_triggers = ON")
    assert Edition.objects.filter(pk=edition.pk).exists()


@only_sqlite
@each_kept
def test_sqlite_without_recursive_triggers_replaces_no_guide_section_review_or_schedule(
    eventful: Guide, model: type[models.Model]
) -> None:
    """A closed review that is replaced by an open one of the same number is not final."""
    table = model._meta.db_table
    before = everything(model)
    try:
        intruder.run("PRAGMA recursive_triggers = OFF")
        with pytest.raises(IntegrityError, match="guard_"):
            intruder.run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    finally:
        intruder.run("PRAGMA recursive_triggers = ON")
    assert everything(model) == before


@only_postgresql
@pytest.mark.parametrize("model", [*HISTORY, *KEPT], ids=lambda model: model.__name__)
def test_postgresql_empties_no_table_of_the_guides(eventful: Guide, model: type[models.Model]) -> None:
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="can't be emptied"):
        intruder.run(f"TRUNCATE {model._meta.db_table} CASCADE")
    assert model._default_manager.exists()


@only_postgresql
def test_postgresql_empties_no_history_by_way_of_the_people(eventful: Guide) -> None:
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="can't be emptied"):
        intruder.run("TRUNCATE auth_user CASCADE")
    assert Signature.objects.exists()


@only_postgresql
def test_postgresql_guards_hold_for_a_replica_role_too(published: Guide) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("Only a superuser may take the role.")
    connection.check_constraints()
    intruder.run("SET LOCAL session_replication_role = replica")
    with pytest.raises(IntegrityError, match="guard_sectionrevision_update"):
        intruder.run("UPDATE monograph_sectionrevision SET body = 'Other words'")


@each_kept
def test_sql_deletes_no_guide_section_review_or_schedule(eventful: Guide, model: type[models.Model]) -> None:
    before = everything(model)
    with pytest.raises(IntegrityError, match="guard_"):
        intruder.run(f"DELETE FROM {model._meta.db_table}")
    assert everything(model) == before


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


@each_history
def test_the_ways_around_python_end_at_the_database(eventful: Guide, model: type[models.Model]) -> None:
    row = model._default_manager.latest("pk")
    ways: dict[str, Callable[[], Any]] = {
        "base manager": lambda: model._base_manager.filter(pk=row.pk).update(id=row.pk),
        "raw save": lambda: row.save_base(raw=True, force_update=True),
        "raw delete": lambda: model._base_manager.filter(pk=row.pk)._raw_delete("default"),
        "upsert": lambda: model._default_manager.bulk_create(
            [row], update_conflicts=True, unique_fields=["id"], update_fields=[model._meta.concrete_fields[1].name]
        ),
    }
    before = everything(model)
    let_through = []
    for name, act in ways.items():
        try:
            with transaction.atomic():
                act()
        except IntegrityError:
            continue
        let_through.append(name)
    assert let_through == []
    assert everything(model) == before


def test_a_row_cannot_be_saved_over_by_a_new_one_of_its_number(published: Guide) -> None:
    revision = published.section().latest_revision
    forged = SectionRevision(**{field.attname: getattr(revision, field.attname) for field in revision._meta.fields})
    forged.body = "<p>Other words.</p>"
    with pytest.raises(IntegrityError), transaction.atomic():
        forged.save()
    assert "Other words" not in published.section().latest_revision.body


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
def test_a_closed_schedule_is_final(published: Guide, close: Callable[[Guide], ScheduledEdition]) -> None:
    published.approve(published.write("uses", "News."))
    scheduled = close(published)
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


def test_what_a_publisher_signed_for_later_stays_while_it_waits(published: Guide) -> None:
    published.approve(published.write("uses", "News."))
    scheduled = stories.schedule(published)
    for change in ({"publish_at": timezone.now()}, {"note": "Another note."}, {"lines_digest": "v1:0"}):
        with pytest.raises(IntegrityError, match="guard_schedulededition_final"):
            intruder.change(scheduled, **change)


def test_a_guide_keeps_its_address_and_a_section_its_place(published: Guide) -> None:
    with pytest.raises(IntegrityError, match="guard_monograph_identity"):
        intruder.change(published.monograph, slug="another")
    with pytest.raises(IntegrityError, match="guard_section_identity"):
        intruder.change(published.section("uses"), kind=published.section("overview").kind_id)
