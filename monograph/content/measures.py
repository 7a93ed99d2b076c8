"""Amounts in a text: numbers with their units, in one spelling each."""

import re
from fractions import Fraction

# unit -> what it is counted in, and how much of that
MASS = {
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


def in_one_unit(number: str, unit: str) -> tuple[Fraction, str]:
    """Return an amount in a unit that all amounts of its kind share: 1 g and 1,000 mg are the same.

    `number` is as in American English: 1,000.5. Raises `ValueError` where it is not one number.
    """
    if not re.fullmatch(NUMBER, number):
        raise ValueError(f"{number!r} is not one number")
    base, factor = MASS.get(unit.strip().lower(), (unit.strip(), Fraction(1)))
    return Fraction(number.replace(",", "")) * factor, base
