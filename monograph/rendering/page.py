"""An edition -> the page that the public reads, and the bytes of it that are sent.

Only editions, their lines and their withdrawals are asked; no request is known here, so that a page can be made when
its edition is published.
"""

import gzip
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import brotli
from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.templatetags.static import static

from ..models import Edition, EditionSection, Monograph, SectionKind
from .addresses import Address, in_each_language
from .article import article_of, summary_of
from .data import structured
from .page_order import in_page_order
from .provenance import provenance_of

# The static files that every public page names.
LOADED = ("monograph/tokens.css", "monograph/public.css", "monograph/combobox.js", "monograph/search.js")


@dataclass(frozen=True)
class PublicationHistory:
    """What is known of all editions of a guide, newest first, without their articles, and of what each changed."""

    monograph: Monograph
    editions: list[Edition]
    changes: list[tuple[Edition, list[EditionSection]]]

    @classmethod
    def of(cls, slug: str) -> "PublicationHistory | None":
        """Ask for it: two queries, however many editions there are. None where nothing was ever published."""
        asked = Edition.objects.filter(monograph__slug=slug).select_related("monograph", "withdrawal")
        editions = list(asked.defer("article").order_by("-number"))
        return cls(editions[0].monograph, editions, _changes_of(editions)) if editions else None

    @property
    def current(self) -> Edition | None:
        return next((each for each in self.editions if each.is_current), None)


def _changes_of(editions: list[Edition]) -> list[tuple[Edition, list[EditionSection]]]:
    """Return what readers are told of each edition's changes, newest first; not of one that was withdrawn."""
    readable = {edition.pk: edition for edition in editions if not hasattr(edition, "withdrawal")}
    noted = EditionSection.objects.filter(edition__in=readable).exclude(change_note="").order_by("position")
    found: dict[int, list[EditionSection]] = {key: [] for key in readable}
    for line in in_page_order(noted):
        found[line.edition_id].append(line)
    return [(readable[key], lines) for key, lines in found.items() if lines]


def page_of(
    shown: Edition, history: PublicationHistory, *, today: date, is_by_number: bool = False, is_large: bool = False
) -> str:
    """Return the HTML page of one edition as it is on a day, in the active language.

    `is_by_number` is for an edition's own address, `is_large` for the version in large print. What it says changes with
    the guide's editions and withdrawals, and on the day on which the review lapses.
    """
    provenance = provenance_of(shown, history.editions)
    kinds = {line.kind_code: line.revision for line in _described_by(shown)}
    context = {
        "addresses": _addresses_of(shown, is_by_number=is_by_number, is_large=is_large),
        "article": article_of(shown),
        "summary": summary_of(kinds.values()),
        "has_questions": SectionKind.QUESTIONS in kinds,
        "is_large": is_large,
        "shown": shown,
        "current": history.current,
        "newest": history.editions[0],
        "changes": history.changes,
        "others": [edition for edition in history.editions if edition.pk != shown.pk],
        "is_lapsed": shown.is_review_lapsed(today),
        "is_by_number": is_by_number,
        "provenance": provenance,
        "structured": structured(shown, kinds[SectionKind.DRUG_FACTS].facts or {}, provenance)
        if shown.is_current
        else "",
    }
    return render_to_string("monograph/public/guide.html", context)


def _addresses_of(edition: Edition, *, is_by_number: bool, is_large: bool) -> list[Address]:
    slug = edition.monograph.slug
    if is_by_number and not edition.is_current:
        return in_each_language("monograph:edition", slug, edition.number)
    return in_each_language("monograph:large_print" if is_large else "monograph:guide", slug)


def _described_by(edition: Edition) -> QuerySet[EditionSection]:
    """Return the sections that say what the guide is about, and the one that is printed by itself."""
    kinds = (SectionKind.DRUG_FACTS, SectionKind.OVERVIEW, SectionKind.QUESTIONS)
    lines = edition.lines.filter(kind_code__in=kinds, is_removal=False)
    return lines.select_related("revision__section__kind")


class Compressed(NamedTuple):
    """The same bytes, compressed in the two ways that browsers ask for."""

    gzip: bytes
    brotli: bytes


def compressed(content: bytes) -> Compressed:
    """Compress a page as well as is worth the time: a millisecond for a guide.

    Brotli above 7 takes ten times as long, for a thousandth of the size, and most pages are made while a reader waits.
    """
    return Compressed(gzip.compress(content, 6, mtime=0), brotli.compress(content, quality=7))


def stamp() -> str:
    """Return what a page is made with besides its edition: code, templates, translations, the site's name and address.

    A page that was stored with another stamp, by an earlier version of the software or under another name, is not sent.
    """
    return _stamp(settings.SITE_NAME, settings.SITE_URL, *map(static, LOADED))


@cache
def _stamp(*made_with: str) -> str:
    templates = sorted((settings.BASE_DIR / "templates" / "monograph").rglob("*.html"))
    # All of it, as nobody can keep a list of what a page depends on: a page made once too often is true.
    code = sorted(Path(__file__).parent.parent.rglob("*.py"))
    words = sorted(settings.LOCALE_PATHS[0].rglob("*.mo"))
    parts = [*(path.read_bytes() for path in (*templates, *code, *words)), *(each.encode() for each in made_with)]
    return sha256(b"\0".join(parts)).hexdigest()
