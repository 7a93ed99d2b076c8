"""The guides for programs: JSON, plain text, sitemap, feed; and the health check."""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..content.facts import name_with_generic
from ..models import Edition, EditionSection, PublicVersion, Withdrawal
from ..rendering import (
    Provenance,
    edition_data,
    edition_text,
    in_page_order,
    load_provenance,
    public_lines,
    withdrawal_data,
)
from .guide import history_or_404
from .public_page import PublicPageResponse, public_page

MAX_FEED_ENTRIES = 50
FIRST_EDITION = "The first edition of this guide."
SIGNED_AGAIN = "Texts were signed again; none of them changed."
PLAIN_TEXT = "text/plain; charset=utf-8"


def _load_current(slug: str) -> tuple[Edition, list[EditionSection], Provenance] | Withdrawal:
    """Return the current edition with its texts, or the withdrawal of the guide.

    Raises `Http404` if nothing was ever published.
    """
    history = history_or_404(slug)
    current = history.current
    if current is None:
        return history.editions[0].withdrawal
    return current, public_lines(current), load_provenance(current, history.editions)


@public_page
def guide_json(request: HttpRequest, slug: str) -> HttpResponse:
    current = _load_current(slug)
    if isinstance(current, Withdrawal):
        data, status = withdrawal_data(current), HTTPStatus.GONE
    else:
        data, status = edition_data(*current, today=timezone.localdate()), HTTPStatus.OK
    content = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1}).content
    return PublicPageResponse(content, content_type="application/json", status=status)


@public_page
def guide_text(request: HttpRequest, slug: str) -> HttpResponse:
    current = _load_current(slug)
    if isinstance(current, Withdrawal):
        text = f"Edition {current.edition.number} of this guide is withdrawn.\n\n{current.reason}\n"
        return PublicPageResponse(text, content_type=PLAIN_TEXT, status=HTTPStatus.GONE)
    return PublicPageResponse(edition_text(*current, today=timezone.localdate()), content_type=PLAIN_TEXT)


def _current_guides() -> Iterable[dict[str, Any]]:
    names = ("brand_name", "generic_name", "published_at", "number", "review_due", "monograph__slug")
    return Edition.objects.current().order_by("monograph__slug").values(*names)


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    pages = [
        (reverse("monograph:guide", args=[guide["monograph__slug"]]), guide["published_at"])
        for guide in _current_guides()
    ]
    context = {"pages": pages, "newest": max((published_at for _, published_at in pages), default=None)}
    return PublicPageResponse(render_to_string("monograph/public/sitemap.xml", context), content_type="application/xml")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "",
        f"Sitemap: {settings.SITE_URL}{reverse('machine_readable:sitemap')}",
        "",
    ]
    return PublicPageResponse("\n".join(lines), content_type=PLAIN_TEXT)


@public_page
def llms(request: HttpRequest) -> HttpResponse:
    """Send a list of the plain texts, in the form of https://llmstxt.org."""
    today = timezone.localdate()
    lines = [
        f"# {settings.SITE_NAME}",
        "",
        "> Guides to medicines for patients. Pharmacists check and sign every part of a guide before it is published "
        "here. A guide does not take the place of advice from people who know the patient.",
        "",
        "## Guides",
        "",
    ]
    for guide in _current_guides():
        name = name_with_generic(guide["brand_name"], guide["generic_name"])
        url = settings.SITE_URL + reverse("machine_readable:guide_text", args=[guide["monograph__slug"]])
        due = "OVERDUE for review since" if guide["review_due"] <= today else "next review due"
        published = f"edition {guide['number']} of {guide['published_at']:%Y-%m-%d}"
        lines.append(f"- [{name}]({url}): {published}, {due} {guide['review_due']}")
    return PublicPageResponse("\n".join([*lines, ""]), content_type=PLAIN_TEXT)


class FeedEntry(NamedTuple):
    published_at: datetime
    title: str
    summary: str
    address: str
    key: str


def _edition_entry(edition: Edition) -> FeedEntry:
    lines = in_page_order(edition.lines.all())
    notes = [f"{line.heading}: {line.change_note}" for line in lines if line.change_note]
    summary = "\n".join(notes) or edition.note or (FIRST_EDITION if edition.number == 1 else SIGNED_AGAIN)
    title = f"{edition.brand_name}: edition {edition.number}"
    return FeedEntry(edition.published_at, title, summary, edition.get_absolute_url(), f"edition-{edition.pk}")


def _withdrawal_entry(withdrawal: Withdrawal) -> FeedEntry:
    edition = withdrawal.edition
    title = f"{edition.brand_name}: edition {edition.number} is withdrawn"
    address = edition.monograph.get_absolute_url()
    return FeedEntry(withdrawal.created_at, title, withdrawal.reason, address, f"withdrawal-{withdrawal.pk}")


def _feed_entries() -> list[FeedEntry]:
    """Return the newest publications and withdrawals.

    A withdrawn edition has only the entry of its withdrawal.
    """
    editions = Edition.objects.readable().select_related("monograph").defer("article").prefetch_related("lines")
    withdrawals = Withdrawal.objects.select_related("edition__monograph").defer("edition__article")
    entries = [
        *(_edition_entry(edition) for edition in editions.order_by("-published_at")[:MAX_FEED_ENTRIES]),
        *(_withdrawal_entry(withdrawal) for withdrawal in withdrawals.order_by("-created_at")[:MAX_FEED_ENTRIES]),
    ]
    return sorted(entries, reverse=True)[:MAX_FEED_ENTRIES]


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    atom = Atom1Feed(
        title=f"{settings.SITE_NAME}: what changed",
        link=settings.SITE_URL,
        description="Guides that were published or withdrawn, and what changed in them.",
        feed_url=settings.SITE_URL + reverse("machine_readable:feed"),
        language=settings.GUIDE_LANGUAGE,
    )
    for entry in _feed_entries():
        atom.add_item(
            title=entry.title,
            link=settings.SITE_URL + entry.address,
            description=linebreaks(entry.summary, autoescape=True),  # feed readers take it for HTML
            updateddate=entry.published_at,
            unique_id=f"{settings.SITE_URL}/feed/{entry.key}",
        )
    return PublicPageResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Report whether the database responds, for whatever monitors the site."""
    try:
        PublicVersion.current()
    except Error:
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return HttpResponse("The database does not respond.\n", status=status, content_type=PLAIN_TEXT)
    return HttpResponse("ok\n", content_type=PLAIN_TEXT)
