"""Sections that a text mentions by name: "see Side effects below"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .checked_section import CheckedSection

# Words before "section" that are not its name: the next section, a cross section.
NOT_NAMES = frozenset(
    "this that it them these those the next previous last first second third following same other another each every "
    "any one whole entire above below earlier later final new main full short separate special different relevant "
    "important cross c-section caesarean cesarean last-named top bottom right left".split()
)
MARKS = "\"“”'‘’"
NAME = r"[^\s.,;:()\"“”‘’\n][^.,;:()\"“”\n]{0,70}?"
DIRECTION = r"(?:,?\s+(?:section\s+)?(?P<direction>above|below|earlier|later)\b)?"
NOT_A_PREPOSITION = r"(?!(?:the|in|to|from|on|at|under|see)\b)"
PART = r"(?:sub-?)?(?:section|chapter|part|heading|topic)s?"
SEE = (
    r"(?:[Ss]ee|[Rr]ead|[Uu]nder|[Tt]urn to|[Gg]o to|[Rr]efer to|[Cc]heck|[Rr]eview|[Ll]ook (?:at|in|under)|"
    r"[Ss]kip to|[Jj]ump to)"
)
# What may follow an unquoted name.
END = r"(?=[.,;:)\n]|\s*$|\s+(?:for|to|if|before|that|which|above|below|says|tells|explains|lists|has|at|in|on|of)\b)"
# The most reliable first: the name is quoted, or called a section.
NAMED = (
    re.compile(rf"\b(?:the|our|a)?\s*[{MARKS}](?P<name>[^{MARKS}\n]{{2,80}})[{MARKS}],?\s+{PART}\b{DIRECTION}"),
    re.compile(
        rf"\b{PART}\s+(?:on|about|called|titled|named|headed|under|for|that covers?)?\s*[{MARKS}]"
        rf"(?P<name>[^{MARKS}\n]{{2,80}})[{MARKS}]{DIRECTION}"
    ),
    re.compile(rf"\b{SEE}\s+(?:the\s+)?[“\"‘'](?P<name>[^{MARKS}\n]{{2,80}})[”\"’']{DIRECTION}"),
    re.compile(
        rf"\b(?:in|at|to|visit|find)\s+(?:the\s+)?[“\"‘'](?P<name>[^{MARKS}\n]{{2,80}})[”\"’'],?"
        r"\s+(?P<direction>above|below|earlier|later)\b"
    ),
    re.compile(rf"\b{PART}\s+(?:on|about|called|titled|headed|covering)\s+(?P<name>{NAME}){DIRECTION}{END}"),
    re.compile(
        rf"\b[Tt]he\s+(?P<name>{NOT_A_PREPOSITION}[\w’'-]+(?:\s+{NOT_A_PREPOSITION}[\w’'-]+){{0,4}}?)"
        rf"\s+(?:section|chapter)\b{DIRECTION}"
    ),
)
# The next two count only where there is such a section, or could be: "the side effects listed below" may be those of a
# list here, and a name may be written like a heading by chance.
LISTED = re.compile(
    rf"\b[Tt]he\s+(?P<name>{NOT_A_PREPOSITION}[\w’'-]+(?:\s+{NOT_A_PREPOSITION}[\w’'-]+){{0,3}}?)"
    r"\s+(?:listed|described|shown|given|explained|named)\s+(?P<direction>above|below)\b"
)
LIKE_A_HEADING = re.compile(
    rf"\b(?:{SEE}|in|as in|with)\s+(?P<name>[A-Z][\w’'-]*(?:\s+[\w’'-]+){{0,5}}?)"
    r"(?:,?\s+(?P<direction>above|below|earlier|later)\b|(?=[.,;:)\n]|\s*$))",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Mention:
    """A section that the text names.

    `direction` is 'above', 'below', or '' without one. `is_sure` is false where the words are only written like a
    heading. `is_enumerated` is true for "the side effects listed below", which may be those of a list in this text.
    """

    name: str
    direction: str
    start: int
    end: int
    is_quoted: bool
    is_sure: bool
    is_enumerated: bool


def mentions(checked: CheckedSection) -> Iterator[Mention]:
    """Yield every section that the text mentions, once, by the first matching pattern."""
    patterns = (*NAMED, LISTED, LIKE_A_HEADING)
    matches = [
        (found.start(), rank, found)
        for rank, pattern in enumerate(patterns)
        for found in pattern.finditer(checked.text)
    ]
    taken_to = 0
    for start, rank, found in sorted(matches, key=lambda match: match[:2]):
        name = " ".join(found["name"].split())
        is_quoted = checked.text[found.start("name") - 1 : found.start("name")] in tuple(MARKS)
        if start < taken_to or (not is_quoted and name.split()[0].lower() in NOT_NAMES):
            continue
        is_sure = rank < len(NAMED)
        if is_sure:
            taken_to = found.end()
        direction = found["direction"] or direction_near(checked.text, start, found.end())
        yield Mention(
            name, SYNONYMS.get(direction, direction), start, found.end(), is_quoted, is_sure, found.re is LISTED
        )


SYNONYMS = {"earlier": "above", "later": "below"}
STATED_DIRECTION = re.compile(
    r"\b(?:given|shown|listed|described|explained|found|comes?|covered|mentioned|noted|said|told|set out)"
    r"\s+(above|below|earlier|later)\b"
    r"|\b(above|below|earlier|later),? (?:in|on) this (?:guide|page|section|text)\b"
    r"|\b(above|below|earlier|later),? (?:under|in)\b(?! the (?:day|week|month|year|morning))",
    re.IGNORECASE,
)


def direction_near(text: str, start: int, end: int) -> str:
    """Return the direction stated near a mention, '' for none.

    For example "later" in "Later in this guide, the Dosage section".
    """
    stated = STATED_DIRECTION.search(text[max(0, start - 60) : end + 40])
    return next((direction.lower() for direction in stated.groups() if direction), "") if stated else ""
