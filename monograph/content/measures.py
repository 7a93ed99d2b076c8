"""Amounts in a text: numbers with their units, in one spelling each."""

import re
from decimal import Decimal

# A unit in small letters -> its one spelling.
UNITS = {
    "mg": "mg", "milligram": "mg", "milligrams": "mg", "mgs": "mg",
    "mcg": "mcg", "microgram": "mcg", "micrograms": "mcg", "µg": "mcg", "μg": "mcg", "ug": "mcg",
    "g": "g", "gram": "g", "grams": "g", "gm": "g",
    "kg": "kg", "kilogram": "kg", "kilograms": "kg",
    "ng": "ng", "nanogram": "ng", "nanograms": "ng",
    "ml": "mL", "mls": "mL", "milliliter": "mL", "milliliters": "mL", "millilitre": "mL", "millilitres": "mL",
    "l": "L", "liter": "L", "liters": "L", "litre": "L", "litres": "L",
    "unit": "units", "units": "units", "iu": "units",
    "meq": "mEq", "mmol": "mmol", "%": "%", "percent": "%",
}  # fmt: skip
# Patterns of the units that a dose is given in; kilograms and liters measure people and bottles.
DOSE_UNITS = tuple("mg mcg micrograms? milligrams? mL ml units? mEq ng grams? IU µg μg g".split())
# Bounded, so that a text of nothing but digits is read once.
NUMBER = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
AMOUNT = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?P<number>{NUMBER})[\s\u00a0-]?"
    r"(?P<unit>mg|mcg|micrograms?|milligrams?|grams?|mL|ml|millilit(?:er|re)s?|units?|mEq|IU|µg|μg|ng|g|%)(?![\w²])"
    rf"(?:\s?(?:/|per)\s?(?P<per>(?:{NUMBER})?\s?(?:mL|ml|actuation|hour|day|dose|spray|puff|g|patch)\b))?"
)
_TO_MCG = {"g": Decimal(1_000_000), "mg": Decimal(1000), "mcg": Decimal(1)}


def number_of(written: str) -> Decimal:
    """Return the value of a number as it is written in American English: 1,000.5. Raises `ValueError`."""
    if not re.fullmatch(NUMBER, written):
        raise ValueError(f"{written!r} is not one number")
    return Decimal(written.replace(",", ""))


def in_one_unit(number: str, unit: str) -> tuple[Decimal, str]:
    """Return an amount in a unit that all amounts of its kind share: 1 g and 1,000 mg are the same.

    Raises `ValueError` where `number` is not one number.
    """
    base = UNITS.get(unit.strip().lower(), unit.strip())
    value = number_of(number)
    if base in _TO_MCG:
        return (value * _TO_MCG[base]).normalize(), "mcg"
    return value.normalize(), base
