"""What the text says of a boxed warning, held against the signed drug facts.

Source: 21 CFR 201.57(c)(1), boxed warning.
"""

import re
from itertools import pairwise

from .passage import CELLS, Passage, is_denied

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
# A heading, question or label, and an answer to it.
ASKED = re.compile(r"\b(?:boxed|black[- ]box) warnings?\b\s*[?:]?$", re.IGNORECASE)
ANSWERS_NO = re.compile(r"(?:no(?:ne)?\b|there is none|it does not|not applicable|n/a)", re.IGNORECASE)
ANSWERS_YES = re.compile(r"(?:yes\b|there is\b|it does\b)", re.IGNORECASE)


def boxed_warning(passage: Passage) -> None:
    """A sentence that says there is a boxed warning, or none, against the facts."""
    has = passage.guide.medicine.has_boxed_warning
    if has is None:
        return
    for start, _, said in passage.about_medicine:
        denied, stated = DENIES_BOX.search(said), STATES_BOX.search(said)
        if has and denied:
            _differs(passage, start + denied.start(), start + denied.end())
        elif not has and stated and not denied and not is_denied(said, stated.start()):
            _differs(passage, start + stated.start(), start + stated.end())


def answers(passage: Passage) -> None:
    """A heading, question or cell about the boxed warning, and a yes or no that the facts gainsay."""
    has = passage.guide.medicine.has_boxed_warning
    if has is None:
        return
    against = ANSWERS_NO if has else ANSWERS_YES
    for question, answer in pairwise(passage.document.blocks):
        asked = passage.document.block_text(question)
        is_question = question.tag in (*CELLS, "dt") or asked.rstrip().endswith(("?", ":"))
        if is_question and ASKED.search(asked) and against.match(passage.document.block_text(answer)):
            _differs(passage, answer.start, min(answer.end, answer.start + 60))


def _differs(passage: Passage, start: int, end: int) -> None:
    there_is = "a" if passage.guide.medicine.has_boxed_warning else "no"
    message = f"The drug facts say that there is {there_is} boxed warning. Correct the text or the facts."
    passage.error("boxed-warning-differs", start, end, message)


CHECKS = (boxed_warning, answers)
