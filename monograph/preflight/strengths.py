"""Strengths in the text held against the signed drug facts.

Source: 21 CFR 201.57(c)(4), dosage forms and strengths. A guide that says another strength than the label is a
medication error waiting for its reader (ISMP, "Medication Errors", chapter 6).
"""

import re
from fractions import Fraction

from ..content.measures import AMOUNT, to_base_unit
from .finding import Medicine
from .passage import Passage

CONTAINER = (
    r"(?:tablets?|capsules?|caplets?|pills?|vials?|pens?|patch(?:es)?|syringes?|suppositor(?:y|ies)|ampules?|ampoules?|"
    r"bottles?|lozenges?|inhalers?|packets?|sachets?|films?|bags?|cartridges?|gummies)"
)
# 10 mg extended-release tablets
OF_ONE = re.compile(
    r"[\s\u00a0-]+(?:(?:single|extended|delayed|immediate|chewable|film|oral|prefilled|coated)[\w-]*\s+){0,3}"
    rf"{CONTAINER}\b"
)
# each vial of Blincyto contains about | 35 mcg
HOLDS = re.compile(
    rf"\b{CONTAINER}\s+(?:\w+\s+)?(?:[\w-]+\s+){{0,6}}?"
    r"(?:holds?|contains?|has|have|with|of)(?:\s+(?:about|exactly))?\s*$"
)
# In a sentence that says what there is to buy every amount is a strength, unless it says what to take of it too.
SUPPLIED = re.compile(
    r"\b(?:comes?(?: only)? (?:as|in)|available (?:as|in)|supplied (?:as|in)|sold (?:as|in)|made in|strengths?)\b",
    re.IGNORECASE,
)
TAKEN = re.compile(r"\b(?:take|takes|taking|dose|doses|a day|daily|per day|each day|weigh|weight)\b", re.IGNORECASE)
LABEL = re.compile(r"\bstrengths?\b[^.]{0,40}:?$", re.IGNORECASE)
NOT_A_STRENGTH = frozenset({"ml", "%", "kg"})
NEAR = 90  # characters before an amount, in which its container is looked for


def strengths(passage: Passage) -> None:
    """A strength of this medicine that the facts do not have."""
    known = _known(passage.guide.medicine)
    if not known:
        return
    for start, end, said in passage.about_medicine:
        is_supplied = SUPPLIED.search(said) is not None and not TAKEN.search(said)
        for found in AMOUNT.finditer(passage.text, start, end):
            is_strength = (
                is_supplied
                or OF_ONE.match(passage.text, found.end())
                or HOLDS.search(passage.text[max(start, found.start() - NEAR) : found.start()])
            )
            if is_strength:
                _compare(passage, known, found, 0)


def labelled_strengths(passage: Passage) -> None:
    """An amount that the facts do not have, in a column, row or list that is headed as strengths."""
    known = _known(passage.guide.medicine)
    if not known:
        return
    for label, block in passage.labelled:
        if LABEL.search(label):
            for found in AMOUNT.finditer(passage.document.block_text(block)):
                _compare(passage, known, found, block.start)


def _known(medicine: Medicine) -> set[tuple[Fraction, str]]:
    try:
        return {to_base_unit(each.number, re.split("/| per ", each.unit)[0]) for each in medicine.strengths}
    except ValueError:  # such as 100-12.5, of two ingredients: nothing to hold a single amount against
        return set()


def _compare(passage: Passage, known: set[tuple[Fraction, str]], found: re.Match[str], at: int) -> None:
    """Tell of an amount, found `at` this offset of the text, that is no strength of the facts."""
    amount = to_base_unit(found["number"], found["unit"])
    if amount not in known and amount[1] not in NOT_A_STRENGTH:
        in_words = ", ".join(f"{each.number} {each.unit}" for each in passage.guide.medicine.strengths)
        message = f"The drug facts know {in_words}, not {found[0]}. Correct the text or the facts."
        passage.error("strength-differs", at + found.start(), at + found.end(), message)


CHECKS = (strengths, labelled_strengths)
