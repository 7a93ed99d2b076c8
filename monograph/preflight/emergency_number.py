"""Sections about an overdose that do not say whom to call.

Source: America's Poison Centers, 1-800-222-1222.
"""

import re

from .checked_section import CheckedSection
from .finding import Severity

TOO_MUCH = re.compile(
    r"\b(?:in case of|if|after|signs of|symptoms of) (?:\w+ ){0,3}overdos(?:e|ed|age)\b"
    r"|\boverdose\W*\n"
    r"|\b(?:took|taken|takes?|swallow\w*|given) too (?:much|many)\b",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<![\d-])(?:\+?1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?!\d)"
    r"|(?<![\d-])1-\d{3}-[A-Z\d-]{7,12}\b"
    r"|(?<!\d)0800[ \d]{6,9}\b"
)


def emergency_number(checked: CheckedSection) -> None:
    """Find a section about an overdose without a number to call."""
    if not _needs_number(checked):
        return
    numbers = "|".join(re.escape(number) for number in checked.guide.emergency_numbers)
    if not PHONE.search(checked.text) and not re.search(rf"(?<![\d-])(?:{numbers})(?![\d-])", checked.text):
        message = "This section gives no emergency number. Add it, and the poison help line."
        severity = Severity.ERROR if checked.section.kind else Severity.WARNING
        checked.missing("no-emergency-number", message, severity=severity)


def _needs_number(checked: CheckedSection) -> bool:
    """Return whether the kind needs a number.

    A text without a kind needs one if it is about an overdose.
    """
    if checked.section.kind:
        return checked.section.kind in checked.guide.needs_emergency_number
    return TOO_MUCH.search(checked.text) is not None


CHECKS = (emergency_number,)
