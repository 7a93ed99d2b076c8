"""Numbers in words and figures, and the units that can be converted into each other."""

import re
from fractions import Fraction

from ..content.measures import NUMBER

ONES = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split(),
        range(1, 20),
        strict=True,
    )
)
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_TEN = rf"(?:{'|'.join(TENS)})"
# The longest first: seventeen before seven.
_ONE = rf"(?:{'|'.join(sorted(ONES, key=len, reverse=True))})"
WORDS = rf"(?:{_ONE} hundred(?: and)?(?: {_TEN}(?:[- ]{_ONE})?| {_ONE})?|{_TEN}(?:[- ]{_ONE})?|{_ONE})"
# A whole number from 1 up, in words or figures.
COUNT = rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,2}}|\d{{1,6}}|{WORDS})"
# How often within a day, a week and so on. Once and twice need no "times".
TIMES = rf"(?:once|twice|{COUNT} times)"

# Unit -> its dimension, and how much of the dimension's base it is at least and at most.
Measure = tuple[str, Fraction, Fraction]


def _measures(dimension: str, **units: tuple[str, str, str]) -> dict[str, Measure]:
    return {
        name: (dimension, Fraction(low), Fraction(high))
        for names, low, high in units.values()
        for name in names.split()
    }


UNITS: dict[str, Measure] = {
    **_measures(
        "mass",
        microgram=("mcg microgram micrograms µg μg", "1/1000", "1/1000"),
        milligram=("mg milligram milligrams", "1", "1"),
        gram=("g gram grams", "1000", "1000"),
        kilogram=("kg kilogram kilograms kilo kilos", "1000000", "1000000"),
        pound=("lb lbs pound pounds", "453592", "453593"),
    ),
    **_measures(
        "length",
        millimeter=("mm millimeter millimeters", "1", "1"),
        centimeter=("cm centimeter centimeters", "10", "10"),
        meter=("meter meters", "1000", "1000"),
        inch=("inch inches", "25.4", "25.4"),
        foot=("feet foot ft", "304.8", "304.8"),
    ),
    **_measures(
        "volume",
        milliliter=("ml milliliter milliliters cc", "1", "1"),
        liter=("l liter liters", "1000", "1000"),
        teaspoon=("teaspoon teaspoons teaspoonful teaspoonfuls tsp", "4.9", "5"),
        tablespoon=("tablespoon tablespoons tablespoonful tablespoonfuls tbsp", "14.7", "15"),
        ounce=("ounce ounces oz", "28", "30"),
        cup=("cup cups", "236", "250"),
    ),
    **_measures(
        "time",
        second=("second seconds", "1", "1"),
        minute=("minute minutes", "60", "60"),
        hour=("hour hours", "3600", "3600"),
        day=("day days", "86400", "86400"),
        week=("week weeks", "604800", "604800"),
        month=("month months", "2419200", "2678400"),
        year=("year years", "31104000", "31622400"),
    ),
}
UNIT = rf"(?:{'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))}|mL|L)"
AMOUNT_NUMBER = rf"(?:{NUMBER}|{WORDS})"


def number_in(written: str) -> Fraction:
    """Return a number written in figures or words: 1,000, 0.5, twenty-eight.

    Raises `ValueError` for anything else.
    """
    plain = written.lower().replace(",", "").strip()
    if plain[:1].isdigit():
        return Fraction(plain)
    total = 0
    for word in re.split(r"[\s-]+", plain):
        if word == "hundred":
            total *= 100
        elif word in ONES or word in TENS:
            total += ONES.get(word) or TENS[word]
        elif word != "and":
            raise ValueError(f"{written!r} is no number")
    return Fraction(total)


def times_in(written: str) -> Fraction:
    """Return how often: 1 for once, 4 for "four times"."""
    plain = written.lower().strip()
    return Fraction({"once": 1, "twice": 2}.get(plain, 0)) or number_in(plain.removesuffix("times"))


def measure_of(unit: str) -> Measure | None:
    """Return the dimension of a unit and its size, None if it can't be converted."""
    return UNITS.get(unit.lower())


def plain_number(number: Fraction) -> str:
    """Return a number as a text for patients has it: 1,000 or 0.5."""
    if number.denominator == 1:
        return f"{number.numerator:,}"
    return f"{float(number):,.3f}".rstrip("0").rstrip(".")


def times_of_hours(written: str) -> Fraction | None:
    """Return how often a day a dose is given every so many hours; None for no hours at all."""
    hours = number_in(written)
    return 24 / hours if hours else None
