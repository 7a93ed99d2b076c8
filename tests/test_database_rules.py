"""What SQL may add to the history, and where it may point: only what a verb could have done."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from monograph.models import (
    AuditEntry,
    CommentResolution,
    Edition,
    EditionSection,
    Monograph,
    Review,
    ReviewComment,
    SectionRevision,
    Signature,
    Withdrawal,
)
from monograph.workflow import publishing, reviewing

from . import raw_sql
from .cast import PASSWORD, Cast
from .factory import Guide


def signature(review: Review, signer: Any, /, **changes: Any) -> Signature:
    given = {
        "review": review,
        "signer": signer,
        "signer_name": "Anybody",
        "meaning": Signature.Meaning.ACCURATE,
        "digest": review.revision.digest,
        "signed_at": timezone.now(),
    }
    return Signature(**{**given, **changes})


def test_sql_cannot_reply_to_a_comment_of_another_review_nor_to_a_reply(guide: Guide, cast: Cast) -> None:
    first, second = guide.submit(guide.write()), guide.submit(guide.write("overview"))
    comment = reviewing.comment(actor=cast.priya, review=first, body="Since when?")
    reply = reviewing.reply(actor=cast.ana, comment=comment, body="Since May.")
    for review, reply_to in ((second, comment), (first, reply)):
        given = {
            "review": review,
            "reply_to": reply_to,
            "author": cast.ana,
            "body": "Words.",
            "created_at": timezone.now(),
        }
        with pytest.raises(IntegrityError, match="guard_reviewcomment_answers"):
            raw_sql.insert(ReviewComment(**given))


def test_sql_cannot_resolve_a_reply(guide: Guide, cast: Cast) -> None:
    comment = reviewing.comment(actor=cast.priya, review=guide.submit(guide.write()), body="Since when?")
    reply = reviewing.reply(actor=cast.ana, comment=comment, body="Since May.")
    with pytest.raises(IntegrityError, match="guard_commentresolution_of_remark"):
        raw_sql.insert(CommentResolution(comment=reply, resolved_by=cast.priya, created_at=timezone.now()))
    raw_sql.insert(CommentResolution(comment=comment, resolved_by=cast.priya, created_at=timezone.now()))


@pytest.mark.parametrize("who", ["ana", "pat", "root"])
def test_sql_cannot_sign_for_an_author(guide: Guide, who: str) -> None:
    author = getattr(guide.cast, who)
    guide.write(text="A draft.", author=author)
    review = guide.submit(guide.write(text="Revised.", author=guide.cast.ben))
    with pytest.raises(IntegrityError, match="guard_signature_four_eyes"):
        raw_sql.insert(signature(review, author))
    assert not Signature.objects.exists()


def test_sql_cannot_sign_for_an_author_in_another_review(guide: Guide, cast: Cast) -> None:
    revision = guide.write(author=cast.pat)
    guide.approve(revision)
    with pytest.raises(IntegrityError, match="guard_signature_four_eyes"):
        raw_sql.insert(signature(guide.submit(revision), cast.pat))


def test_sql_can_sign_for_an_author_of_text_before_the_last_approval(guide: Guide, cast: Cast) -> None:
    """Else the two tests above could pass because everything is refused."""
    guide.approve(guide.write(text="One.", author=cast.pat))
    review = guide.submit(guide.write(text="Two.", author=cast.ana))
    raw_sql.insert(signature(review, cast.pat))
    assert review.signatures.get().signer == cast.pat


def test_sql_cannot_sign_another_text(guide: Guide, cast: Cast) -> None:
    other = guide.write("overview")
    review = guide.submit(guide.write("uses"))
    with pytest.raises(IntegrityError, match="guard_signature_binds"):
        raw_sql.insert(signature(review, cast.priya, digest=other.digest))


def test_sql_cannot_sign_in_a_closed_review(guide: Guide, cast: Cast) -> None:
    review = guide.approve(guide.write())
    with pytest.raises(IntegrityError, match="guard_signature_binds"):
        raw_sql.insert(signature(review, cast.tom))


def test_sql_cannot_sign_twice_for_the_same_person(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("dosage"))
    guide.sign(review, cast.priya)
    with pytest.raises(IntegrityError):
        raw_sql.insert(signature(review, cast.priya, meaning=Signature.Meaning.SECOND_CHECK))
    assert review.signatures.count() == 1


def test_sql_cannot_insert_an_approved_review(guide: Guide, cast: Cast) -> None:
    now = timezone.now()
    review = Review(
        section=guide.section(),
        revision=guide.write(),
        required_signatures=1,
        state=Review.State.APPROVED,
        submitted_by=cast.ana,
        submitted_at=now,
        closed_by=cast.ana,
        closed_at=now,
    )
    with pytest.raises(IntegrityError, match="guard_review_starts_open"):
        raw_sql.insert(review)


def test_sql_cannot_open_a_review_of_another_sections_text(guide: Guide, cast: Cast) -> None:
    review = Review(
        section=guide.section("overview"),
        revision=guide.write("uses"),
        required_signatures=1,
        submitted_by=cast.ana,
        submitted_at=timezone.now(),
    )
    with pytest.raises(IntegrityError, match="guard_review_of_section"):
        raw_sql.insert(review)


@pytest.mark.parametrize(("code", "signed"), [("uses", 0), ("dosage", 0), ("dosage", 1)])
def test_sql_cannot_approve_a_review_without_signatures(guide: Guide, cast: Cast, code: str, signed: int) -> None:
    review = guide.submit(guide.write(code))
    for _ in range(signed):
        guide.sign(review)
    with pytest.raises(IntegrityError, match="guard_review_signed"):
        raw_sql.change(review, state=Review.State.APPROVED, closed_by=cast.tom, closed_at=timezone.now())
    review.refresh_from_db()
    assert review.is_open


def test_sql_cannot_mark_an_unapproved_text_as_approved(guide: Guide) -> None:
    guide.approve(guide.write(text="One."))
    draft = guide.write(text="Two.")
    with pytest.raises(IntegrityError, match="guard_section_approved_update"):
        raw_sql.change(guide.section(), approved_revision=draft)


def test_sql_cannot_mark_another_sections_text_as_approved(short: Guide) -> None:
    with pytest.raises(IntegrityError, match="guard_section_approved_update"):
        raw_sql.change(short.section("uses"), approved_revision=short.section("overview").approved_revision)


def test_sql_cannot_clear_the_approved_revision(short: Guide) -> None:
    """Without its pointer a section would drop out of the next edition, and nobody would have signed its removal."""
    with pytest.raises(IntegrityError, match="guard_section"):
        raw_sql.change(short.section("uses"), approved_revision=None)


def test_sql_cannot_mark_an_older_text_as_approved(short: Guide) -> None:
    older = short.section().approved_revision
    short.approve(short.write("uses", "News."))
    with pytest.raises(IntegrityError, match="guard_section"):
        raw_sql.change(short.section(), approved_revision=older)


def test_sql_cannot_make_an_older_edition_current(short: Guide) -> None:
    first = short.monograph.current_edition
    short.approve(short.write("uses", "News."))
    short.publish()
    with pytest.raises(IntegrityError, match="guard_monograph_current_update"):
        raw_sql.change(short.monograph, current_edition=first)


def test_sql_cannot_make_a_withdrawn_edition_current(short: Guide) -> None:
    edition = short.monograph.current_edition
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="An error.", password=PASSWORD)
    with pytest.raises(IntegrityError, match="guard_monograph_current_update"):
        raw_sql.change(short.monograph, current_edition=edition)


def test_sql_cannot_make_another_guides_edition_current(short: Guide, cast: Cast) -> None:
    other = Guide(cast, slug="othol").monograph
    with pytest.raises(IntegrityError, match="guard_monograph_current_update"):
        raw_sql.change(other, current_edition=short.monograph.current_edition)


def test_sql_cannot_start_a_guide_with_another_guides_edition(short: Guide) -> None:
    forged = Monograph(
        slug="othol", current_edition=short.monograph.current_edition, created_at=timezone.now(), pk=99_999
    )
    with pytest.raises(IntegrityError, match="guard_monograph_current_insert"):
        raw_sql.insert(forged)


def edition_line(guide: Guide, revision: SectionRevision, review: Review, **changes: Any) -> EditionSection:
    given = {
        "edition": guide.monograph.current_edition,
        "revision": revision,
        "review": review,
        "position": 50,
        "kind_code": "slipped-in",
        "heading": revision.heading,
        "digest": revision.digest,
        "signed_at": timezone.now(),
    }
    return EditionSection(**{**given, **changes})


def test_sql_cannot_publish_a_draft(short: Guide) -> None:
    draft = short.write("uses", "A draft.")
    approving = short.section("uses").reviews.get()
    with pytest.raises(IntegrityError, match="guard_editionsection_signed"):
        raw_sql.insert(edition_line(short, draft, approving))


def test_sql_cannot_publish_a_text_in_review(short: Guide) -> None:
    review = short.submit(short.write("uses", "A text in review."))
    with pytest.raises(IntegrityError, match="guard_editionsection_signed"):
        raw_sql.insert(edition_line(short, review.revision, review))


@pytest.mark.parametrize("changes", [{"heading": "Another heading"}, {"digest": "v1:0"}])
def test_sql_cannot_publish_a_signed_text_with_another_heading_or_digest(short: Guide, changes: dict[str, str]) -> None:
    review = short.section("uses").reviews.get()
    with pytest.raises(IntegrityError, match="guard_editionsection_signed"):
        raw_sql.insert(edition_line(short, review.revision, review, **changes))


def forged_edition(guide: Guide, release: Signature, **changes: Any) -> Edition:
    current = guide.monograph.current_edition
    copied = {field.attname: getattr(current, field.attname) for field in current._meta.fields}
    return Edition(**{**copied, "id": 99_999, "number": 2, "release_signature_id": release.pk, **changes})


def test_sql_cannot_add_an_unsigned_edition(short: Guide) -> None:
    pharmacists = short.section("uses").reviews.get().signatures.get()
    with pytest.raises(IntegrityError, match="guard_edition_released"):
        raw_sql.insert(forged_edition(short, pharmacists, digest=pharmacists.digest))


def test_sql_cannot_add_an_edition_with_the_signature_of_other_lines(short: Guide, cast: Cast) -> None:
    release = Signature(
        signer=cast.maria, signer_name="Maria", meaning="released", digest="v1:0", signed_at=timezone.now()
    )
    release.save()
    with pytest.raises(IntegrityError, match="guard_edition_released"):
        raw_sql.insert(forged_edition(short, release))


@pytest.mark.parametrize("meaning", ["accurate", "second_check"])
def test_sql_cannot_release_with_the_meaning_of_a_review(short: Guide, cast: Cast, meaning: str) -> None:
    review = short.submit(short.write("uses", "News."))
    with pytest.raises(IntegrityError):
        raw_sql.insert(signature(review, cast.priya, review=None, meaning=meaning))
    with pytest.raises(IntegrityError):
        raw_sql.insert(signature(review, cast.priya, meaning="released"))


def test_edition_is_withdrawn_once(short: Guide, cast: Cast) -> None:
    edition = short.monograph.current_edition
    publishing.withdraw_edition(actor=cast.maria, edition=edition, reason="An error.", password=PASSWORD)
    with pytest.raises(IntegrityError):
        raw_sql.insert(
            Withdrawal(edition=edition, reason="Another.", withdrawn_by=cast.maria, created_at=timezone.now())
        )


def test_entry_never_replaces_another(guide: Guide, cast: Cast) -> None:
    last = AuditEntry.objects.latest("sequence")
    copied = {field.attname: getattr(last, field.attname) for field in last._meta.fields}
    with pytest.raises(IntegrityError):
        raw_sql.insert(AuditEntry(**{**copied, "id": 99_999, "digest": "v1:0"}))


@pytest.mark.parametrize(("table", "column"), [("monograph_reference", "key"), ("monograph_sectionkind", "code")])
def test_keys_in_signed_texts_never_change(short: Guide, table: str, column: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE {table} SET "{column}" = %s', ["another"])
