"""Sections that a text names in words: "see Side effects below", "the section on dosage"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .passage import Passage

# Words that say which section without being its name: the next section, a cross section.
ORDINARY = frozenset(
    "this that it them these those the next previous last first second third following same other another each every "
    "any one whole entire above below earlier later final new main full short separate special different relevant "
    "important cross c-section caesarean cesarean last-named top bottom right left".split()
)
MARKS = "\"“”'‘’"
NAME = r"[^\s.,;:()\"“”‘’\n][^.,;:()\"“”\n]{0,70}?"
DIRECTION = r"(?:,?\s+(?:section\s+)?(?P<way>above|below|earlier|later)\b)?"
NOT_SMALL = r"(?!(?:the|in|to|from|on|at|under|see)\b)"
PART = r"(?:sub-?)?(?:section|chapter|part|heading|topic)s?"
POINTS = (
    r"(?:[Ss]ee|[Rr]ead|[Uu]nder|[Tt]urn to|[Gg]o to|[Rr]efer to|[Cc]heck|[Rr]eview|[Ll]ook (?:at|in|under)|"
    r"[Ss]kip to|[Jj]ump to)"
)
# What may follow a name that no quotation marks end.
END = r"(?=[.,;:)\n]|\s*$|\s+(?:for|to|if|before|that|which|above|below|says|tells|explains|lists|has|at|in|on|of)\b)"
# In the order of trust: the name is quoted, said to be a section's, or only written like one.
IN_WORDS = (
    re.compile(rf"\b(?:the|our|a)?\s*[{MARKS}](?P<name>[^{MARKS}\n]{{2,80}})[{MARKS}],?\s+{PART}\b{DIRECTION}"),
    re.compile(
        rf"\b{PART}\s+(?:on|about|called|titled|named|headed|under|for|that covers?)?\s*[{MARKS}]"
        rf"(?P<name>[^{MARKS}\n]{{2,80}})[{MARKS}]{DIRECTION}"
    ),
    re.compile(rf"\b{POINTS}\s+(?:the\s+)?[“\"‘'](?P<name>[^{MARKS}\n]{{2,80}})[”\"’']{DIRECTION}"),
    re.compile(
        rf"\b(?:in|at|to|visit|find)\s+(?:the\s+)?[“\"‘'](?P<name>[^{MARKS}\n]{{2,80}})[”\"’'],?"
        r"\s+(?P<way>above|below|earlier|later)\b"
    ),
    re.compile(rf"\b{PART}\s+(?:on|about|called|titled|headed|covering)\s+(?P<name>{NAME}){DIRECTION}{END}"),
    re.compile(
        rf"\b[Tt]he\s+(?P<name>{NOT_SMALL}[\w’'-]+(?:\s+{NOT_SMALL}[\w’'-]+){{0,4}}?)"
        rf"\s+(?:section|chapter)\b{DIRECTION}"
    ),
)
# The next two are believed only where there is such a section, or could be: "the side effects listed below" may be
# those of a list here, and a name may be written like a heading by chance.
LISTED = re.compile(
    rf"\b[Tt]he\s+(?P<name>{NOT_SMALL}[\w’'-]+(?:\s+{NOT_SMALL}[\w’'-]+){{0,3}}?)"
    r"\s+(?:listed|described|shown|given|explained|named)\s+(?P<way>above|below)\b"
)
LIKE_A_HEADING = re.compile(
    rf"\b(?:{POINTS}|in|as in|with)\s+(?P<name>[A-Z][\w’'-]*(?:\s+[\w’'-]+){{0,5}}?)"
    r"(?:,?\s+(?P<way>above|below|earlier|later)\b|(?=[.,;:)\n]|\s*$))",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Mention:
    """A section that the text names; `way` is 'above' or 'below', '' where no direction is told."""

    name: str
    way: str
    start: int
    end: int
    is_quoted: bool
    is_sure: bool  # False where the words are only written like a heading
    is_enumerated: bool  # the side effects listed below: those of a list here, or of their own section


def mentions(passage: Passage) -> Iterator[Mention]:
    """Yield every section that is named in words, once: of two readings of the same words, the earlier pattern's."""
    patterns = (*IN_WORDS, LISTED, LIKE_A_HEADING)
    read = [(found.start(), rank, found) for rank, each in enumerate(patterns) for found in each.finditer(passage.text)]
    reached = 0
    for start, rank, found in sorted(read, key=lambda each: each[:2]):
        name = " ".join(found["name"].split())
        is_quoted = passage.text[found.start("name") - 1 : found.start("name")] in tuple(MARKS)
        if start < reached or (not is_quoted and name.split()[0].lower() in ORDINARY):
            continue
        is_sure = rank < len(IN_WORDS)
        if is_sure:
            reached = found.end()
        way = found["way"] or way_told(passage.text, start, found.end())
        yield Mention(name, MEANT.get(way, way), start, found.end(), is_quoted, is_sure, found.re is LISTED)


MEANT = {"earlier": "above", "later": "below"}
TOLD = re.compile(
    r"\b(?:given|shown|listed|described|explained|found|comes?|covered|mentioned|noted|said|told|set out)"
    r"\s+(above|below|earlier|later)\b"
    r"|\b(above|below|earlier|later),? (?:in|on) this (?:guide|page|section|text)\b"
    r"|\b(above|below|earlier|later),? (?:under|in)\b(?! the (?:day|week|month|year|morning))",
    re.IGNORECASE,
)


def way_told(text: str, start: int, end: int) -> str:
    """Return a direction that is told near a mention, '' for none: "Later in this guide, the Dosage section"."""
    around = text[max(0, start - 60) : end + 40]
    told = TOLD.search(around)
    return next((way.lower() for way in told.groups() if way), "") if told else ""
