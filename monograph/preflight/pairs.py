"""Brackets and quotation marks without their partner: one end of a remark was cut away."""

import re

from .passage import Passage

OPENED_BY = {")": "(", "]": "[", "}": "{"}
OPENINGS = frozenset(OPENED_BY.values())
# 1) and a) number a list, and close nothing.
NUMBERED = re.compile(r"(?:^|(?<=\s))(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})\)")


def unclosed_brackets(passage: Passage) -> None:
    """A bracket without its partner in the same paragraph."""
    for block in passage.document.blocks:
        opened: list[tuple[str, int]] = []
        numbered = {found.end() - 1 for found in NUMBERED.finditer(passage.text, block.start, block.end)}
        for place in range(block.start, block.end):
            character = passage.text[place]
            if character in OPENINGS:
                opened.append((character, place))
            elif character in OPENED_BY:
                if opened and opened[-1][0] == OPENED_BY[character]:
                    opened.pop()
                elif place not in numbered:
                    message = f"This “{character}” was never opened. Open it where the remark begins, or delete it."
                    passage.error("unclosed-bracket", max(block.start, place - 15), place + 1, message)
        for character, place in opened:
            message = f"This “{character}” is never closed. Close it where the remark ends, or delete it."
            passage.error("unclosed-bracket", place, min(block.end, place + 20), message)


# Apostrophes at the beginning of a word, which open nothing: ’til, ’90s.
ELIDED = re.compile(r"['‘](?:tis|twas|til|em|cause|n|\d0s)\b", re.IGNORECASE)
SINGLE_OPEN = re.compile(r"(?:^|(?<=[\s(]))['‘](?=\w)")
SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?])['’](?=[\s.,;:!?)]|$)")
# After a digit it is the sign for inches, unless the paragraph ends there.
STRAIGHT = re.compile(r'(?<!\d)"|(?<=\d)"(?=\W*$)')


def unclosed_quotes(passage: Passage) -> None:
    """A quotation mark without its partner in the same paragraph."""
    for block in passage.document.blocks:
        said = passage.document.block_text(block)
        straight = [found.start() for found in STRAIGHT.finditer(said)]
        single = [each.start() for each in SINGLE_OPEN.finditer(said) if not ELIDED.match(said, each.start())]
        at = _unpaired(said, "“", "”")
        if at is None and len(straight) % 2:
            at = straight[-1]
        if at is None and single and len(SINGLE_CLOSE.findall(said)) < len(single):
            at = single[-1]
        if at is not None:
            start = block.start + at
            message = "This quotation mark has no partner. Add the other one, or delete it."
            passage.error("unclosed-quote", max(block.start, start - 10), min(block.end, start + 25), message)


def _unpaired(said: str, opening: str, closing: str) -> int | None:
    """Return where the first mark without its partner stands, None where all have one."""
    opened: list[int] = []
    for place, character in enumerate(said):
        if character == opening:
            opened.append(place)
        elif character == closing:
            if not opened:
                return place
            opened.pop()
    return opened[0] if opened else None


CHECKS = (unclosed_brackets, unclosed_quotes)
