"""approve: a signature binds to exact text, and nobody signs what they wrote."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from monograph.errors import InvalidContent, InvalidState, NotPermitted, StaleEdit
from monograph.models import Profile, Review, Signature
from monograph.workflow import reviewing

from . import raw_sql
from .cast import PASSWORD, Cast
from .factory import SOURCE, Guide

TWICE_SIGNED = ["boxed-warning", "dosage", "overdose"]


def approve(review: Review, **changes: Any) -> Signature:
    given = {"review": review, "expected": review.revision.digest, "meaning": "accurate", "password": PASSWORD}
    return reviewing.approve(**{**given, **changes})


def test_signature_binds_to_the_documented_digest_of_the_text(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("uses", "For headaches.", heading="What it is for"))
    signature = approve(review, actor=cast.priya)
    text = {
        "body": "<p>For headaches.</p>",
        "facts": None,
        "heading": "What it is for",
        "kind": "uses",
        "references": [{"key": SOURCE, "locator": "", "wording": "Testol label. Tester. 2024."}],
        "removal": False,
    }
    form = json.dumps(text, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert signature.digest == f"v1:{hashlib.sha256(form.encode()).hexdigest()}"


def test_one_signature_approves_an_ordinary_section(guide: Guide, cast: Cast) -> None:
    revision = guide.write("uses")
    review = guide.submit(revision)
    approve(review, actor=cast.priya)
    review.refresh_from_db()
    assert review.state == Review.State.APPROVED
    assert review.closed_by == cast.priya
    assert guide.section("uses").approved_revision == revision


@pytest.mark.parametrize("code", TWICE_SIGNED)
def test_one_signature_does_not_approve_a_dangerous_section(guide: Guide, cast: Cast, code: str) -> None:
    review = guide.submit(guide.write(code))
    approve(review, actor=cast.priya)
    review.refresh_from_db()
    assert review.is_open
    assert guide.section(code).approved_revision is None


@pytest.mark.parametrize("code", TWICE_SIGNED)
def test_second_pharmacist_approves_a_dangerous_section(guide: Guide, cast: Cast, code: str) -> None:
    revision = guide.write(code)
    review = guide.submit(revision)
    approve(review, actor=cast.priya)
    approve(review, actor=cast.tom, meaning="second_check")
    assert guide.section(code).approved_revision == revision
    assert [signature.printed for signature in review.signatures.all()] == ["Priya, PharmD", "Tom, PharmD"]


def test_same_person_cannot_make_the_second_check(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("dosage"))
    approve(review, actor=cast.priya)
    with pytest.raises(InvalidState) as refused:
        approve(review, actor=cast.priya, meaning="second_check")
    assert refused.value.code == "signed_already"
    assert guide.section("dosage").approved_revision is None


def test_name_and_credentials_stay_as_they_were_printed(guide: Guide, cast: Cast) -> None:
    signature = guide.sign(guide.submit(guide.write()))
    Profile.objects.filter(user=cast.priya).update(printed_name="Priya Married", credentials="")
    assert Signature.objects.get(pk=signature.pk).printed == "Priya, PharmD"


@pytest.mark.parametrize("password", ["wrong", "", PASSWORD.upper(), f"{PASSWORD} "])
def test_wrong_password_signs_nothing(guide: Guide, cast: Cast, password: str) -> None:
    review = guide.submit(guide.write())
    with pytest.raises(NotPermitted) as refused:
        approve(review, actor=cast.priya, password=password)
    assert refused.value.code == "wrong_password"
    assert not Signature.objects.exists()


def test_author_cannot_approve_own_revision(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write(author=cast.pat))
    with pytest.raises(NotPermitted) as refused:
        approve(review, actor=cast.pat)
    assert refused.value.code == "wrote_part"
    assert not Signature.objects.exists()


def test_superuser_cannot_approve_own_revision(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write(author=cast.root))
    with pytest.raises(NotPermitted) as refused:
        approve(review, actor=cast.root)
    assert refused.value.code == "wrote_part"
    assert not Signature.objects.exists()


def test_editor_without_permission_cannot_sign(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write())
    for editor in (cast.ana, cast.ben):
        with pytest.raises(NotPermitted) as refused:
            approve(review, actor=editor)
        assert refused.value.code == "no_permission"


@pytest.mark.parametrize("who", ["pat", "root"])
def test_author_of_an_earlier_draft_since_the_last_approval_cannot_sign(guide: Guide, who: str) -> None:
    writer = getattr(guide.cast, who)
    guide.approve(guide.write(text="One."))
    guide.write(text="Two.", author=writer)
    review = guide.submit(guide.write(text="Three.", author=guide.cast.ana))
    with pytest.raises(NotPermitted) as refused:
        approve(review, actor=writer)
    assert refused.value.code == "wrote_part"


def test_author_of_the_first_draft_of_a_never_approved_section_cannot_sign(guide: Guide, cast: Cast) -> None:
    guide.write(text="One.", author=cast.pat)
    guide.write(text="Two.")
    review = guide.submit(guide.write(text="Three."))
    with pytest.raises(NotPermitted) as refused:
        approve(review, actor=cast.pat)
    assert refused.value.code == "wrote_part"


def test_withdrawn_submission_does_not_clear_authors(guide: Guide, cast: Cast) -> None:
    guide.approve(guide.write(text="One."))
    review = guide.submit(guide.write(text="Two.", author=cast.pat))
    reviewing.withdraw_submission(actor=cast.ana, review=review)
    review = guide.submit(guide.write(text="Three."))
    with pytest.raises(NotPermitted) as refused:
        approve(review, actor=cast.pat)
    assert refused.value.code == "wrote_part"


def test_request_for_changes_does_not_clear_authors(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write(text="One.", author=cast.pat))
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="Plainer.")
    reviewing.resolve_comment(actor=cast.priya, comment=review.comments.get())
    review = guide.submit(guide.write(text="Two."))
    with pytest.raises(NotPermitted) as refused:
        approve(review, actor=cast.pat)
    assert refused.value.code == "wrote_part"


def test_author_of_text_before_the_last_approval_may_sign(guide: Guide, cast: Cast) -> None:
    guide.approve(guide.write(text="One.", author=cast.pat))
    review = guide.submit(guide.write(text="Two.", author=cast.ana))
    assert approve(review, actor=cast.pat).signer == cast.pat


def test_author_of_another_section_may_sign(guide: Guide, cast: Cast) -> None:
    guide.write("overview", author=cast.pat)
    review = guide.submit(guide.write("uses", author=cast.ana))
    assert approve(review, actor=cast.pat).signer == cast.pat


def test_another_review_of_approved_text_does_not_clear_its_author(guide: Guide, cast: Cast) -> None:
    revision = guide.write(author=cast.pat)
    guide.approve(revision)
    review = guide.submit(revision)
    with pytest.raises(NotPermitted) as refused:
        approve(review, actor=cast.pat)
    assert refused.value.code == "wrote_part"


def test_another_review_of_a_second_approved_text_does_not_clear_its_author(guide: Guide, cast: Cast) -> None:
    guide.approve(guide.write(text="One."))
    revision = guide.write(text="Two.", author=cast.pat)
    guide.approve(revision)
    guide.approve(revision)
    review = guide.submit(revision)
    with pytest.raises(NotPermitted) as refused:
        approve(review, actor=cast.pat)
    assert refused.value.code == "wrote_part"


def test_author_cannot_approve_own_removal(guide: Guide, cast: Cast) -> None:
    guide.approve(guide.write("storage"))
    review = guide.submit(guide.remove("storage", author=cast.pat))
    with pytest.raises(NotPermitted) as refused:
        approve(review, actor=cast.pat)
    assert refused.value.code == "wrote_part"


def test_stale_page_signs_nothing(guide: Guide, cast: Cast) -> None:
    old = guide.write(text="What the page showed.")
    review = guide.submit(guide.write(text="What is in review."))
    with pytest.raises(StaleEdit) as refused:
        approve(review, actor=cast.priya, expected=old.digest)
    assert refused.value.code == "other_text"
    assert refused.value.latest == review.revision
    assert not Signature.objects.exists()


def test_text_altered_in_the_database_is_not_signed(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write())
    for times in range(2, 12):  # several, as their digests may be greater or less than the stored one
        with raw_sql.without_triggers():
            raw_sql.change(review.revision, body=f"<p>Take {times} times as much.</p>")
        with pytest.raises(InvalidState) as refused:
            approve(review, actor=cast.priya)
        assert refused.value.code == "text_altered"
    assert not Signature.objects.exists()


def test_approved_review_takes_no_more_signatures(guide: Guide, cast: Cast) -> None:
    review = guide.approve(guide.write())
    with pytest.raises(InvalidState) as refused:
        approve(review, actor=cast.tom)
    assert refused.value.code == "review_closed"


def test_withdrawn_submission_takes_no_signature(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write())
    reviewing.withdraw_submission(actor=cast.ana, review=review)
    with pytest.raises(InvalidState) as refused:
        approve(review, actor=cast.priya)
    assert refused.value.code == "review_closed"


def test_signature_of_a_withdrawn_submission_does_not_count_in_the_next(guide: Guide, cast: Cast) -> None:
    revision = guide.write("dosage")
    review = guide.submit(revision)
    approve(review, actor=cast.priya)
    reviewing.withdraw_submission(actor=cast.ana, review=review)
    review = guide.submit(revision)
    approve(review, actor=cast.tom)
    assert guide.section("dosage").approved_revision is None


def test_deactivated_pharmacist_cannot_sign(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write())
    with pytest.raises(NotPermitted) as refused:
        approve(review, actor=cast.gone)
    assert refused.value.code == "no_permission"
    assert not Signature.objects.exists()


def test_deactivated_superuser_cannot_sign(guide: Guide, cast: Cast) -> None:
    cast.root.is_active = False
    cast.root.save()
    review = guide.submit(guide.write())
    with pytest.raises(NotPermitted) as refused:
        approve(review, actor=cast.root)
    assert refused.value.code == "no_permission"


def test_license_is_valid_to_the_end_of_its_last_day(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("uses"))
    profile, today = Profile.objects.filter(user=cast.priya), timezone.now().date()
    profile.update(licence_number="PH-7", licence_expires=today - timedelta(days=1))
    with pytest.raises(NotPermitted) as refused:
        approve(review, actor=User.objects.get(pk=cast.priya.pk))
    assert refused.value.code == "licence_expired"
    profile.update(licence_expires=today)
    assert approve(review, actor=User.objects.get(pk=cast.priya.pk))


def test_nobody_signs_without_a_printed_name(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write())
    profile = Profile.objects.filter(user=cast.priya)
    for take_name in (lambda: profile.update(printed_name=""), profile.delete):
        take_name()
        with pytest.raises(InvalidContent) as refused:
            approve(review, actor=cast.priya)
        assert refused.value.code == "no_profile"
    assert not Signature.objects.exists()


@pytest.mark.parametrize("meaning", ["", "released", "whatever"])
def test_pharmacists_signature_says_what_it_means(guide: Guide, cast: Cast, meaning: str) -> None:
    review = guide.submit(guide.write())
    with pytest.raises(InvalidContent) as refused:
        approve(review, actor=cast.priya, meaning=meaning)
    assert refused.value.code == "no_meaning"
    assert not Signature.objects.exists()


def test_approving_a_later_text_moves_the_approval_to_it(guide: Guide, cast: Cast) -> None:
    guide.approve(guide.write(text="A."))
    later = guide.write(text="B.")
    approve(guide.submit(later), actor=cast.priya)
    assert guide.section().approved_revision == later
