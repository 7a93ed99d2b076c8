"""A guide's current edition, each of its editions, and what is said in the place of a withdrawn one.

The current edition's page is stored when it is published: one query. All others are made when they are asked for, in
eight queries at the most, however many editions a guide has.
"""

import gzip

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from ..models import Edition, PublicPage
from ..rendering import Compressed, Telling, page_of, stamp
from .public_page import PublicPageResponse, public_page


def telling_of(slug: str) -> Telling:
    """Return what is known of a guide's editions. Raises `Http404` where nothing was ever published."""
    telling = Telling.of(slug)
    if telling is None:
        raise Http404("No edition of this guide was ever published.")
    return telling


@public_page
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    stored = PublicPage.objects.sendable(stamp(), today).filter(edition__monograph__slug=slug)
    page = stored.values_list("gzip", "brotli").first()
    if page is not None:
        sent = Compressed(*map(bytes, page))
        return PublicPageResponse(gzip.decompress(sent.gzip), sent=sent)
    telling = telling_of(slug)
    current = telling.current
    if current is None:
        return _gone(telling.editions[0], None)
    return PublicPageResponse(page_of(current, telling, today=today))


@public_page
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    telling = telling_of(slug)
    asked = next((edition for edition in telling.editions if edition.number == number), None)
    if asked is None:
        raise Http404("This guide has no edition of that number.")
    if hasattr(asked, "withdrawal"):
        return _gone(asked, telling.current)
    return PublicPageResponse(page_of(asked, telling, today=timezone.localdate(), is_by_number=True))


def _gone(withdrawn: Edition, current: Edition | None) -> HttpResponse:
    context = {"withdrawn": withdrawn, "current": current}
    return PublicPageResponse(render_to_string("monograph/public/withdrawn.html", context), status=410)
