"""The pages of one guide: all its editions, and the notice of its withdrawal.

The current edition's page is stored when it is published and takes one query. All other pages are rendered on request,
in a number of queries that does not depend on how many editions a guide has.
"""

import gzip

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from ..models import Edition, FormerAddress, Monograph, PublicName, PublicPage, SectionKind
from ..printing import Unavailable
from ..release.edition_pdfs import get_or_create_pdf
from ..rendering import (
    Compressed,
    PublicationHistory,
    changes_between,
    localized_addresses,
    page_stamp,
    public_lines,
    render_body,
    render_guide_page,
)
from .public_page import Gone, PublicPageResponse, public_page


def history_or_404(slug: str) -> PublicationHistory:
    """Load the editions of a guide. Raises `Http404` if nothing was ever published."""
    history = PublicationHistory.load(slug)
    if history is None:
        raise Http404("No edition of this guide was ever published.")
    return history


@public_page
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    pages = PublicPage.objects.sendable(page_stamp(), today).filter(edition__monograph__slug=slug)
    stored = pages.filter(language=get_language()).values_list("gzip", "brotli").first()
    if stored is not None:
        compressed = Compressed(*map(bytes, stored))
        return PublicPageResponse(gzip.decompress(compressed.gzip), compressed=compressed)
    history = PublicationHistory.load(slug)
    if history is None:
        return _redirect_to_guide(slug)
    return PublicPageResponse(render_guide_page(_current_or_gone(history), history, today=today))


def _redirect_to_guide(slug: str) -> HttpResponse:
    """Redirect from a former address, or from a name, to its guide.

    Raises `Http404` if there is none.
    """
    former = FormerAddress.objects.filter(address=slug, monograph__editions__isnull=False).select_related("monograph")
    if address := former.first():
        return HttpResponsePermanentRedirect(address.monograph.get_absolute_url())
    names = PublicName.objects.current().filter(slug=slug, kind__in=PublicName.MEDICINE_KINDS)
    guides = Monograph.objects.filter(pk__in=names.values("edition__monograph"))[:2]
    if not guides:
        raise Http404("No edition of this guide was ever published.")
    # Not permanently: another guide may take the name one day.
    if len(guides) == 1:
        return HttpResponseRedirect(guides[0].get_absolute_url())
    return HttpResponseRedirect(reverse("monograph:search", query={"q": slug.replace("-", " ")}))


@public_page
def large_print(request: HttpRequest, slug: str) -> HttpResponse:
    history = history_or_404(slug)
    html = render_guide_page(_current_or_gone(history), history, today=timezone.localdate(), is_large=True)
    return PublicPageResponse(html)


@public_page
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the questions for the doctor by themselves, to print and take along."""
    current = _current_or_gone(history_or_404(slug))
    line = next((line for line in public_lines(current) if line.kind_code == SectionKind.QUESTIONS), None)
    if line is None:
        raise Http404("This guide has no such section.")
    context = {
        "addresses": localized_addresses("monograph:questions", slug),
        "edition": current,
        "is_lapsed": current.is_review_lapsed(timezone.localdate()),
        "line": line,
        "body": render_body(line.revision.body, line.kind_code),
    }
    return PublicPageResponse(render_to_string("monograph/public/questions.html", context))


@public_page
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    history = history_or_404(slug)
    shown = _edition_or_404(history, number)
    return PublicPageResponse(render_guide_page(shown, history, today=timezone.localdate(), is_by_number=True))


@public_page
def edition_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    history = history_or_404(slug)
    shown, current = _edition_or_404(history, number), _current_or_gone(history)
    try:
        content = get_or_create_pdf(shown, history)
    except Unavailable as error:
        context = {"reason": str(error), "address": current.monograph.get_absolute_url()}
        return HttpResponse(render_to_string("monograph/public/no_pdf.html", context), status=503)
    response = PublicPageResponse(content, content_type="application/pdf")
    # Search engines index the page instead: a PDF in their cache would soon be an old edition.
    response.headers["X-Robots-Tag"] = "noindex"
    name = f"{slug}-edition-{number}{'' if shown.is_current else '-old'}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@public_page
def changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what has changed between an old edition and the current one."""
    history = history_or_404(slug)
    old, current = _edition_or_404(history, number), _current_or_gone(history)
    if old.pk == current.pk:
        return HttpResponsePermanentRedirect(current.monograph.get_absolute_url())
    context = {
        "addresses": localized_addresses("monograph:changes", slug, number),
        "old": old,
        "current": current,
        "changes": changes_between(old, current),
        "change_notes": [(edition, lines) for edition, lines in history.changes if edition.number > old.number],
    }
    return PublicPageResponse(render_to_string("monograph/public/changes.html", context))


def _current_or_gone(history: PublicationHistory) -> Edition:
    """Return the edition that the public reads now. Raises `Gone` if there is none."""
    if history.current is None:
        raise Gone(history.editions[0])
    return history.current


def _edition_or_404(history: PublicationHistory, number: int) -> Edition:
    """Return the edition with a number.

    Raises `Http404` if there is none, and `Gone` if it is withdrawn.
    """
    edition = next((edition for edition in history.editions if edition.number == number), None)
    if edition is None:
        raise Http404("This guide has no edition of that number.")
    if hasattr(edition, "withdrawal"):
        raise Gone(edition, history.current)
    return edition
