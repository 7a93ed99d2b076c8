"""What differs between two texts, and between two editions, as people read it."""

import re
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from ..comparison import compare
from ..models import Edition, SectionRevision
from .article import fact_rows, identifier_rows, public_lines, render_body
from .page_order import in_page_order

Row = tuple[str, str, str]  # what, before, after
_LABEL = re.compile(r'<(p|span) class="change-label">([^<]*?)(: )?</')


def changed_rows(old: SectionRevision | None, new: SectionRevision, *, with_identifiers: bool = True) -> list[Row]:
    """Return what differs besides the body: heading, drug facts and references."""
    rows: list[Row] = []
    if old is None or old.heading != new.heading:
        rows.append((gettext("Heading"), old.heading if old else "", new.heading))
    before = _labeled_facts(old.facts if old else None, with_identifiers=with_identifiers)
    after = _labeled_facts(new.facts, with_identifiers=with_identifiers)
    rows += [
        (label, before.get(label, ""), after.get(label, ""))
        for label in {**before, **after}
        if before.get(label) != after.get(label)
    ]
    old_references, new_references = _reference_lines(old), _reference_lines(new)
    rows += [(gettext("Reference"), line, "") for line in old_references if line not in new_references]
    rows += [(gettext("Reference"), "", line) for line in new_references if line not in old_references]
    return rows


def _labeled_facts(facts: dict[str, Any] | None, *, with_identifiers: bool) -> dict[str, str]:
    return dict(fact_rows(facts) + (identifier_rows(facts) if with_identifiers else []))


def _reference_lines(revision: SectionRevision | None) -> list[str]:
    cited = revision.references if revision else []
    return [f"{reference['wording']} {reference['locator']}".strip() for reference in cited]


@dataclass(frozen=True)
class SectionChange:
    """A section that differs between two editions.

    `html` shows both texts in one; it is "" if only `rows` differ.
    """

    code: str
    heading: str
    is_new: bool
    is_removed: bool
    html: SafeString
    rows: list[Row]


def changes_between(old: Edition, new: Edition) -> list[SectionChange]:
    """Return the sections that differ for readers, in page order: four queries."""
    old_lines, new_lines = public_lines(old), public_lines(new)
    positions = {line.kind_code: line.position for line in chain(old_lines, new_lines)}
    before = {line.kind_code: line.revision for line in old_lines}
    after = {line.kind_code: line.revision for line in new_lines}
    changes = []
    for code in in_page_order(sorted(positions, key=positions.__getitem__), code=str):
        change = _section_change(code, before.get(code), after.get(code))
        if change is not None:
            changes.append(change)
    return changes


def _section_change(code: str, old: SectionRevision | None, new: SectionRevision | None) -> SectionChange | None:
    """Return how a section differs for readers; None if it does not."""
    if old and new and old.digest == new.digest:
        return None
    comparison = compare(old.body if old else "", new.body if new else "")
    rows = changed_rows(old, new, with_identifiers=False) if new else []
    if old and new and comparison.is_empty and not rows:
        return None  # only the identifiers in registers differ, which readers don't see
    shown: SectionRevision = new or old  # type: ignore[assignment]  # one of the two is there
    html = render_body(comparison.html, code, groups_serious_effects=shown.section.kind.groups_serious_effects)
    return SectionChange(code, shown.heading, old is None, new is None, _translate_labels(html), rows)


def _translate_labels(html: SafeString) -> SafeString:
    """Translate the labels of a comparison into the active language."""
    language = get_language()
    lang = "" if language == settings.GUIDE_LANGUAGE else f' lang="{language}"'

    def translated(match: re.Match[str]) -> str:
        element, label, colon = match.groups(default="")
        return f'<{element} class="change-label"{lang}>{gettext(label)}{colon}</'

    return mark_safe(_LABEL.sub(translated, html))  # noqa: S308
