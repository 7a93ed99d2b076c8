"""An overdose section has to say whom to call (America's Poison Centers: 1-800-222-1222)."""

import re

from .passage import Passage

OVERDOSE = "overdose"
PHONE = re.compile(
    r"(?<![\d-])(?:\+?1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?!\d)"
    r"|(?<![\d-])1-\d{3}-[A-Z\d-]{7,12}\b"
    r"|(?<!\d)0800[ \d]{6,9}\b"
)


def emergency_number(passage: Passage) -> None:
    """An overdose section that tells nobody whom to call."""
    if not _is_about_overdose(passage):
        return
    numbers = "|".join(re.escape(number) for number in passage.guide.emergency_numbers)
    if not PHONE.search(passage.text) and not re.search(rf"(?<![\d-])(?:{numbers})(?![\d-])", passage.text):
        message = "This section names no number to call in an emergency. Add it, and the poison help line."
        passage.missing("no-emergency-number", message)


def _is_about_overdose(passage: Passage) -> bool:
    """Say whether the section is the overdose section, or a text of no kind with such a heading."""
    if passage.section.kind:
        return passage.section.kind == OVERDOSE
    headings = [passage.document.said_by(block).lower() for _, block in passage.document.headings]
    return any("overdose" in heading or "too much" in heading for heading in headings)


CHECKS = (emergency_number,)
