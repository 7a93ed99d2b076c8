"""Separate duties: no account is author, pharmacist and publisher of one text, however the text came about."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import IntegrityError
from django.utils import timezone

from monograph import edition_permissions
from monograph.errors import NotPermitted
from monograph.models import Edition, Review, ReviewState, Signature, Waiver
from monograph.release import guide_checks
from monograph.workflow import drafting, publishing, waiving

from . import raw_sql
from .cast import PASSWORD, Cast
from .desk.desk_client import Desk
from .factory import Guide
from .test_database_rules import edition_line, signature


def brought_back(guide: Guide, text: str) -> Review:
    """Submit a text that Pat wrote, that another text replaced and that Ana brought back."""
    first = guide.write(text=text, author=guide.cast.pat)
    guide.approve(guide.write(text="Other words."))
    number = guide.section().latest_revision.number
    back = drafting.restore_revision(actor=guide.cast.ana, revision=first, reason="As before.", expected=number)
    assert (back.digest, back.author) == (first.digest, guide.cast.ana)
    return guide.submit(back)


# The author of a text that was brought back


def test_author_cannot_sign_own_text_that_a_colleague_brought_back(guide: Guide, cast: Cast) -> None:
    review = brought_back(guide, "Words by Pat.")
    with pytest.raises(NotPermitted) as refused:
        guide.sign(review, cast.pat)
    assert refused.value.code == "wrote_part"
    assert not review.signatures.exists()
    guide.sign(review, cast.priya)  # else the test could pass because nobody may sign


def test_sql_cannot_sign_for_the_author_of_a_text_that_was_brought_back(guide: Guide, cast: Cast) -> None:
    review = brought_back(guide, "Words by Pat.")
    with pytest.raises(IntegrityError, match="guard_signature_four_eyes"):
        raw_sql.insert(signature(review, cast.pat))


def test_review_of_a_text_that_was_brought_back_does_not_wait_for_its_author(guide: Guide, cast: Cast) -> None:
    review = brought_back(guide, "Words by Pat.")
    assert list(Review.objects.waiting_for(cast.priya.pk)) == [review]
    assert list(Review.objects.waiting_for(cast.pat.pk)) == []


def test_author_cannot_waive_a_finding_in_a_text_that_was_brought_back(guide: Guide, cast: Cast) -> None:
    revision = brought_back(guide, "Ask ask us.").revision
    (error,) = guide_checks.unwaived_errors(revision)
    given = {"finding": guide_checks.finding_key(error), "expected": revision.digest, "reason": "A name."}
    with pytest.raises(NotPermitted) as refused:
        waiving.waive(actor=cast.pat, revision=revision, password=PASSWORD, **given)
    assert refused.value.code == "wrote_part"
    forged = signature(Review(revision=revision), cast.pat, review=None, meaning=Signature.Meaning.WAIVED)
    forged.save()
    waiver = Waiver(revision=revision, finding="f", code="c", message="m", reason="r", signature=forged)
    with pytest.raises(IntegrityError, match="guard_waiver_signed"):
        raw_sql.insert(waiver)


def test_author_of_a_replaced_text_may_sign_another(guide: Guide, cast: Cast) -> None:
    guide.write(text="Words by Pat.", author=cast.pat)
    guide.approve(guide.write(text="Other words."))
    assert guide.sign(guide.submit(guide.write(text="New words.")), cast.pat).signer == cast.pat


# The publisher


def publisher(user: User) -> User:
    user.user_permissions.add(Permission.objects.get(codename="publish_edition"))
    return User.objects.get(pk=user.pk)


def publish(guide: Guide, who: User) -> Edition:
    expected = guide.release_candidate().digest
    return publishing.publish(actor=who, monograph=guide.monograph, expected=expected, password=PASSWORD)


@pytest.mark.parametrize("who", ["ana", "priya", "tom"])  # the author, and both signers
def test_author_or_signer_cannot_publish_the_edition(ready: Guide, who: str) -> None:
    actor = publisher(getattr(ready.cast, who))
    with pytest.raises(NotPermitted) as refused:
        publish(ready, actor)
    assert refused.value.code == "publishes_own_text"
    assert ready.reread().current_edition.number == 1
    assert not edition_permissions.may_release(actor, ready.release_candidate().texts)


def test_superuser_cannot_publish_own_text(short: Guide, cast: Cast) -> None:
    """A text of one section is enough, and so is one signature."""
    short.approve(short.write("uses", "News.", author=cast.root))
    with pytest.raises(NotPermitted) as refused:
        publish(short, cast.root)
    assert refused.value.code == "publishes_own_text"
    assert "“About uses”" in refused.value.message
    short.approve(short.write("uses", "Later news."))
    assert publish(short, cast.root).number == 2  # none of the words of the edition are theirs


def test_author_cannot_schedule_the_edition(ready: Guide, cast: Cast) -> None:
    with pytest.raises(NotPermitted) as refused:
        publishing.schedule(
            actor=publisher(cast.ana),
            monograph=ready.monograph,
            expected=ready.release_candidate().digest,
            publish_at=timezone.now() + timedelta(hours=1),
            password=PASSWORD,
        )
    assert refused.value.code == "publishes_own_text"


@pytest.mark.parametrize("who", ["ana", "priya"])
def test_sql_cannot_add_a_line_by_its_author_or_signer_as_publisher(short: Guide, cast: Cast, who: str) -> None:
    current = short.monograph.current_edition
    release = signature(
        Review(revision=short.section().latest_revision), getattr(cast, who), review=None, meaning="released"
    )
    release.save()
    copied = {field.attname: getattr(current, field.attname) for field in current._meta.fields}
    changes = {"id": 99_999, "number": 2, "digest": release.digest, "release_signature_id": release.pk}
    forged = Edition(**{**copied, **changes})
    raw_sql.insert(forged)
    review = short.section("uses").reviews.get(state=ReviewState.APPROVED)
    with pytest.raises(IntegrityError, match="guard_editionsection_publisher"):
        raw_sql.insert(edition_line(short, review.revision, review, edition=forged))


def test_page_says_why_the_author_cannot_publish(ready: Guide, cast: Cast) -> None:
    verdict = edition_permissions.may_release(publisher(cast.ana), ready.release_candidate().texts)
    page = Desk(cast.ana).get("monograph_publish", ready.monograph.pk)
    assert verdict.reason in page.words
    assert page.buttons == []
