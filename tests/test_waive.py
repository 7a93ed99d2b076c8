"""Waiving a finding: by an independent reviewer, with a reason and a password, for exactly one text."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone

from monograph import audit
from monograph.errors import InvalidContent, InvalidState, NotPermitted, NotReady, StaleEdit
from monograph.models import AuditEntry, Profile, SectionRevision, Signature, Waiver
from monograph.release import guide_checks
from monograph.workflow import publishing, reviewing
from monograph.workflow.waiving import waive

from . import raw_sql
from .cast import PASSWORD, Cast
from .factory import Guide
from .shared_stories import shared_story
from .stories import short

ODD = "Say it it twice."


@shared_story
def ready_with_finding(cast: Cast) -> Guide:
    guide = short(Guide(cast))
    guide.approve(guide.write("uses", ODD))
    return guide


def key(revision: SectionRevision) -> str:
    (error,) = guide_checks.unwaived_errors(revision)
    return guide_checks.finding_key(error)


def waived(revision: SectionRevision, actor: User, **changes: Any) -> Waiver:
    given = {"expected": revision.digest, "reason": "It is a name.", "password": PASSWORD, **changes}
    return waive(actor=actor, revision=revision, **{"finding": given.pop("finding", "") or key(revision), **given})


def text(guide: Guide) -> SectionRevision:
    revision = guide.section("uses").latest_revision
    assert revision is not None
    return SectionRevision.objects.with_text().get(pk=revision.pk)


def test_error_blocks_publishing_until_it_is_waived(ready_with_finding: Guide) -> None:
    assert ready_with_finding.blockers() == [("repeated-word", "uses")]
    waived(text(ready_with_finding), ready_with_finding.cast.priya)
    assert ODD in ready_with_finding.publish().article


def test_waiver_is_signed_and_in_the_audit_trail(ready_with_finding: Guide) -> None:
    waiver = waived(text(ready_with_finding), ready_with_finding.cast.priya)
    assert (waiver.code, waiver.quote, waiver.reason) == ("repeated-word", "it it", "It is a name.")
    assert waiver.signature.meaning == Signature.Meaning.WAIVED
    assert waiver.signature.digest == waiver.revision.digest
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor, entry.data["reason"]) == (
        "waive",
        ready_with_finding.cast.priya,
        "It is a name.",
    )
    assert audit.verify().problems == []


def test_expired_license_waives_nothing(ready_with_finding: Guide) -> None:
    profile, today = Profile.objects.filter(user=ready_with_finding.cast.priya), timezone.now().date()
    profile.update(licence_number="PH-7", licence_expires=today - timedelta(days=1))
    priya = User.objects.get(pk=ready_with_finding.cast.priya.pk)
    with pytest.raises(NotPermitted) as refused:
        waived(text(ready_with_finding), priya)
    assert refused.value.code == "licence_expired"
    profile.update(licence_expires=today)
    assert waived(text(ready_with_finding), User.objects.get(pk=priya.pk))


def test_waiver_lapses_when_the_text_changes(ready_with_finding: Guide) -> None:
    waived(text(ready_with_finding), ready_with_finding.cast.priya)
    ready_with_finding.approve(ready_with_finding.write("uses", "Say it it thrice."))
    with pytest.raises(NotReady):
        ready_with_finding.publish()


def test_waiver_covers_one_finding_only(guide: Guide) -> None:
    short(guide)
    guide.approve(guide.write("uses", "Say it it twice twice."))
    first, second = guide_checks.unwaived_errors(text(guide))
    waived(text(guide), guide.cast.priya, finding=guide_checks.finding_key(first))
    assert guide_checks.unwaived_errors(text(guide)) == [second]


@pytest.mark.parametrize("who", ["ana", "maria", "grace", "sam"])
def test_only_reviewers_waive(ready_with_finding: Guide, who: str) -> None:
    with pytest.raises(NotPermitted):
        waived(text(ready_with_finding), getattr(ready_with_finding.cast, who))


@pytest.mark.parametrize("who", ["root", "pat"])
def test_author_cannot_waive_even_as_superuser(guide: Guide, who: str) -> None:
    author = getattr(guide.cast, who)
    guide.write("uses", ODD, author=author)
    with pytest.raises(NotPermitted) as refused:
        waived(text(guide), author)
    assert refused.value.code == "wrote_part"


def test_wrong_password_signs_nothing(ready_with_finding: Guide) -> None:
    with pytest.raises(NotPermitted) as refused:
        waived(text(ready_with_finding), ready_with_finding.cast.priya, password="wrong")
    assert refused.value.code == "wrong_password"
    assert not Waiver.objects.exists()


def test_waiver_needs_a_reason(ready_with_finding: Guide) -> None:
    with pytest.raises(InvalidContent) as refused:
        waived(text(ready_with_finding), ready_with_finding.cast.priya, reason=" ")
    assert [problem.field for problem in refused.value.problems] == ["reason"]


def test_waiver_of_another_text_is_refused(ready_with_finding: Guide) -> None:
    with pytest.raises(StaleEdit) as refused:
        waived(text(ready_with_finding), ready_with_finding.cast.priya, expected="v1:other")
    assert refused.value.code == "other_text"


def test_waiver_of_an_unknown_finding_is_refused(ready_with_finding: Guide) -> None:
    with pytest.raises(StaleEdit) as refused:
        waived(text(ready_with_finding), ready_with_finding.cast.priya, finding="nothing")
    assert refused.value.code == "no_such_finding"


def test_finding_is_waived_once(ready_with_finding: Guide) -> None:
    finding = key(text(ready_with_finding))
    waived(text(ready_with_finding), ready_with_finding.cast.priya)
    with pytest.raises(InvalidState) as refused:
        waived(text(ready_with_finding), ready_with_finding.cast.tom, finding=finding)
    assert refused.value.code == "waived"


def test_sql_cannot_waive_without_an_independent_signature(ready_with_finding: Guide) -> None:
    """The author's own signature, a reviewer's of a text, and that of another text are all refused by the database."""
    revision = text(ready_with_finding)
    real = waived(revision, ready_with_finding.cast.priya)
    forged = Signature(
        signer=ready_with_finding.cast.ana,
        signer_name="Ana",
        meaning="waived",
        digest=revision.digest,
        signed_at=real.signature.signed_at,
    )
    raw_sql.insert(forged)
    others = [
        Signature.objects.get(signer=ready_with_finding.cast.ana),
        Signature.objects.filter(review__revision=revision).first(),
    ]
    for signature in others:
        row = Waiver(revision=revision, finding="other", code="x", message="x", reason="x", signature=signature)
        with pytest.raises(IntegrityError, match="guard_waiver_signed"):
            raw_sql.insert(row)


def test_errors_stop_submission_only_if_the_setting_says_so(guide: Guide, settings: Any) -> None:
    revision = guide.write("uses", ODD)
    settings.PREFLIGHT_STOPS_SUBMISSION = True
    with pytest.raises(InvalidState) as refused:
        guide.submit(revision)
    assert refused.value.code == "preflight"
    assert "it it" in refused.value.message
    settings.PREFLIGHT_STOPS_SUBMISSION = False
    reviewing.withdraw_submission(actor=guide.cast.ana, review=guide.submit(revision))
    settings.PREFLIGHT_STOPS_SUBMISSION = True
    waived(text(guide), guide.cast.priya)
    assert guide.submit(revision).is_open


def test_publishing_is_refused_by_preflight(ready_with_finding: Guide) -> None:
    with pytest.raises(NotReady):
        publishing.publish(
            actor=ready_with_finding.cast.maria,
            monograph=ready_with_finding.monograph,
            expected=ready_with_finding.release_candidate().digest,
            note="",
            password=PASSWORD,
        )
