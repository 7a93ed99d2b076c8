"""Amounts in a text: numbers with their units, in one spelling each."""

import re
from fractions import Fraction

# Unit -> the base unit of its kind, and how much of that it is.
BASE_UNITS = {
    **dict.fromkeys("mg milligram milligrams mgs".split(), ("mg", Fraction(1))),
    **dict.fromkeys("mcg microgram micrograms µg ug μg mcgs".split(), ("mg", Fraction(1, 1000))),
    **dict.fromkeys("ng nanogram nanograms".split(), ("mg", Fraction(1, 1_000_000))),
    **dict.fromkeys("g gram grams gm".split(), ("mg", Fraction(1000))),
    **dict.fromkeys("ml milliliter milliliters millilitre millilitres cc".split(), ("ml", Fraction(1))),
    **dict.fromkeys("unit units iu".split(), ("unit", Fraction(1))),
    **dict.fromkeys("meq mmol".split(), ("meq", Fraction(1))),
    **dict.fromkeys("teaspoon teaspoons tsp teaspoonful teaspoonfuls".split(), ("teaspoon", Fraction(1))),
    **dict.fromkeys("tablespoon tablespoons tbsp tablespoonful tablespoonfuls".split(), ("tablespoon", Fraction(1))),
}
# Patterns of the units that a dose is given in; kilograms and liters measure people and bottles.
DOSE_UNITS = tuple("mg mcg micrograms? milligrams? mL ml units? mEq ng grams? IU µg μg g".split())
# Bounded, so that a text of nothing but digits is read once.
NUMBER = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
AMOUNT = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?P<number>{NUMBER})[\s\u00a0-]?"
    r"(?P<unit>mg|mcg|micrograms?|milligrams?|grams?|mL|ml|millilit(?:er|re)s?|units?|mEq|IU|µg|μg|ng|g|%)(?![\w²])"
    rf"(?:\s?(?:/|per)\s?(?P<per>(?:{NUMBER})?\s?(?:mL|ml|actuation|hour|day|dose|spray|puff|g|patch)\b))?"
)


def to_base_unit(number: str, unit: str) -> tuple[Fraction, str]:
    """Return an amount in the base unit of its kind: 1 g and 1,000 mg are the same.

    `number` is written as in American English: 1,000.5. Raises `ValueError` if it is not a single number.
    """
    if not re.fullmatch(NUMBER, number):
        raise ValueError(f"{number!r} is not a single number")
    base, factor = BASE_UNITS.get(unit.strip().lower(), (unit.strip(), Fraction(1)))
    return Fraction(number.replace(",", "")) * factor, base
