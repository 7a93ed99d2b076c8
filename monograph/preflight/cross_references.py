"""References inside the guide: sections named or linked to, "above" and "below".

Sources: WCAG 2.2, 2.4.4 (a link's purpose is clear and it leads there); CDC Clear Communication Index, item 8 (a text
has the order that it announces).
"""

import re
from functools import lru_cache

from ..content.sentences import WORD
from .checked_section import CELLS, MAX_HEADINGS, CheckedSection
from .section_mentions import SYNONYMS, Mention, direction_near, mentions

# The list of references is on every page, and no section kind.
REFERENCES = ("references", ("references", "sources"))
# Words that do not distinguish one heading from another.
MINOR_WORDS = frozenset("your you for to of in on is it what how with about before".split())


def _normalized(name: str) -> str:
    """Return the words of a section's name lowercase, without articles and "section"."""
    words = [word.lower().replace("’", "'") for word in WORD.findall(name)]
    return " ".join(word for word in words if word not in ("the", "a", "an", "section", "and"))


@lru_cache(maxsize=5_000)
def _kinds_called(
    name: str, listed: tuple[tuple[str, str], ...], also_called: tuple[tuple[str, tuple[str, ...]], ...], brand: str
) -> tuple[str, ...]:
    """Return the codes of the kinds that a name may mean, the likeliest first.

    `listed` are the headings of the guide, `also_called` the other names of kinds, as `Guide` has them.
    """
    headings, wanted = dict(listed), _normalized(name)
    nicknames = (*also_called, REFERENCES)
    significant = set(wanted.split()) - MINOR_WORDS
    exact = [code for code, heading in headings.items() if _normalized(heading) == wanted]
    called = [code for code, names in nicknames if wanted in [_normalized(other) for other in names]]
    unbranded = wanted.replace(brand.lower(), "").strip() if brand else wanted
    partial = [code for code, heading in headings.items() if len(wanted) > 3 and wanted in _normalized(heading)]
    partial += [code for code, names in nicknames if unbranded in names]
    # “Questions to ask your doctor” for “Questions for your doctor”
    partial += [
        code
        for code, heading in headings.items()
        if len(significant) > 1 and len(significant & set(_normalized(heading).split())) * 3 >= len(significant) * 2
    ]
    return tuple(dict.fromkeys([*exact, *called, *partial]))


def _own_heading(headings: list[tuple[str, int]], name: str) -> int | None:
    """Return the place of the text's own heading that has this name or contains it."""
    wanted = _normalized(name)
    for heading, start in headings:
        if wanted and (wanted == heading or (len(wanted) > 3 and wanted in heading)):
            return start
    return None


def dangling_references(checked: CheckedSection) -> None:
    """Find references to sections that the guide lacks, or has in the other direction."""
    known = checked.guide.headings
    headings = dict(known or ())
    _check_links(checked, headings if known is not None else None)
    own = [
        (_normalized(checked.document.block_text(block)), block.start)
        for _, block in checked.document.headings[:MAX_HEADINGS]
    ]
    for mention in mentions(checked):
        place = _own_heading(own, mention.name)
        called = _kinds_called(mention.name, known or (), checked.guide.also_called, checked.guide.medicine.brand)
        present = [code for code in called if code in headings]
        if place is not None:
            _check_direction(checked, mention, "below" if place > mention.start else "above")
        elif present and not (mention.is_enumerated and _has_list(checked, mention)):
            _check_direction(checked, mention, _direction_to(checked, present[0]))
        elif called or (mention.is_sure and (mention.is_quoted or mention.name[0].isupper() or known is not None)):
            if known is None and called and not mention.direction:
                continue  # a lone text may belong to a guide that has the section
            message = f"The guide has no “{mention.name}” section. Name an existing section, or delete the reference."
            # A lone text without headings may belong to a guide that has the section.
            is_sure = known is not None or bool(checked.document.headings)
            report = checked.error if is_sure else checked.warning
            report("missing-section", mention.start, mention.end, message)


def _check_links(checked: CheckedSection, headings: dict[str, str] | None) -> None:
    anchors = checked.document.anchors | {REFERENCES[0]} | set(headings or ())
    kinds = {code for code, _ in checked.guide.also_called}
    for link in checked.document.links:
        if not link.href.startswith("#") or link.href[1:] in anchors or link.href.startswith("#reference-"):
            continue
        message = f"The guide has no section “{link.href}”. Link to an existing section."
        # A lone text may belong to a guide that has the section.
        if headings is not None or checked.document.anchors or link.href[1:] not in kinds:
            checked.error("missing-section", link.start, link.end, message)


def _has_list(checked: CheckedSection, mention: Mention) -> bool:
    """Return whether there is a list or table in the direction of the mention."""
    places = [block.start for block in checked.document.blocks if block.tag in ("li", "td")]
    return any(place > mention.end if mention.direction == "below" else place < mention.start for place in places)


def _direction_to(checked: CheckedSection, code: str) -> str:
    """Return the direction of a section from here; '' if unknown or this section."""
    order = [listed for listed, _ in checked.guide.headings or ()]
    here = checked.section.kind
    if code not in order or here not in order or here == code:
        return ""
    return "below" if order.index(code) > order.index(here) else "above"


def _check_direction(checked: CheckedSection, mention: Mention, actual: str) -> None:
    """Report a mention in the wrong direction; `actual` is '' if it is unknown."""
    if actual and mention.direction and mention.direction != actual:
        message = f"“{mention.name}” is {actual}, not {mention.direction}. Correct the direction."
        checked.error("wrong-direction", mention.start, mention.end, message)


THING = re.compile(
    r"\b(?:the|this|see|these)\s+(?:\w+\s+){0,2}(?P<thing>table|list|chart|steps)"
    r"\s+(?:(?:shown|given|listed|just|right|printed)\s+)?(?P<direction>above|below)\b",
    re.IGNORECASE,
)
DIRECTION_AFTER_LINK = re.compile(r"[\s,]*\(?(?:section\s+)?(above|below|earlier|later)\b")
TAGS = {"table": CELLS, "chart": CELLS, "list": ("li",), "steps": ("li",)}


def wrong_directions(checked: CheckedSection) -> None:
    """Find "the table below" with the table above, and links in the wrong direction."""
    for found in THING.finditer(checked.text):
        tags = TAGS.get(found["thing"].lower(), ())
        places = [block.start for block in checked.document.blocks if block.tag in tags]
        stated, here = found["direction"].lower(), found.start()
        is_there = any(place > here if stated == "below" else place < here for place in places)
        if places and not is_there:
            actual = "above" if stated == "below" else "below"
            verb = "are" if found["thing"].lower() == "steps" else "is"
            message = f"The {found['thing']} {verb} {actual}, not {stated}. Correct the direction."
            checked.error("wrong-direction", here, found.end(), message)
    for link in checked.document.links:
        after = DIRECTION_AFTER_LINK.match(checked.text, link.end)
        stated = after[1] if after else direction_near(checked.text, link.start, link.end)
        stated, actual = SYNONYMS.get(stated, stated), _direction_to(checked, link.href.removeprefix("#"))
        if stated and actual and stated != actual:
            message = f"This section is {actual}, not {stated}. Correct the direction."
            checked.error("wrong-direction", max(0, link.start - 30), after.end() if after else link.end, message)


CHECKS = (dangling_references, wrong_directions)
