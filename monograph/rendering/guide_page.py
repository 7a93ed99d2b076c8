"""The page of one edition as the public reads it.

Reads editions, their lines and their withdrawals, and no request, so that a page can be rendered when its edition is
published.
"""

from datetime import date

from django.db.models import QuerySet
from django.template.loader import render_to_string

from ..models import Edition, EditionSection, SectionKind
from .article import guide_summary, localized_article
from .localized_addresses import LocalizedAddress, localized_addresses
from .machine_readable import structured_data
from .provenance import load_provenance
from .publication_history import PublicationHistory


def render_guide_page(
    shown: Edition, history: PublicationHistory, *, today: date, is_by_number: bool = False, is_large: bool = False
) -> str:
    """Return the HTML page of one edition on a given day, in the active language.

    `is_by_number` is for an edition's own address, `is_large` for the version in large print. The page changes with the
    guide's editions and withdrawals, and on the day on which the review lapses.
    """
    provenance = load_provenance(shown, history.editions)
    revisions = {line.kind_code: line.revision for line in _descriptive_lines(shown)}
    structured = ""
    if shown.is_current:
        structured = structured_data(shown, revisions[SectionKind.DRUG_FACTS].facts or {}, provenance)
    context = {
        "addresses": _addresses(shown, is_by_number=is_by_number, is_large=is_large),
        "article": localized_article(shown),
        "summary": guide_summary(revisions.values()),
        "has_questions": SectionKind.QUESTIONS in revisions,
        "is_large": is_large,
        "shown": shown,
        "current": history.current,
        "newest": history.editions[0],
        "change_notes": history.changes,
        "others": [edition for edition in history.editions if edition.pk != shown.pk],
        "is_lapsed": shown.is_review_lapsed(today),
        "is_by_number": is_by_number,
        "provenance": provenance,
        "structured": structured,
    }
    return render_to_string("monograph/public/guide.html", context)


def _addresses(edition: Edition, *, is_by_number: bool, is_large: bool) -> list[LocalizedAddress]:
    slug = edition.monograph.slug
    if is_by_number and not edition.is_current:
        return localized_addresses("monograph:edition", slug, edition.number)
    return localized_addresses("monograph:large_print" if is_large else "monograph:guide", slug)


def _descriptive_lines(edition: Edition) -> QuerySet[EditionSection]:
    """Return the sections that the page needs besides the article.

    They describe the guide, or have a page of their own.
    """
    kinds = (SectionKind.DRUG_FACTS, SectionKind.OVERVIEW, SectionKind.QUESTIONS)
    lines = edition.lines.filter(kind_code__in=kinds, is_removal=False)
    return lines.select_related("revision__section__kind")
