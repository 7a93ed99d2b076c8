"""Passages that contradict themselves: ranges that run backwards, links that dial another number, sentences cut off."""

import re

from ..content.measures import NUMBER
from .checked_section import CheckedSection
from .residue import UNIT

RANGE = re.compile(
    rf"(?<![\d.,/-])(?P<low>{NUMBER})(?:[\s\u00a0]?[–-][\s\u00a0]?|[\s\u00a0]to[\s\u00a0])(?P<high>{NUMBER})[\s\u00a0]?{UNIT}(?!\w)"
)
# A dose that is lowered runs backwards on purpose.
LOWERED = re.compile(
    r"\b(?:from|reduc\w+|decreas\w+|lower\w*|taper\w*|drop\w*|fell|falls?|down|went|go)\b[^.]{0,80}$", re.IGNORECASE
)
REACH = 100
# No paragraph ends with one of these.
CUT = re.compile(r"\b(?:the|a|an|of|your|their|its|any|with|for|from|than|because|if|when|into)$", re.IGNORECASE)
MIN_WORDS = 4
MIN_DIGITS = 3
# CDC Clear Communication Index, item 8: lists of more than seven items are divided.
MAX_ITEMS = 7


def backwards_ranges(checked: CheckedSection) -> None:
    """Find ranges whose first number is the larger one."""
    for found in RANGE.finditer(checked.text):
        low, high = (float(found[name].replace(",", "")) for name in ("low", "high"))
        if low > high and not LOWERED.search(checked.text[max(0, found.start() - REACH) : found.start()]):
            message = "This range runs backwards. Correct a number, or exchange the two."
            checked.error("backwards-range", found.start(), found.end(), message)


def dialed_numbers(checked: CheckedSection) -> None:
    """Find links that dial another number than they show."""
    for link in checked.document.links:
        if not link.href.startswith("tel:"):
            continue
        shown, dialed = (re.sub(r"\D", "", words) for words in (checked.text[link.start : link.end], link.href))
        if len(shown) >= MIN_DIGITS and shown.removeprefix("1") != dialed.removeprefix("1"):
            message = f"This link dials {link.href.removeprefix('tel:')}. Correct the link, or the number."
            checked.error("dials-other-number", link.start, link.end, message)


def cut_sentences(checked: CheckedSection) -> None:
    """Find paragraphs and items that break off."""
    for block in checked.document.blocks:
        words = checked.document.block_text(block)
        if block.tag in ("p", "li") and len(words.split()) >= MIN_WORDS and (found := CUT.search(words)):
            start = block.start + found.start()
            message = "The sentence breaks off here. Complete it, or delete the rest."
            checked.error("cut-sentence", max(block.start, start - 30), block.end, message)


def long_lists(checked: CheckedSection) -> None:
    """Find lists of more items than readers keep apart."""
    run: list[int] = []
    depth = 0
    for block in (*checked.document.blocks, None):
        if block is not None and block.tag == "li" and (not run or block.depth == depth):
            depth = block.depth
            run.append(block.start)
            continue
        if block is not None and block.depth > depth and run:
            continue  # what is in an item
        if len(run) > MAX_ITEMS:
            message = f"This list has {len(run)} items. Divide a list of more than {MAX_ITEMS} by subheadings."
            checked.warning("long-list", run[0], run[0], message)
        run = [block.start] if block is not None and block.tag == "li" else []
        depth = block.depth if block is not None else 0


CHECKS = (backwards_ranges, dialed_numbers, cut_sentences, long_lists)
