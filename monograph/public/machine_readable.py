"""The guides for programs: data, plain text, sitemap, feed, and whether the site is well."""

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

from ..content.search_words import generic_beside
from ..models import Edition, EditionSection, PublicVersion, Withdrawal
from ..rendering import Provenance, as_data, as_text, in_page_order, lines_of, provenance_of, withdrawn_data
from .guide import history_or_404
from .public_page import PublicPageResponse, public_page

FEED_ENTRIES = 50
FIRST, SIGNED_ANEW = "The first edition of this guide.", "Texts were signed anew; none of them changed."
TEXT = "text/plain; charset=utf-8"


def _current(slug: str) -> tuple[Edition, list[EditionSection], Provenance] | Withdrawal:
    """Return the current edition with its texts, or why there is none now. Raises `Http404` where there never was."""
    history = history_or_404(slug)
    current = history.current
    if current is None:
        return history.editions[0].withdrawal
    return current, lines_of(current), provenance_of(current, history.editions)


@public_page
def guide_json(request: HttpRequest, slug: str) -> HttpResponse:
    found = _current(slug)
    if isinstance(found, Withdrawal):
        data, status = withdrawn_data(found), 410
    else:
        data, status = as_data(*found, today=timezone.localdate()), 200
    content = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1}).content
    return PublicPageResponse(content, content_type="application/json", status=status)


@public_page
def guide_text(request: HttpRequest, slug: str) -> HttpResponse:
    found = _current(slug)
    if isinstance(found, Withdrawal):
        gone = f"Edition {found.edition.number} of this guide is withdrawn.\n\n{found.reason}\n"
        return PublicPageResponse(gone, content_type=TEXT, status=410)
    return PublicPageResponse(as_text(*found, today=timezone.localdate()), content_type=TEXT)


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
    return PublicPageResponse("\n".join(lines), content_type=TEXT)


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
        generic = generic_beside(guide["brand_name"], guide["generic_name"])
        name = f"{guide['brand_name']} ({generic})" if generic else guide["brand_name"]
        url = settings.SITE_URL + reverse("machine_readable:guide_text", args=[guide["monograph__slug"]])
        due = "OVERDUE for review since" if guide["review_due"] <= today else "next review due"
        published = f"edition {guide['number']} of {guide['published_at']:%Y-%m-%d}"
        lines.append(f"- [{name}]({url}): {published}, {due} {guide['review_due']}")
    return PublicPageResponse("\n".join([*lines, ""]), content_type=TEXT)


class Entry(NamedTuple):
    at: datetime
    title: str
    words: str
    address: str
    key: str


def _entries() -> list[Entry]:
    """Return the newest publications and withdrawals; an edition that was withdrawn has the one entry that says so."""
    shown = Edition.objects.readable().select_related("monograph").defer("article").prefetch_related("lines")
    withdrawals = Withdrawal.objects.select_related("edition__monograph").defer("edition__article")
    entries = []
    for edition in shown.order_by("-published_at")[:FEED_ENTRIES]:
        lines = in_page_order(edition.lines.all())
        told = [f"{line.heading}: {line.change_note}" for line in lines if line.change_note]
        said = edition.note or (FIRST if edition.number == 1 else SIGNED_ANEW)
        words = "\n".join(told or [said])
        title = f"{edition.brand_name}: edition {edition.number}"
        entries.append(Entry(edition.published_at, title, words, edition.get_absolute_url(), f"edition-{edition.pk}"))
    for each in withdrawals.order_by("-created_at")[:FEED_ENTRIES]:
        title = f"{each.edition.brand_name}: edition {each.edition.number} is withdrawn"
        address = each.edition.monograph.get_absolute_url()
        entries.append(Entry(each.created_at, title, each.reason, address, f"withdrawal-{each.pk}"))
    return sorted(entries, reverse=True)[:FEED_ENTRIES]


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    made = Atom1Feed(
        title=f"{settings.SITE_NAME}: what changed",
        link=settings.SITE_URL,
        description="Guides that were published or withdrawn, and what changed in them.",
        feed_url=settings.SITE_URL + reverse("machine_readable:feed"),
        language=settings.GUIDE_LANGUAGE,
    )
    for entry in _entries():
        made.add_item(
            title=entry.title,
            link=settings.SITE_URL + entry.address,
            description=linebreaks(entry.words, autoescape=True),  # feed readers take it for HTML
            updateddate=entry.at,
            unique_id=f"{settings.SITE_URL}/feed/{entry.key}",
        )
    return PublicPageResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers, for whoever watches the site."""
    try:
        PublicVersion.current()
    except Error:
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return HttpResponse("The database does not answer.\n", status=status, content_type=TEXT)
    return HttpResponse("ok\n", content_type=TEXT)
