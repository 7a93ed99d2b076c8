"""A guide's current edition, each of its editions, and what is said in the place of a withdrawn one.

The current edition's page is stored when it is published: one query. All others are made when they are asked for, in a
number of queries that is the same however many editions a guide has.
"""

import gzip

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from ..models import Edition, FormerAddress, Monograph, PublicName, PublicPage, SectionKind
from ..printing import Unavailable
from ..release.edition_pdfs import pdf_of
from ..rendering import (
    Compressed,
    PublicationHistory,
    changes_between,
    in_each_language,
    lines_of,
    page_of,
    stamp,
    text_html,
)
from .public_page import Gone, PublicPageResponse, public_page


def history_or_404(slug: str) -> PublicationHistory:
    """Return what is known of a guide's editions. Raises `Http404` where nothing was ever published."""
    history = PublicationHistory.of(slug)
    if history is None:
        raise Http404("No edition of this guide was ever published.")
    return history


@public_page
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    stored = PublicPage.objects.sendable(stamp(), today).filter(edition__monograph__slug=slug, language=get_language())
    page = stored.values_list("gzip", "brotli").first()
    if page is not None:
        sent = Compressed(*map(bytes, page))
        return PublicPageResponse(gzip.decompress(sent.gzip), sent=sent)
    history = PublicationHistory.of(slug)
    if history is None:
        return _led_elsewhere(slug)
    return PublicPageResponse(page_of(_current_of(history), history, today=today))


def _led_elsewhere(slug: str) -> HttpResponse:
    """Lead from a former address, or from a name, to the guide. Raises `Http404` where there is none."""
    former = FormerAddress.objects.filter(address=slug, monograph__editions__isnull=False).select_related("monograph")
    if found := former.first():
        return HttpResponsePermanentRedirect(found.monograph.get_absolute_url())
    names = PublicName.objects.current().filter(slug=slug, kind__in=PublicName.OF_MEDICINES)
    guides = Monograph.objects.filter(pk__in=names.values("edition__monograph"))[:2]
    if not guides:
        raise Http404("No edition of this guide was ever published.")
    # Not for good: another guide may take the name one day.
    if len(guides) == 1:
        return HttpResponseRedirect(guides[0].get_absolute_url())
    return HttpResponseRedirect(reverse("monograph:search", query={"q": slug.replace("-", " ")}))


@public_page
def large_print(request: HttpRequest, slug: str) -> HttpResponse:
    history = history_or_404(slug)
    return PublicPageResponse(page_of(_current_of(history), history, today=timezone.localdate(), is_large=True))


@public_page
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions for the doctor by themselves, to print and take along."""
    current = _current_of(history_or_404(slug))
    line = next((line for line in lines_of(current) if line.kind_code == SectionKind.QUESTIONS), None)
    if line is None:
        raise Http404("This guide has no such section.")
    context = {
        "addresses": in_each_language("monograph:questions", slug),
        "edition": current,
        "is_lapsed": current.is_review_lapsed(timezone.localdate()),
        "line": line,
        "body": text_html(line.revision.body, line.kind_code),
    }
    return PublicPageResponse(render_to_string("monograph/public/questions.html", context))


@public_page
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    history = history_or_404(slug)
    asked = _edition_of(history, number)
    return PublicPageResponse(page_of(asked, history, today=timezone.localdate(), is_by_number=True))


@public_page
def edition_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    history = history_or_404(slug)
    asked, current = _edition_of(history, number), _current_of(history)
    try:
        content = pdf_of(asked, history)
    except Unavailable as error:
        context = {"reason": str(error), "address": current.monograph.get_absolute_url()}
        return HttpResponse(render_to_string("monograph/public/no_pdf.html", context), status=503)
    response = PublicPageResponse(content, content_type="application/pdf")
    # Search engines have the page; a file that somebody kept would soon be an old edition.
    response.headers["X-Robots-Tag"] = "noindex"
    name = f"{slug}-edition-{number}{'' if asked.is_current else '-old'}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@public_page
def changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What is not as it was in an old edition."""
    history = history_or_404(slug)
    asked, current = _edition_of(history, number), _current_of(history)
    if asked.pk == current.pk:
        return HttpResponsePermanentRedirect(current.monograph.get_absolute_url())
    context = {
        "addresses": in_each_language("monograph:changes", slug, number),
        "old": asked,
        "current": current,
        "changes": changes_between(asked, current),
    }
    return PublicPageResponse(render_to_string("monograph/public/changes.html", context))


def _current_of(history: PublicationHistory) -> Edition:
    """Return what the public reads now. Raises `Gone` where the guide is withdrawn."""
    if history.current is None:
        raise Gone(history.editions[0])
    return history.current


def _edition_of(history: PublicationHistory, number: int) -> Edition:
    """Return an edition that may be read. Raises `Http404` where there is none of the number, `Gone`."""
    asked = next((edition for edition in history.editions if edition.number == number), None)
    if asked is None:
        raise Http404("This guide has no edition of that number.")
    if hasattr(asked, "withdrawal"):
        raise Gone(asked, history.current)
    return asked
