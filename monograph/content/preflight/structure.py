"""Damaged structure: a list that was lost, empty elements, filler that was never replaced, headings out of order."""

import re

from ..document import Block
from .finding import Passage

LIST_WORDS = (
    "questions things steps tips signs symptoms examples reasons ways medicines medications drugs foods effects items "
    "conditions people points problems products vitamins vaccines instructions rules brands forms strengths"
)
# Words after which a list must come. Those of the first row need no colon to be sure.
OPENING = re.compile(
    r"\b(?:such as|includ(?:e|es|ing|ed)|as follows|(?:is|are|has|have|with|of|for|in|do|by|from|to) the following"
    r"|for example|for instance|e\.g\.)\s*[:.,;]?$"
    r"|^the following\s*:?$",
    re.IGNORECASE,
)
CUT_OPENING = re.compile(r"\b(?:such as|including|includes?|like|are the following)\s*[.;](?=\s|$)", re.IGNORECASE)
ANNOUNCED = re.compile(
    rf"^(?:(?:here are|below are|listed below are)\b.*\b(?:{'|'.join(LIST_WORDS.split())})\b.*"
    rf"|(?:here are|below are)\b.*"
    rf"|(?:some|the following|these|other)\b.*\b(?:questions|things|steps|tips)\b.*\b(?:you|to)\b"
    rf".*\b(?:ask|want|bring|discuss|tell|remember|do|know|try|follow)\b.*"
    rf"|.*\bthe following (?:{'|'.join(LIST_WORDS.split())})\b.*"
    rf")[.:]$",
    re.IGNORECASE,
)
LONGEST_LEAD_IN = 200  # characters
TYPED_ITEM = re.compile(r"(?:[-–•*·]|\d{1,2}[.)]|[a-z]\))\s*\w")


def lead_ins(passage: Passage) -> None:
    """Words that announce a list, and no list after them: "Live vaccines include:"."""
    blocks = passage.document.blocks
    for place, block in enumerate(blocks):
        if block.tag in ("td", "th") or block.is_footnote:
            continue
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        last = _last_sentence(passage, block)
        said = passage.text[last : block.end]
        if not _is_list(passage, block, following) and (why := _promise(said, block, following)):
            passage.error("lead-in-without-list", last, block.end, why)
        for found in CUT_OPENING.finditer(passage.text, block.start, block.end):
            if found.end() < block.end or found[0].rstrip(".;").lower().endswith("such as"):
                start = max(block.start, found.start() - 30)
                message = f"Nothing comes after “{found[0]}”. Name what was meant, or delete these words."
                if found.end() < block.end:
                    passage.error("lead-in-without-list", start, found.end(), message)


def _last_sentence(passage: Passage, block: Block) -> int:
    starts = [start for each, start, _ in passage.sentences_of(block)]
    return starts[-1] if starts else block.start


def _promise(said: str, block: Block, following: Block | None) -> str:
    """Return what to do about a promise of a list, '' where none was made."""
    if OPENING.search(said) and not block.tag.startswith("h"):
        return "A list is announced here, and none follows. Bring the list back, or say it in the sentence."
    if block.tag.startswith("h"):
        return ""
    if said.endswith(":") and len(said.split()) > 1:
        return "This ends with a colon, and no list follows. Bring the list back, or end the sentence."
    if len(said) <= LONGEST_LEAD_IN and ANNOUNCED.match(said):
        return "A list is announced here, and none follows. Bring the list back, or delete the sentence."
    return ""


def _is_list(passage: Passage, block: Block, following: Block | None) -> bool:
    """Say whether what follows is a list, a table, or items that were typed by hand."""
    if following is None:
        return False
    if following.tag in ("li", "td", "th"):
        return block.tag != "li" or following.depth > block.depth
    said = passage.document.said_by(following)
    return bool(TYPED_ITEM.match(said)) or following.tag in ("blockquote", "dt")


NAMED = {
    "ul": "list",
    "ol": "list",
    "li": "list item",
    "table": "table",
    "tr": "table row",
    "p": "paragraph",
    "a": "link",
}


def empty_elements(passage: Passage) -> None:
    """An element that should hold words and holds none."""
    seen: set[int] = set()
    for empty in passage.document.empties:
        if empty.at in seen:
            continue  # a list of one empty item is one fault
        seen.add(empty.at)
        what = NAMED.get(empty.tag, "heading" if empty.tag.startswith("h") else "quotation")
        at = min(empty.at, len(passage.text))
        message = f"There is an empty {what} here. Write what belongs in it, or delete it."
        report = passage.warning if empty.tag == "p" else passage.error
        report("empty-element", at, at, message)


PLACEHOLDER = re.compile(
    r"\b(?:TBD|TBC|TBA|TK|TKTK|TODO|FIXME|XX+|[Xx]{2,}(?=\s?(?:mg|mcg|mL|ml|units?|tablets?|days?|hours?|%)))\b(?! (?:inhibitor|kinase))"
    r"|\blorem ipsum\b|\bdolor sit amet\b|\?{2,}|_{3,}"
    r"|[\[<{(]\s*(?:insert|add|todo|to do|enter|your|type|brand|drug|medicine|dose|name|number|phone|date|placeholder|"
    r"ref|citation|source|check|confirm|xx+|generic|strength|x)\b[^\])}>\n]{0,80}[\])}>]"
    r"|\[\s*(?:\.{3}|…|\?|\s)\s*\]|\{\{?[^}\n]{0,60}\}\}?"
    r"|\b(?:insert|add|enter|type|put|your) [^.\n]{0,40}\b(?:text|copy|content|words|dose|number|name) (?:goes )?here\b"
    r"|\b(?:text|copy|content|more|details?) (?:goes|go|to go|to come|coming|to follow) ?(?:here|soon)?\b(?=[\s.]*$)"
    r"|\b(?:text|copy|content|dose|details?|section|list|number)\b[^.\n]{0,20}\bto (?:be )?(?:confirmed|added|completed|"
    r"written|decided|supplied|determined|provided|come|follow)\b"
    r"|\b(?:to be|needs to be|is being) (?:confirmed|added|completed|written|supplied|determined) (?:later|soon|by)\b"
    r"|^(?:list item|bullet(?: point)?|(?:sub)?heading|item|section title|title|body text|paragraph(?: text)?|row|column|cell)"
    r" ?(?:\d{1,3}|here)?$"
    r"|\bnotes? (?:to|for) (?:the )?(?:editors?|self|reviewers?|authors?|writers?|team|designers?)\b|\b(?:editor|author|reviewer)['’]?s? (?:note|query)\b"
    r"|\b(?:AQ|AU|ED|QA|NB):|\bplease (?:check|confirm|verify|insert|supply|complete) (?:this|the|with|dose|before)\b|\bneeds? (?:a )?(?:source|citation)\b"
    r"|\bplaceholder\b|\bdummy text\b|\bsample text\b|\bclick (?:here )?to (?:edit|add)\b|\basdf\w*\b|#REF!|#N/A\b",
    re.IGNORECASE | re.MULTILINE,
)
LOWER_TK = re.compile(r"tk|tba|xx", re.IGNORECASE)


def placeholders(passage: Passage) -> None:
    """Filler that somebody meant to replace."""
    for found in PLACEHOLDER.finditer(passage.text):
        word = found[0]
        if word.islower() and len(word) <= 4 and word.isalpha() and not word.startswith("xx"):
            continue  # tk and tba in small letters are no marks
        message = f"“{word.strip()}” holds the place of something. Write what belongs here, or delete it."
        passage.error("placeholder", found.start(), found.end(), message)


def skipped_headings(passage: Passage) -> None:
    """A heading more than one level below the one before it (WCAG 2.2, technique G141). A section's own is level 2."""
    levels = passage.document.headings
    before = 1 if levels and levels[0][0] <= 2 else 2
    for level, block in levels:
        if level > before + 1:
            message = f"A level is skipped before this heading. Make it a heading of level {before + 1}."
            passage.warning("skipped-heading", block.start, block.end, message)
        before = level


CHECKS = (lead_ins, empty_elements, placeholders, skipped_headings)
