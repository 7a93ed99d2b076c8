"""The names and words by which readers find an edition."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.text import slugify

from ..content.document import read_document
from ..content.facts import distinct_generic_name
from ..content.plain_text import written_out
from ..content.search_words import INDEX_FORM, stems
from ..content.sentences import sentences
from ..content.typography import fold
from ..models import Edition, EditionSection, PublicName, PublicText, SectionKind

Kind = PublicName.Kind


def _facts(lines: Iterable[EditionSection]) -> dict[str, Any]:
    return next(line.revision.facts for line in lines if line.revision.facts)


def _names(facts: dict[str, Any]) -> Iterator[tuple[Kind, str]]:
    brand, generic = facts["brand_name"], facts["generic_name"]
    yield Kind.BRAND, brand
    if distinct_generic_name(brand, generic):
        yield Kind.GENERIC, generic
    yield from ((Kind.OTHER, name) for name in facts["other_names"])
    yield Kind.CLASS, facts["drug_class"]
    yield from ((Kind.CONDITION, name) for name in facts.get("conditions", []))


def public_names(edition: Edition, lines: Iterable[EditionSection]) -> list[PublicName]:
    """Return the unsaved names that lead to an edition.

    `lines` come from `rendering.public_lines`.
    """
    guide = {"brand": edition.brand_name, "generic": edition.generic_name, "guide": edition.monograph.slug}
    names = []
    for kind, name in _names(_facts(lines)):
        key = fold(name)
        prefix = f"{key[0]}{key[1] if key[1:2].isalnum() else '-'}" if key[:1].isascii() and key[:1].isalpha() else ""
        # A name without any letter that an address can hold gets the code point of its first one.
        slug = slugify(key)[:200] or f"{ord(key[0]):x}"
        names.append(PublicName(edition=edition, kind=kind, name=name, key=key, prefix=prefix, slug=slug, **guide))
    return names


def _unique_stems(*texts: str) -> str:
    return f" {' '.join(sorted({stem for text in texts for stem in stems(text)}))} "


def _passages(line: EditionSection) -> Iterator[str]:
    """Yield a section's passages to quote: heading, facts, sentences, items, cells."""
    yield line.heading
    facts = line.revision.facts
    if facts:
        yield from (fact for fact in (facts["form"], facts["route"], facts["maker"]) if fact)
    document = read_document(written_out(line.revision.body))
    for block in document.blocks:
        for start, end in sentences(document.text, block.start, block.end):
            yield document.text[start:end]


def public_text(edition: Edition, lines: Iterable[EditionSection]) -> PublicText:
    """Return the unsaved words of an edition.

    `lines` come from `rendering.public_lines`.
    """
    lines = list(lines)
    names = [name for _, name in _names(_facts(lines))]
    passages = [(line, passage) for line in lines for passage in _passages(line)]
    uses = [passage for line, passage in passages if line.kind_code == SectionKind.USES]
    return PublicText(
        edition=edition,
        form=INDEX_FORM,
        key=fold(edition.brand_name),
        names=_unique_stems(*names),
        uses=_unique_stems(*names, *uses),
        words=_unique_stems(*names, *(passage for _, passage in passages), edition.note),
        passages=[
            [line.kind_code, line.heading, passage, f" {' '.join(stems(passage))} "] for line, passage in passages
        ],
    )
