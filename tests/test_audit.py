"""The trail proves itself: `verify_audit` names what was altered, and exits with 1."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from monograph import audit, triggers
from monograph.models import AuditEntry, Citation, CommentResolution, EditionSection, ReviewComment, SectionRevision
from monograph.workflow import drafting

from . import raw_sql
from .factory import Guide
from .stories import return_to

Action = AuditEntry.Action


def verify(head: str = "") -> tuple[int, list[str]]:
    """Run the command; return its exit code, and the lines it printed to either stream."""
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("verify_audit", head=head, stdout=out, stderr=err)
    except CommandError as error:
        code = error.returncode
    return code, [*err.getvalue().splitlines(), *out.getvalue().splitlines()]


def expected_head() -> str:
    code, lines = verify()
    assert code == 0, lines
    return lines[-1]


def test_untouched_history_is_found_intact(committed_eventful: Guide) -> None:
    code, lines = verify()
    assert (code, lines[1]) == (0, "Nothing was altered. Store this elsewhere, for the next run with --head:")
    last = AuditEntry.objects.latest("sequence")
    assert lines[0].startswith(f"Read {AuditEntry.objects.count()} audit entries")
    assert lines[2] == f"{last.sequence}:{last.digest}"


def test_story_fills_every_table_that_is_sealed(committed_eventful: Guide) -> None:
    """Without this, the tests below could pass by having nothing to alter."""
    assert [model for model in audit.SEALED_MODELS if not model._default_manager.exists()] == []


def test_empty_history_is_intact(committing: None) -> None:
    assert verify()[0] == 0


def flipped(text: str) -> str:
    """Return the text with its last character, and nothing else, changed."""
    return text[:-1] + ("b" if text.endswith("a") else "a")


def others(row: models.Model, field: models.Field) -> Iterator[Any]:
    """Offer values for a column that differ from its own as little as its type allows."""
    value = getattr(row, field.attname)
    if field.is_relation:
        pool = field.related_model._default_manager.exclude(pk=value).order_by("-pk")
        yield from pool.values_list("pk", flat=True)
        if field.null and value is not None:
            yield None
    elif field.choices:
        yield from (choice for choice in dict(field.choices) if choice != value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value + 1000)
    elif isinstance(value, datetime):
        yield value + timedelta(microseconds=1)
    elif isinstance(value, date):
        yield value + timedelta(days=1)
    elif isinstance(value, str):
        yield flipped(value)
    elif isinstance(value, dict):
        key = min((key for key, held in value.items() if isinstance(held, str | dict)), default="key")
        yield {**value, key: flipped(value[key]) if isinstance(value.get(key), str) else {}}
    elif value is None:
        yield {models.JSONField: {}, models.PositiveIntegerField: 1}.get(type(field), timezone.now())


def stored(row: models.Model, field: models.Field, value: Any) -> bool:
    """Write a value into a column without triggers; return whether the constraints accept it."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: value})
    except IntegrityError:
        return False
    return True


def altered_rows(model: type[models.Model], field: models.Field) -> Iterator[models.Model]:
    """Alter the column of one row, of whichever row the constraints allow; yield the row; put it back."""
    for row in model._default_manager.order_by("-pk"):
        for value in others(row, field):
            if stored(row, field, value):
                yield row
                assert stored(row, field, getattr(row, field.attname))
                return


def test_one_altered_byte_in_any_column_of_a_row_breaks_its_seal(committed_eventful: Guide) -> None:
    first = committed_eventful.monograph.editions.get(number=1)
    return_to(committed_eventful, first, withdrawal_answer="It was right.")  # fills the columns of such an edition
    triggers.remove(connection)
    columns = [field for model in audit.SEALED_MODELS for field in model._meta.concrete_fields if not field.primary_key]
    broken = set()
    for field in columns:
        for row in altered_rows(field.model, field):
            if audit.row_seal(field.model._default_manager.get(pk=row.pk)) != audit.row_seal(row):
                broken.add(field)
    assert [field for field in columns if field not in broken] == []
    triggers.install(connection)
    assert verify()[0] == 0


@pytest.mark.parametrize("model", audit.SEALED_MODELS, ids=lambda model: model.__name__)
def test_row_with_a_broken_seal_is_found_and_named(committed_eventful: Guide, model: type[models.Model]) -> None:
    triggers.remove(connection)
    fields = (field for field in model._meta.concrete_fields if not field.primary_key)
    row = next(row for field in fields for row in altered_rows(model, field))
    code, lines = verify()
    name = f"{str(model._meta.verbose_name).capitalize()} {row.pk} ("
    assert code == 1
    assert any(line.startswith(name) and "was altered after" in line for line in lines), lines


def test_one_altered_byte_in_any_column_of_an_entry_is_found_and_named(committed_eventful: Guide) -> None:
    columns = [field for field in AuditEntry._meta.concrete_fields if not field.primary_key]
    triggers.remove(connection)
    found = set()
    for field in columns:
        for row in altered_rows(AuditEntry, field):
            code, lines = verify()
            stored_sequence = AuditEntry.objects.values_list("sequence", flat=True).get(pk=row.pk)
            name = f"Audit entry {stored_sequence} ("
            if code == 1 and any(line.startswith(name) and "was altered" in line for line in lines):
                found.add(field.name)
    assert {field.name for field in columns} - found == set()


@pytest.mark.parametrize("model", [Citation, CommentResolution])
def test_row_under_another_number_is_found(committed_eventful: Guide, model: type[models.Model]) -> None:
    row = model._default_manager.latest("pk")
    triggers.remove(connection)
    raw_sql.run(f"UPDATE {model._meta.db_table} SET id = id + 1000 WHERE id = %s", row.pk)
    code, lines = verify()
    assert code == 1
    assert f"{model._meta.model_name} {row.pk}, sealed by audit entry" in "\n".join(lines)


def test_first_problem_is_named_first(committed_eventful: Guide) -> None:
    first, second = AuditEntry.objects.order_by("sequence")[3:5]
    triggers.remove(connection)
    raw_sql.change(second, actor_name="Nobody")
    raw_sql.change(first, actor_name="Nobody")
    _, lines = verify()
    assert lines[0].startswith(f"Audit entry {first.sequence} (")


def test_altered_row_with_a_new_seal_is_found(committed_eventful: Guide) -> None:
    """An intruder who also alters the seal and the digest of the entry breaks the chain at the next entry."""
    revision = SectionRevision.objects.earliest("pk")
    entry = next(entry for entry in AuditEntry.objects.all() if audit.row_key(revision) in entry.data["rows"])
    revision.reason = "A better reason."
    entry.data["rows"][audit.row_key(revision)] = audit.row_seal(revision)
    entry.digest = audit._entry_digest(entry)
    triggers.remove(connection)
    raw_sql.change(revision, reason=revision.reason)
    raw_sql.change(entry, data=entry.data, digest=entry.digest)
    code, lines = verify()
    assert code == 1
    assert lines[0].startswith(f"Audit entry {entry.sequence + 1} (")
    assert "does not follow from the entry before it" in lines[0]


@pytest.mark.only_on("sqlite")  # PostgreSQL stores no date that is none
@pytest.mark.parametrize("instant", ["2026-13-45 10:00:00", "yesterday", ""])
def test_value_that_is_no_longer_a_date_is_named(committed_eventful: Guide, instant: str) -> None:
    revision = SectionRevision.objects.latest("pk")
    triggers.remove(connection)
    raw_sql.run("UPDATE monograph_sectionrevision SET created_at = %s WHERE id = %s", instant, revision.pk)
    code, lines = verify()
    assert code == 1
    assert any(line.startswith(f"Revision {revision.pk} ") for line in lines), lines


@pytest.mark.only_on("sqlite")
def test_entry_that_cannot_be_read_does_not_hide_a_later_one(committed_eventful: Guide) -> None:
    unreadable, altered = AuditEntry.objects.order_by("sequence")[3:8:4]
    triggers.remove(connection)
    raw_sql.run("UPDATE monograph_auditentry SET at = '2026-13-45 10:00:00' WHERE id = %s", unreadable.pk)
    raw_sql.change(altered, actor_name="Nobody")
    _, lines = verify()
    assert any(line.startswith(f"Audit entry {altered.sequence} (") and "was altered" in line for line in lines), lines


@pytest.mark.parametrize("figure", "0f")  # less and greater than any digest
def test_text_that_does_not_match_its_digest_is_named(committed_eventful: Guide, figure: str) -> None:
    revision, line = SectionRevision.objects.latest("pk"), EditionSection.objects.latest("pk")
    triggers.remove(connection)
    raw_sql.change(revision, digest=f"v1:{figure * 64}")
    raw_sql.change(line, digest=f"v1:{figure * 64}")
    _, lines = verify()
    assert f"Revision {revision.pk} ({revision}): its digest does not match its text." in lines
    edition = f"Edition {line.edition.pk} ({line.edition})"
    assert f"{edition}: its line “{line.heading}” is not the signed text." in lines


def test_row_that_no_verb_wrote_is_found_and_named(committed_eventful: Guide) -> None:
    review = committed_eventful.section("uses").reviews.latest("pk")
    comment = ReviewComment.objects.create(
        review=review, author=committed_eventful.cast.tom, body="Well done!", created_at=timezone.now()
    )
    code, lines = verify()
    assert code == 1
    assert lines[0].startswith(f"Review comment {comment.pk} (")
    assert "no verb wrote it" in lines[0]


@pytest.mark.parametrize("model", [Citation, CommentResolution])
def test_deleted_row_is_found_and_named(committed_eventful: Guide, model: type[models.Model]) -> None:
    row = model._default_manager.latest("pk")
    triggers.remove(connection)
    raw_sql.remove(row)
    triggers.install(connection)
    code, lines = verify()
    assert code == 1
    assert any(line.startswith(f"{model._meta.model_name} {row.pk}, ") and line.endswith("is gone.") for line in lines)


@pytest.mark.parametrize("sequence", [1, 7])
def test_deleted_entry_is_found_and_named(committed_eventful: Guide, sequence: int) -> None:
    triggers.remove(connection)
    raw_sql.remove(AuditEntry.objects.get(sequence=sequence))
    triggers.install(connection)
    code, lines = verify()
    assert code == 1
    assert lines[0] == f"Audit entries are missing before entry {sequence + 1}."


def test_swapped_entries_are_found(committed_eventful: Guide) -> None:
    first, second = AuditEntry.objects.order_by("sequence")[4:6]
    triggers.remove(connection)
    raw_sql.change(first, sequence=10_000)
    raw_sql.change(second, sequence=first.sequence)
    raw_sql.change(first, sequence=second.sequence)
    assert verify()[0] == 1


def cut_off_the_end(guide: Guide) -> None:
    """Undo the last act without a trace: its entry goes, and the row is as it was before."""
    last = AuditEntry.objects.latest("sequence")
    assert last.action == Action.SET_REVIEW_INTERVAL
    triggers.remove(connection)
    raw_sql.remove(last)
    raw_sql.change(guide.monograph, review_interval_months=last.data["before"])
    triggers.install(connection)


def test_cut_off_end_is_found_with_the_stored_head(committed_eventful: Guide) -> None:
    drafting.set_review_interval(actor=committed_eventful.cast.ana, monograph=committed_eventful.monograph, months=3)
    head = expected_head()
    cut_off_the_end(committed_eventful)
    code, lines = verify(head)
    assert code == 1
    assert head in lines[0]
    assert "cut off or replaced" in lines[0]


def test_replaced_end_is_found_with_the_stored_head(committed_eventful: Guide) -> None:
    drafting.set_review_interval(actor=committed_eventful.cast.ana, monograph=committed_eventful.monograph, months=3)
    head = expected_head()
    cut_off_the_end(committed_eventful)
    drafting.set_review_interval(actor=committed_eventful.cast.ana, monograph=committed_eventful.monograph, months=4)
    assert verify()[0] == 0
    assert verify(head)[0] == 1


def test_stored_head_still_matches_after_more_entries(committed_eventful: Guide) -> None:
    head = expected_head()
    committed_eventful.write("faq")
    assert verify(head)[0] == 0


def test_stored_head_of_an_empty_trail_still_matches(committed_guide: Guide) -> None:
    assert verify(audit.Report().head)[0] == 0


@pytest.mark.parametrize("head", ["nonsense", "1:v1:0000", "99999:"])
def test_head_that_the_trail_never_had_is_refused(committed_eventful: Guide, head: str) -> None:
    assert verify(head)[0] == 1
