"""What the text says about a boxed warning, checked against the drug facts.

Source: 21 CFR 201.57(c)(1), boxed warning.
"""

import re
from itertools import pairwise

from .checked_section import CELLS, CheckedSection, is_denied

DENIES_BOX = re.compile(
    r"\b(?:no|without|not (?:have|carry|come with|include)|never had|free of|n['’]t (?:have|carry|come with))"
    r"\s+(?:an?y?\s+)?(?:fda\s+)?(?:boxed|black[- ]box) warnings?"
    r"|\b(?:boxed|black[- ]box) warnings? (?:is|are|was|were)(?: not|n['’]t)\b",
    re.IGNORECASE,
)
STATES_BOX = re.compile(
    r"\b(?:has|have|carries|carry|comes? with|includes?|had|given|there (?:is|are)|gave \w+|requires?|bears?)"
    r"\s+(?:an?\s+|its\s+|two\s+|three\s+|several\s+|one\s+|\d+\s+|the\s+|fda\s+|strong\s+|serious\s+)*"
    r"(?:boxed|black[- ]box) warnings?"
    r"|\b(?:boxed|black[- ]box) warnings? (?:for|about|on|of|says?|that|is|are)\b"
    r"|\bits (?:boxed|black[- ]box) warnings?",
    re.IGNORECASE,
)
# A heading, question or label, and a reply to it.
QUESTION = re.compile(r"\b(?:boxed|black[- ]box) warnings?\b\s*[?:]?$", re.IGNORECASE)
REPLY_NO = re.compile(r"(?:no(?:ne)?\b|there is none|it does not|not applicable|n/a)", re.IGNORECASE)
REPLY_YES = re.compile(r"(?:yes\b|there is\b|it does\b)", re.IGNORECASE)


def boxed_warning(checked: CheckedSection) -> None:
    """Find a sentence that says there is a boxed warning, or none, against the facts."""
    has_warning = checked.guide.medicine.has_boxed_warning
    if has_warning is None:
        return
    for start, _, sentence in checked.about_medicine:
        denied, stated = DENIES_BOX.search(sentence), STATES_BOX.search(sentence)
        if has_warning and denied:
            _report(checked, start + denied.start(), start + denied.end())
        elif not has_warning and stated and not denied and not is_denied(sentence, stated.start()):
            _report(checked, start + stated.start(), start + stated.end())


def replies(checked: CheckedSection) -> None:
    """Find a yes or no that contradicts the facts after a question or label."""
    has_warning = checked.guide.medicine.has_boxed_warning
    if has_warning is None:
        return
    contradiction = REPLY_NO if has_warning else REPLY_YES
    for question, reply in pairwise(checked.document.blocks):
        words = checked.document.block_text(question)
        is_question = question.tag in (*CELLS, "dt") or words.rstrip().endswith(("?", ":"))
        if is_question and QUESTION.search(words) and contradiction.match(checked.document.block_text(reply)):
            _report(checked, reply.start, min(reply.end, reply.start + 60))


def _report(checked: CheckedSection, start: int, end: int) -> None:
    article = "a" if checked.guide.medicine.has_boxed_warning else "no"
    message = f"The drug facts say there is {article} boxed warning. Correct the text or the facts."
    checked.error("boxed-warning-differs", start, end, message)


CHECKS = (boxed_warning, replies)
