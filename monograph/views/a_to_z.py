"""The list of all guides, by brand name and by generic name."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from ..models import Edition
from .public_page import PublicPageResponse, public_page

OTHER = "Other"  # where names stand that begin with no letter from A to Z


class Entry(NamedTuple):
    name: str
    generic: str  # named beside a brand name, where it is another one
    see: str  # the brand name that a generic name leads to
    address: str

    @property
    def sort_key(self) -> tuple[str, str]:
        return _plain(self.name), self.see

    @property
    def letter(self) -> str:
        first = _plain(self.name)[:1].upper()
        return first if "A" <= first <= "Z" else OTHER


def _plain(name: str) -> str:
    """Return the name without case and accents, so that both databases and all readers find it in the same place."""
    parted = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in parted if not unicodedata.combining(character))


def entries(guides: Iterable[dict[str, str]]) -> list[Entry]:
    """Return two entries for each guide, or one where the two names are the same word."""
    found = []
    for guide in guides:
        brand, generic = guide["brand_name"], guide["generic_name"]
        address = reverse("monograph:guide", args=[guide["slug"]])
        if brand.casefold() == generic.casefold():
            found.append(Entry(brand, "", "", address))
        else:
            found += [Entry(brand, generic, "", address), Entry(generic, "", brand, address)]
    return sorted(found, key=lambda entry: (entry.letter == OTHER, *entry.sort_key))


@public_page
def guides(request: HttpRequest) -> HttpResponse:
    current = Edition.objects.current().values("brand_name", "generic_name", slug=F("monograph__slug")).order_by()
    found = entries(current)
    letters = [(letter, list(group)) for letter, group in groupby(found, key=lambda entry: entry.letter)]
    html = render_to_string("monograph/public/guides.html", {"letters": letters, "count": len(current)})
    return PublicPageResponse(html)
