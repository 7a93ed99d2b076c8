"""The lists of all guides: from A to Z by every name, by class, by condition."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext

from ..content.search_words import distinct_generic_name, fold
from ..models import Edition, Monograph, PublicName
from ..rendering import in_each_language
from ..search import memoize_until_published
from .public_page import PublicPageResponse, public_page

OTHER = "other"  # the address of names that begin with no letter from A to Z
MAX_ON_ONE_PAGE = 300  # names: with more of them, letters and then pairs of letters have pages of their own
NEWEST = 5
ANY = "0-any-guide"  # stands for a slug in an address
Kind = PublicName.Kind


class Entry(NamedTuple):
    name: str
    generic: str  # named beside a brand name, where it is another one
    see: str  # says which brand name another name leads to
    address: str


@dataclass(frozen=True, order=True)
class Group:
    """Names that begin alike: two letters, one, or "" for those that begin with none."""

    prefix: str
    count: int

    @property
    def address(self) -> str:
        return reverse("monograph:letter", args=[self.prefix or OTHER])


def _medicines() -> QuerySet[PublicName]:
    return PublicName.objects.current().filter(kind__in=PublicName.OF_MEDICINES)


def _named(found: QuerySet[PublicName]) -> list[Entry]:
    """Return an entry for each of these names."""
    return _entries(found.order_by().values_list("key", "name", "kind", "brand", "generic", "guide"))


def _brands(found: QuerySet[PublicName]) -> list[Entry]:
    """Return an entry for each guide that these names lead to."""
    guides = found.order_by().values_list("brand", "generic", "guide").distinct()
    return _entries((fold(brand), brand, Kind.BRAND, brand, generic, guide) for brand, generic, guide in guides)


def _entries(rows: Iterable[tuple[str, str, str, str, str, str]]) -> list[Entry]:
    """Return entries in their order. Of each: how it sorts, its name, its kind, the guide's two names and its slug."""
    # Asked for once, as there may be hundreds on a page: the address of any guide, and the words around a name.
    address, see = reverse("monograph:guide", args=[ANY]), gettext("see %(brand)s")
    entries = []
    for key, name, kind, brand, generic, slug in rows:
        is_brand = kind == Kind.BRAND
        beside = distinct_generic_name(name, generic) if is_brand else ""
        told = "" if is_brand else see % {"brand": brand}
        entries.append((not _letter(key), key, told, Entry(name, beside, told, address.replace(ANY, slug))))
    return [entry for *_, entry in sorted(entries)]


def _letter(key: str) -> str:
    """Return the letter from A to Z that a name stands under; "" for others."""
    return key[:1].upper() if "a" <= key[:1] <= "z" else ""


def _by_letter(entries: list[Entry]) -> list[tuple[str, list[Entry]]]:
    return [(letter, list(group)) for letter, group in groupby(entries, key=lambda entry: _letter(fold(entry.name)))]


@memoize_until_published
def _pairs() -> list[Group]:
    counted = _medicines().order_by().values_list("prefix").annotate(Count("pk"))
    return sorted((Group(prefix, count) for prefix, count in counted), key=lambda group: (not group.prefix, group))


def _joined(pairs: Iterable[Group]) -> list[Group]:
    """Return one group for each first letter."""
    return [
        Group(letter, sum(group.count for group in groups))
        for letter, groups in groupby(pairs, key=lambda group: group.prefix[:1])
    ]


def _page(template: str, **context: object) -> HttpResponse:
    return PublicPageResponse(render_to_string(f"monograph/public/{template}.html", context))


@public_page
def home(request: HttpRequest) -> HttpResponse:
    # By their keys, which are given when they are published: that needs no look at those that are not shown.
    newest = Edition.objects.current().select_related("monograph").defer("article").order_by("-pk")
    return _page(
        "home", addresses=in_each_language("monograph:home"), letters=_joined(_pairs()), newest=newest[:NEWEST]
    )


@public_page
def guides(request: HttpRequest) -> HttpResponse:
    letters = _joined(_pairs())
    is_whole = sum(group.count for group in letters) <= MAX_ON_ONE_PAGE
    groups = _by_letter(_named(_medicines())) if is_whole else []
    return _page(
        "guides",
        addresses=in_each_language("monograph:guides"),
        count=Monograph.objects.current().count(),
        letters=letters,
        groups=groups,
    )


@public_page
def letter(request: HttpRequest, prefix: str) -> HttpResponse:
    """Names that begin with a letter or with two; of many with one letter the pairs are named instead."""
    wanted = "" if prefix == OTHER else prefix
    pairs = [group for group in _pairs() if group.prefix.startswith(wanted) and bool(group.prefix) == bool(wanted)]
    if not pairs:
        raise Http404("No name begins so.")
    is_parted = len(pairs) > 1 and sum(group.count for group in pairs) > MAX_ON_ONE_PAGE
    names = _medicines().filter(prefix__in=[group.prefix for group in pairs])
    return _page(
        "letter",
        addresses=in_each_language("monograph:letter", prefix),
        prefix=wanted.capitalize(),
        pairs=pairs if is_parted else [],
        entries=[] if is_parted else _named(names),
    )


TOPICS = {"classes": Kind.CLASS, "conditions": Kind.CONDITION}


@public_page
def topics(request: HttpRequest, by: str) -> HttpResponse:
    """The classes, or the conditions, that guides give in their signed facts."""
    found = [(name, reverse("monograph:topic", args=[by, slug])) for name, slug in _topics(TOPICS[by])]
    return _page("topics", addresses=in_each_language("monograph:topics", by), by=by, topics=found)


@memoize_until_published
def _topics(kind: Kind) -> list[tuple[str, str]]:
    """Return names, in their order, with their slugs: of several ways to write one, the first."""
    named = PublicName.objects.current().filter(kind=kind).values_list("slug", "key", "name").order_by().distinct()
    first: dict[str, tuple[str, str]] = {}
    for slug, key, name in named:
        first[slug] = min((key, name), first.get(slug, (key, name)))
    return [(name, slug) for slug, (_, name) in sorted(first.items(), key=lambda item: item[1])]


@public_page
def topic(request: HttpRequest, by: str, slug: str) -> HttpResponse:
    here = PublicName.objects.current().filter(kind=TOPICS[by], slug=slug)
    names = here.order_by("key", "pk").values_list("name", flat=True)[:1]
    if not names:
        raise Http404("No guide gives this.")
    context = {"addresses": in_each_language("monograph:topic", by, slug), "by": by, "name": names[0]}
    return _page("topic", **context, entries=_brands(here))
