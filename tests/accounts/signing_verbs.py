"""The verbs that sign, each with something to sign, and signing with a passkey."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User

from monograph.models import Monograph
from monograph.release import guide_checks
from monograph.release.release_candidate import release_candidate
from monograph.workflow import publishing, returning, reviewing, waiving

from .. import authenticator_app
from ..authenticator import Authenticator, ask
from ..factory import Guide

Verb = tuple[Callable[..., Any], dict[str, Any]]  # and what it is called with, besides the actor


def to_approve(guide: Guide) -> Verb:
    review = guide.submit(guide.write("uses", "News."))
    return reviewing.approve, {"review": review, "expected": review.revision.digest, "meaning": "accurate"}


def to_second_check(guide: Guide) -> Verb:
    review = guide.submit(guide.write("dosage", "Take one."))
    guide.sign(review, guide.cast.tom)
    return reviewing.approve, {"review": review, "expected": review.revision.digest, "meaning": "second_check"}


def to_waive(guide: Guide) -> Verb:
    revision = guide.write("uses", "Ask ask us.")
    (error,) = guide_checks.unwaived_errors(revision)
    finding = guide_checks.finding_key(error)
    return waiving.waive, {
        "revision": revision,
        "finding": finding,
        "expected": revision.digest,
        "reason": "It is a name.",
    }


def to_publish(guide: Guide) -> Verb:
    guide.approve(guide.write("uses", "News."))
    seen = {"monograph": guide.monograph, "expected": guide.release_candidate().digest, "note": "A note."}
    return publishing.publish, seen


def to_schedule(guide: Guide) -> Verb:
    _, seen = to_publish(guide)
    return publishing.schedule, {**seen, "publish_at": authenticator_app.NOON.replace(2031)}


def to_return(guide: Guide) -> Verb:
    _, seen = to_publish(guide)
    guide.publish()
    edition = guide.monograph.editions.get(number=1)
    seen |= {"expected": release_candidate(Monograph.objects.get(pk=guide.monograph.pk), edition).digest}
    del seen["monograph"]
    return returning.return_to_edition, {**seen, "edition": edition, "reason": "The news was wrong."}


def to_withdraw(guide: Guide) -> Verb:
    return publishing.withdraw_edition, {"edition": guide.monograph.editions.get(), "reason": "The dose is wrong."}


# Every verb that signs, and who may; two for the verb that signs with two meanings.
SIGNING: dict[str, tuple[Callable[[Guide], Verb], str]] = {
    "approve": (to_approve, "priya"),
    "approve, second check": (to_second_check, "priya"),
    "waive": (to_waive, "priya"),
    "publish": (to_publish, "maria"),
    "schedule": (to_schedule, "maria"),
    "return_to_edition": (to_return, "maria"),
    "withdraw_edition": (to_withdraw, "maria"),
}


def sign(laptop: Authenticator, actor: User, verb: Verb) -> Any:
    """Let a verb ask, the passkey sign, and the verb act."""
    act, given = verb
    question = ask(act, actor=actor, **given)
    laptop.count += 1
    return act(actor=actor, **given, passkey=laptop.sign(question))
