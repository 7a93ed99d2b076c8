"""Numbers that announce more or fewer things than follow: "two warnings" and three of them.

Source: CDC Clear Communication Index, item 8 (a text has the order that it announces).
"""

import re
from bisect import bisect_right

from ..content.document import Block
from .checked_section import CELLS, CheckedSection
from .numbers import COUNT, number_in, plain_number

LISTED = (
    "warnings things steps ways reasons signs symptoms questions tips parts kinds types forms groups rules points "
    "items examples conditions medicines drugs effects problems facts stages phases options strengths sizes risks "
    "tests goals causes people cases foods ingredients sections choices methods requirements precautions"
)
# Before a colon, with at most a few words in between: "three things your doctor should know:".
ANNOUNCED = re.compile(
    rf"(?<![\w.,/-])(?P<number>{COUNT})\s(?:[a-z-]+\s){{0,2}}?(?P<noun>{'|'.join(LISTED.split())})\b(?P<rest>[^.:;]{{0,70}}):",
    re.IGNORECASE,
)
# Words that make it no exact number, or one of a part: at least two, two or more, one of three.
# After a list: These four steps …
LISTED_BEFORE = re.compile(
    rf"(?:These|Those|The|All|Follow these) (?P<number>{COUNT}) (?:[a-z-]+ )?(?P<noun>{'|'.join(LISTED.split())})\b"
)
# Types 6, 11, and 16, which is four types.
COUNTED_AFTER = re.compile(
    rf"(?<!\w)(?P<said>(?:\w{{1,15}}(?:, and |, | and )){{2,12}}\w{{1,15}}),?"
    r" (?:which (?:is|are|makes?)|that is|a total of|in all,?) "
    rf"(?P<number>{COUNT}) (?P<noun>[a-z]+)"
)
INEXACT_BEFORE = re.compile(
    r"\b(?:at least|at most|up to|about|more than|fewer than|less than|over|any|or|and|to|first|last|next|other|top|"
    r"one of|than|the \w+ of)\s(?:the |these |those )?$",
    re.IGNORECASE,
)
INEXACT_AFTER = re.compile(
    r"\b(?:or more|or fewer|or less|at a time|any of|such as|including|for example)\b", re.IGNORECASE
)
REACH = 30
COLON = re.compile(":")
# Characters from the number to the colon.
MAX_ANNOUNCED = 150
# A list longer than this is announced by nobody in words.
MAX_COUNT = 20
PIECE_BREAK = re.compile(r",\s(?:and\s|or\s)?|;\s(?:and\s|or\s)?|\s(?:and|or)\s")
COMMA_BREAK = re.compile(r"[,;]\s")


def counts(checked: CheckedSection) -> None:
    """Find a number of things that differs from the list after it."""
    blocks = checked.document.blocks
    starts = [block.start for block in blocks]
    for found in checked.find_around(COLON, MAX_ANNOUNCED, 0, ANNOUNCED):
        place = bisect_right(starts, found.start()) - 1
        block = blocks[place]
        number = number_in(found["number"])
        before = checked.text[max(block.start, found.start() - REACH) : found.start()]
        is_exact = not INEXACT_BEFORE.search(before) and not INEXACT_AFTER.search(found[0])
        if block.tag in CELLS or "\n" in found[0] or not is_exact or not 1 < number <= MAX_COUNT:
            continue
        if found.end() == block.end:
            _check_list(checked, found, blocks, place)
        else:
            _check_sentence(checked, found, block.end)


def counts_after(checked: CheckedSection) -> None:
    """Find a number of things that differs from the list before it."""
    blocks = checked.document.blocks
    sizes: dict[int, set[int]] = {}
    for place, block in enumerate(blocks):
        sizes.setdefault(block.list, set()).add(block.item)
        before = blocks[place - 1] if place else None
        if before is None or not before.list or block.list == before.list or block.tag in CELLS or before.depth > 2:
            continue
        found = LISTED_BEFORE.match(checked.text, block.start, block.end)
        if found and 1 < len(sizes[before.list]) != number_in(found["number"]):
            message = (
                f"This counts {found['number']} {found['noun']}, but the list above has {len(sizes[before.list])}."
            )
            checked.warning("wrong-count", found.start(), found.end(), f"{message} Correct one of them.")
    for found in COUNTED_AFTER.finditer(checked.text):
        several = len(PIECE_BREAK.split(found["said"].replace(", and ", ", ")))
        if several != number_in(found["number"]):
            message = f"About {several} are listed, not {found['number']}. Count them again."
            checked.warning("wrong-count", found.start(), found.end(), message)


def _check_list(checked: CheckedSection, found: re.Match[str], blocks: list[Block], place: int) -> None:
    """Report a list right after the announcement that has another number of items."""
    first = blocks[place + 1] if place + 1 < len(blocks) else None
    if first is None or not first.list or first.list == blocks[place].list:
        return
    items: set[int] = set()
    for block in blocks[place + 1 : place + 1 + 4 * MAX_COUNT]:
        if block.list == first.list:
            items.add(block.item)
        elif not block.list or block.depth < first.depth:
            break
    if len(items) != number_in(found["number"]):
        message = (
            f"This announces {found['number']} {found['noun']}, but the list has {len(items)}. Correct one of them."
        )
        checked.error("wrong-count", found.start(), found.end(), message)


def _check_sentence(checked: CheckedSection, found: re.Match[str], end: int) -> None:
    """Report an enumeration in the same sentence that can't have this number of members."""
    stop = re.compile(r"[.?!](?=\s|$)").search(checked.text, found.end(), min(end, found.end() + 300))
    said = checked.text[found.end() : stop.start() if stop else end]
    if re.search(r"[(:;“\"]", said) or not re.search(r"\b(?:and|or)\b", said):
        return
    fewest, most = len(COMMA_BREAK.split(said)), len(PIECE_BREAK.split(said))
    number = number_in(found["number"])
    if not min(fewest, most) <= number <= max(fewest, most):
        several = plain_number(number_in(str(most)))
        message = f"This announces {found['number']} {found['noun']}, but about {several} follow. Count them again."
        checked.warning("wrong-count", found.start(), found.end(), message)


CHECKS = (counts, counts_after)
