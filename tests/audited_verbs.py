"""Every verb that the audit trail records: how a test prepares it, its action and its actor."""

from collections.abc import Callable
from typing import Any

from monograph.errors import WorkflowError
from monograph.models import AuditEntry, SectionKind
from monograph.release import guide_checks
from monograph.workflow import addresses, drafting, publishing, reporting, reviewing, site_words, waiving

from . import stories
from .audited_account_verbs import ACCOUNT_VERBS
from .cast import PASSWORD
from .factory import Guide

Action = AuditEntry.Action


def _submitted(guide: Guide, code: str = "uses") -> Any:
    return guide.submit(guide.write(code, "Words to review."))


def _commented(guide: Guide) -> Any:
    return reviewing.comment(actor=guide.cast.priya, review=_submitted(guide), body="Since when?")


def _news(guide: Guide) -> Guide:
    guide.approve(guide.write("uses", "News."))
    return guide


def _start(guide: Guide) -> Callable[[], Any]:
    return lambda: drafting.start_monograph(actor=guide.cast.ana, slug="another")


def _add_section(guide: Guide) -> Callable[[], Any]:
    kind = SectionKind.objects.create(code="travel", position=99, default_heading="Travel")
    return lambda: drafting.add_section(actor=guide.cast.ana, monograph=guide.monograph, kind=kind)


def _add_address(guide: Guide) -> Callable[[], Any]:
    return lambda: addresses.add_address(
        actor=guide.cast.ana, monograph=guide.monograph, address="old-name", password=PASSWORD
    )


def _set_review_interval(guide: Guide) -> Callable[[], Any]:
    return lambda: drafting.set_review_interval(actor=guide.cast.ana, monograph=guide.monograph, months=3)


def _save_revision(guide: Guide) -> Callable[[], Any]:
    return lambda: guide.write("uses", "News.")


def _submit(guide: Guide) -> Callable[[], Any]:
    revision = guide.write("uses", "News.")
    return lambda: guide.submit(revision)


def _withdraw_submission(guide: Guide) -> Callable[[], Any]:
    review = _submitted(guide)
    return lambda: reviewing.withdraw_submission(actor=guide.cast.ana, review=review)


def _comment(guide: Guide) -> Callable[[], Any]:
    review = _submitted(guide)
    return lambda: reviewing.comment(actor=guide.cast.ana, review=review, body="A comment.")


def _reply(guide: Guide) -> Callable[[], Any]:
    comment = _commented(guide)
    return lambda: reviewing.reply(actor=guide.cast.ana, comment=comment, body="A reply.")


def _resolve_comment(guide: Guide) -> Callable[[], Any]:
    comment = _commented(guide)
    return lambda: reviewing.resolve_comment(actor=guide.cast.priya, comment=comment)


def _request_changes(guide: Guide) -> Callable[[], Any]:
    review = _submitted(guide)
    digest = review.revision.digest
    return lambda: reviewing.request_changes(actor=guide.cast.tom, review=review, expected=digest, body="No.")


def _approve(guide: Guide) -> Callable[[], Any]:
    review = _submitted(guide)
    return lambda: guide.sign(review)


def _waive(guide: Guide) -> Callable[[], Any]:
    revision = guide.write("uses", "Ask ask us.")
    (error,) = guide_checks.unwaived_errors(revision)
    given = {
        "finding": guide_checks.finding_key(error),
        "expected": revision.digest,
        "reason": "A name.",
        "password": PASSWORD,
    }
    return lambda: waiving.waive(actor=guide.cast.priya, revision=revision, **given)


def _publish(guide: Guide) -> Callable[[], Any]:
    return _news(guide).publish


def _schedule(guide: Guide) -> Callable[[], Any]:
    _news(guide)
    return lambda: stories.schedule(guide)


def _cancel_schedule(guide: Guide) -> Callable[[], Any]:
    scheduled = stories.schedule(_news(guide))
    return lambda: publishing.cancel_schedule(actor=guide.cast.maria, scheduled=scheduled, password=PASSWORD)


def _publish_scheduled(guide: Guide) -> Callable[[], Any]:
    scheduled = stories.schedule(_news(guide))
    return lambda: publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)


def _refuse_scheduled(guide: Guide) -> Callable[[], Any]:
    scheduled = stories.schedule(_news(guide))
    error = WorkflowError("other_candidate", "Something changed.")
    return lambda: publishing.refuse_scheduled(scheduled=scheduled, error=error, at=scheduled.publish_at)


def _withdraw_edition(guide: Guide) -> Callable[[], Any]:
    edition = guide.monograph.current_edition
    return lambda: publishing.withdraw_edition(
        actor=guide.cast.maria, edition=edition, reason="An error.", password=PASSWORD
    )


def _return_to_edition(guide: Guide) -> Callable[[], Any]:
    first = guide.monograph.current_edition
    _news(guide).publish()
    return lambda: stories.return_to(guide, first)


def _settle_report(guide: Guide) -> Callable[[], Any]:
    report = reporting.file_report(
        edition=guide.monograph.current_edition, section_code="uses", is_clear=False, words="A mistake."
    )
    return lambda: reporting.settle_report(actor=guide.cast.tom, report=report, answer="Fixed.")


def _propose_word(guide: Guide) -> Callable[[], Any]:
    return lambda: stories.propose(guide)


def _accept_word(guide: Guide) -> Callable[[], Any]:
    word = stories.propose(guide)
    return lambda: site_words.accept_word(actor=guide.cast.tom, word=word, expected="proposed")


def _decline_word(guide: Guide) -> Callable[[], Any]:
    given = {"word": stories.propose(guide), "expected": "proposed", "reason": "No word."}
    return lambda: site_words.decline_word(actor=guide.cast.tom, **given)


VERBS: dict[str, tuple[Callable[[Guide], Callable[[], Any]], AuditEntry.Action, str]] = {
    "start_monograph": (_start, Action.START_MONOGRAPH, "ana"),
    "add_section": (_add_section, Action.ADD_SECTION, "ana"),
    "add_address": (_add_address, Action.ADD_ADDRESS, "ana"),
    "set_review_interval": (_set_review_interval, Action.SET_REVIEW_INTERVAL, "ana"),
    "save_revision": (_save_revision, Action.SAVE_REVISION, "ana"),
    "submit": (_submit, Action.SUBMIT, "ana"),
    "withdraw_submission": (_withdraw_submission, Action.WITHDRAW_SUBMISSION, "ana"),
    "comment": (_comment, Action.COMMENT, "ana"),
    "reply": (_reply, Action.COMMENT, "ana"),
    "resolve_comment": (_resolve_comment, Action.RESOLVE_COMMENT, "priya"),
    "request_changes": (_request_changes, Action.REQUEST_CHANGES, "tom"),
    "approve": (_approve, Action.APPROVE, "priya"),
    "waive": (_waive, Action.WAIVE, "priya"),
    "publish": (_publish, Action.PUBLISH, "maria"),
    "schedule": (_schedule, Action.SCHEDULE, "maria"),
    "cancel_schedule": (_cancel_schedule, Action.CANCEL_SCHEDULE, "maria"),
    "publish_scheduled": (_publish_scheduled, Action.PUBLISH, "maria"),
    "refuse_scheduled": (_refuse_scheduled, Action.REFUSE_SCHEDULED, "maria"),
    "withdraw_edition": (_withdraw_edition, Action.WITHDRAW_EDITION, "maria"),
    "return_to_edition": (_return_to_edition, Action.RETURN_TO_EDITION, "maria"),
    "settle_report": (_settle_report, Action.SETTLE_REPORT, "tom"),
    "propose_word": (_propose_word, Action.PROPOSE_WORD, "ana"),
    "accept_word": (_accept_word, Action.ACCEPT_WORD, "tom"),
    "decline_word": (_decline_word, Action.DECLINE_WORD, "tom"),
    **ACCOUNT_VERBS,
}
