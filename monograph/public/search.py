"""Search: a page of results, and names for whoever types."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from ..content.search_words import distinct_generic_name
from ..models import PublicName
from ..rendering import in_each_language
from ..search import Named, names, search
from .public_page import PublicPageResponse, public_page

MAX_PAGES = 1_000


def _number(given: str) -> int:
    return min(int(given), MAX_PAGES) if given.isascii() and given.isdigit() and int(given[:5]) > 0 else 1


@public_page
def results(request: HttpRequest) -> HttpResponse:
    found = search(request.GET.get("q", ""), number=_number(request.GET.get("page", "")[:5]))
    context = {
        "addresses": in_each_language("monograph:search"),
        "query": found.query,
        "results": found,
        "close": [(each, note(each), address_of(each)) for each in found.close],
    }
    return PublicPageResponse(render_to_string("monograph/public/search.html", context))


@public_page
def suggestions(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "")[:100]
    found = [{"name": each.name, "note": note(each), "address": address_of(each)} for each in names().suggested(typed)]
    told = {"language": settings.GUIDE_LANGUAGE, "names": found}
    return PublicPageResponse(JsonResponse(told).content, content_type="application/json")


def address_of(named: Named) -> str:
    if named.is_medicine:
        return reverse("monograph:guide", args=[named.slug])
    by = "classes" if named.kind == PublicName.Kind.CLASS else "conditions"
    return reverse("monograph:topic", args=[by, named.slug])


def note(named: Named) -> str:
    """Return what tells a name from others like it."""
    if named.kind == PublicName.Kind.BRAND:
        return distinct_generic_name(named.name, named.generic)
    if named.is_medicine:
        return _("see %(brand)s") % {"brand": named.brand}
    return _("drug class") if named.kind == PublicName.Kind.CLASS else _("condition")
