"""The article of an edition, rendered and stored when the edition is published.

The article is made from signed texts and from nothing else: no library, setting or clock is read here. Of the catalogue
it takes one thing, which adds no word: whether a kind's headings about serious effects get a part of their own. The
words around a text, such as "On this page", are in the active language.
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
from ..content.summary import first_sentence
from ..content.web_body import Labels, web_body
from ..models import Edition, EditionSection, SectionKind, SectionRevision
from .page_order import in_page_order


@dataclass(frozen=True)
class Source:
    """A cited reference as a section shows it.

    `number` is its place in the guide's one list, `locator` the place in the source.
    """

    number: int
    locator: str


@dataclass(frozen=True)
class ArticleSection:
    code: str
    heading: str
    body: SafeString
    facts: list[tuple[str, str]]
    identifiers: list[tuple[str, str]]  # signed with the rest, for the desks and for programs; readers don't see them
    sources: list[Source]

    @property
    def is_boxed_warning(self) -> bool:
        return self.code == SectionKind.BOXED_WARNING


def fact_rows(facts: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Return the known drug facts as label and value, in the order of the page."""
    if not facts:
        return []
    values = {
        **facts,
        "other_names": ", ".join(facts["other_names"]),
        "conditions": ", ".join(facts.get("conditions", [])),
        "strengths": drug_facts.strengths_text(facts["strengths"]),
        **{name: _yes_or_no(is_yes=facts[name]) for name in drug_facts.FLAGS},
    }
    return [(gettext(drug_facts.LABELS[name]), values[name]) for name in drug_facts.PAGE_ORDER if values[name]]


def _yes_or_no(*, is_yes: bool) -> str:
    """Return the word in the active language, marked as such among other languages."""
    word = gettext("yes") if is_yes else gettext("no")
    return format_html('<span lang="{}">{}</span>', get_language(), word) if _text_language() else word


def identifier_rows(facts: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Return the identifiers of the medicine in registers, as label and value."""
    identifiers = facts["identifiers"] if facts else {}
    return [
        (gettext(label), identifiers[name]) for name, label in drug_facts.IDENTIFIERS.items() if identifiers.get(name)
    ]


def _text_language() -> str:
    """Return the language of the texts; "" if the page has the same."""
    return "" if get_language() == settings.GUIDE_LANGUAGE else settings.GUIDE_LANGUAGE


def callout_labels() -> dict[str, str]:
    """Return the labels of callouts, in the active language, by tone."""
    return {
        "note": gettext("Note"),
        "warning": gettext("Warning"),
        "doctor": gettext("Call your doctor"),
        "emergency": gettext("Emergency"),
    }


def render_body(body: str, code: str, *, groups_serious_effects: bool = False) -> SafeString:
    """Return a stored body, or a comparison of two bodies, as HTML for a page.

    Words around the text, such as the label of a warning, are in the active language. `code` makes anchors unique.
    """
    labels = Labels(
        tones=callout_labels(),
        footnote=gettext("Footnote"),
        back=gettext("Back to the text"),
        table=gettext("Table"),
        language=get_language() or settings.GUIDE_LANGUAGE,
        text_language=_text_language(),
    )
    # Stored bodies come from content.intake.clean_body, which rebuilds them from an allow-list; so does the package
    # comparison.
    html = web_body(body, code, labels, groups_serious_effects=groups_serious_effects)
    return mark_safe(html)  # noqa: S308


def article_section(revision: SectionRevision, numbers: dict[str, int]) -> ArticleSection:
    """Return what the page shows of one revision.

    `numbers` maps the frozen wording of each reference to its number in the guide's one list, and is added to.
    """
    sources = [
        Source(numbers.setdefault(reference["wording"], len(numbers) + 1), reference["locator"])
        for reference in revision.references
    ]
    kind, facts = revision.section.kind, revision.facts
    body = render_body(revision.body, kind.code, groups_serious_effects=kind.groups_serious_effects)
    return ArticleSection(kind.code, revision.heading, body, fact_rows(facts), identifier_rows(facts), sources)


def guide_summary(revisions: Iterable[SectionRevision]) -> str:
    """Return the guide in one sentence, the first of its overview; "" if it has none."""
    overview = next((revision for revision in revisions if revision.section.kind.code == SectionKind.OVERVIEW), None)
    return first_sentence(overview.body) if overview else ""


def render_article(
    revisions: Iterable[SectionRevision], *, note: str, placeholder_facts: dict[str, Any] | None = None
) -> str:
    """Return the article's HTML for the revisions of one edition, removals left out.

    The revisions come by position and are shown in page order, with the note to readers behind the boxed warning. Needs
    ``section__kind`` and ``citations__reference`` loaded. Raises `ValueError` if no revision has drug facts; a preview,
    which may be of a guide without them, gives the two names as `placeholder_facts`.
    """
    numbers: dict[str, int] = {}
    shown = [revision for revision in revisions if not revision.is_removal]
    facts = next((revision.facts for revision in shown if revision.facts), placeholder_facts)
    if facts is None:
        raise ValueError("An edition can't be without drug facts.")
    in_order = in_page_order(shown, code=lambda revision: revision.section.kind.code)
    sections = [article_section(revision, numbers) for revision in in_order]
    before_note = list(takewhile(lambda section: section.is_boxed_warning, sections))
    context = {
        "facts": facts,
        "generic": drug_facts.distinct_generic_name(facts["brand_name"], facts["generic_name"]),
        "summary": guide_summary(shown),
        "note": note,
        "sections": sections,
        "before_note": before_note,
        "after_note": sections[len(before_note) :],
        "references": list(numbers),
    }
    return render_to_string("monograph/public/article.html", context)


def public_lines(edition: Edition) -> list[EditionSection]:
    """Load the sections of an edition that readers see, in page order.

    They come with their texts and references. Takes two queries.
    """
    lines = EditionSection.objects.filter(edition=edition, is_removal=False).select_related("revision__section__kind")
    lines = lines.prefetch_related("revision__citations__reference").order_by("position")
    return in_page_order(lines)


def localized_article(edition: Edition) -> str:
    """Return an edition's article in the active language.

    It is the stored one, or is rendered from the same texts.
    """
    if get_language() == settings.GUIDE_LANGUAGE:
        return edition.article
    return render_article([line.revision for line in public_lines(edition)], note=edition.note)


def render_stored_article(revisions: Iterable[SectionRevision], *, note: str) -> str:
    """Return the article to store with a new edition, in the language of the guides."""
    with override(settings.GUIDE_LANGUAGE):
        return render_article(revisions, note=note)
