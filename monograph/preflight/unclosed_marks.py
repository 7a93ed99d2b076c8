"""Brackets and quotation marks without a partner, where an aside was cut."""

import re

from .checked_section import CheckedSection

OPENED_BY = {")": "(", "]": "[", "}": "{"}
OPENINGS = frozenset(OPENED_BY.values())
BRACKET = re.compile(r"[][(){}]")
# 1) and a) number list items and close nothing.
NUMBERED = re.compile(r"(?:^|(?<=\s))(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})\)")


def unclosed_brackets(checked: CheckedSection) -> None:
    """Find brackets without a partner in the same paragraph."""
    for block in checked.document.blocks:
        opened: list[tuple[str, int]] = []
        numbered = {found.end() - 1 for found in NUMBERED.finditer(checked.text, block.start, block.end)}
        for found in BRACKET.finditer(checked.text, block.start, block.end):
            character, place = found[0], found.start()
            if character in OPENINGS:
                opened.append((character, place))
            elif opened and opened[-1][0] == OPENED_BY[character]:
                opened.pop()
            elif place not in numbered:
                message = f"This “{character}” was never opened. Add its partner, or delete it."
                checked.error("unclosed-bracket", max(block.start, place - 15), place + 1, message)
        for character, place in opened:
            message = f"This “{character}” is never closed. Add its partner, or delete it."
            checked.error("unclosed-bracket", place, min(block.end, place + 20), message)


# An apostrophe at the beginning of a word opens nothing: ’til, ’90s.
ELIDED = re.compile(r"['‘](?:tis|twas|til|em|cause|n|\d0s)\b", re.IGNORECASE)
SINGLE_OPEN = re.compile(r"(?:^|(?<=[\s(]))['‘](?=\w)")
SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?])['’](?=[\s.,;:!?)]|$)")


def unclosed_quotes(checked: CheckedSection) -> None:
    """Find quotation marks without a partner in the same paragraph."""
    for block in checked.document.blocks:
        words = checked.document.block_text(block)
        straight = _straight_marks(words)
        single = [found.start() for found in SINGLE_OPEN.finditer(words) if not ELIDED.match(words, found.start())]
        place = _first_unpaired(words, "“", "”")
        if place is None and len(straight) % 2:
            place = straight[-1]
        if place is None and single and len(SINGLE_CLOSE.findall(words)) < len(single):
            place = single[-1]
        if place is not None:
            start = block.start + place
            message = "This quotation mark has no partner. Add it, or delete this one."
            checked.error("unclosed-quote", max(block.start, start - 10), min(block.end, start + 25), message)


def _straight_marks(words: str) -> list[int]:
    """Return the places of straight quotation marks.

    After a digit it is the inch sign, unless it closes a quotation or ends the paragraph.
    """
    marks: list[int] = []
    for found in re.finditer('"', words):
        place = found.start()
        is_after_digit = words[max(0, place - 1) : place].isdigit()
        if not is_after_digit or len(marks) % 2 or not re.search(r"\w", words[place + 1 :]):
            marks.append(place)
    return marks


def _first_unpaired(words: str, opening: str, closing: str) -> int | None:
    """Return the place of the first mark without a partner, None if all have one."""
    opened: list[int] = []
    for place, character in enumerate(words):
        if character == opening:
            opened.append(place)
        elif character == closing:
            if not opened:
                return place
            opened.pop()
    return opened[0] if opened else None


CHECKS = (unclosed_brackets, unclosed_quotes)
