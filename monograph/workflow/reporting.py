"""Readers' reports: file one about an edition, and settle it."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from .. import audit, permissions
from ..content import plain
from ..content.errors import ContentError
from ..errors import InvalidContent, InvalidState, content_errors_as_invalid
from ..models import AuditEntry, Edition, EditionSection, ReaderReport, Withdrawal

MAX_CHARACTERS = 2000
# From all readers together, within REPORT_WINDOW.
MAX_REPORTS = 200
REPORT_WINDOW = timedelta(hours=1)


def file_report(*, edition: Edition, section_code: str, is_clear: bool | None, words: str) -> ReaderReport:
    """File a reader's report on an edition, or on its section with this code.

    The code is "" for the whole guide. Readers have no account, so there is no actor. The form is open to everybody, so
    this locks no guide: otherwise it could make editors, pharmacists and publishers wait. The count may therefore be a
    few too low, and an edition that is being withdrawn may still get a report. The audit entry holds a digest of the
    words, not the words.

    Raises `InvalidState` with code ``withdrawn``, or ``too_many_reports`` above the limit of the site for an hour;
    `InvalidContent` for an empty report, for text that can't be stored, and for a section that the edition does not
    show. The messages are for readers, in their language.
    """
    if Withdrawal.objects.filter(edition=edition).exists():
        message = gettext("This edition was taken off our site a moment ago. You do not need to report it anymore.")
        raise InvalidState("withdrawn", message)
    section = _get_section(edition, section_code)
    words = _clean(words)
    if is_clear is None and not words:
        message = gettext("Answer “yes” or “no”, or write what is wrong in the guide.")
        raise InvalidContent.at("is_clear", "required", message)
    now = timezone.now()
    if ReaderReport.objects.since(now - REPORT_WINDOW).count() >= MAX_REPORTS:
        message = gettext("We have had very many reports in the last hour. Please send yours again in an hour.")
        raise InvalidState("too_many_reports", message)
    with transaction.atomic():
        given = {"edition": edition, "section": section, "is_clear": is_clear, "words": words}
        report = ReaderReport.objects.create(**given, created_at=now)
        audit.record(
            action=AuditEntry.Action.FILE_REPORT, actor="a reader", subject=edition, at=now, rows=[], states=[report]
        )
        return report


def _get_section(edition: Edition, code: str) -> EditionSection | None:
    if not code:
        return None
    section = edition.lines.filter(kind_code=code, is_removal=False).first()
    if section is None:
        message = gettext("This part is not in the guide anymore. Choose another part, or “The whole guide”.")
        raise InvalidContent.at("section", "unknown_section", message)
    return section


def _clean(words: str) -> str:
    """Return a reader's words as they are stored.

    Raises `InvalidContent` with messages for readers.
    """
    try:
        if len(words) > 2 * MAX_CHARACTERS:  # the time of the checks below grows with the length
            raise InvalidContent.at("words", "too_long", _too_long())
        visible = plain.strip_invisible(words)
        return plain.clean_note(visible, "words", "Your text", required=False, max_length=MAX_CHARACTERS)
    except ContentError as error:
        (problem,) = error.problems
        if problem.code == "too_long":
            message = _too_long()
        else:
            message = gettext("There is a character in your text that we can't keep. Please type the text again.")
        raise InvalidContent.at(problem.field, problem.code, message) from error


def _too_long() -> str:
    message = gettext("Your text is too long. Please shorten it to %(most)d characters or fewer.")
    return message % {"most": MAX_CHARACTERS}


@transaction.atomic
def settle_report(*, actor: User, report: ReaderReport, answer: str) -> ReaderReport:
    """Settle a report, with what was done about it. This is final.

    Locks the report's row, so that the second of two colleagues is refused; the guide is neither read nor changed.
    Raises `NotPermitted`, `InvalidState` if the report is already settled, and `InvalidContent` without an answer.
    """
    reports = ReaderReport.objects.select_for_update(of=("self",)).select_related("edition__monograph")
    report = reports.defer("edition__article").get(pk=report.pk)
    permissions.require(permissions.may_settle_report(actor, report))
    with content_errors_as_invalid():
        report.answer = plain.clean_note(answer, "answer", "What was done")
    report.settled_by, report.settled_at = actor, timezone.now()
    report.save(update_fields=["answer", "settled_by", "settled_at"])
    audit.record(
        action=AuditEntry.Action.SETTLE_REPORT,
        actor=actor,
        subject=report.edition,
        at=report.settled_at,
        rows=[],
        data={"report": report.pk, "answer": report.answer},
        states=[report],
    )
    return report
