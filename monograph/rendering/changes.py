"""What differs between two texts, and between two editions, as people read it."""

import re
from dataclasses import dataclass
from itertools import chain

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from ..comparison import compare
from ..models import Edition, SectionRevision
from .article import fact_rows, identifier_rows, lines_of, text_html
from .page_order import in_page_order

Row = tuple[str, str, str]  # what, before, after
_LABEL = re.compile(r'<(p|span) class="change-label">([^<]*?)(: )?</')


def changed_rows(old: SectionRevision | None, new: SectionRevision, *, with_identifiers: bool = True) -> list[Row]:
    """Return what differs beside the text: heading, drug facts and references."""
    rows: list[Row] = []
    old_facts = old.facts if old else None
    if old is None or old.heading != new.heading:
        rows.append((gettext("Heading"), old.heading if old else "", new.heading))
    told = (fact_rows, identifier_rows) if with_identifiers else (fact_rows,)
    before, after = (dict(chain(*(rows_of(facts) for rows_of in told))) for facts in (old_facts, new.facts))
    rows += [
        (label, before.get(label, ""), after.get(label, ""))
        for label in {**before, **after}
        if before.get(label) != after.get(label)
    ]
    cited = [
        [f"{each['wording']} {each['locator']}".strip() for each in (rev.references if rev else [])]
        for rev in (old, new)
    ]
    rows += [(gettext("Reference"), words, "") for words in cited[0] if words not in cited[1]]
    rows += [(gettext("Reference"), "", words) for words in cited[1] if words not in cited[0]]
    return rows


@dataclass(frozen=True)
class SectionChange:
    """A section that is not the same in two editions. `html` is the change in one text; "" where only `rows` differ."""

    code: str
    heading: str
    is_new: bool
    is_gone: bool
    html: SafeString
    rows: list[Row]


def changes_between(old: Edition, new: Edition) -> list[SectionChange]:
    """Return the sections that differ for readers, in the order of the page: four queries."""
    lines = [lines_of(edition) for edition in (old, new)]
    positions = {line.kind_code: line.position for line in chain(*lines)}
    kinds = in_page_order(sorted(positions, key=positions.__getitem__), code=str)
    before, after = ({line.kind_code: line.revision for line in each} for each in lines)
    found = []
    for kind in kinds:
        was, is_now = before.get(kind), after.get(kind)
        if was and is_now and was.digest == is_now.digest:
            continue
        change = compare(was.body if was else "", is_now.body if is_now else "")
        rows = changed_rows(was, is_now, with_identifiers=False) if is_now else []
        if was and is_now and change.is_empty and not rows:
            continue  # only what registers know it by
        shown: SectionRevision = is_now or was  # type: ignore[assignment]  # one of the two is there
        html = text_html(change.html, kind, groups_serious_effects=shown.section.kind.groups_serious_effects)
        found.append(SectionChange(kind, shown.heading, was is None, is_now is None, _in_language(html), rows))
    return found


def _in_language(html: SafeString) -> SafeString:
    """Say the labels of a comparison in the active language."""
    language = get_language()
    lang = "" if language == settings.GUIDE_LANGUAGE else f' lang="{language}"'

    def said(found: re.Match[str]) -> str:
        element, label, colon = found.groups(default="")
        return f'<{element} class="change-label"{lang}>{gettext(label)}{colon}</'

    return mark_safe(_LABEL.sub(said, html))  # noqa: S308
