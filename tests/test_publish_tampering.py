"""A text that was changed after its approval, by any route, is refused at publishing, by name."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

from monograph.models import (
    Citation,
    Edition,
    HistoryIsAppendOnlyError,
    Reference,
    Review,
    Section,
    SectionRevision,
    Signature,
)

from . import raw_sql
from .factory import SOURCE, Guide, facts


def approved(guide: Guide, code: str = "uses") -> SectionRevision:
    revision = guide.section(code).approved_revision
    assert revision is not None
    return revision


def signature(guide: Guide, code: str = "uses") -> Signature:
    return Signature.objects.filter(review__revision=approved(guide, code)).latest("pk")


def another_text(guide: Guide, code: str = "uses", **changes: Any) -> dict[str, Any]:
    """Return columns of a revision with other words, and the digest that belongs to them."""
    forged = approved(guide, code)
    for name, value in changes.items():
        setattr(forged, name, value)
    return {**changes, "digest": forged.recomputed_digest()}


def change_body(guide: Guide) -> None:
    raw_sql.change(approved(guide), body="<p>Take as many as you like.</p>")


def change_one_character(guide: Guide) -> None:
    raw_sql.change(approved(guide), body=approved(guide).body.replace("uses.", "uses!"))


def change_heading(guide: Guide) -> None:
    raw_sql.change(approved(guide), heading="About uses, and more")


def change_body_and_its_digest(guide: Guide) -> None:
    raw_sql.change(approved(guide), **another_text(guide, body="<p>Take as many as you like.</p>"))


def change_digest(guide: Guide) -> None:
    raw_sql.change(approved(guide), digest=approved(guide, "overview").digest)


def change_citation_wording(guide: Guide) -> None:
    raw_sql.change(approved(guide).citations.get(), wording="My blog. Me. 2026.")


def change_citation_place(guide: Guide) -> None:
    raw_sql.change(approved(guide).citations.get(), locator="page 1000")


def change_citation_source(guide: Guide) -> None:
    other = Reference.objects.create(key="my-blog", title="My blog", publisher="Me")
    raw_sql.change(approved(guide).citations.get(), reference=other)


def drop_citation(guide: Guide) -> None:
    raw_sql.remove(approved(guide).citations.get())


def turn_into_removal(guide: Guide) -> None:
    raw_sql.change(approved(guide), body="", is_removal=True)


def lower_signed_digest(guide: Guide) -> None:
    raw_sql.change(signature(guide), digest=f"v1:{'0' * 64}")


def raise_signed_digest(guide: Guide) -> None:
    raw_sql.change(signature(guide), digest=f"v1:{'f' * 64}")


def drop_signature(guide: Guide) -> None:
    raw_sql.remove(signature(guide))


# What is done to a text, and the code of the blocker that names it.
CHANGES: dict[Callable[[Guide], None], str] = {
    change_body: "text_altered",
    change_one_character: "text_altered",
    change_heading: "text_altered",
    change_body_and_its_digest: "signatures_missing",
    change_digest: "text_altered",
    change_citation_wording: "text_altered",
    change_citation_place: "text_altered",
    change_citation_source: "text_altered",
    drop_citation: "text_altered",
    turn_into_removal: "text_altered",
    lower_signed_digest: "signatures_missing",
    raise_signed_digest: "signatures_missing",
    drop_signature: "signatures_missing",
}


def assert_refused(guide: Guide, code: str, section: str = "uses") -> None:
    assert (code, section) in guide.blockers()
    assert Edition.objects.count() == 1


@pytest.fixture
def approved_again(short: Guide) -> Guide:
    """A guide with an edition 1, and new words of one section approved for edition 2."""
    short.approve(short.write("uses", "The new words about uses."))
    return short


@pytest.mark.parametrize("tamper", CHANGES, ids=lambda tamper: tamper.__name__)
def test_database_refuses_to_change_a_text_after_approval(approved_again: Guide, tamper: Any) -> None:
    with pytest.raises(IntegrityError, match="guard_"):
        tamper(approved_again)
    assert "The new words about uses." in approved_again.publish().article


@pytest.mark.parametrize("tamper", CHANGES, ids=lambda tamper: tamper.__name__)
def test_text_altered_without_triggers_is_refused_by_name(approved_again: Guide, tamper: Any) -> None:
    with raw_sql.without_triggers():
        tamper(approved_again)
    assert_refused(approved_again, CHANGES[tamper])


@pytest.mark.parametrize("tamper", CHANGES, ids=lambda tamper: tamper.__name__)
def test_altered_text_of_an_unchanged_section_is_refused_by_name(short: Guide, tamper: Any) -> None:
    short.approve(short.write("overview", "The news is about another section."))
    with raw_sql.without_triggers():
        tamper(short)
    assert_refused(short, CHANGES[tamper])


def test_changed_facts_are_refused_by_name(short: Guide) -> None:
    short.approve(short.write("uses", "The news is about another section."))
    with raw_sql.without_triggers():
        raw_sql.change(approved(short, "drug-facts"), facts=facts(boxed_warning=False, brand_name="Testoll"))
    assert_refused(short, "text_altered", "drug-facts")


def test_fact_added_to_a_text_is_refused_by_name(approved_again: Guide) -> None:
    with raw_sql.without_triggers():
        raw_sql.change(approved(approved_again), facts={"brand_name": "Another"})
    assert_refused(approved_again, "text_altered")


def test_added_citation_is_refused_by_name(approved_again: Guide) -> None:
    source = Reference.objects.get(key=SOURCE)
    Citation.objects.create(revision=approved(approved_again), position=2, reference=source, wording="My blog.")
    assert_refused(approved_again, "text_altered")


def test_two_altered_texts_are_both_named(approved_again: Guide) -> None:
    with raw_sql.without_triggers():
        change_body(approved_again)
        raw_sql.change(approved(approved_again, "dosage"), body="<p>Twice as much.</p>")
    assert {("text_altered", "uses"), ("text_altered", "dosage")} <= set(approved_again.blockers())


def test_signed_text_of_another_guide_is_refused_by_name(short: Guide) -> None:
    """It is a text of the same kind of section, so its digest is the same in either guide."""
    other = Guide(short.cast, "other")
    other.approve(other.write("uses", "Words about another medicine."))
    own, foreign = approved(short), approved(other)
    with raw_sql.without_triggers():
        for guide, text in ((short, foreign), (other, own)):
            raw_sql.change(guide.section("uses").reviews.get(), revision=text)
            raw_sql.change(guide.section("uses"), approved_revision=text)
    for guide in (short, other):
        assert ("text_altered", "uses") in guide.blockers()


def test_one_altered_signature_of_two_is_refused_by_name(short: Guide) -> None:
    short.approve(short.write("dosage", "Half as much."))
    with raw_sql.without_triggers():
        raw_sql.change(signature(short, "dosage"), digest=signature(short).digest)
    assert_refused(short, "signatures_missing", "dosage")


@pytest.mark.parametrize("way", ["queryset", "related manager", "instance", "bulk"])
def test_django_refuses_to_change_an_approved_text(approved_again: Guide, way: str) -> None:
    revision = approved(approved_again)
    revision.body = "<p>Take as many as you like.</p>"
    with pytest.raises(HistoryIsAppendOnlyError):
        match way:
            case "queryset":
                SectionRevision.objects.filter(pk=revision.pk).update(body=revision.body)
            case "related manager":
                approved_again.section().revisions.update(body=revision.body)
            case "instance":
                revision.save()
            case "bulk":
                SectionRevision.objects.bulk_update([revision], ["body"])
    assert "The new words about uses." in approved_again.publish().article


def test_database_refuses_an_update_by_the_base_manager(approved_again: Guide) -> None:
    revisions = SectionRevision._base_manager.filter(pk=approved(approved_again).pk)
    with pytest.raises(IntegrityError, match="guard_sectionrevision_update"):
        revisions.update(body="<p>Take as many as you like.</p>")


def test_approval_moved_to_an_unsigned_text_is_refused_by_name(short: Guide) -> None:
    draft = short.write("uses", "A draft that nobody read.")
    with raw_sql.without_triggers():
        raw_sql.change(short.section(), approved_revision=draft)
    assert_refused(short, "not_the_last_approved")


def test_approval_moved_to_a_text_in_review_is_refused_by_name(short: Guide) -> None:
    review = short.submit(short.write("dosage", "Signed once, of two times."))
    short.sign(review)
    with raw_sql.without_triggers():
        raw_sql.change(short.section("dosage"), approved_revision=review.revision)
    assert_refused(short, "not_the_last_approved", "dosage")


def test_approval_moved_to_a_text_with_changes_requested_is_refused_by_name(short: Guide) -> None:
    from monograph.workflow import reviewing

    review = short.submit(short.write("uses", "A text that needs changes."))
    reviewing.request_changes(
        actor=short.cast.priya, review=review, expected=review.revision.digest, body="This is wrong."
    )
    with raw_sql.without_triggers():
        raw_sql.change(short.section(), approved_revision=review.revision)
    assert_refused(short, "not_the_last_approved")


def test_review_closed_as_approved_without_signatures_is_refused_by_name(short: Guide) -> None:
    review = short.submit(short.write("uses", "A text that nobody signed."))
    with raw_sql.without_triggers():
        raw_sql.change(review, state=Review.State.APPROVED, closed_by=short.cast.ben, closed_at=review.submitted_at)
        raw_sql.change(short.section(), approved_revision=review.revision)
    assert_refused(short, "signatures_missing")


def test_approval_moved_to_another_sections_text_is_refused(short: Guide) -> None:
    short.approve(short.write("overview", "News."))
    with raw_sql.without_triggers():
        raw_sql.change(short.section("uses"), approved_revision=approved(short, "overview"))
    assert_refused(short, "not_the_last_approved")


def test_approval_moved_back_to_an_older_text_does_not_republish_it(approved_again: Guide) -> None:
    approved_again.publish()
    older = approved_again.section().revisions.get(number=1)
    approved_again.approve(approved_again.write("overview", "News."))
    with raw_sql.without_triggers():
        raw_sql.change(approved_again.section(), approved_revision=older)
    assert ("not_the_last_approved", "uses") in approved_again.blockers()


def test_section_without_its_approval_is_not_dropped_unsigned(short: Guide) -> None:
    short.approve(short.write("storage"))
    short.publish()
    short.approve(short.write("uses", "News."))
    with raw_sql.without_triggers():
        raw_sql.change(short.section("storage"), approved_revision=None)
    assert ("not_the_last_approved", "storage") in short.blockers()


def test_lowering_the_signatures_in_the_catalogue_does_not_change_open_reviews(short: Guide) -> None:
    section: Section = short.section("dosage")
    review = short.submit(short.write("dosage", "Half as much."))
    type(section.kind).objects.filter(pk=section.kind_id).update(required_signatures=1)
    short.sign(review)
    assert short.section("dosage").approved_revision == section.approved_revision
