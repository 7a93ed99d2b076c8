"""An overdose section has to say whom to call (America's Poison Centers: 1-800-222-1222)."""

import re

from .finding import Severity
from .passage import Passage

OVERDOSE = "overdose"
TOO_MUCH = re.compile(
    r"\boverdos(?:e|ed|age)\b|\b(?:took|taken|takes?|swallow\w*|given) too (?:much|many)\b", re.IGNORECASE
)
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
        severity = Severity.ERROR if passage.section.kind else Severity.WARNING
        passage.missing("no-emergency-number", message, severity=severity)


def _is_about_overdose(passage: Passage) -> bool:
    """Say whether the section is the overdose section, or a text of no kind that tells what to do about one."""
    if passage.section.kind:
        return passage.section.kind == OVERDOSE
    return TOO_MUCH.search(passage.text) is not None


CHECKS = (emergency_number,)
