"""Who may do what: every role of the cast against every verb, and the same answer for the button and the verb."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db import transaction
from django.utils import timezone

from monograph import permissions
from monograph.accounts import second_factor
from monograph.errors import NotPermitted
from monograph.models import Edition, Review, ReviewComment, ScheduledEdition, SectionKind, SectionRevision
from monograph.permissions import Verdict
from monograph.workflow import drafting, publishing, reporting, reviewing

from . import stories
from .cast import PASSWORD, ROLES, Cast
from .codes import set_up
from .factory import Guide

EDITORS = {"ana", "ben", "pat", "root"}
REVIEWERS = {"priya", "tom", "pat", "root"}
PUBLISHERS = {"maria", "root"}

# What a verb needs: the button's question and the verb's act, both asked by `who` of a thing in the right state.
Case = tuple[Callable[[User], Verdict], Callable[[User], Any]]


def _start(guide: Guide) -> Case:
    return permissions.may_start, lambda who: drafting.start_monograph(actor=who, slug="another")


def _set_review_interval(guide: Guide) -> Case:
    return permissions.may_set_review_interval, lambda who: drafting.set_review_interval(
        actor=who, monograph=guide.monograph, months=6
    )


def _add_section(guide: Guide) -> Case:
    kind = SectionKind.objects.create(code="travel", position=99, default_heading="Travelling")
    return permissions.may_write, lambda who: drafting.add_section(actor=who, monograph=guide.monograph, kind=kind)


def _save_revision(guide: Guide) -> Case:
    section = guide.section("faq")
    return lambda who: permissions.may_write(who, section), lambda who: guide.write("faq", author=who)


def _save_working_copy(guide: Guide) -> Case:
    return permissions.may_write, lambda who: drafting.save_working_copy(
        actor=who, section=guide.section(), typed={"body": "ty"}, based_on=None
    )


def _discard_working_copy(guide: Guide) -> Case:
    return permissions.may_write, lambda who: drafting.discard_working_copy(actor=who, section=guide.section())


def _draft(guide: Guide) -> SectionRevision:
    revision = guide.write("uses", "Words by Ana.", author=guide.cast.ana)
    revision.section = guide.section()
    return revision


def _submit(guide: Guide) -> Case:
    revision = _draft(guide)
    return lambda who: permissions.may_submit(who, revision), lambda who: guide.submit(revision, actor=who)


def _review(guide: Guide) -> Review:
    return guide.submit(_draft(guide))


def _withdraw_submission(guide: Guide) -> Case:
    review = _review(guide)
    return lambda who: permissions.may_withdraw_submission(who, review), lambda who: reviewing.withdraw_submission(
        actor=who, review=review
    )


def _comment(guide: Guide) -> Case:
    review = _review(guide)
    return lambda who: permissions.may_comment(who, review), lambda who: reviewing.comment(
        actor=who, review=review, body="A remark."
    )


def _remark(guide: Guide, author: User) -> ReviewComment:
    remark = reviewing.comment(actor=author, review=_review(guide), body="A remark.")
    remark.review.section = guide.section()
    return remark


def _reply(guide: Guide) -> Case:
    remark = _remark(guide, guide.cast.priya)
    return lambda who: permissions.may_reply(who, remark), lambda who: reviewing.reply(
        actor=who, comment=remark, body="An answer."
    )


def _resolve_anothers(guide: Guide) -> Case:
    remark = _remark(guide, guide.cast.priya)
    return lambda who: permissions.may_resolve(who, remark), lambda who: reviewing.resolve_comment(
        actor=who, comment=remark
    )


def _resolve_editors(guide: Guide) -> Case:
    remark = _remark(guide, guide.cast.ben)
    return lambda who: permissions.may_resolve(who, remark), lambda who: reviewing.resolve_comment(
        actor=who, comment=remark
    )


def _request_changes(guide: Guide) -> Case:
    review = _review(guide)
    return lambda who: permissions.may_decide(who, review), lambda who: reviewing.request_changes(
        actor=who, review=review, expected=review.revision.digest, body="Plainer."
    )


def _approve(guide: Guide) -> Case:
    review = _review(guide)
    return lambda who: permissions.may_approve(who, review), lambda who: guide.sign(review, who)


def _news(guide: Guide) -> str:
    guide.approve(guide.write("uses", "News."))
    return guide.release_candidate().digest


def _publish(guide: Guide) -> Case:
    expected = _news(guide)
    return lambda who: permissions.may_publish(who, guide.monograph), lambda who: publishing.publish(
        actor=who, monograph=guide.monograph, expected=expected, password=PASSWORD
    )


def _schedule(guide: Guide) -> Case:
    expected, later = _news(guide), timezone.now() + timedelta(days=1)
    return lambda who: permissions.may_publish(who, guide.monograph), lambda who: publishing.schedule(
        actor=who, monograph=guide.monograph, expected=expected, publish_at=later, password=PASSWORD
    )


def _scheduled(guide: Guide) -> ScheduledEdition:
    _news(guide)
    return stories.schedule(guide)


def _cancel_schedule(guide: Guide) -> Case:
    scheduled = _scheduled(guide)
    return lambda who: permissions.may_cancel_schedule(who, scheduled), lambda who: publishing.cancel_schedule(
        actor=who, scheduled=scheduled
    )


def _withdraw_edition(guide: Guide) -> Case:
    edition = Edition.objects.get()
    return lambda who: permissions.may_withdraw_edition(who, edition), lambda who: publishing.withdraw_edition(
        actor=who, edition=edition, reason="An error."
    )


def _settle_report(guide: Guide) -> Case:
    report = reporting.report(edition=Edition.objects.get(), section_code="uses", is_clear=False, words="A mistake.")
    return lambda who: permissions.may_settle_report(who, report), lambda who: reporting.settle_report(
        actor=who, report=report, answer="Mended."
    )


def _enrol(guide: Guide) -> Case:
    return permissions.may_have_second_factor, lambda who: second_factor.enrol(actor=who)


def _remove_lost(guide: Guide) -> Case:
    somebody = User.objects.create_user("somebody", password=PASSWORD, is_staff=True)
    set_up(somebody)
    given = {"person": somebody, "reason": "He called.", "password": PASSWORD}
    return lambda who: permissions.may_remove_lost_second_factor(who, somebody), lambda who: second_factor.remove_lost(
        actor=who, **given, token=""
    )


TABLE: dict[str, tuple[Callable[[Guide], Case], set[str]]] = {
    "start a guide": (_start, EDITORS),
    "change a review interval": (_set_review_interval, EDITORS),
    "add a section": (_add_section, EDITORS),
    "save a revision": (_save_revision, EDITORS),
    "keep a working copy": (_save_working_copy, EDITORS),
    "drop a working copy": (_discard_working_copy, EDITORS),
    "submit": (_submit, EDITORS),
    "withdraw a submission": (_withdraw_submission, EDITORS),
    "comment": (_comment, EDITORS | REVIEWERS),
    "reply": (_reply, EDITORS | REVIEWERS),
    "resolve a reviewer's comment": (_resolve_anothers, REVIEWERS),
    "resolve an editor's comment": (_resolve_editors, REVIEWERS | {"ben"}),
    "request changes": (_request_changes, REVIEWERS),
    "approve": (_approve, REVIEWERS),
    "publish": (_publish, PUBLISHERS),
    "schedule": (_schedule, PUBLISHERS),
    "cancel a schedule": (_cancel_schedule, PUBLISHERS),
    "withdraw an edition": (_withdraw_edition, PUBLISHERS),
    "settle a reader's report": (_settle_report, EDITORS | REVIEWERS | PUBLISHERS),
    "set up a second factor": (_enrol, set(ROLES) - {"gone"}),
    "remove somebody's lost second factor": (_remove_lost, {"root"}),
}


def outcome(act: Callable[[User], Any], who: User) -> str:
    """Try an act, undo it, and say how it ended."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act(who)
        except NotPermitted as error:
            return error.code
        finally:
            transaction.set_rollback(True)
    return "done"


def people(cast: Cast) -> dict[str, User]:
    return {name: getattr(cast, name) for name in ROLES}


@pytest.mark.parametrize("verb", TABLE)
def test_each_role_may_do_its_part_and_no_other_by_button_and_by_verb(short: Guide, cast: Cast, verb: str) -> None:
    prepare, allowed = TABLE[verb]
    ask, act = prepare(short)
    expected = {name: "done" if name in allowed else "no_permission" for name in ROLES}
    assert {name: ask(who).code or "done" for name, who in people(cast).items()} == expected
    assert {name: outcome(act, who) for name, who in people(cast).items()} == expected


def outcomes(guide: Guide, who: dict[str, User]) -> dict[str, dict[str, str]]:
    """Let everybody try every verb; return how each ended."""
    found = {}
    for verb, (prepare, _) in TABLE.items():
        with transaction.atomic():
            _, act = prepare(guide)
            found[verb] = {name: outcome(act, user) for name, user in who.items()}
            transaction.set_rollback(True)
    return found


def test_who_was_deactivated_may_do_nothing(short: Guide, cast: Cast) -> None:
    deactivated = {name: User.objects.get(username=name) for name in ROLES}
    for who in deactivated.values():
        who.is_active = False
    nothing = dict.fromkeys(ROLES, "no_permission")
    assert outcomes(short, deactivated) == dict.fromkeys(TABLE, nothing)


def test_who_is_not_logged_in_may_do_nothing(short: Guide) -> None:
    answers = {}
    for verb, (prepare, _) in TABLE.items():
        with transaction.atomic():
            ask, _ = prepare(short)
            answers[verb] = ask(AnonymousUser()).code
            transaction.set_rollback(True)
    assert answers == dict.fromkeys(TABLE, "no_permission")


def test_the_names_of_the_groups_mean_nothing(short: Guide, cast: Cast) -> None:
    names = list(Group.objects.values_list("name", flat=True))
    for name in names:
        Group.objects.filter(name=name).update(name=f"{name} as it was")
        cast.sam.groups.add(Group.objects.create(name=name))  # the name, and none of the permissions
    afresh = {name: User.objects.get(username=name) for name in ROLES}
    assert outcomes(short, afresh) == {
        verb: {name: "done" if name in allowed else "no_permission" for name in ROLES}
        for verb, (_, allowed) in TABLE.items()
    }


def test_a_permission_without_any_group_is_enough(short: Guide, cast: Cast) -> None:
    cast.sam.user_permissions.add(Permission.objects.get(codename="decide_review"))
    review = _review(short)
    assert short.sign(review, cast.sam).signer == cast.sam


def test_four_eyes_holds_for_every_permission_there_is(short: Guide, cast: Cast) -> None:
    cast.ana.user_permissions.set(Permission.objects.all())
    review = _review(short)
    ana = User.objects.get(pk=cast.ana.pk)
    assert permissions.may_approve(ana, review).code == "wrote_part"
    assert outcome(lambda who: short.sign(review, who), ana) == "wrote_part"


@pytest.mark.parametrize(
    ("question", "allowed"),
    [
        (permissions.may_read_desks, set(ROLES) - {"sam", "gone"}),
        (permissions.may_read_reports, set(ROLES) - {"sam", "gone"}),
    ],
)
def test_who_may_read_behind_the_desks(cast: Cast, question: Callable[[Any], Verdict], allowed: set[str]) -> None:
    assert {name for name, who in people(cast).items() if question(who)} == allowed
    assert not question(AnonymousUser())


def test_a_no_says_why_in_a_sentence(cast: Cast) -> None:
    answer = permissions.may_start(cast.sam)
    assert not answer
    assert answer.reason == "Your account does not have the right to start a guide."
