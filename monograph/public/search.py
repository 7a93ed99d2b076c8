"""Search: the page of results, and suggestions while a reader types."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from ..content.facts import distinct_generic_name
from ..models import PublicName
from ..rendering import localized_addresses
from ..search import WITHDRAWN, SearchName, name_index, search, withdrawn_guides
from .public_page import PublicPageResponse, public_page

MAX_PAGES = 1_000


def _page_number(value: str) -> int:
    return min(int(value), MAX_PAGES) if value.isascii() and value.isdigit() and int(value[:5]) > 0 else 1


@public_page
def results(request: HttpRequest) -> HttpResponse:
    found = search(request.GET.get("q", ""), page_number=_page_number(request.GET.get("page", "")[:5]))
    context = {
        "addresses": localized_addresses("monograph:search"),
        "query": found.query,
        "results": found,
        "similar_names": [(name, name_note(name), name_address(name)) for name in found.similar_names],
    }
    return PublicPageResponse(render_to_string("monograph/public/search.html", context))


@public_page
def suggestions(request: HttpRequest) -> HttpResponse:
    """Send names to choose from, in the language of the guides."""
    typed = request.GET.get("q", "")[:100]
    index = name_index()
    # Whoever types the name of a withdrawn medicine must not be offered another one that only looks like it.
    is_withdrawn = withdrawn_guides().index.starting_with(typed)
    suggested = index.starting_with(typed) if is_withdrawn else index.suggestions(typed)
    names = [{"name": name.name, "note": name_note(name), "address": name_address(name)} for name in suggested]
    data = {"language": settings.GUIDE_LANGUAGE, "names": names}
    return PublicPageResponse(JsonResponse(data).content, content_type="application/json")


def name_address(name: SearchName) -> str:
    if name.is_medicine:
        return reverse("monograph:guide", args=[name.slug])
    by = "classes" if name.kind == PublicName.Kind.CLASS else "conditions"
    return reverse("monograph:topic", args=[by, name.slug])


def name_note(name: SearchName) -> str:
    """Return what distinguishes a name from others like it."""
    if name.kind == WITHDRAWN:
        return _("withdrawn")
    if name.kind == PublicName.Kind.BRAND:
        return distinct_generic_name(name.name, name.generic)
    if name.is_medicine:
        return _("see %(brand)s") % {"brand": name.brand}
    return _("drug class") if name.kind == PublicName.Kind.CLASS else _("condition")
