"""Guides that the public can't read anymore, by their names.

A reader who types such a name must get the notice of the withdrawal, and never another medicine in its place.
"""

from dataclasses import dataclass

from ..content.search_words import SearchTerm, search_terms, stems
from ..models import Edition, EditionSection
from .memoize import memoize_until_published
from .name_index import NameIndex, SearchName

WITHDRAWN = "withdrawn"  # the kind of these names


@dataclass(frozen=True)
class WithdrawnGuides:
    """The last editions of withdrawn guides, with the terms of each of their names, and an index of the names."""

    editions: list[tuple[Edition, list[list[SearchTerm]]]]
    index: NameIndex

    def named_in(self, query: str) -> list[Edition]:
        """Return the editions of which a query holds a name."""
        typed = set(stems(query))
        return [
            edition
            for edition, names in self.editions
            if any(terms and all(not typed.isdisjoint(term.stems) for term in terms) for terms in names)
        ]


@memoize_until_published
def withdrawn_guides() -> WithdrawnGuides:
    """Return the withdrawn guides; they are few. Takes a query, and another if there are any."""
    editions = Edition.objects.filter(monograph__current_edition=None, withdrawal__isnull=False)
    newest: dict[int, Edition] = {}
    for edition in editions.select_related("monograph", "withdrawal").defer("article").order_by("number"):
        newest[edition.monograph_id] = edition
    named = {edition.pk: [edition.brand_name, edition.generic_name] for edition in newest.values()}
    if named:
        lines = EditionSection.objects.filter(edition__in=named, revision__facts__isnull=False)
        for line in lines.select_related("revision"):
            named[line.edition_id] += (line.revision.facts or {}).get("other_names", [])
    return WithdrawnGuides(
        [(edition, [search_terms(name) for name in named[edition.pk]]) for edition in newest.values()],
        NameIndex(
            SearchName(name, WITHDRAWN, edition.brand_name, edition.generic_name, edition.monograph.slug)
            for edition in newest.values()
            for name in named[edition.pk]
        ),
    )
