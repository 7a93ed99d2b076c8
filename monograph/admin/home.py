"""Home: what waits for the person who opens it, each thing one click from the work.

A card is for whoever may do its work, by permission: a pharmacist who also writes sees both desks. Every card is one
query or two, whatever the number of guides, and shows a number and a short list.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Count, Max, Prefetch, Q, QuerySet, Window
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from .. import permissions
from ..models import (
    Edition,
    Monograph,
    ReaderReport,
    Review,
    ReviewComment,
    RevisionState,
    ScheduledEdition,
    Section,
    SectionRevision,
    WorkingCopy,
)
from ..models.guide import guide_name
from ..models.people import full_name
from ..permissions import AnyUser
from .desk import desk_page

SHOWN = 5  # a short list; the number says how many there are
DUE_SOON = timedelta(days=30)
REFUSED_LATELY = timedelta(days=14)


@dataclass(frozen=True)
class Entry:
    """One thing that waits: where it leads, what it is, and what to know of it before going there."""

    address: str
    title: str
    details: list[str] = field(default_factory=list)
    remarks: list[ReviewComment] = field(default_factory=list)


@dataclass(frozen=True)
class Card:
    title: str
    empty: str
    entries: list[Entry]
    count: int
    more: str = ""  # the address of the whole list


def _card(title: str, empty: str, rows: QuerySet[Any], entry: Callable[[Any], Entry], *, more: str = "") -> Card:
    shown = list(rows.annotate(how_many=Window(Count("*")))[:SHOWN])
    return Card(title, empty, [entry(row) for row in shown], shown[0].how_many if shown else 0, more)


def in_words(span: timedelta) -> str:
    """Return how long ago, in the one unit that says enough: minutes, hours or days."""
    minutes = int(span.total_seconds()) // 60
    for unit, length in (("day", 24 * 60), ("hour", 60)):
        if number := minutes // length:
            return f"{number} {unit}{'s' if number > 1 else ''}"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _section_page(name: str, section: Section, *rest: Any) -> str:
    return reverse(f"admin:monograph_section_{name}", args=[section.monograph_id, section.kind.code, *rest])


def _mine(user: AnyUser, state: RevisionState) -> QuerySet[SectionRevision]:
    """Return the latest texts that this person wrote or submitted: theirs to carry on."""
    texts = SectionRevision.objects.latest_of_section().in_state(state).defer("body", "facts")
    mine = texts.filter(Q(author=user.pk) | Q(reviews__submitted_by=user.pk)).distinct()
    return mine.select_related("section__kind").annotate(guide=guide_name("section__monograph"))


def sent_back(user: AnyUser) -> Card:
    open_comments = ReviewComment.objects.unresolved().select_related("author")
    reviews = Review.objects.filter(state=Review.State.CHANGES_REQUESTED).prefetch_related(
        Prefetch("comments", open_comments, to_attr="open_comments")
    )
    rows = _mine(user, RevisionState.CHANGES_REQUESTED).order_by("created_at")
    rows = rows.prefetch_related(Prefetch("reviews", reviews, to_attr="sent_back"))

    def entry(text: Any) -> Entry:
        remarks = [remark for review in text.sent_back for remark in review.open_comments]
        return Entry(_section_page("edit", text.section), f"{text.guide}: {text.heading}", remarks=remarks)

    return _card("Sent back to you", "Nothing is sent back to you.", rows, entry)


def unfinished(user: AnyUser) -> Card:
    rows = WorkingCopy.objects.filter(editor=user.pk).select_related("section__kind", "section__latest_revision")
    rows = rows.annotate(guide=guide_name("section__monograph")).order_by("-updated_at")
    now = timezone.now()

    def entry(copy: Any) -> Entry:
        latest = copy.section.latest_revision
        heading = copy.get("heading") or (latest.heading if latest else str(copy.section.kind))
        details = [f"kept {in_words(now - copy.updated_at)} ago"]
        if latest is not None and latest.pk != copy.based_on_id:
            details.append("somebody has saved a newer text meanwhile")
        return Entry(_section_page("edit", copy.section), f"{copy.guide}: {heading}", details)

    return _card("Your unfinished typing", "All that you typed is saved.", rows, entry)


def not_submitted(user: AnyUser) -> Card:
    rows = _mine(user, RevisionState.DRAFT).filter(author=user.pk).order_by("created_at")
    now = timezone.now()

    def entry(text: Any) -> Entry:
        what = "a removal" if text.is_removal else f"revision {text.number}"
        details = [f"{what}, saved {in_words(now - text.created_at)} ago"]
        return Entry(_section_page("edit", text.section), f"{text.guide}: {text.heading}", details)

    return _card("Your drafts, not submitted", "No draft of yours waits to be submitted.", rows, entry)


def in_review(user: AnyUser) -> Card:
    mine = Review.objects.open().filter(Q(submitted_by=user.pk) | Q(revision__author=user.pk))
    rows = mine.select_related("revision", "claim__pharmacist").defer("revision__body", "revision__facts")
    rows = rows.annotate(guide=guide_name("section__monograph")).order_by("submitted_at")
    rows = rows.prefetch_related("signatures")
    now = timezone.now()

    def entry(review: Any) -> Entry:
        details = [f"for {in_words(now - review.submitted_at)}"]
        if hasattr(review, "claim"):
            details.append(f"{full_name(review.claim.pharmacist)} is at it")
        signers = [signature.printed for signature in review.signatures.all()]
        if signers:
            details.append(f"signed by {' and '.join(signers)}, {len(signers)} of {review.required_signatures}")
        address = reverse("admin:monograph_review_change", args=[review.pk])
        return Entry(address, f"{review.guide}: {review.revision.heading}", details)

    return _card("Yours, in review", "No text of yours is in review.", rows, entry)


def to_review(user: AnyUser) -> Card:
    rows = Review.objects.waiting_for(user.pk or 0).by_urgency().select_related("revision")
    rows = rows.defer("revision__body", "revision__facts").annotate(guide=guide_name("section__monograph"))
    now = timezone.now()

    def entry(review: Any) -> Entry:
        said = "overdue since" if review.is_overdue(now) else "due on"
        details = [f"{said} {_day(review.due_at.date())}"]
        if review.is_dangerous:
            details.append("needs two signatures")
        address = reverse("admin:monograph_review_change", args=[review.pk])
        return Entry(address, f"{review.guide}: {review.revision.heading}", details)

    listed = reverse("admin:monograph_review_queue")
    return _card("Waits for your review", "No text waits for your review.", rows, entry, more=listed)


def review_due(user: AnyUser) -> Card:
    today = timezone.now().date()
    rows = Edition.objects.review_due_by(today + DUE_SOON).defer("article").order_by("review_due")

    def entry(edition: Edition) -> Entry:
        said = "lapsed on" if edition.is_review_lapsed(today) else "due on"
        address = reverse("admin:monograph_monograph_change", args=[edition.monograph_id])
        return Entry(address, edition.brand_name, [f"review {said} {_day(edition.review_due)}"])

    listed = reverse("admin:monograph_monograph_changelist") + "?o=5"
    return _card("Review due", "No guide's review is due in the next 30 days.", rows, entry, more=listed)


def to_release(user: AnyUser) -> Card:
    waiting = Section.objects.unpublished().values("monograph")
    waiting = waiting.annotate(sections=Count("pk"), since=Max("approved_revision__created_at"))
    rows = Monograph.objects.named().filter(pk__in=waiting.values("monograph")).order_by("slug")
    numbers = {each["monograph"]: each["sections"] for each in waiting.filter(monograph__in=rows.values("pk")[:SHOWN])}

    def entry(monograph: Monograph) -> Entry:
        number = numbers[monograph.pk]
        what = "1 signed section waits" if number == 1 else f"{number} signed sections wait"
        address = reverse("admin:monograph_monograph_release", args=[monograph.pk])
        return Entry(address, monograph.display_name, [f"{what} for the next edition"])

    return _card("Signed, not yet public", "Everything that is signed is public.", rows, entry)


def schedules(user: AnyUser) -> Card:
    now = timezone.now()
    refused = Q(state=ScheduledEdition.State.REFUSED, closed_at__gt=now - REFUSED_LATELY)
    rows = ScheduledEdition.objects.filter(Q(state=ScheduledEdition.State.PENDING) | refused)
    rows = rows.annotate(guide=guide_name("monograph")).order_by("state", "publish_at")

    def entry(scheduled: Any) -> Entry:
        when = f"{_day(scheduled.publish_at.date())}, {scheduled.publish_at:%H:%M} UTC"
        is_refused = scheduled.state == ScheduledEdition.State.REFUSED
        said = f"refused when its time came, {when}: {scheduled.outcome}" if is_refused else f"goes out on {when}"
        address = reverse("admin:monograph_monograph_release", args=[scheduled.monograph_id])
        return Entry(address, scheduled.guide, [said])

    return _card("Scheduled", "No edition is scheduled.", rows, entry)


def reported(user: AnyUser) -> Card:
    rows = ReaderReport.objects.open().select_related("edition", "section").defer("edition__article")
    now = timezone.now()

    def entry(report: ReaderReport) -> Entry:
        part = report.section.heading if report.section else "the whole guide"
        details = [f"{in_words(now - report.created_at)} ago"]
        if report.words:
            details.append(Truncator(report.words).words(25))
        address = reverse("admin:monograph_readerreport_change", args=[report.pk])
        return Entry(address, f"{report.edition.brand_name}: {part}", details)

    listed = reverse("admin:monograph_readerreport_changelist")
    rows = rows.order_by("created_at", "pk")
    return _card("Readers' reports", "No reader's report is open.", rows, entry, more=listed)


def cards_for(user: AnyUser) -> list[Card]:
    """Return the cards of this person's desks, the most pressing first."""
    makers: list[Callable[[AnyUser], Card]] = []
    if permissions.may_write(user):
        makers += [sent_back, unfinished, not_submitted, in_review]
    if permissions.may_review(user):
        makers.append(to_review)
    if permissions.may_publish(user):
        makers += [to_release, schedules]
    if permissions.may_settle_report(user):
        makers.append(reported)
    return [make(user) for make in [*makers, review_due]]


@admin.site.admin_view
def home(request: HttpRequest) -> HttpResponse:
    """Answer all who may log in to the admin; whoever has no desk sees the lists that their rights open."""
    cards = cards_for(request.user) if permissions.may_read_desks(request.user) else []
    return desk_page(request, "home.html", {"cards": cards}, title="Home")
