"""An edition's texts -> the article that the public reads. Rendered once, when it is published, and stored.

The article is made from what is signed and from nothing else: no library, no setting, no clock is asked here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ..content import facts as drug_facts
from ..content.web_body import web_body
from ..models import SectionKind, SectionRevision


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
    rows = [(label, facts[name]) for name, label in drug_facts.REQUIRED_LINES.items()]
    rows.insert(2, ("Other names", ", ".join(facts["other_names"])))
    rows.append(("Strengths", drug_facts.strengths_in_words(facts["strengths"])))
    rows += [(label, facts[name]) for name, label in drug_facts.OPTIONAL_LINES.items()]
    rows += [(label, "yes" if facts[name] else "no") for name, label in drug_facts.FLAGS.items()]
    return [(label, value) for label, value in rows if value]


def identifier_rows(facts: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Return the names that registers know the medicine by, as label and value."""
    given = facts["identifiers"] if facts else {}
    return [(label, given[name]) for name, label in drug_facts.IDENTIFIERS.items() if given.get(name)]


def section_view(revision: SectionRevision, numbers: dict[str, int]) -> ArticleSection:
    """Return what the page shows of one revision. `numbers` collects the guide's references by their frozen words."""
    sources = [
        Source(numbers.setdefault(cited["wording"], len(numbers) + 1), cited["locator"])
        for cited in revision.references
    ]
    code = revision.section.kind.code
    # Stored bodies have been through content.sanitise.clean_body, which writes them anew from an allow-list.
    body = mark_safe(web_body(revision.body, code))  # noqa: S308
    facts = revision.facts
    return ArticleSection(code, revision.heading, body, fact_rows(facts), identifier_rows(facts), sources)


def render_article(revisions: Iterable[SectionRevision], *, note: str, stand_in: dict[str, Any] | None = None) -> str:
    """Return the article's HTML for the revisions of one edition, in their order, removals left out.

    Needs ``section__kind`` and ``citations__reference`` loaded. Raises `ValueError` where no revision has drug facts;
    a preview, which may be of a guide without them, gives the two names as its `stand_in`.
    """
    numbers: dict[str, int] = {}
    shown = [revision for revision in revisions if not revision.is_removal]
    facts = next((revision.facts for revision in shown if revision.facts), stand_in)
    if facts is None:
        raise ValueError("An edition can't be without drug facts.")
    sections = [section_view(revision, numbers) for revision in shown]
    return render_to_string(
        "monograph/public/article.html",
        {"facts": facts, "note": note, "sections": sections, "references": list(numbers)},
    )
