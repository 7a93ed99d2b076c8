"""Damaged structure: a list that was lost, empty elements, filler that was never replaced, headings out of order."""

import re

from ..content.document import Block
from .passage import CELLS, Passage

LIST_WORDS = (
    "questions things steps tips signs symptoms examples reasons ways medicines medications drugs foods effects items "
    "conditions people points problems products vitamins vaccines instructions rules brands forms strengths"
)
# Words after which a list must come when they end a paragraph, with a colon or without.
OPENING = re.compile(
    r"\b(?:such as|includ(?:e|es|ing|ed)|as follows|(?:is|are|has|have|with|of|for|in|do|by|from|to) the following"
    r"|for example|for instance|e\.g\.)\s*[:.,;]?$"
    r"|^the following\s*:?$",
    re.IGNORECASE,
)
# The same with a full stop, also in the middle of a paragraph: the words after it were cut.
CUT_OPENING = re.compile(r"\b(?:such as|including|includes?|like|are the following)\s*[.;](?=\s|$)", re.IGNORECASE)
# Whole sentences that announce a list.
ANNOUNCED = re.compile(
    rf"^(?:(?:here are|below are|listed below are)\b.*\b(?:{'|'.join(LIST_WORDS.split())})\b.*"
    rf"|(?:here are|below are)\b.*"
    rf"|(?:some|the following|these|other)\b.*\b(?:questions|things|steps|tips)\b.*\b(?:you|to)\b"
    rf".*\b(?:ask|want|bring|discuss|tell|remember|do|know|try|follow)\b.*"
    rf"|.*\bthe following (?:{'|'.join(LIST_WORDS.split())})\b.*"
    rf")[.:]$",
    re.IGNORECASE,
)
MAX_LEAD_IN = 200  # characters
TYPED_ITEM = re.compile(r"(?:[-–•*·]|\d{1,2}[.)]|[a-z]\))\s*\w")


def lead_ins(passage: Passage) -> None:
    """Words that announce a list, and no list after them: "Live vaccines include:"."""
    blocks = passage.document.blocks
    for place, block in enumerate(blocks):
        if block.tag in CELLS or block.is_footnote:
            continue
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        last = _last_sentence(passage, block)
        said = passage.text[last : block.end]
        if not _is_list(passage, block, following) and (why := _promise(said, block)):
            passage.error("lead-in-without-list", last, block.end, why)
        for found in CUT_OPENING.finditer(passage.text, block.start, block.end):
            if found.end() < block.end:
                start = max(block.start, found.start() - 30)
                message = f"Nothing comes after “{found[0]}”. Name what was meant, or delete these words."
                passage.error("lead-in-without-list", start, found.end(), message)


def _last_sentence(passage: Passage, block: Block) -> int:
    """Return where the last sentence of a block begins."""
    starts = [start for each, start, _ in passage.sentences_of(block)]
    return starts[-1] if starts else block.start


def _promise(said: str, block: Block) -> str:
    """Return what to do about a promise of a list, '' where none was made."""
    if block.tag.startswith("h"):
        return ""
    if OPENING.search(said):
        return "A list is announced here, and none follows. Bring the list back, or say it in the sentence."
    if said.endswith(":") and len(said.split()) > 1:
        return "This ends with a colon, and no list follows. Bring the list back, or end the sentence."
    if len(said) <= MAX_LEAD_IN and ANNOUNCED.match(said):
        return "A list is announced here, and none follows. Bring the list back, or delete the sentence."
    return ""


def _is_list(passage: Passage, block: Block, following: Block | None) -> bool:
    """Say whether what follows is a list, a table, or items that were typed by hand."""
    if following is None:
        return False
    if following.tag in ("li", *CELLS):
        return block.tag != "li" or following.depth > block.depth
    said = passage.document.block_text(following)
    return bool(TYPED_ITEM.match(said)) or following.tag in ("blockquote", "dt")


NAMED = {
    "ul": "list", "ol": "list", "li": "list item", "table": "table", "tr": "table row", "p": "paragraph", "a": "link",
}  # fmt: skip


def empty_elements(passage: Passage) -> None:
    """An element that should hold words and holds none."""
    seen: set[int] = set()
    for empty in passage.document.empties:
        if empty.offset in seen:
            continue  # a list of one empty item is one fault
        seen.add(empty.offset)
        what = NAMED.get(empty.tag, "heading" if empty.tag.startswith("h") else "quotation")
        at = min(empty.offset, len(passage.text))
        message = f"There is an empty {what} here. Write what belongs in it, or delete it."
        report = passage.warning if empty.tag == "p" else passage.error
        report("empty-element", at, at, message)


PLACEHOLDER = re.compile(
    # Marks of editors; a TK inhibitor is a medicine.
    r"\b(?:TBD|TBC|TBA|TK|TKTK|TODO|FIXME|XX+|[Xx]{2,}(?=\s?(?:mg|mcg|mL|ml|units?|tablets?|days?|hours?|%)))"
    r"\b(?! (?:inhibitor|kinase))"
    r"|\blorem ipsum\b|\bdolor sit amet\b|\?{2,}|_{3,}"
    # In brackets: [insert dose], [...], {{ name }}
    r"|\(\s*(?:insert|todo|to do|placeholder|xx+|tbd)\b[^)\n]{0,80}\)"
    r"|[\[<{]\s*(?:insert|add|todo|to do|enter|your|type|brand|drug|medicine|dose|name|number|phone|date|placeholder|"
    r"ref|citation|source|check|confirm|xx+|generic|strength|x)\b[^\]}>\n]{0,80}[\]}>]"
    r"|\[\s*(?:\.{3}|…|\?|\s)\s*\]|\{\{?[^}\n]{0,60}\}\}?"
    # Said in words: your text here, more to come, dose to be confirmed
    r"|\b(?:insert|add|enter|type|put|your) [^.\n]{0,40}\b(?:text|copy|content|words|dose|number|name) (?:goes )?here\b"
    r"|\b(?:text|copy|content|more|details?) (?:goes|go|to go|to come|coming|to follow) ?(?:here|soon)?\b(?=[\s.]*$)"
    r"|\b(?:text|copy|content|dose|details?|section|list|number)\b[^.\n]{0,20}\bto (?:be )?(?:confirmed|added|"
    r"completed|written|decided|supplied|determined|provided|come|follow)\b"
    r"|\b(?:to be|needs to be|is being) (?:confirmed|added|completed|written|supplied|determined) (?:later|soon|by)\b"
    # The whole of a block that an editor program put there: List item 1
    r"|^(?:list item|bullet(?: point)?|(?:sub)?heading|item|section title|title|body text|paragraph(?: text)?|"
    r"row|column|cell) ?(?:\d{1,3}|here)?$"
    # Notes among editors
    r"|\bnotes? (?:to|for) (?:the )?(?:editors?|self|reviewers?|authors?|writers?|team|designers?)\b"
    r"|\b(?:editor|author|reviewer)['’]?s? (?:note|query)\b|\b(?:AQ|AU|ED|QA|NB):"
    r"|\bplease (?:check|confirm|verify|insert|supply|complete) (?:this|the|with|dose|before)\b"
    r"|\bneeds? (?:a )?(?:source|citation)\b"
    # Other filler
    r"|\bplaceholder\b|\bdummy text\b|\bsample text\b|\bclick (?:here )?to (?:edit|add)\b|\basdf\w*\b|#REF!|#N/A\b",
    re.IGNORECASE | re.MULTILINE,
)


def placeholders(passage: Passage) -> None:
    """Filler that somebody meant to replace."""
    for found in PLACEHOLDER.finditer(passage.text):
        word = found[0]
        if word in ("tk", "tba", "tbc"):
            continue  # in small letters they are no marks
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
