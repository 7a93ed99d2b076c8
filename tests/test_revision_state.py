"""A revision's state is derived twice, as a property and as a query, and both say the same in every state."""

from monograph.models import RevisionState, SectionRevision
from monograph.workflow import publishing, reviewing

from . import stories
from .cast import PASSWORD
from .factory import Guide

S = RevisionState


def states(guide: Guide, code: str = "uses") -> list[RevisionState]:
    """Return the states of a section's revisions, oldest first, after comparing the two ways for every revision."""
    by_query = dict(SectionRevision.objects.with_state().values_list("pk", "state_code"))
    by_property = {revision.pk: revision.state for revision in SectionRevision.objects.all()}
    assert by_query == by_property
    return [by_property[revision.pk] for revision in guide.section(code).revisions.order_by("number")]


def request_changes(guide: Guide, revision: SectionRevision) -> None:
    review = guide.submit(revision)
    reviewing.request_changes(actor=guide.cast.priya, review=review, expected=revision.digest, body="Plainer.")
    reviewing.resolve_comment(actor=guide.cast.priya, comment=review.comments.get())


def test_new_text_is_a_draft(guide: Guide) -> None:
    guide.write()
    assert states(guide) == [S.DRAFT]


def test_older_draft_is_superseded(guide: Guide) -> None:
    guide.write(text="One.")
    guide.write(text="Two.")
    assert states(guide) == [S.SUPERSEDED, S.DRAFT]


def test_submitted_text_is_in_review(guide: Guide) -> None:
    guide.submit(guide.write())
    assert states(guide) == [S.IN_REVIEW]


def test_text_with_one_signature_of_two_is_in_review(guide: Guide) -> None:
    guide.sign(guide.submit(guide.write("dosage")))
    assert states(guide, "dosage") == [S.IN_REVIEW]


def test_text_whose_submission_was_withdrawn_is_a_draft(guide: Guide) -> None:
    reviewing.withdraw_submission(actor=guide.cast.ana, review=guide.submit(guide.write()))
    assert states(guide) == [S.DRAFT]


def test_changes_are_requested_until_there_is_a_newer_revision(guide: Guide) -> None:
    request_changes(guide, guide.write(text="One."))
    assert states(guide) == [S.CHANGES_REQUESTED]
    guide.write(text="Two.")
    assert states(guide) == [S.SUPERSEDED, S.DRAFT]


def test_signed_text_is_approved_until_it_is_published(guide: Guide) -> None:
    guide.approve(guide.write())
    assert states(guide) == [S.APPROVED]


def test_approved_text_stays_approved_under_a_newer_draft(guide: Guide) -> None:
    guide.approve(guide.write(text="One."))
    guide.write(text="Two.")
    assert states(guide) == [S.APPROVED, S.DRAFT]


def test_current_text_of_the_public_is_published(short: Guide) -> None:
    assert states(short) == [S.PUBLISHED]


def test_published_text_stays_published_while_the_next_is_made(short: Guide) -> None:
    revision = short.write(text="Two.")
    assert states(short) == [S.PUBLISHED, S.DRAFT]
    review = short.submit(revision)
    assert states(short) == [S.PUBLISHED, S.IN_REVIEW]
    short.sign(review)
    assert states(short) == [S.PUBLISHED, S.APPROVED]
    short.publish()
    assert states(short) == [S.SUPERSEDED, S.PUBLISHED]


def test_approved_text_that_was_never_published_is_superseded_by_the_next(short: Guide) -> None:
    short.approve(short.write(text="Two."))
    short.approve(short.write(text="Three."))
    assert states(short) == [S.PUBLISHED, S.SUPERSEDED, S.APPROVED]


def test_state_follows_another_review_of_the_published_text(short: Guide) -> None:
    revision = short.section().approved_revision
    review = short.submit(revision)
    assert states(short) == [S.IN_REVIEW]
    reviewing.withdraw_submission(actor=short.cast.ana, review=review)
    assert states(short) == [S.PUBLISHED]
    short.approve(revision)
    assert states(short) == [S.PUBLISHED]


def test_published_text_can_have_changes_requested(short: Guide) -> None:
    request_changes(short, short.section().approved_revision)
    assert states(short) == [S.CHANGES_REQUESTED]
    short.write(text="Two.")
    assert states(short) == [S.PUBLISHED, S.DRAFT]


def test_withdrawn_editions_text_is_approved_and_not_published(short: Guide) -> None:
    publishing.withdraw_edition(
        actor=short.cast.maria, edition=short.monograph.current_edition, reason="An error.", password=PASSWORD
    )
    assert states(short) == [S.APPROVED]


def test_approved_and_published_removal_is_in_the_same_states(short: Guide) -> None:
    short.approve(short.write("storage"))
    short.publish()
    removal = short.remove("storage")
    assert states(short, "storage") == [S.PUBLISHED, S.DRAFT]
    short.approve(removal)
    assert states(short, "storage") == [S.PUBLISHED, S.APPROVED]
    short.publish()
    assert states(short, "storage") == [S.SUPERSEDED, S.PUBLISHED]


def test_property_and_queryset_agree_on_every_state(guide: Guide) -> None:
    stories.eventful(guide)
    assert S.SUPERSEDED in states(guide)
