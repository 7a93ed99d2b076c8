"""Readers' reports: what the public says about an edition, and what colleagues did about it."""

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
MAX_REPORTS = 200  # from all readers together, in
REPORTS_COUNT = timedelta(hours=1)


def report(*, edition: Edition, section_code: str, is_clear: bool | None, words: str) -> ReaderReport:
    """Keep what a reader says of an edition, or of its section of that code; an empty code is the whole guide.

    There is no actor: readers have no account. So it takes no lock and writes no audit entry, lest a form that
    everybody may send could make editors, pharmacists and publishers wait. What it counts may therefore be one or two
    too few, and an edition that is withdrawn at this very moment may still get its report.

    Raises `InvalidState` with code ``withdrawn``, or ``too_many_reports`` where the site has had its fill of this hour;
    `InvalidContent` where nothing is said, where it can't be kept, or where the edition shows no such section. Its
    sentences are for readers, in their language.
    """
    if Withdrawal.objects.filter(edition=edition).exists():
        message = gettext("This edition was taken off our site a moment ago. You do not need to report it any more.")
        raise InvalidState("withdrawn", message)
    section = _section_of(edition, section_code)
    words = _clean(words)
    if is_clear is None and not words:
        message = gettext("Answer “yes” or “no”, or write what is wrong in the guide.")
        raise InvalidContent.at("is_clear", "required", message)
    now = timezone.now()
    if ReaderReport.objects.since(now - REPORTS_COUNT).count() >= MAX_REPORTS:
        message = gettext("We have had very many reports in the last hour. Please send yours again in an hour.")
        raise InvalidState("too_many_reports", message)
    return ReaderReport.objects.create(edition=edition, section=section, is_clear=is_clear, words=words, created_at=now)


def _section_of(edition: Edition, code: str) -> EditionSection | None:
    if not code:
        return None
    section = edition.lines.filter(kind_code=code, is_removal=False).first()
    if section is None:
        message = gettext("This part is not in the guide any more. Choose another part, or “The whole guide”.")
        raise InvalidContent.at("section", "unknown_section", message)
    return section


def _clean(words: str) -> str:
    """Return a reader's words as they are kept; the problems of plain text are said in words for readers."""
    try:
        if len(words) > 2 * MAX_CHARACTERS:  # all that follows takes the longer, the longer they are
            raise InvalidContent.at("words", "too_long", _too_long())
        kept = plain.strip_invisible(words)
        return plain.clean_note(kept, "words", "Your text", required=False, max_length=MAX_CHARACTERS)
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
    """Say what was done about a report, once and for all.

    The report's own row is the lock, so that of two colleagues the second is told. The guide's row is not: nothing of
    the guide is asked or changed. Raises `NotPermitted`, `InvalidState` if it is settled already,
    `InvalidContent` without an answer.
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
        rows=[],  # a report is no history: no entry tells of its beginning
        data={"report": report.pk, "answer": report.answer},
    )
    return report
