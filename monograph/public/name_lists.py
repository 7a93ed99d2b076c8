"""The entries of lists of names, and the letters that they are grouped by."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from ..content.facts import distinct_generic_name
from ..content.typography import fold
from ..models import PublicName
from ..search import memoize_until_published

OTHER = "other"  # in the address of names that do not begin with a letter from A to Z
PLACEHOLDER_SLUG = "0-any-guide"
Kind = PublicName.Kind


class NameEntry(NamedTuple):
    name: str
    generic: str  # shown beside a brand name, where it differs
    see: str  # says which brand name another name leads to
    address: str


@dataclass(frozen=True, order=True)
class PrefixGroup:
    """The names with one prefix of one or two letters, or "" for names without one."""

    prefix: str
    count: int

    @property
    def address(self) -> str:
        return reverse("monograph:letter", args=[self.prefix or OTHER])


def medicine_names() -> QuerySet[PublicName]:
    return PublicName.objects.current().filter(kind__in=PublicName.MEDICINE_KINDS)


def name_entries(names: QuerySet[PublicName]) -> list[NameEntry]:
    """Return these names as entries, sorted."""
    return _sorted_entries(names.order_by().values_list("key", "name", "kind", "brand", "generic", "guide"))


def brand_entries(names: QuerySet[PublicName]) -> list[NameEntry]:
    """Return an entry for each guide that these names lead to, sorted by brand name."""
    guides = names.order_by().values_list("brand", "generic", "guide").distinct()
    return _sorted_entries((fold(brand), brand, Kind.BRAND, brand, generic, slug) for brand, generic, slug in guides)


def _sorted_entries(rows: Iterable[tuple[str, str, str, str, str, str]]) -> list[NameEntry]:
    """Return the sorted entries of rows.

    A row has the sort key, the name, its kind, and the brand name, generic name and slug of the guide.
    """
    # Computed once, as a page may have hundreds of entries: the address of any guide, and the words around a name.
    address, see_brand = reverse("monograph:guide", args=[PLACEHOLDER_SLUG]), gettext("see %(brand)s")
    entries = []
    for key, name, kind, brand, generic, slug in rows:
        is_brand = kind == Kind.BRAND
        beside = distinct_generic_name(name, generic) if is_brand else ""
        see = "" if is_brand else see_brand % {"brand": brand}
        entry = NameEntry(name, beside, see, address.replace(PLACEHOLDER_SLUG, slug))
        entries.append((not _letter(key), key, see, entry))
    return [entry for *_, entry in sorted(entries)]


def _letter(key: str) -> str:
    """Return the capital letter that a name is listed under; "" if it is not A to Z."""
    return key[:1].upper() if "a" <= key[:1] <= "z" else ""


def by_letter(entries: list[NameEntry]) -> list[tuple[str, list[NameEntry]]]:
    return [(letter, list(group)) for letter, group in groupby(entries, key=lambda entry: _letter(fold(entry.name)))]


@memoize_until_published
def pair_groups() -> list[PrefixGroup]:
    """Return a group for each pair of first letters; names without any come last."""
    counts = medicine_names().order_by().values_list("prefix").annotate(Count("pk"))
    groups = (PrefixGroup(prefix, count) for prefix, count in counts)
    return sorted(groups, key=lambda group: (not group.prefix, group))


def letter_groups() -> list[PrefixGroup]:
    """Return a group for each first letter."""
    return [
        PrefixGroup(letter, sum(pair.count for pair in pairs))
        for letter, pairs in groupby(pair_groups(), key=lambda pair: pair.prefix[:1])
    ]
