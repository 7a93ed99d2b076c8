"""publish: what the public reads is what was signed, or what it read before."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from monograph.errors import InvalidContent, NotPermitted, NotReady, StaleEdit
from monograph.models import Edition, Review, Signature
from monograph.workflow import drafting, publishing

from . import stories
from .cast import PASSWORD, Cast
from .factory import REQUIRED, Guide


def headings(edition: Edition) -> list[str]:
    return [line.heading for line in edition.lines.order_by("position") if not line.is_removal]


# What is published -------------------------------------------------------------------------------------------------


def test_publishing_makes_the_signed_texts_the_current_edition(guide: Guide) -> None:
    edition = stories.signed(guide).publish("First edition.")
    assert edition.number == 1
    assert guide.reread().current_edition == edition
    assert "Plain words about dosage." in edition.article
    assert "First edition." in edition.article


def test_edition_takes_its_names_from_the_signed_facts(published: Guide) -> None:
    edition = Edition.objects.get(monograph=published.monograph)
    assert (edition.brand_name, edition.generic_name) == ("Testol", "testolumab")


def test_sections_are_in_the_order_of_the_catalogue(published: Guide) -> None:
    edition = Edition.objects.get(monograph=published.monograph)
    assert headings(edition) == [f"About {code}" for code in REQUIRED]
    places = [edition.article.index(f"Plain words about {code}.") for code in REQUIRED[1:]]
    assert places == sorted(places)


def test_publisher_signs_the_lines_and_the_note_together(short: Guide, cast: Cast) -> None:
    short.approve(short.write("uses", "News."))
    edition = short.publish("Read this.")
    release = edition.release_signature
    assert (release.signer, release.meaning, release.printed) == (cast.maria, Signature.Meaning.RELEASED, "Maria")
    assert release.digest == edition.digest == edition.recomputed_digest()
    edition.note = "Read that."
    assert release.digest != edition.recomputed_digest()


def test_line_points_to_the_text_the_review_and_the_day_it_was_signed(short: Guide) -> None:
    line = short.monograph.current_edition.lines.get(kind_code="dosage")
    review = Review.objects.get(revision=line.revision)
    assert (line.review, line.digest) == (review, review.revision.digest)
    assert line.signed_at == review.signatures.latest("signed_at").signed_at


def test_numbers_have_no_gaps_and_are_separate_for_each_guide(short: Guide, cast: Cast) -> None:
    for number in (2, 3):
        short.approve(short.write("uses", f"News {number}."))
        assert short.publish().number == number
    other = Guide(cast, slug="othol")
    for code in stories.SHORT:
        other.approve(other.write(code))
    assert other.publish().number == 1


def test_refused_publication_takes_no_number(short: Guide) -> None:
    short.blockers()
    short.approve(short.write("uses", "News."))
    assert short.publish().number == 2


def test_older_edition_stays_as_it_was(short: Guide) -> None:
    first = short.monograph.current_edition
    article, lines = first.article, headings(first)
    short.approve(short.write("uses", "News.", heading="Another heading"))
    short.publish()
    first = Edition.objects.get(pk=first.pk)
    assert (first.article, headings(first)) == (article, lines)


def test_approving_one_text_does_not_publish_another(short: Guide) -> None:
    short.approve(short.write("uses", "Text A."))
    short.approve(short.write("uses", "Text B."))
    short.write("uses", "A draft on top.")
    article = short.publish().article
    assert "Text B." in article
    assert "Text A." not in article
    assert "A draft on top." not in article


def test_text_in_review_is_not_published(short: Guide) -> None:
    short.approve(short.write("overview", "News."))
    review = short.submit(short.write("dosage", "Signed once, of two times."))
    short.sign(review)
    assert "Signed once" not in short.publish().article


def test_section_with_only_a_draft_is_not_in_the_edition(short: Guide) -> None:
    short.write("storage", "Keep it dry.")
    short.approve(short.write("uses", "News."))
    assert "About storage" not in headings(short.publish())


def test_approved_removal_removes_the_section_and_is_signed(short: Guide) -> None:
    short.approve(short.write("storage", "Keep it dry."))
    assert "Keep it dry." in short.publish().article
    removal = short.remove("storage")
    short.approve(removal)
    edition = short.publish()
    assert "Keep it dry." not in edition.article
    assert "About storage" not in edition.article
    assert edition.lines.get(kind_code="storage").revision == removal


def test_removal_that_is_not_signed_removes_nothing(short: Guide) -> None:
    short.approve(short.write("storage", "Keep it dry."))
    short.publish()
    short.submit(short.remove("storage"))
    short.approve(short.write("uses", "News."))
    assert "Keep it dry." in short.publish().article


# Signatures that stay --------------------------------------------------------------------------------------------


def test_unchanged_sections_keep_their_signatures_and_changed_ones_get_new_ones(short: Guide) -> None:
    before = {line.kind_code: line for line in short.monograph.current_edition.lines.all()}
    signed = set(Signature.objects.values_list("pk", flat=True))
    review = short.approve(short.write("uses", "News."))
    edition = short.publish()
    after = {line.kind_code: line for line in edition.lines.all()}
    for code in ("drug-facts", "overview", "dosage"):
        assert (after[code].review, after[code].signed_at) == (before[code].review, before[code].signed_at)
        assert (after[code].revision, after[code].digest) == (before[code].revision, before[code].digest)
    new = set(Signature.objects.exclude(pk__in=signed))
    assert new == {review.signatures.get(), edition.release_signature}
    assert after["uses"].review == review


def test_review_is_due_by_the_oldest_shown_signature(guide: Guide) -> None:
    with time_machine.travel(datetime(2026, 1, 31, 12, tzinfo=UTC)):
        stories.short(guide)
    with time_machine.travel(datetime(2026, 5, 15, 12, tzinfo=UTC)):
        guide.approve(guide.write("uses", "News."))
        assert guide.publish().review_due == date(2027, 1, 31)


def test_last_signature_needed_is_the_one_that_counts(guide: Guide, cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 1, 31, 12, tzinfo=UTC)):
        stories.short(guide)
        review = guide.submit(guide.write("dosage", "Half as much."))
        guide.sign(review, cast.priya)
    second = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with time_machine.travel(second, tick=False):
        guide.sign(review, cast.tom)
        assert guide.publish().lines.get(kind_code="dosage").signed_at == second


def test_new_signatures_alone_make_an_edition_with_a_later_review_date(guide: Guide) -> None:
    with time_machine.travel(datetime(2026, 1, 31, 12, tzinfo=UTC)):
        stories.short(guide)
    with time_machine.travel(datetime(2026, 5, 15, 12, tzinfo=UTC)):
        for code in stories.SHORT:
            guide.approve(guide.section(code).approved_revision)
        edition = guide.publish()
    assert (edition.number, edition.review_due) == (2, date(2027, 5, 15))


@pytest.mark.parametrize(
    ("signed", "months", "due"),
    [
        (datetime(2026, 1, 31, tzinfo=UTC), 1, date(2026, 2, 28)),
        (datetime(2027, 12, 31, tzinfo=UTC), 2, date(2028, 2, 29)),
        (datetime(2026, 12, 15, tzinfo=UTC), 1, date(2027, 1, 15)),
        (datetime(2026, 3, 31, tzinfo=UTC), 6, date(2026, 9, 30)),
        (datetime(2024, 2, 29, tzinfo=UTC), 60, date(2029, 2, 28)),
    ],
)
def test_month_later_is_a_day_of_that_month(guide: Guide, signed: datetime, months: int, due: date) -> None:
    drafting.set_review_interval(actor=guide.cast.ana, monograph=guide.monograph, months=months)
    with time_machine.travel(signed):
        assert stories.short(guide).monograph.current_edition.review_due == due


@pytest.mark.parametrize(("today", "lapsed"), [(date(2027, 1, 30), False), (date(2027, 1, 31), True)])
def test_review_lapses_on_the_day_it_is_due(guide: Guide, today: date, lapsed: bool) -> None:
    with time_machine.travel(datetime(2026, 1, 31, 12, tzinfo=UTC)):
        edition = stories.short(guide).monograph.current_edition
    assert edition.is_review_lapsed(today) is lapsed


# Stale pages, notes, passwords -----------------------------------------------------------------------------------


def publish(guide: Guide, **given: Any) -> Edition:
    usual = {"actor": guide.cast.maria, "monograph": guide.monograph, "password": PASSWORD}
    return publishing.publish(**{**usual, **given})


def test_page_loaded_before_another_approval_publishes_nothing(short: Guide) -> None:
    short.approve(short.write("uses", "What the page showed."))
    seen = short.release_candidate().digest
    short.approve(short.write("uses", "What came after."))
    with pytest.raises(StaleEdit) as refused:
        publish(short, expected=seen, note="A note.")
    assert refused.value.code == "other_candidate"
    assert refused.value.latest.digest == short.release_candidate().digest
    assert Edition.objects.count() == 1
    assert not Edition.objects.filter(note="A note.").exists()
    assert publish(short, expected=refused.value.latest.digest, note="A note.").note == "A note."


def test_page_loaded_before_another_section_was_approved_publishes_nothing(short: Guide) -> None:
    short.approve(short.write("uses", "News."))
    seen = short.release_candidate().digest
    short.approve(short.write("storage", "Keep it dry."))
    with pytest.raises(StaleEdit) as refused:
        publish(short, expected=seen)
    assert refused.value.code == "other_candidate"


def test_page_loaded_before_another_review_publishes_nothing(short: Guide) -> None:
    """The text is the same, but other signatures would stand under it than the page showed."""
    short.approve(short.write("uses", "News."))
    seen = short.release_candidate().digest
    short.approve(short.section("overview").approved_revision)
    with pytest.raises(StaleEdit) as refused:
        publish(short, expected=seen)
    assert refused.value.code == "other_candidate"


def test_publishing_twice_from_the_same_page_publishes_once(short: Guide) -> None:
    short.approve(short.write("uses", "News."))
    seen = short.release_candidate().digest
    publish(short, expected=seen)
    with pytest.raises(NotReady):
        publish(short, expected=seen)
    assert Edition.objects.count() == 2


def test_page_of_another_guide_publishes_nothing(short: Guide, cast: Cast) -> None:
    other = Guide(cast, slug="othol")
    for code in stories.SHORT:
        other.approve(other.write(code))
    short.approve(short.write("uses", "News."))
    with pytest.raises(StaleEdit) as refused:
        publish(other, expected=short.release_candidate().digest)
    assert refused.value.code == "other_candidate"


def test_new_drafts_do_not_make_the_page_stale(short: Guide) -> None:
    short.approve(short.write("uses", "News."))
    seen = short.release_candidate().digest
    short.write("uses", "A draft.")
    assert "A draft." not in publish(short, expected=seen).article


@pytest.mark.parametrize(("note", "code"), [("a" * 4001, "too_long"), ("a\x00b", "hidden_character")])
def test_note_that_cannot_be_stored_publishes_nothing(short: Guide, note: str, code: str) -> None:
    short.approve(short.write("uses", "News."))
    with pytest.raises(InvalidContent) as refused:
        short.publish(note)
    assert (refused.value.problems[0].field, refused.value.code) == ("note", code)
    assert Edition.objects.count() == 1


def test_note_runs_no_code(short: Guide) -> None:
    short.approve(short.write("uses", "News."))
    article = short.publish("<script>alert(1)</script>").article
    assert "<script>" not in article
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in article


def test_wrong_password_publishes_nothing(short: Guide) -> None:
    short.approve(short.write("uses", "News."))
    with pytest.raises(NotPermitted) as refused:
        publish(short, expected=short.release_candidate().digest, password="wrong")
    assert refused.value.code == "wrong_password"
    assert Edition.objects.count() == 1


def test_nobody_publishes_without_a_printed_name(short: Guide, cast: Cast) -> None:
    short.approve(short.write("uses", "News."))
    cast.maria.profile.delete()
    with pytest.raises(InvalidContent) as refused:
        short.publish()
    assert refused.value.code == "no_profile"
    assert Edition.objects.count() == 1
