"""Doses that do not fit what they are made of: 15 mg (three 7.5 mg tablets), 6 caplets (300 mg) of 500 mg each.

Source: ISMP, "Medication Errors", chapter 6 (a dose is checked by doing its arithmetic again).
"""

import re
from fractions import Fraction

from ..content.measures import NUMBER, to_base_unit
from .checked_section import CELLS, CheckedSection
from .numbers import COUNT, TIMES, number_in, plain_number, times_in

UNIT = r"(?:mcg|micrograms?|mg|milligrams?|mL|milliliters?|units?|g|grams?)"
PIECES = (
    r"(?:tablets?|caplets?|capsules?|pills?|patch(?:es)?|pens?|vials?|puffs?|sprays?|inhalations?|syringes?|packets?)"
)
_COUNT = rf"(?P<count>{COUNT})(?P<half>(?: and a half|½| ½| 1/2))?"
_TOTAL = rf"(?<![\w.,/-])(?P<total>{NUMBER})[\s\u00a0]?(?P<total_unit>{UNIT})"
_EACH = rf"(?P<number>{NUMBER})[\s\u00a0-]?(?P<unit>{UNIT})"
UNIT_OF_PIECE = rf"(?:{NUMBER})[\s\u00a0-]?{UNIT}[\s\u00a0-]{PIECES}"
# A total, a number of pieces, and how much is in each, in the orders that texts have.
_MAKES = rf",? (?:is|are|equals?|makes?|gives?|=|\() ?(?:a total of )?{_TOTAL}"
OF_PIECES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_TOTAL}(?:(?: once)? a day| daily)? \((?:given as |taken as |or |as )?{_COUNT} {_EACH}[\s\u00a0-]{PIECES}",
        rf"\b{_COUNT} {PIECES} of {_EACH}(?: each)?{_MAKES}",
        rf"\b{_COUNT} {_EACH} {PIECES}{_MAKES}",
    )
)
# The 800 mg dose as 400 mg three times a day
AS_TIMES = re.compile(
    rf"{_TOTAL}(?: dose| a day| daily| per day)?,? (?:as|taken as|given as|divided into|means?) {_EACH}"
    rf" (?P<times>{TIMES}) (?:a|per|each|every) day",
    re.IGNORECASE,
)
# 6 caplets (300 mg)
BY_FACTS = re.compile(rf"\b{_COUNT} (?P<piece>{PIECES}) \({_TOTAL}\)", re.IGNORECASE)
# 340 mg a day, up to 60 mg
LIMITED = re.compile(
    rf"{_TOTAL}(?:/m2|/m²|/kg)?(?: (?:a|per|each|every) (?:day|dose)| daily)?,?"
    rf" (?:up to|but no more than|to a maximum of|maximum)(?: a (?:total|maximum) of)? {_EACH}(?![\w/])",
    re.IGNORECASE,
)
# Pieces that have the strength of the facts; a pen or a vial may hold several doses.
ALSO_PIECES = ("tablet", "caplet", "capsule", "pill")


def _pieces(found: re.Match[str]) -> Fraction:
    return number_in(found["count"]) + (Fraction(1, 2) if found["half"] else 0)


def _both(found: re.Match[str]) -> tuple[tuple[Fraction, str], tuple[Fraction, str]]:
    """Return the two amounts of a match in their base units."""
    return to_base_unit(found["total"], found["total_unit"]), to_base_unit(found["number"], found["unit"])


def pieces(checked: CheckedSection) -> None:
    """Find a total that its pieces do not add up to."""
    for pattern in OF_PIECES:
        for found in pattern.finditer(checked.text):
            (total, kind), (piece, other) = _both(found)
            if kind == other and total != piece * _pieces(found):
                _report(checked, found, f"{found['count']} × {found['number']} {found['unit']}")
    for found in AS_TIMES.finditer(checked.text):
        (total, kind), (piece, other) = _both(found)
        if kind == other and total not in (piece, piece * times_in(found["times"])):
            _report(checked, found, f"{found['number']} {found['unit']} {found['times']}")


def _report(checked: CheckedSection, found: re.Match[str], parts: str) -> None:
    message = f"The numbers do not add up: {parts} is not {found['total']} {found['total_unit']}. Correct a number."
    checked.error("wrong-total", found.start(), found.end(), message)


def pieces_by_facts(checked: CheckedSection) -> None:
    """Find a number of tablets with an amount that no strength of the facts gives."""
    strengths = set()
    for strength in checked.guide.medicine.strengths:
        if not re.fullmatch(NUMBER, strength.number) or not re.fullmatch(UNIT, strength.unit):
            return
        strengths.add(to_base_unit(strength.number, strength.unit))
    for start, end, _ in checked.about_medicine if strengths else ():
        for found in BY_FACTS.finditer(checked.text, start, end):
            total, kind = to_base_unit(found["total"], found["total_unit"])
            count = _pieces(found)
            is_piece = found["piece"].lower().startswith(ALSO_PIECES)
            if (
                is_piece
                and count
                and kind in {unit for _, unit in strengths}
                and (total / count, kind) not in strengths
            ):
                listed = ", ".join(f"{one.number} {one.unit}" for one in checked.guide.medicine.strengths)
                amount = f"{plain_number(total / count)} {kind}" if total / count < 10**6 else found["total"]
                message = f"This makes {amount} each, but the drug facts list {listed}. Correct a number."
                checked.warning("wrong-total", found.start(), found.end(), message)


# A dose is a few tablets, or a part of one.
MAX_PIECES, MIN_PIECE = 10, Fraction(1, 5)
ONE_DOSE = re.compile(
    rf"\b(?:take|takes|dose (?:is|of|for [a-z ]{{3,30}} is)) (?P<number>{NUMBER})[\s\u00a0](?P<unit>mcg|mg|g)(?![\w/])"
    r"(?! (?:of [a-z]+|per|for each|a kilogram))",
    re.IGNORECASE,
)


def doses_by_facts(checked: CheckedSection) -> None:
    """Find a dose that is far more, or less, than tablets of the facts make."""
    strengths = checked.guide.medicine.strengths
    if not re.search(r"tablet|caplet|capsule|pill", checked.guide.medicine.form, re.IGNORECASE):
        return
    if not all(re.fullmatch(NUMBER, one.number) and re.fullmatch(UNIT, one.unit) for one in strengths):
        return
    amounts = [to_base_unit(one.number, one.unit)[0] for one in strengths if to_base_unit("1", one.unit)[1] == "mg"]
    for start, end, _ in checked.about_medicine if amounts else ():
        for found in ONE_DOSE.finditer(checked.text, start, end):
            dose, _ = to_base_unit(found["number"], found["unit"])
            if not min(amounts) * MIN_PIECE <= dose <= max(amounts) * MAX_PIECES or dose == max(amounts) * 10:
                listed = ", ".join(f"{one.number} {one.unit}" for one in strengths)
                message = f"This is far from the strengths of the drug facts, {listed}. Check the number and the unit."
                checked.warning("implausible-number", found.start("number"), found.end(), message)


# For a 600 mg dose, take one 400 mg tablet and two 100 mg tablets
COMBINED = re.compile(
    rf"{_TOTAL}(?: dose)?,? (?:take |use |swallow |= ?|is |\()"
    rf"(?P<parts>{COUNT} {UNIT_OF_PIECE}(?:,? (?:and|plus|\+) {COUNT} {UNIT_OF_PIECE})+)",
    re.IGNORECASE,
)
PART = re.compile(rf"\b{_COUNT} {_EACH}[\s\u00a0-]{PIECES}", re.IGNORECASE)


def combined_pieces(checked: CheckedSection) -> None:
    """Find a dose that pieces of two strengths do not add up to."""
    for found in COMBINED.finditer(checked.text):
        total, kind = to_base_unit(found["total"], found["total_unit"])
        amounts = [
            (to_base_unit(part["number"], part["unit"]), _pieces(part)) for part in PART.finditer(found["parts"])
        ]
        if {unit for (_, unit), _ in amounts} == {kind} and sum(one * count for (one, _), count in amounts) != total:
            _report(checked, found, found["parts"])


def limits(checked: CheckedSection) -> None:
    """Find a highest dose that is below the dose before it."""
    for found in LIMITED.finditer(checked.text):
        (dose, kind), (limit, other) = _both(found)
        if kind == other and limit < dose:
            message = "The highest dose is below the dose before it. Correct one of them."
            checked.warning("backwards-range", found.start(), found.end(), message)


# After a word like these, or after others of a list with decimals, a number needs its unit.
NEEDS_UNIT = re.compile(
    rf"\b(?:after|for|within|every|wait|lasts?|below|above|over|under|reaches|at least|at most)"
    rf"(?: about| at least| only)? (?P<number>{NUMBER})(?=[.;,](?:\s|$)|$| (?:and|or|then|if|before|until)\b)"
    rf"|(?<![\d.,/])(?P<decimal>\d{{1,3}}\.\d{{1,3}})(?=[.;](?:\s|$)|$|, (?:and|or) \d)",
    re.MULTILINE,
)
# What is counted without a unit, or named by its number.
WITHOUT_UNIT = re.compile(
    r"\b(?:INR|pH|eGFR|GFR|clearance|A1C|A1c|HbA1c|BMI|score|scale|ratio|version|age|ages|aged|years?|under|over|sugar|glucose|pressure|count|"
    r"counts|level|levels|rate|page|step|steps|room|call|dial|number|numbers|section|figure|table|type|types|index|factor|"
    r"points?|grade|stage|people|from|between|SPF|ANC|T-score|hematocrit|creatinine|potassium|Rx|code|in 19|in 20)\b"
    r"|\d{4}$"
)
REACH = 70


def numbers_without_unit(checked: CheckedSection) -> None:
    """Find a number that ends a sentence where a unit was: check it again after 15."""
    for block, start, end in checked.sentences:
        # The head of a column has the unit of its cells.
        if block.tag.startswith("h") or block.tag in CELLS:
            continue
        for found in NEEDS_UNIT.finditer(checked.text, start, end):
            name = "number" if found["number"] else "decimal"
            before = checked.text[max(start, found.start() - REACH) : found.end(name)]
            clause = re.split(r"[,;:(]", before)[-1] if name == "number" else before
            if not WITHOUT_UNIT.search(clause):
                message = f"“{found[name]}” has no unit. Add one, such as minutes, mL or mg."
                checked.warning("dose-without-unit", found.start(name), found.end(name), message)


CHECKS = (pieces, combined_pieces, pieces_by_facts, doses_by_facts, limits, numbers_without_unit)
