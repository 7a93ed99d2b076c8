"""References inside the guide: sections that are named or linked to, and "above" and "below".

Sources: WCAG 2.2, 2.4.4 (a link's purpose is clear and it leads there); CDC Clear Communication Index, item 8 (the
order of a text is what it says it is).
"""

import re
from functools import lru_cache

from ..content.sentences import WORD
from .mentions import MEANT, Mention, mentions, way_told
from .passage import CELLS, MAX_HEADINGS, Passage

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
    "ask-your-doctor": "ask your doctor|questions to ask|questions to ask your doctor|questions for your doctor"
    "|what to ask|talking with your doctor",
    "references": "references|sources",
}
# Words that a heading and what writers call it need not share.
SMALL = frozenset("your you for to of in on is it what how with about before".split())


def _plain(name: str) -> str:
    """Return the words of a name in small letters, without those that say only that it is one."""
    words = [word.lower().replace("’", "'") for word in WORD.findall(name)]
    return " ".join(word for word in words if word not in ("the", "a", "an", "section", "and"))


@lru_cache(maxsize=5_000)
def _kinds_called(name: str, listed: tuple[tuple[str, str], ...], brand: str) -> tuple[str, ...]:
    """Return the codes of the kinds that a name may mean, the likeliest first; none where it is no known name."""
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
    return tuple(dict.fromkeys([*exact, *called, *part]))


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
    _broken_links(passage, headings if known is not None else None)
    own = [
        (_plain(passage.document.block_text(block)), block.start)
        for _, block in passage.document.headings[:MAX_HEADINGS]
    ]
    for mention in mentions(passage):
        at = _stands_as_heading(own, mention.name)
        called = _kinds_called(mention.name, known or (), passage.guide.medicine.brand)
        there = [code for code in called if code in headings]
        if at is not None:
            _compare(passage, mention, "below" if at > mention.start else "above")
        elif there and not (mention.is_enumerated and _has_list(passage, mention)):
            _compare(passage, mention, _way_to(passage, there[0]))
        elif called or (mention.is_sure and (mention.is_quoted or mention.name[0].isupper() or known is not None)):
            message = f"The guide has no section “{mention.name}”. Name one that it has, or delete the remark."
            # A text by itself, without headings, may be part of a guide that has the section.
            is_sure = known is not None or bool(passage.document.headings)
            report = passage.error if is_sure else passage.warning
            report("missing-section", mention.start, mention.end, message)


def _broken_links(passage: Passage, headings: dict[str, str] | None) -> None:
    anchors = passage.document.anchors | {"references"} | set(headings or ())
    for link in passage.document.links:
        if not link.href.startswith("#") or link.href[1:] in anchors or link.href.startswith("#reference-"):
            continue
        message = f"This link leads to “{link.href}”, which the guide does not have. Link to a section that it has."
        # A lone text may be part of a guide that has the section.
        may_be = headings is None and not passage.document.anchors and link.href[1:] in ALSO_CALLED
        report = passage.warning if may_be else passage.error
        report("missing-section", link.start, link.end, message)


def _has_list(passage: Passage, mention: Mention) -> bool:
    """Say whether a list or table stands where the mention says."""
    places = [block.start for block in passage.document.blocks if block.tag in ("li", "td")]
    return any(place > mention.end if mention.way == "below" else place < mention.start for place in places)


def _way_to(passage: Passage, code: str) -> str:
    """Return where a section of this kind stands from here, '' where that is unknown or it is this section itself."""
    order = [each for each, _ in passage.guide.headings or ()]
    here = passage.section.kind
    if code not in order or here not in order or here == code:
        return ""
    return "below" if order.index(code) > order.index(here) else "above"


def _compare(passage: Passage, mention: Mention, way: str) -> None:
    """Tell of a mention that points the other way than the `way` its section stands; '' is not known."""
    if way and mention.way and mention.way != way:
        message = f"“{mention.name}” stands {way}, not {mention.way}. Correct the word."
        passage.error("wrong-direction", mention.start, mention.end, message)


THING = re.compile(
    r"\b(?:the|this|see|these)\s+(?:\w+\s+){0,2}(?P<thing>table|list|chart|steps)"
    r"\s+(?:(?:shown|given|listed|just|right|printed)\s+)?(?P<way>above|below)\b",
    re.IGNORECASE,
)
LINKED_WAY = re.compile(r"[\s,]*\(?(?:section\s+)?(above|below|earlier|later)\b")
TAGS = {"table": CELLS, "chart": CELLS, "list": ("li",), "steps": ("li",)}


def wrong_directions(passage: Passage) -> None:
    """ "The table below" with the table above, and links whose words point the wrong way."""
    for found in THING.finditer(passage.text):
        tags = TAGS.get(found["thing"].lower(), ())
        places = [block.start for block in passage.document.blocks if block.tag in tags]
        told, here = found["way"].lower(), found.start()
        is_there = any(place > here if told == "below" else place < here for place in places)
        if places and not is_there:
            way = "above" if told == "below" else "below"
            message = f"The {found['thing']} stands {way}, not {told}. Correct the word."
            passage.error("wrong-direction", here, found.end(), message)
    for link in passage.document.links:
        beside = LINKED_WAY.match(passage.text, link.end)
        told = beside[1] if beside else way_told(passage.text, link.start, link.end)
        told, way = MEANT.get(told, told), _way_to(passage, link.href.removeprefix("#"))
        if told and way and told != way:
            message = f"This section stands {way}, not {told}. Correct the word."
            passage.error("wrong-direction", max(0, link.start - 30), beside.end() if beside else link.end, message)


CHECKS = (missing_sections, wrong_directions)
