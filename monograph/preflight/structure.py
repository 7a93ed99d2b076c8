"""Damaged structure: lost lists, empty elements, placeholders, long lists."""

import re

from ..content.document import Block
from .checked_section import CELLS, CheckedSection

LIST_WORDS = (
    "questions things steps tips signs symptoms examples reasons ways medicines medications drugs foods effects items "
    "conditions people points problems products vitamins vaccines instructions rules brands forms strengths"
)
# Words that announce a list when they end a paragraph, with or without a colon.
OPENING = re.compile(
    r"\b(?:such as|includ(?:e|es|ing|ed)|as follows|(?:is|are|has|have|with|of|for|in|do|by|from|to) the following"
    r"|for example|for instance|e\.g\.)\s*[:.,;]?$"
    r"|^the following\s*:?$",
    re.IGNORECASE,
)
# The same before a period, also in the middle of a paragraph: the words that followed were cut.
CUT_OPENING = re.compile(
    r"\b(?:such as|including|includes?|(?<=, )like|are the following)\s*[.;](?=\s|$)", re.IGNORECASE
)
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
# Characters.
MAX_LEAD_IN = 200
MAX_TITLE = 80
# Characters that are quoted of a text too long to check.
LAST_WORDS = 40
LABELED = re.compile(r"[A-Z][\w' ,/-]{2,40}: \w")
PLAIN_ITEM = re.compile(r"(?:[-–•*·]|\d{1,2}[.)]|[a-z]\))\s*\w")


def length(checked: CheckedSection) -> None:
    """Say where the checks ended, in a text that is far too long."""
    end = len(checked.text)
    if end < len(checked.whole):
        advice = "Split the section, so that all of it is checked."
        message = f"The text is too long: the checks ended here, and nothing after it was checked. {advice}"
        checked.error("too-long", max(0, end - LAST_WORDS), end, message)


def lead_ins(checked: CheckedSection) -> None:
    """Find words that announce a list without one: "Live vaccines include:"."""
    blocks = checked.document.blocks
    for place, block in enumerate(blocks):
        if block.tag in CELLS or block.is_footnote:
            continue
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        starts = [start for _, start, _ in checked.sentences_in(block)]
        last = starts[-1] if starts else block.start
        message = _lead_in_message(checked.text[last : block.end], block)
        if _is_title(checked, following) and place + 2 < len(blocks):
            following = blocks[place + 2]  # the title of the list or table
        if message and not _is_list(checked, block, following):
            # A line of one or two words, or in capitals, may be the title of the paragraph after it.
            sentence = checked.text[last : block.end]
            may_be_title = following is not None and (len(sentence.split()) <= 2 or sentence.isupper())
            report = checked.warning if may_be_title else checked.error
            report("lead-in-without-list", last, block.end, message)
        for found in CUT_OPENING.finditer(checked.text, block.start, block.end):
            if found.end() < block.end:
                start = max(block.start, found.start() - 30)
                message = f"Nothing follows “{found[0]}”. Name what was meant, or delete these words."
                checked.error("lead-in-without-list", start, found.end(), message)


def _lead_in_message(sentence: str, block: Block) -> str:
    """Return the message for a sentence that announces a list, '' if it does not."""
    if block.tag.startswith("h"):
        return ""
    if OPENING.search(sentence):
        return "This announces a list, but none follows. Restore the list, or name its items in the sentence."
    if sentence.endswith(":") and len(sentence.split()) > 1:
        return "This ends with a colon, but no list follows. Restore the list, or end the sentence."
    if len(sentence) <= MAX_LEAD_IN and ANNOUNCED.match(sentence):
        return "This announces a list, but none follows. Restore the list, or delete the sentence."
    return ""


def _is_list(checked: CheckedSection, block: Block, following: Block | None) -> bool:
    """Return whether a list, a table, or items in plain characters follow."""
    if following is None:
        return False
    if following.depth > block.depth:
        return True  # a list or table, or what its first item begins with
    if following.tag in ("li", *CELLS):
        return block.tag != "li"
    words = checked.document.block_text(following)
    # Items may be paragraphs: they begin with a lowercase letter or a label, or end without a period.
    is_item = words[:1].islower() or bool(LABELED.match(words)) or not words.rstrip().endswith((".", "!", "?", ":"))
    is_plain = bool(PLAIN_ITEM.match(words)) or following.tag in ("blockquote", "dt")
    return is_plain or (is_item and not following.tag.startswith("h"))


def _is_title(checked: CheckedSection, block: Block | None) -> bool:
    """Return whether a block may be the title of a list or table: a heading, or a short line in bold."""
    if block is None:
        return False
    words = checked.document.block_text(block)
    is_bold = len(words) <= MAX_TITLE and checked.is_emphasized(block)
    return block.tag.startswith("h") or (is_bold and not words.endswith("."))


ELEMENT_NAMES = {
    "ul": "list", "ol": "list", "li": "list item", "table": "table", "tr": "table row", "p": "paragraph", "a": "link",
}  # fmt: skip


def empty_elements(checked: CheckedSection) -> None:
    """Find elements that should hold words and have none."""
    seen: set[int] = set()
    for empty in checked.document.empties:
        # A list with one empty item is one finding.
        if empty.offset in seen:
            continue
        seen.add(empty.offset)
        name = ELEMENT_NAMES.get(empty.tag, "heading" if empty.tag.startswith("h") else "quotation")
        place = min(empty.offset, len(checked.text))
        report = checked.warning if empty.tag == "p" else checked.error
        report("empty-element", place, place, f"There is an empty {name} here. Fill it, or delete it.")


# Searched in lowercase text, because ignoring case is slow. Each group of words shares one \b for the same reason.
PLACEHOLDER = re.compile(
    # Editors' marks; a TK inhibitor is a medicine
    r"\b(?:(?:tbd|tbc|tba|tk|tktk|todo|fixme|xxx+|xx(?!\w)|x{2,}(?=\s?(?:mg|mcg|ml|units?|tablets?|days?|hours?|%)))"
    r"\b(?! (?:inhibitor|kinase))"
    r"|lorem ipsum\b|dolor sit amet\b"
    # Spelled out: your text here, more to come, dose to be confirmed
    r"|(?:insert|add|enter|type|put|your) [^.\n]{0,40}\b(?:text|copy|content|words|dose|number|name) (?:goes )?here\b"
    r"|(?:text|copy|content|more|details?) (?:goes|go|to go|to come|coming|to follow) ?(?:here|soon)?\b(?=[\s.]*$)"
    r"|(?:text|copy|content|dose|details?|section|list|number)\b[^.\n]{0,20}\bto (?:be )?(?:confirmed|added|"
    r"completed|written|decided|supplied|determined|provided|come|follow)\b"
    r"|(?:to be|needs to be|is being) (?:confirmed|added|completed|written|supplied|determined) (?:later|soon|by)\b"
    # Notes among editors
    r"|notes? (?:to|for) (?:the )?(?:editors?|self|reviewers?|authors?|writers?|team|designers?)\b"
    r"|(?:editor|author|reviewer)['’]?s? (?:note|query)\b|(?:aq|au|ed|qa|nb):"
    r"|please (?:check|confirm|verify|insert|supply|complete) (?:this|the|with|dose|before)\b"
    r"|needs? (?:a )?(?:source|citation)\b"
    # Other filler
    r"|placeholder\b|dummy text\b|sample text\b|click (?:or tap )?(?:here )?to (?:edit|add|enter)\b|asdf\w*\b)"
    r"|\?{2,}|_{3,}|(?<=[\w,] )#{2,}(?= \w)"
    # In brackets: [insert dose], [...], {{ name }}
    r"|\(\s*(?:insert|todo|to do|placeholder|xx+|tbd)\b[^)\n]{0,80}\)"
    r"|[\[<{]\s*(?:insert|add|todo|to do|enter|your|type|brand|drug|medicine|dose|name|number|phone|date|placeholder|"
    r"ref|citation|source|check|confirm|xx+|generic|strength|x)\b[^\]}>\n]{0,80}[\]}>]"
    r"|\[\s*(?:\.{3}|…|\?|\s)\s*\]|\{\{?[^}\n]{0,60}\}\}?"
    # A whole block that an editor program inserted: List item 1
    r"|^(?:list item|bullet(?: point)?|(?:sub)?heading|item|section title|title|body text|paragraph(?: text)?|"
    r"row|column|cell) ?(?:\d{1,3}|here)?$",
    re.MULTILINE,
)
# Lowercase they are no editors' marks.
UPPERCASE_MARKS = re.compile("tk|tba|tbc|xx|(?:aq|au|ed|qa|nb):")


def placeholders(checked: CheckedSection) -> None:
    """Find placeholders that were never replaced."""
    for found in PLACEHOLDER.finditer(checked.lowered):
        written = checked.text[found.start() : found.end()]
        if written == found[0] and UPPERCASE_MARKS.fullmatch(written):
            continue
        message = f"“{written.strip()}” is a placeholder. Replace it, or delete it."
        checked.error("placeholder", found.start(), found.end(), message)


# CDC Clear Communication Index, item 8: lists of more than seven items are divided.
MAX_ITEMS = 7


def long_lists(checked: CheckedSection) -> None:
    """Find lists of more items than readers keep apart."""
    starts: dict[int, dict[int, int]] = {}
    for block in checked.document.blocks:
        if block.list and block.tag not in CELLS:
            starts.setdefault(block.list, {}).setdefault(block.item, block.start)
    for items in starts.values():
        if len(items) > MAX_ITEMS:
            place = min(items.values())
            message = f"This list has {len(items)} items. Divide a list of more than {MAX_ITEMS} by subheadings."
            checked.warning("long-list", place, place, message)


# Items of a list that show what it holds.
MIN_ALIKE = 3
SENTENCE = re.compile(r"[A-Z][a-z]+ (?:\w+[ ,]+){1,30}\w+\.")


def odd_items(checked: CheckedSection) -> None:
    """Find the one item of a list that is a sentence, where all others are a few words in small letters."""
    lists: dict[int, list[Block]] = {}
    for block in checked.document.blocks:
        if block.list and block.tag == "li":
            lists.setdefault(block.list, []).append(block)
    for items in lists.values():
        sentences = [item for item in items if SENTENCE.fullmatch(checked.text, item.start, item.end)]
        alike = [item for item in items if checked.text[item.start : item.start + 1].islower()]
        if (
            len(sentences) == 1
            and len(items) >= MIN_ALIKE
            and len(alike) == len(items) - 1
            and sentences[0] != items[-1]
        ):
            message = (
                "This item is a sentence, and all others of the list are not. Move it out of the list, or correct it."
            )
            checked.warning("odd-item", sentences[0].start, sentences[0].end, message)


CHECKS = (length, odd_items, lead_ins, empty_elements, placeholders, long_lists)
