"""An edition -> what it is found by."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.text import slugify

from ..content.document import read_document
from ..content.search_words import distinct_generic_name, fold, stems
from ..content.sentences import sentences
from ..models import Edition, EditionSection, PublicName, PublicText, SectionKind

Kind = PublicName.Kind


def _facts(lines: Iterable[EditionSection]) -> dict[str, Any]:
    return next(line.revision.facts for line in lines if line.revision.facts)


def _named(facts: dict[str, Any]) -> Iterator[tuple[Kind, str]]:
    brand, generic = facts["brand_name"], facts["generic_name"]
    yield Kind.BRAND, brand
    if distinct_generic_name(brand, generic):
        yield Kind.GENERIC, generic
    yield from ((Kind.OTHER, name) for name in facts["other_names"])
    yield Kind.CLASS, facts["drug_class"]
    yield from ((Kind.CONDITION, name) for name in facts.get("conditions", []))


def public_names(edition: Edition, lines: Iterable[EditionSection]) -> list[PublicName]:
    """Return the names that lead to an edition, not saved. `lines` come from `rendering.lines_of`."""
    leads = {"brand": edition.brand_name, "generic": edition.generic_name, "guide": edition.monograph.slug}
    found = []
    for kind, name in _named(_facts(lines)):
        key = fold(name)
        prefix = f"{key[0]}{key[1] if key[1:2].isalnum() else '-'}" if key[:1].isascii() and key[:1].isalpha() else ""
        # A name of no letter that an address can hold has its page under its own number.
        slug = slugify(key)[:200] or f"{ord(key[0]):x}"
        found.append(PublicName(edition=edition, kind=kind, name=name, key=key, prefix=prefix, slug=slug, **leads))
    return found


def _bag(*texts: str) -> str:
    return f" {' '.join(sorted({stem for text in texts for stem in stems(text)}))} "


def _said(line: EditionSection) -> Iterator[str]:
    """Yield what a section says, in pieces that can be quoted: sentences, items, cells, facts."""
    yield line.heading
    facts = line.revision.facts
    if facts:
        yield from (each for each in (facts["form"], facts["route"], facts["maker"]) if each)
    document = read_document(line.revision.body)
    for block in document.blocks:
        for start, end in sentences(document.text, block.start, block.end):
            yield document.text[start:end]


def public_text(edition: Edition, lines: Iterable[EditionSection]) -> PublicText:
    """Return the words of an edition, not saved. `lines` come from `rendering.lines_of`."""
    lines = list(lines)
    names = [name for _, name in _named(_facts(lines))]
    said = [(line, words) for line in lines for words in _said(line)]
    uses = [words for line, words in said if line.kind_code == SectionKind.USES]
    return PublicText(
        edition=edition,
        key=fold(edition.brand_name),
        names=_bag(*names),
        uses=_bag(*names, *uses),
        words=_bag(*names, *(words for _, words in said), edition.note),
        passages=[[line.kind_code, line.heading, words, f" {' '.join(stems(words))} "] for line, words in said],
    )
