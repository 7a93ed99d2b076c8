"""References inside the guide: sections that are named or linked to, footnotes, and "above" and "below".

Sources: WCAG 2.2, 2.4.4 (a link's purpose is clear and it leads there); CDC Clear Communication Index, item 8 (the
order of a text is what it says it is).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..sentences import WORD
from .finding import MOST_HEADINGS, Passage

# What writers call a section, beside its heading. The codes are those of the catalogue.
ALSO_CALLED = {
    "drug-facts": "key facts|drug facts|facts|about this medicine",
    "overview": "overview|about|introduction|what is",
    "boxed-warning": "boxed warning|boxed warnings|black box warning|warning|warnings|fda warning",
    "uses": "uses|use|used for|indications|what it treats",
    "side-effects": "side effects|side effect|adverse effects|reactions|serious side effects|mild side effects"
    "|common side effects|allergic reaction|allergic reactions",
    "dosage": "dosage|dose|doses|dosing|how much to take|missed dose|missed doses",
    "how-given": "how given|administration|how it is given|how to take|how to use|taking|using|how it is taken",
    "before-taking": "before taking|before you take|before you start|before you use|precautions|cautions|warnings"
    "|who should not take|medical history|before treatment|before you get|before you are given",
    "interactions": "interactions|drug interactions|interaction|other medicines|food interactions",
    "alcohol": "alcohol|drinking|drinking alcohol",
    "pregnancy": "pregnancy|breastfeeding|pregnancy and breastfeeding|breast-feeding|fertility|birth control",
    "overdose": "overdose|overdosage|taking too much|too much",
    "storage": "storage|store|storing|how to store|disposal|handling|keeping",
    "cost": "cost|costs|price|prices|savings|paying|financial help|insurance",
    "faq": "faq|faqs|common questions|questions|frequently asked questions|questions and answers",
    "ask-your-doctor": "ask your doctor|questions to ask|questions to ask your doctor|questions for your doctor|what to ask|talking with your doctor",
    "references": "references|sources",
}
SMALL = frozenset("your you for to of in on is it what how with about before".split())
ORDINARY = frozenset(
    "this that it them these those the next previous last first second third following same other another each every any one whole entire "
    "above below earlier later final new main full short separate special different relevant important cross c-section "
    "caesarean cesarean last-named top bottom right left".split()
)
MARKS = "\"“”'‘’"
NAME = r"[^\s.,;:()\"“”‘’\n][^.,;:()\"“”\n]{0,70}?"
DIRECTION = r"(?:,?\s+(?:section\s+)?(?P<way>above|below|earlier|later)\b)?"
NOT_SMALL = r"(?!(?:the|in|to|from|on|at|under|see)\b)"
PART = r"(?:sub-?)?(?:section|chapter|part|heading|topic)s?"
POINTS = r"(?:[Ss]ee|[Rr]ead|[Uu]nder|[Tt]urn to|[Gg]o to|[Rr]efer to|[Cc]heck|[Rr]eview|[Ll]ook (?:at|in|under)|[Ss]kip to|[Jj]ump to)"
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
        rf"\b(?:in|at|to|visit|find)\s+(?:the\s+)?[“\"‘'](?P<name>[^{MARKS}\n]{{2,80}})[”\"’'],?\s+(?P<way>above|below|earlier|later)\b"
    ),
    re.compile(rf"\b{PART}\s+(?:on|about|called|titled|headed|covering)\s+(?P<name>{NAME}){DIRECTION}{END}"),
    re.compile(
        rf"\b[Tt]he\s+(?P<name>{NOT_SMALL}[\w’'-]+(?:\s+{NOT_SMALL}[\w’'-]+){{0,4}}?)\s+(?:section|chapter)\b{DIRECTION}"
    ),
)
# A name written like a heading: believed only where there is such a section, or could be.
LISTED = re.compile(
    rf"\b[Tt]he\s+(?P<name>{NOT_SMALL}[\w’'-]+(?:\s+{NOT_SMALL}[\w’'-]+){{0,3}}?)\s+(?:listed|described|shown|given|explained|named)"
    r"\s+(?P<way>above|below)\b"
)
LIKE_A_HEADING = re.compile(
    rf"\b(?:{POINTS}|in|as in|with)\s+(?P<name>[A-Z][\w’'-]*(?:\s+[\w’'-]+){{0,5}}?)(?:,?\s+(?P<way>above|below|earlier|later)\b|(?=[.,;:)\n]|\s*$))",
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
        way = found["way"] or _way_told(passage.text, start, found.end())
        yield Mention(name, MEANT.get(way, way), start, found.end(), is_quoted, is_sure, found.re is LISTED)


MEANT = {"earlier": "above", "later": "below"}
TOLD = re.compile(
    r"\b(?:given|shown|listed|described|explained|found|comes?|covered|mentioned|noted|said|told|set out)\s+(?P<way>above|below|earlier|later)\b"
    r"|\b(?P<way2>above|below|earlier|later),? (?:in|on) this (?:guide|page|section|text)\b"
    r"|\b(?P<way3>above|below|earlier|later),? (?:under|in)\b(?! the (?:day|week|month|year|morning))",
    re.IGNORECASE,
)


def _way_told(text: str, start: int, end: int) -> str:
    """Return a direction that is told near a mention, in the same sentence: "Later in this guide, the Dosage section"."""
    around = text[max(0, start - 60) : end + 40]
    told = TOLD.search(around)
    return next((way.lower() for way in told.groups() if way), "") if told else ""


def _plain(name: str) -> str:
    words = [word.lower().replace("’", "'") for word in WORD.findall(name)]
    return " ".join(word for word in words if word not in ("the", "a", "an", "section", "and"))


@lru_cache(maxsize=5_000)
def _kinds_called(name: str, listed: tuple[tuple[str, str], ...], brand: str) -> list[str]:
    """Return the codes of the kinds that a name may mean, the likeliest first; empty where it means none that is known."""
    headings, plain = dict(listed), _plain(name)
    wanted = set(plain.split()) - SMALL
    exact = [code for code, heading in headings.items() if _plain(heading) == plain]
    called = [code for code, names in ALSO_CALLED.items() if plain in [_plain(each) for each in names.split("|")]]
    without = plain.replace(brand.lower(), "").strip() if brand else plain
    part = [code for code, heading in headings.items() if len(plain) > 3 and plain in _plain(heading)]
    part += [code for code, names in ALSO_CALLED.items() if without in names.split("|")]
    # “Questions to ask your doctor” for “Questions for your doctor”.
    part += [
        code
        for code, heading in headings.items()
        if len(wanted) > 1 and len(wanted & set(_plain(heading).split())) * 3 >= len(wanted) * 2
    ]
    return list(dict.fromkeys([*exact, *called, *part]))


def _stands_as_heading(headings: list[tuple[str, int]], name: str) -> int | None:
    """Return where a heading of the text itself is, that has this name or holds it."""
    plain = _plain(name)
    for heading, start in headings:
        if plain and (plain == heading or (len(plain) > 3 and plain in heading)):
            return start
    return None


def missing_sections(passage: Passage) -> None:
    """A section that is linked to or named, and that the guide does not have; or that stands the other way."""
    known = passage.guide.headings
    headings = dict(known or ())
    _links(passage, headings if known is not None else None)
    own = [
        (_plain(passage.document.said_by(block)), block.start) for _, block in passage.document.headings[:MOST_HEADINGS]
    ]
    for mention in mentions(passage):
        at = _stands_as_heading(own, mention.name)
        called = _kinds_called(mention.name, known or (), passage.guide.medicine.brand)
        there = [code for code in called if code in headings]
        if at is not None:
            _direction(passage, mention, "below" if at > mention.start else "above")
        elif there and not (mention.is_enumerated and _has_list(passage, mention)):
            _direction_of_kind(passage, mention, there[0])
        elif called or (mention.is_sure and (mention.is_quoted or mention.name[0].isupper() or known is not None)):
            message = f"The guide has no section “{mention.name}”. Name one that it has, or delete the remark."
            # A text by itself, without headings, may be part of a guide that has the section.
            is_sure = known is not None or bool(passage.document.headings)
            report = passage.error if is_sure else passage.warning
            report("missing-section", mention.start, mention.end, message)


def _links(passage: Passage, headings: dict[str, str] | None) -> None:
    anchors = passage.document.anchors | {"references"} | set(headings or ())
    for link in passage.document.links:
        if not link.href.startswith("#") or link.href[1:] in anchors or link.href.startswith("#reference-"):
            continue
        message = f"This link leads to “{link.href}”, which the guide does not have. Link to a section that it has."
        passage.error("missing-section", link.start, max(link.end, link.start), message)


def _has_list(passage: Passage, mention: Mention) -> bool:
    places = [block.start for block in passage.document.blocks if block.tag in ("li", "td")]
    return any(place > mention.end if mention.way == "below" else place < mention.start for place in places)


def _direction_of_kind(passage: Passage, mention: Mention, code: str) -> None:
    order = [each for each, _ in passage.guide.headings or ()]
    here = passage.section.kind
    if here in order and here != code:
        _direction(passage, mention, "below" if order.index(code) > order.index(here) else "above")


def _direction(passage: Passage, mention: Mention, way: str) -> None:
    if mention.way and mention.way != way:
        message = f"“{mention.name}” stands {way}, not {mention.way}. Correct the word."
        passage.error("wrong-direction", mention.start, mention.end, message)


THING = re.compile(
    r"\b(?:the|this|see|these)\s+(?:\w+\s+){0,2}(?P<thing>table|list|chart|steps)\s+(?:(?:shown|given|listed|just|right|printed)\s+)?"
    r"(?P<way>above|below)\b",
    re.IGNORECASE,
)
LINKED_WAY = re.compile(r"[\s,]*\(?(?:section\s+)?(above|below|earlier|later)\b")
TAGS = {"table": ("td", "th"), "chart": ("td", "th"), "list": ("li",), "steps": ("li",)}


def wrong_directions(passage: Passage) -> None:
    """ "The table below" with the table above, and links whose words point the wrong way."""
    blocks = passage.document.blocks
    for found in THING.finditer(passage.text):
        tags = TAGS.get(found["thing"].lower())
        places = [block.start for block in blocks if tags and block.tag in tags]
        way, here = found["way"].lower(), found.start()
        is_there = any(place > here if way == "below" else place < here for place in places)
        if places and not is_there:
            message = (
                f"The {found['thing']} stands {'above' if way == 'below' else 'below'}, not {way}. Correct the word."
            )
            passage.error("wrong-direction", found.start(), found.end(), message)
    order = [code for code, _ in passage.guide.headings or ()]
    for link in passage.document.links:
        beside = LINKED_WAY.match(passage.text, link.end)
        told = beside[1] if beside else _way_told(passage.text, link.start, link.end)
        told = MEANT.get(told, told)
        code, here_kind = link.href.removeprefix("#"), passage.section.kind
        if told and code in order and here_kind in order and code != here_kind:
            way = "below" if order.index(code) > order.index(here_kind) else "above"
            if told != way:
                message = f"This section stands {way}, not {told}. Correct the word."
                passage.error("wrong-direction", max(0, link.start - 30), beside.end() if beside else link.end, message)


TYPED_MARK = re.compile(r"(?<=[\w)”.,])(\*{1,3}|[†‡§])(?!\w)")
TYPED_NOTE = re.compile(r"(\*{1,3}|[†‡§])\s*\S")


def footnotes(passage: Passage) -> None:
    """A mark that no note explains, and a note that no mark points to, told by name or by the mark itself."""
    document = passage.document
    notes = {block.note: block for block in document.blocks if block.is_footnote and block.note}
    marked = {marker.note for marker in document.markers}
    for marker in document.markers:
        if marker.note not in notes:
            message = (
                f"No note explains the mark “{passage.text[marker.start : marker.end]}”. Add the note, or delete it."
            )
            passage.error("footnote-without-note", marker.start, marker.end, message)
    for note, block in notes.items():
        if note not in marked:
            message = "No mark in the text points to this note. Set the mark where it belongs, or delete the note."
            passage.error("note-without-marker", block.start, block.end, message)
    _typed_footnotes(passage, {(marker.start, marker.end) for marker in document.markers})


def _typed_footnotes(passage: Passage, known: set[tuple[int, int]]) -> None:
    """The same for marks that were typed: a star after a word, and a paragraph that begins with one."""
    notes: dict[str, int] = {}
    begins: dict[str, int] = {}
    for block in passage.document.blocks:
        found = TYPED_NOTE.match(passage.text, block.start, block.end)
        if found:
            begins[found[1]] = begins.get(found[1], 0) + 1
            if not block.note:
                notes.setdefault(found[1], block.start)
    marks: dict[str, tuple[int, int]] = {}
    told = {place for start, end in known for place in range(start, end)}
    for found in TYPED_MARK.finditer(passage.text):
        if found.start() not in told:
            marks.setdefault(found[1], found.span())
    for mark, (start, end) in marks.items():
        if mark not in begins:
            message = f"No note explains the mark “{mark}”. Add the note, or delete the mark."
            passage.error("footnote-without-note", max(0, start - 15), end, message)
    for mark, start in notes.items():
        if mark not in marks and begins[mark] == 1:  # several would be a list that was typed by hand
            message = f"No “{mark}” in the text points to this note. Set it where it belongs, or delete the note."
            passage.error("note-without-marker", start, min(len(passage.text), start + 30), message)


CHECKS = (missing_sections, wrong_directions, footnotes)
