"""Home: what waits for the user, each item one click from the work.

Cards depend on permissions: a pharmacist who also writes sees the cards of both roles. Each card shows a count and a
short list, and takes one or two queries, however many guides there are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Count, Max, Prefetch, Q, QuerySet, Window
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.timesince import timesince

from .. import people_permissions, permissions, word_permissions
from ..accounts.duties import signing_lack
from ..content.local_time import date_text
from ..models import (
    AccountChange,
    Edition,
    Monograph,
    ReaderReport,
    Review,
    ReviewComment,
    RevisionState,
    ScheduledEdition,
    Section,
    SectionRevision,
    SiteWord,
    WorkingCopy,
)
from ..models.edition import REVIEW_DUE_SOON
from ..models.guide import guide_name
from ..models.people import full_name
from ..permissions import AnyUser
from .desk import DeskRequest, render_desk_page

MAX_ITEMS = 5
RECENTLY_REFUSED = timedelta(days=14)


@dataclass(frozen=True)
class Item:
    """One thing to do, with what to know before opening its page."""

    url: str
    title: str
    details: list[str] = field(default_factory=list)
    comments: list[ReviewComment] = field(default_factory=list)


@dataclass(frozen=True)
class Card:
    title: str
    empty: str
    items: list[Item]
    count: int
    all_url: str = ""  # of the whole list

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.items)


def _card(title: str, empty: str, rows: QuerySet[Any], item: Callable[[Any], Item], *, all_url: str = "") -> Card:
    shown = list(rows.annotate(total=Window(Count("*")))[:MAX_ITEMS])
    return Card(title, empty, [item(row) for row in shown], shown[0].total if shown else 0, all_url)


def _ago(moment: datetime, now: datetime) -> str:
    return f"{timesince(moment, now, depth=1)} ago"


def _section_url(section: Section) -> str:
    return reverse("admin:monograph_section_edit", args=[section.monograph_id, section.kind.code])


def _own_latest_revisions(user: AnyUser, state: RevisionState) -> QuerySet[SectionRevision]:
    """Return the latest revisions in a state that this user wrote or submitted."""
    revisions = SectionRevision.objects.latest_of_section().in_state(state).defer("body", "facts")
    own = revisions.filter(Q(author=user.pk) | Q(reviews__submitted_by=user.pk)).distinct()
    return own.select_related("section__kind").annotate(guide=guide_name("section__monograph"))


def changes_requested(user: AnyUser) -> Card:
    open_comments = ReviewComment.objects.unresolved().select_related("author")
    reviews = Review.objects.filter(state=Review.State.CHANGES_REQUESTED).prefetch_related(
        Prefetch("comments", open_comments, to_attr="unresolved_comments")
    )
    rows = _own_latest_revisions(user, RevisionState.CHANGES_REQUESTED).order_by("created_at")
    rows = rows.prefetch_related(Prefetch("reviews", reviews, to_attr="reviews_with_requests"))

    def item(revision: Any) -> Item:
        comments = [comment for review in revision.reviews_with_requests for comment in review.unresolved_comments]
        return Item(_section_url(revision.section), f"{revision.guide}: {revision.heading}", comments=comments)

    return _card("Changes requested", "No changes are requested from you.", rows, item)


def unsaved_changes(user: AnyUser) -> Card:
    rows = WorkingCopy.objects.filter(editor=user.pk).select_related("section__kind", "section__latest_revision")
    rows = rows.annotate(guide=guide_name("section__monograph")).order_by("-updated_at")
    now = timezone.now()

    def item(copy: Any) -> Item:
        latest = copy.section.latest_revision
        heading = copy.get("heading") or (latest.heading if latest else str(copy.section.kind))
        details = [f"autosaved {_ago(copy.updated_at, now)}"]
        if latest is not None and latest.pk != copy.based_on_id:
            details.append("a newer revision has been saved since")
        return Item(_section_url(copy.section), f"{copy.guide}: {heading}", details)

    return _card("Unsaved changes", "You have no unsaved changes.", rows, item)


def drafts(user: AnyUser) -> Card:
    rows = _own_latest_revisions(user, RevisionState.DRAFT).filter(author=user.pk).order_by("created_at")
    now = timezone.now()

    def item(revision: Any) -> Item:
        what = "removal" if revision.is_removal else f"revision {revision.number}"
        details = [f"{what}, saved {_ago(revision.created_at, now)}"]
        return Item(_section_url(revision.section), f"{revision.guide}: {revision.heading}", details)

    return _card("Drafts to submit", "You have no drafts to submit.", rows, item)


def in_review(user: AnyUser) -> Card:
    own = Review.objects.open().filter(Q(submitted_by=user.pk) | Q(revision__author=user.pk))
    rows = own.select_related("revision", "claim__pharmacist").defer("revision__body", "revision__facts")
    rows = rows.annotate(guide=guide_name("section__monograph")).order_by("submitted_at")
    rows = rows.prefetch_related("signatures")
    now = timezone.now()

    def item(review: Any) -> Item:
        details = [f"submitted {_ago(review.submitted_at, now)}"]
        if hasattr(review, "claim"):
            details.append(f"assigned to {full_name(review.claim.pharmacist)}")
        signers = [signature.printed for signature in review.signatures.all()]
        if signers:
            details.append(f"signed by {' and '.join(signers)}, {len(signers)} of {review.required_signatures}")
        url = reverse("admin:monograph_review_change", args=[review.pk])
        return Item(url, f"{review.guide}: {review.revision.heading}", details)

    return _card("Your revisions in review", "None of your revisions is in review.", rows, item)


def to_review(user: AnyUser) -> Card:
    rows = Review.objects.waiting_for(user.pk or 0).by_urgency().select_related("revision")
    rows = rows.defer("revision__body", "revision__facts").annotate(guide=guide_name("section__monograph"))
    now = timezone.now()

    def item(review: Any) -> Item:
        due = "overdue since" if review.is_overdue(now) else "due on"
        details = [f"{due} {date_text(review.due_at.date())}"]
        if review.is_high_risk:
            details.append("needs two signatures")
        url = reverse("admin:monograph_review_change", args=[review.pk])
        return Item(url, f"{review.guide}: {review.revision.heading}", details)

    queue = reverse("admin:monograph_review_queue")
    return _card("Waiting for your review", "Nothing is waiting for your review.", rows, item, all_url=queue)


def guide_reviews_due(user: AnyUser) -> Card:
    today = timezone.now().date()
    rows = Edition.objects.review_due_by(today + REVIEW_DUE_SOON).defer("article").order_by("review_due")

    def item(edition: Edition) -> Item:
        due = "lapsed on" if edition.is_review_lapsed(today) else "due on"
        url = reverse("admin:monograph_monograph_change", args=[edition.monograph_id])
        return Item(url, edition.brand_name, [f"review {due} {date_text(edition.review_due)}"])

    guides = reverse("admin:monograph_monograph_changelist") + "?o=5"
    return _card("Guides due for review", "No guide is due for review in the next 30 days.", rows, item, all_url=guides)


def to_publish(user: AnyUser) -> Card:
    unpublished = Section.objects.unpublished().values("monograph")
    unpublished = unpublished.annotate(sections=Count("pk"), since=Max("approved_revision__created_at"))
    rows = Monograph.objects.named().filter(pk__in=unpublished.values("monograph")).order_by("slug")
    shown = unpublished.filter(monograph__in=rows.values("pk")[:MAX_ITEMS])
    counts = {guide["monograph"]: guide["sections"] for guide in shown}

    def item(monograph: Monograph) -> Item:
        count = counts[monograph.pk]
        what = "1 signed section is" if count == 1 else f"{count} signed sections are"
        url = reverse("admin:monograph_monograph_publish", args=[monograph.pk])
        return Item(url, monograph.display_name, [f"{what} ready for the next edition"])

    return _card("Signed, not yet published", "Everything signed is published.", rows, item)


def schedules(user: AnyUser) -> Card:
    now = timezone.now()
    refused = Q(state=ScheduledEdition.State.REFUSED, closed_at__gt=now - RECENTLY_REFUSED)
    rows = ScheduledEdition.objects.filter(Q(state=ScheduledEdition.State.PENDING) | refused)
    rows = rows.annotate(guide=guide_name("monograph")).order_by("state", "publish_at")

    def item(scheduled: Any) -> Item:
        when = f"{date_text(scheduled.publish_at.date())}, {scheduled.publish_at:%H:%M} UTC"
        is_refused = scheduled.state == ScheduledEdition.State.REFUSED
        detail = f"could not be published on {when}: {scheduled.outcome}" if is_refused else f"publishes on {when}"
        url = reverse("admin:monograph_monograph_publish", args=[scheduled.monograph_id])
        return Item(url, scheduled.guide, [detail])

    return _card("Scheduled", "No edition is scheduled.", rows, item)


def reader_reports(user: AnyUser) -> Card:
    rows = ReaderReport.objects.open().select_related("edition", "section").defer("edition__article")
    now = timezone.now()

    def item(report: ReaderReport) -> Item:
        part = report.section.heading if report.section else "the whole guide"
        details = [_ago(report.created_at, now)]
        if report.words:
            details.append(Truncator(report.words).words(25))
        url = reverse("admin:monograph_readerreport_change", args=[report.pk])
        return Item(url, f"{report.edition.brand_name}: {part}", details)

    reports = reverse("admin:monograph_readerreport_changelist")
    rows = rows.order_by("created_at", "pk")
    return _card("Reader reports", "No reader reports are open.", rows, item, all_url=reports)


def proposed_words(user: AnyUser) -> Card:
    rows = SiteWord.objects.proposed().exclude(added_by=user.pk).order_by("added_at", "pk")
    page = reverse("monograph_words")

    def item(word: SiteWord) -> Item:
        return Item(page, word.word, [Truncator(word.sentence).words(25)])

    return _card("Proposed words", "No word is proposed.", rows, item, all_url=page)


def accounts_to_confirm(user: AnyUser) -> Card:
    rows = AccountChange.objects.filter(state=AccountChange.State.WAITING).select_related("person", "requested_by")
    rows = rows.exclude(requested_by=user.pk).exclude(person=user.pk).order_by("pk")

    def item(change: AccountChange) -> Item:
        details = [f"{change.get_kind_display()}, asked for by {full_name(change.requested_by)}"]
        return Item(reverse("person", args=[change.person_id]), full_name(change.person), details)

    return _card("Accounts to confirm", "No change of an account waits for you.", rows, item, all_url=reverse("people"))


def cards_for(user: AnyUser) -> list[Card]:
    """Return the cards of this user's roles, the most urgent first."""
    builders: list[Callable[[AnyUser], Card]] = []
    if people_permissions.may_manage_people(user):
        builders.append(accounts_to_confirm)
    if permissions.may_write(user):
        builders += [changes_requested, unsaved_changes, drafts, in_review]
    if permissions.may_review(user):
        builders.append(to_review)
    if permissions.may_publish(user):
        builders += [to_publish, schedules]
    if permissions.may_settle_report(user):
        builders.append(reader_reports)
    if word_permissions.may_decide_words(user):
        builders.append(proposed_words)
    return [build(user) for build in [*builders, guide_reviews_due]]


@admin.site.admin_view
def home(request: DeskRequest) -> HttpResponse:
    """Show the cards of the user's roles.

    Users who may not read the desks see only the lists for which they have permission.
    """
    cards = cards_for(request.user) if permissions.may_read_desks(request.user) else []
    context = {"cards": cards, "lack": signing_lack(request.user)}
    return render_desk_page(request, "home.html", context, title="Home")
