"""An edition's texts -> the article that the public reads. Rendered once, when it is published, and stored.

The article is made from what is signed and from nothing else: no library, no setting, no clock is asked here. The words
that stand around a text, such as "On this page", are of the language that is active.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, override

from ..content import facts as drug_facts
from ..content.search_words import distinct_generic_name
from ..content.summary import first_sentence
from ..content.web_body import Labels, web_body
from ..models import Edition, EditionSection, SectionKind, SectionRevision
from .page_order import in_page_order


@dataclass(frozen=True)
class Source:
    """A cited reference as a section shows it: its number in the guide's one list, and the place in the source."""

    number: int
    locator: str


@dataclass(frozen=True)
class ArticleSection:
    code: str
    heading: str
    body: SafeString
    facts: list[tuple[str, str]]
    identifiers: list[tuple[str, str]]  # signed with the rest, for desks and machines; not printed for readers
    sources: list[Source]

    @property
    def is_boxed_warning(self) -> bool:
        return self.code == SectionKind.BOXED_WARNING


def fact_rows(facts: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Return the drug facts as label and value, in the order of the page; what is not known is left out."""
    if not facts:
        return []
    values = {
        **facts,
        "other_names": ", ".join(facts["other_names"]),
        "conditions": ", ".join(facts.get("conditions", [])),
        "strengths": drug_facts.strengths_text(facts["strengths"]),
        **{name: _flag(is_so=facts[name]) for name in drug_facts.FLAGS},
    }
    return [(gettext(drug_facts.LABELS[name]), values[name]) for name in drug_facts.PAGE_ORDER if values[name]]


def _flag(*, is_so: bool) -> str:
    """Return it in the active language, and told so where it stands among texts of another."""
    words = gettext("yes") if is_so else gettext("no")
    return format_html('<span lang="{}">{}</span>', get_language(), words) if _text_language() else words


def identifier_rows(facts: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Return the names that registers know the medicine by, as label and value."""
    given = facts["identifiers"] if facts else {}
    return [(gettext(label), given[name]) for name, label in drug_facts.IDENTIFIERS.items() if given.get(name)]


def _text_language() -> str:
    """Return the language of the texts, where it is not that of the page."""
    return "" if get_language() == settings.GUIDE_LANGUAGE else settings.GUIDE_LANGUAGE


def text_html(body: str, code: str, *, groups_serious_effects: bool = False) -> SafeString:
    """Return a stored body, or a comparison of two, as a page shows it, with words around it in the active language."""
    labels = Labels(
        tones={
            "note": gettext("Note"),
            "warning": gettext("Warning"),
            "doctor": gettext("Call your doctor"),
            "emergency": gettext("Emergency"),
        },
        footnote=gettext("Footnote"),
        back=gettext("Back to the text"),
        table=gettext("Table"),
        language=get_language() or settings.GUIDE_LANGUAGE,
        text_language=_text_language(),
    )
    # Stored bodies have been through content.sanitise.clean_body, which writes them anew from an allow-list, as
    # content.comparison does.
    html = web_body(body, code, labels, groups_serious_effects=groups_serious_effects)
    return mark_safe(html)  # noqa: S308


def section_view(revision: SectionRevision, numbers: dict[str, int]) -> ArticleSection:
    """Return what the page shows of one revision. `numbers` collects the guide's references by their frozen words."""
    sources = [
        Source(numbers.setdefault(cited["wording"], len(numbers) + 1), cited["locator"])
        for cited in revision.references
    ]
    kind, facts = revision.section.kind, revision.facts
    body = text_html(revision.body, kind.code, groups_serious_effects=kind.groups_serious_effects)
    return ArticleSection(kind.code, revision.heading, body, fact_rows(facts), identifier_rows(facts), sources)


def summary_of(revisions: Iterable[SectionRevision]) -> str:
    """Return the guide in one line, in its own signed words; '' where there is no such line."""
    overview = next((each for each in revisions if each.section.kind.code == SectionKind.OVERVIEW), None)
    return first_sentence(overview.body) if overview else ""


def render_article(revisions: Iterable[SectionRevision], *, note: str, stand_in: dict[str, Any] | None = None) -> str:
    """Return the article's HTML for the revisions of one edition, removals left out.

    The revisions come by position and are shown in page order, with the note to readers behind the boxed warning. Needs
    ``section__kind`` and ``citations__reference`` loaded. Raises `ValueError` where no revision has drug facts; a
    preview, which may be of a guide without them, gives the two names as its `stand_in`.
    """
    numbers: dict[str, int] = {}
    shown = [revision for revision in revisions if not revision.is_removal]
    facts = next((revision.facts for revision in shown if revision.facts), stand_in)
    if facts is None:
        raise ValueError("An edition can't be without drug facts.")
    in_order = in_page_order(shown, code=lambda revision: revision.section.kind.code)
    sections = [section_view(revision, numbers) for revision in in_order]
    before_note = list(takewhile(lambda section: section.is_boxed_warning, sections))
    context = {
        "facts": facts,
        "generic": distinct_generic_name(facts["brand_name"], facts["generic_name"]),
        "summary": summary_of(shown),
        "note": note,
        "sections": sections,
        "before_note": before_note,
        "after_note": sections[len(before_note) :],
        "references": list(numbers),
    }
    return render_to_string("monograph/public/article.html", context)


def lines_of(edition: Edition) -> list[EditionSection]:
    """Return what readers read of an edition, in page order, with the texts and what they cite: two queries."""
    lines = EditionSection.objects.filter(edition=edition, is_removal=False).select_related("revision__section__kind")
    lines = lines.prefetch_related("revision__citations__reference").order_by("position")
    return in_page_order(lines)


def article_of(edition: Edition) -> str:
    """Return an edition's article in the active language: the one that was stored, or made anew from the same texts."""
    if get_language() == settings.GUIDE_LANGUAGE:
        return edition.article
    return render_article([line.revision for line in lines_of(edition)], note=edition.note)


def first_article(revisions: Iterable[SectionRevision], *, note: str) -> str:
    """Return the article that is stored with a new edition, whatever language its publisher reads."""
    with override(settings.GUIDE_LANGUAGE):
        return render_article(revisions, note=note)
