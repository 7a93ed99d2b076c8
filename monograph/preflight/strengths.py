"""Strengths in the text, checked against the drug facts.

Source: 21 CFR 201.57(c)(4), dosage forms and strengths. A guide with another strength than the label is a medication
error waiting for its reader (ISMP, "Medication Errors", chapter 6).
"""

import re
from fractions import Fraction

from ..content.measures import AMOUNT, BASE_UNITS, NUMBER, to_base_unit
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
# 100 units/mL, 400 mg/5 mL: an amount of the medicine in a volume.
CONCENTRATION = re.compile(rf"(?P<unit>[^/\d]+?)\s*(?:/|\bper\b)\s*(?P<volume>{NUMBER})?\s*(?:mL|ml|milliliters?)\b")
# A volume and the amount in it: 5 mL (400 mg), 3 mL holds 300 units; and the other way round.
_VOLUME = rf"(?<![\w.,/-])(?P<volume>{NUMBER})[\s\u00a0]?(?:mL|milliliters?)"
_DOSE = rf"(?P<number>{NUMBER})[\s\u00a0]?(?P<unit>mcg|micrograms?|mg|milligrams?|units?|g)(?![\w/])"
_JOINED = r"(?: \(|,? which is |,? or |,? that is | holds | contains | has | gives | is | = )(?:about )?"
IN_VOLUME = (
    re.compile(rf"{_VOLUME}{_JOINED}{_DOSE}(?!\s?per|\s?of 100)"),
    re.compile(rf"(?<![\w.,/-]){_DOSE}(?: \(|,? which is | is | = )(?:about )?{_VOLUME}"),
)


def strengths(checked: CheckedSection) -> None:
    """Find strengths of this medicine that differ from the facts."""
    _check_volumes(checked)
    _check_units(checked)
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
    """Return the amounts of the facts; none if containers may hold others, because one is a concentration."""
    known: set[tuple[Fraction, str]] = set()
    for strength in medicine.strengths:
        if CONCENTRATION.match(strength.unit):
            return set()
        unit, *others = re.split("/| per ", strength.unit)
        try:
            known.add(to_base_unit(strength.number, unit))
            if unit.strip().lower() not in (*BASE_UNITS, "%"):
                return set()
        except ValueError:
            # 100-12.5 of two ingredients: no single amount can be checked against it.
            return set()
        # 80 mcg/4.5 mcg
        amounts = filter(None, (AMOUNT.match(other) for other in others))
        known |= {to_base_unit(amount["number"], amount["unit"]) for amount in amounts}
    return known


def _concentrations(medicine: Medicine) -> set[tuple[Fraction, str]]:
    """Return how much of the medicine, in its base unit, one milliliter holds."""
    found: set[tuple[Fraction, str]] = set()
    for strength in medicine.strengths:
        if concentration := CONCENTRATION.match(strength.unit):
            try:
                amount, unit = to_base_unit(strength.number, concentration["unit"])
            except ValueError:
                return set()
            volume = Fraction((concentration["volume"] or "1").replace(",", ""))
            found |= {(amount / volume, unit)} if volume else set()
    return found


def _check_volumes(checked: CheckedSection) -> None:
    """Report a volume beside an amount that it can't hold: 5 mL (400 mcg) of 400 mg/5 mL."""
    concentrations = _concentrations(checked.guide.medicine)
    if not concentrations:
        return
    units = {unit for _, unit in concentrations}
    for start, end, _ in checked.about_medicine:
        for pattern in IN_VOLUME:
            for found in pattern.finditer(checked.text, start, end):
                amount, unit = to_base_unit(found["number"], found["unit"])
                volume = Fraction(found["volume"].replace(",", ""))
                if volume and unit in units and (amount / volume, unit) not in concentrations:
                    listed = ", ".join(f"{one.number} {one.unit}" for one in checked.guide.medicine.strengths)
                    message = (
                        f"The drug facts list {listed}, which does not fit “{found[0]}”. Correct a number or a unit."
                    )
                    checked.error("strength-differs", found.start(), found.end(), message)


def _check_units(checked: CheckedSection) -> None:
    """Report the number of a strength with the unit that is misread for its own: 90 mg of 90 mcg."""
    numbers: dict[Fraction, set[str]] = {}
    for strength in checked.guide.medicine.strengths:
        if re.fullmatch(NUMBER, strength.number):
            unit = re.split("/| ", strength.unit)[0]
            numbers.setdefault(Fraction(strength.number.replace(",", "")), set()).add(unit)
    if not any(units & {"mg", "mcg"} for units in numbers.values()):
        return
    for start, end, sentence in checked.about_medicine:
        for found in AMOUNT.finditer(checked.text, start, end):
            units = numbers.get(Fraction(found["number"].replace(",", "")), set())
            if {found["unit"], *units} == {"mg", "mcg"} and len(units) == 1 and units.isdisjoint(sentence.split()):
                message = f"The drug facts have {found['number']} {min(units)}. Correct the unit, if this is meant."
                checked.warning("strength-differs", found.start(), found.end(), message)


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
