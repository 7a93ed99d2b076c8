"""Every verb: the question that its button asks, the verb itself, and the people who may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from monograph import edition_permissions, people_permissions, permissions, word_permissions
from monograph.accounts import passkeys, second_factor
from monograph.models import Edition, Review, ReviewComment, ScheduledEdition, SectionKind, SectionRevision
from monograph.permissions import Verdict
from monograph.release.release_candidate import release_candidate
from monograph.workflow import drafting, publishing, reporting, returning, reviewing, site_words

from . import stories
from .authenticator import add_passkey, only_passkey
from .authenticator_app import set_up_second_factor
from .cast import PASSWORD, ROLES
from .factory import Guide
from .people_cases import PEOPLE_TABLE

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
    kind = SectionKind.objects.create(code="travel", position=99, default_heading="Traveling")
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


def open_review(guide: Guide) -> Review:
    return guide.submit(_draft(guide))


def _withdraw_submission(guide: Guide) -> Case:
    review = open_review(guide)
    return lambda who: permissions.may_withdraw_submission(who, review), lambda who: reviewing.withdraw_submission(
        actor=who, review=review
    )


def _comment(guide: Guide) -> Case:
    review = open_review(guide)
    return lambda who: permissions.may_comment(who, review), lambda who: reviewing.comment(
        actor=who, review=review, body="A comment."
    )


def _comment_by(guide: Guide, author: User) -> ReviewComment:
    comment = reviewing.comment(actor=author, review=open_review(guide), body="A comment.")
    comment.review.section = guide.section()
    return comment


def _reply(guide: Guide) -> Case:
    comment = _comment_by(guide, guide.cast.priya)
    return lambda who: permissions.may_reply(who, comment), lambda who: reviewing.reply(
        actor=who, comment=comment, body="A reply."
    )


def _resolve_anothers(guide: Guide) -> Case:
    comment = _comment_by(guide, guide.cast.priya)
    return lambda who: permissions.may_resolve(who, comment), lambda who: reviewing.resolve_comment(
        actor=who, comment=comment
    )


def _resolve_editors(guide: Guide) -> Case:
    comment = _comment_by(guide, guide.cast.ben)
    return lambda who: permissions.may_resolve(who, comment), lambda who: reviewing.resolve_comment(
        actor=who, comment=comment
    )


def _request_changes(guide: Guide) -> Case:
    review = open_review(guide)
    return lambda who: permissions.may_decide(who, review), lambda who: reviewing.request_changes(
        actor=who, review=review, expected=review.revision.digest, body="Plainer."
    )


def _approve(guide: Guide) -> Case:
    review = open_review(guide)
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
        actor=who, scheduled=scheduled, password=PASSWORD
    )


def _withdraw_edition(guide: Guide) -> Case:
    edition = Edition.objects.get()
    return lambda who: permissions.may_withdraw_edition(who, edition), lambda who: publishing.withdraw_edition(
        actor=who, edition=edition, reason="An error.", password=PASSWORD
    )


def _return_to_edition(guide: Guide) -> Case:
    edition = Edition.objects.get()
    _news(guide)
    guide.publish()
    edition.monograph = guide.reread()
    expected = release_candidate(edition.monograph, edition).digest
    given = {"edition": edition, "expected": expected, "reason": "An error.", "password": PASSWORD}
    return lambda who: edition_permissions.may_return_to(who, edition), lambda who: returning.return_to_edition(
        actor=who, **given
    )


def _settle_report(guide: Guide) -> Case:
    report = reporting.file_report(
        edition=Edition.objects.get(), section_code="uses", is_clear=False, words="A mistake."
    )
    return lambda who: permissions.may_settle_report(who, report), lambda who: reporting.settle_report(
        actor=who, report=report, answer="Fixed."
    )


def _propose_word(guide: Guide) -> Case:
    section = guide.section()
    return word_permissions.may_propose_word, lambda who: site_words.propose_word(
        actor=who, section=section, word="flombering", sentence="Stop flombering."
    )


def _accept_word(guide: Guide) -> Case:
    word = stories.propose(guide)
    return lambda who: word_permissions.may_accept_word(who, word), lambda who: site_words.accept_word(
        actor=who, word=word, expected="proposed"
    )


def _decline_word(guide: Guide) -> Case:
    word = stories.propose(guide)
    return lambda who: word_permissions.may_decline_word(who, word), lambda who: site_words.decline_word(
        actor=who, word=word, expected="proposed", reason="No word."
    )


def _enroll(guide: Guide) -> Case:
    return people_permissions.may_have_own_keys, lambda who: second_factor.enroll(actor=who)


def _remove_lost(guide: Guide) -> Case:
    somebody = User.objects.create_user("somebody", password=PASSWORD, is_staff=True)
    set_up_second_factor(somebody)
    given = {"person": somebody, "reason": "He called.", "password": PASSWORD}
    return lambda who: people_permissions.may_remove_lost_second_factor(
        who, somebody
    ), lambda who: second_factor.remove_lost(actor=who, **given, token="")


def _add_passkey(guide: Guide) -> Case:
    return people_permissions.may_have_own_keys, add_passkey


def _remove_passkey(guide: Guide) -> Case:
    add_passkey(guide.cast.ben)
    passkey = only_passkey(guide.cast.ben)
    return lambda who: passkeys.may_remove(who, passkey), lambda who: passkeys.remove(
        actor=who, passkey=passkey, password=PASSWORD
    )


def _remove_lost_passkey(guide: Guide) -> Case:
    somebody = User.objects.create_user("somebody", password=PASSWORD, is_staff=True)
    add_passkey(somebody)
    given = {"passkey": only_passkey(somebody), "reason": "He called.", "password": PASSWORD}
    return lambda who: people_permissions.may_remove_lost_second_factor(
        who, somebody
    ), lambda who: passkeys.remove_lost(actor=who, **given)


TABLE: dict[str, tuple[Callable[[Guide], Case], set[str]]] = {
    "start a guide": (_start, EDITORS),
    "change a review interval": (_set_review_interval, EDITORS),
    "add a section": (_add_section, EDITORS),
    "save a revision": (_save_revision, EDITORS),
    "save a working copy": (_save_working_copy, EDITORS),
    "discard a working copy": (_discard_working_copy, EDITORS),
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
    "return to an edition": (_return_to_edition, PUBLISHERS),
    "settle a reader's report": (_settle_report, EDITORS | REVIEWERS | PUBLISHERS),
    "propose a word": (_propose_word, EDITORS),
    "accept a word": (_accept_word, REVIEWERS),
    "decline a word": (_decline_word, REVIEWERS),
    "set up a second factor": (_enroll, set(ROLES) - {"gone"}),
    "remove somebody's lost second factor": (_remove_lost, {"root"}),
    "add a passkey": (_add_passkey, set(ROLES) - {"gone"}),
    "remove one's own passkey": (_remove_passkey, {"ben"}),
    "remove somebody's lost passkey": (_remove_lost_passkey, {"root"}),
    **PEOPLE_TABLE,
}
