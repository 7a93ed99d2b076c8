"""Strengths in the text, checked against the drug facts.

Source: 21 CFR 201.57(c)(4), dosage forms and strengths. A guide with another strength than the label is a medication
error waiting for its reader (ISMP, "Medication Errors", chapter 6).
"""

import re
from fractions import Fraction

from ..content.measures import AMOUNT, to_base_unit
from .checked_section import CheckedSection
from .guide import Medicine

CONTAINER = (
    r"(?:tablets?|capsules?|caplets?|pills?|vials?|pens?|patch(?:es)?|syringes?|suppositor(?:y|ies)|ampules?|ampoules?|"
    r"bottles?|lozenges?|inhalers?|packets?|sachets?|films?|bags?|cartridges?|gummies)"
)
# 10 mg extended-release tablets
OF_ONE_PIECE = re.compile(
    r"[\s\u00a0-]+(?:(?:single|extended|delayed|immediate|chewable|film|oral|prefilled|coated)[\w-]*\s+){0,3}"
    rf"{CONTAINER}\b"
)
# each vial of Blincyto contains about | 35 mcg
CONTAINS = re.compile(
    rf"\b{CONTAINER}\s+(?:\w+\s+)?(?:[\w-]+\s+){{0,6}}?"
    r"(?:holds?|contains?|has|have|with|of)(?:\s+(?:about|exactly))?\s*$"
)
# In a sentence about what is for sale every amount is a strength, unless the sentence also says how much to take.
SUPPLIED = re.compile(
    r"\b(?:comes?(?: only)? (?:as|in)|available (?:as|in)|supplied (?:as|in)|sold (?:as|in)|made in|strengths?)\b",
    re.IGNORECASE,
)
TAKEN = re.compile(r"\b(?:take|takes|taking|dose|doses|a day|daily|per day|each day|weigh|weight)\b", re.IGNORECASE)
LABEL = re.compile(r"\bstrengths?\b[^.]{0,40}:?$", re.IGNORECASE)
NOT_A_STRENGTH = frozenset({"ml", "%", "kg"})
# Characters before an amount in which its container is searched.
NEAR = 90


def strengths(checked: CheckedSection) -> None:
    """Find strengths of this medicine that differ from the facts."""
    known = _known_strengths(checked.guide.medicine)
    if not known:
        return
    for start, end, sentence in checked.about_medicine:
        is_supplied = SUPPLIED.search(sentence) is not None and not TAKEN.search(sentence)
        for found in AMOUNT.finditer(checked.text, start, end):
            is_strength = (
                is_supplied
                or OF_ONE_PIECE.match(checked.text, found.end())
                or CONTAINS.search(checked.text[max(start, found.start() - NEAR) : found.start()])
            )
            if is_strength:
                _check_amount(checked, known, found, 0)


def labeled_strengths(checked: CheckedSection) -> None:
    """Find such amounts in a column, row or list that is labeled as strengths."""
    known = _known_strengths(checked.guide.medicine)
    if not known:
        return
    for label, block in checked.labeled:
        if LABEL.search(label):
            for found in AMOUNT.finditer(checked.document.block_text(block)):
                _check_amount(checked, known, found, block.start)


def _known_strengths(medicine: Medicine) -> set[tuple[Fraction, str]]:
    try:
        return {to_base_unit(strength.number, re.split("/| per ", strength.unit)[0]) for strength in medicine.strengths}
    except ValueError:
        # 100-12.5 of two ingredients: no single amount can be checked against it.
        return set()


def _check_amount(checked: CheckedSection, known: set[tuple[Fraction, str]], found: re.Match[str], offset: int) -> None:
    """Report an amount that is no strength of the facts.

    Its place counts from `offset`.
    """
    amount = to_base_unit(found["number"], found["unit"])
    if amount not in known and amount[1] not in NOT_A_STRENGTH:
        listed = ", ".join(f"{strength.number} {strength.unit}" for strength in checked.guide.medicine.strengths)
        message = f"The drug facts list {listed}, not {found[0]}. Correct the text or the facts."
        checked.error("strength-differs", offset + found.start(), offset + found.end(), message)


CHECKS = (strengths, labeled_strengths)
