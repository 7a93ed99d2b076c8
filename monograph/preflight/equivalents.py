"""The same quantity written twice, differently: 25 °C (87 °F), 1 in 10 people (20%), ten (100) tablets.

Sources: NIST Special Publication 811 for the conversions; ISMP, "List of Error-Prone Abbreviations, Symbols, and Dose
Designations", for numbers in words and figures.
"""

import re
from fractions import Fraction

from .checked_section import CheckedSection
from .numbers import AMOUNT_NUMBER, UNIT, WORDS, Measure, measure_of, number_in, plain_number

ABOUT = (
    r"(?:about |approximately |approx\.? |around |roughly |or |or about |i\.e\.,? |equal to |equals |that is,? |= ?)?"
)
SPACE = r"[\s\u00a0-]?"
DEGREES = r"[–-]?\d{1,4}(?:\.\d)?"
SCALE = r"\s?(?:°|º|˚|degrees)\s?(?P<{}>[CF])(?:elsius|ahrenheit)?\b"
BETWEEN = r"\s?(?:°|º|˚|degrees)?\s?[CF]?(?:\s(?:to|and|or)\s|\s?[–-]\s?)"
TEMPERATURES = re.compile(
    rf"(?<![\w.])(?:(?P<a1>{DEGREES}){BETWEEN})?(?P<a2>{DEGREES}){SCALE.format('first')}"
    rf"(?:\s?[(\[/]\s?|,? or |\s?=\s?){ABOUT}"
    rf"(?:(?P<b1>{DEGREES}){BETWEEN})?(?P<b2>{DEGREES}){SCALE.format('second')}"
)
# A difference of temperatures is converted otherwise.
DIFFERENCE = re.compile(
    r"\b(?:rise|rises|rose|increase\w*|change\w*|differ\w*|higher|lower|warmer|cooler|by)\b", re.IGNORECASE
)
MAX_DEGREES_OFF = 2
AMOUNTS = re.compile(
    rf"(?<![\w.,/-])(?:(?P<a1>{AMOUNT_NUMBER}){SPACE}(?:{UNIT})?\s?(?:to|–|-)\s?)?(?P<a2>{AMOUNT_NUMBER}){SPACE}(?P<first>{UNIT})"
    rf"(?:\s\w+)?\s?[(\[]{ABOUT}"
    rf"(?:(?P<b1>{AMOUNT_NUMBER}){SPACE}(?:{UNIT})?\s?(?:to|–|-)\s?)?(?P<b2>{AMOUNT_NUMBER}){SPACE}(?P<second>{UNIT})[)\]]",
    re.IGNORECASE,
)
# Of the amount: how much a number that is rounded, or said to be vague, may be off.
ROUNDED, VAGUE = Fraction(7, 100), Fraction(15, 100)
VAGUELY = re.compile(r"about|approx|around|roughly", re.IGNORECASE)
PEOPLE = r"(?:\s(?:of\s)?(?:\w+\s){0,2}?(?:people|patients|adults|children|women|men|users|babies|cases))?"
RATIO = r"(?P<part>\d{1,3}(?:,\d{3})*)\s(?:in|of|out of|in every|out of every)\s(?P<whole>\d{1,3}(?:,\d{3})*)"
PERCENT = r"(?P<percent>\d{1,3}(?:\.\d{1,3})?)\s?%"
SHARES = (
    re.compile(rf"(?<![\w.,])(?<!\d to ){RATIO}{PEOPLE}\s?\({ABOUT}{PERCENT}\)"),
    re.compile(rf"(?<![\w.,–-])(?<!\d to ){PERCENT}{PEOPLE}\s?\({ABOUT}{RATIO}(?:{PEOPLE})\)"),
)
# Of 200 people, 50 (40%)
SHARE_OF_GROUP = re.compile(
    rf"\b(?:[Oo]ut of|Of|[Aa]mong) (?:the |every )?(?P<whole>\d{{1,3}}(?:,\d{{3}})*){PEOPLE}"
    rf"[^.;\d]{{0,30}}?,? (?:about )?(?P<part>\d{{1,3}}(?:,\d{{3}})*)(?:{PEOPLE}) \({ABOUT}{PERCENT}\)"
)
WORD_AND_FIGURES = re.compile(rf"(?<![\w-])(?P<words>{WORDS})\s?\((?P<figures>\d{{1,6}})\)(?!\w)", re.IGNORECASE)
FIGURES_AND_WORD = re.compile(rf"(?<![\w.,-])(?P<figures>\d{{1,6}})\s?\((?P<words>{WORDS})\)", re.IGNORECASE)
REACH = 40
BRACKET = re.compile(r"[(\[](?=[\w=])")


def temperatures(checked: CheckedSection) -> None:
    """Find degrees Celsius and Fahrenheit that are not the same temperature."""
    if (
        "°" not in checked.text
        and "degrees" not in checked.text
        and "º" not in checked.text
        and "˚" not in checked.text
    ):
        return
    for found in TEMPERATURES.finditer(checked.text):
        before = checked.text[max(0, found.start() - REACH) : found.start()]
        if found["first"] == found["second"] or DIFFERENCE.search(before):
            continue
        pairs = [(found["a2"], found["b2"])]
        if found["a1"] and found["b1"]:
            pairs.append((found["a1"], found["b1"]))
        for first, second in pairs:
            if abs(_fahrenheit(first, found["first"]) - _fahrenheit(second, found["second"])) > MAX_DEGREES_OFF:
                celsius = (_fahrenheit(first, found["first"]) - 32) * 5 / 9
                other = celsius if found["second"] == "C" else _fahrenheit(first, found["first"])
                message = f"{first} °{found['first']} is {round(other)} °{found['second']}. Correct one of them."
                checked.error("wrong-equivalent", found.start(), found.end(), message)
                break


def _fahrenheit(degrees: str, scale: str) -> float:
    number = float(degrees.replace("–", "-"))
    return number if scale == "F" else number * 9 / 5 + 32


def amounts(checked: CheckedSection) -> None:
    """Find amounts and times in brackets that differ from those before them."""
    for found in checked.find_around(BRACKET, 60, 60, AMOUNTS):
        first, second = measure_of(found["first"]), measure_of(found["second"])
        is_comparable = first and second and first[0] == second[0] and first[1:] != second[1:]
        # A range beside a single amount is no conversion.
        if not first or not second or not is_comparable or bool(found["a1"]) != bool(found["b1"]):
            continue
        pairs = [(found["a2"], found["b2"])] + ([(found["a1"], found["b1"])] if found["a1"] else [])
        for one, other in pairs:
            if not _is_same(found, one, first, other, second):
                right = number_in(one) * first[1] / second[1]
                message = f"{one} {found['first']} is {plain_number(right)} {found['second']}. Correct one of them."
                checked.error("wrong-equivalent", found.start(), found.end(), message)
                break


def _is_same(found: re.Match[str], one: str, first: Measure, other: str, second: Measure) -> bool:
    """Return whether two amounts may be the same: exactly, or rounded where units do not divide."""
    is_exact = first[0] == "time" or _is_metric(first, second)
    slack = VAGUE if VAGUELY.search(found[0]) else Fraction(0) if is_exact else ROUNDED
    half_of_last_digit = Fraction(0) if is_exact else Fraction(1, 2) / 10 ** len(other.partition(".")[2])
    lowest, highest = number_in(one) * first[1] * (1 - slack), number_in(one) * first[2] * (1 + slack)
    least, most = number_in(other) - half_of_last_digit, number_in(other) + half_of_last_digit
    return most * second[2] >= lowest and least * second[1] <= highest


def _is_metric(first: Measure, second: Measure) -> bool:
    """Return whether one unit is ten, a hundred, a thousand … of the other, so that nothing is rounded."""
    ratio = max(first[1], second[1]) / min(first[1], second[1])
    return first[1:] != second[1:] and ratio.denominator == 1 and set(str(ratio).strip("0")) == {"1"}


def shares(checked: CheckedSection) -> None:
    """Find 1 in 10 beside a percentage that is another share."""
    if "%" not in checked.text:
        return
    for pattern in (*SHARES, SHARE_OF_GROUP):
        for found in pattern.finditer(checked.text):
            part, whole, percent = (number_in(found[name]) for name in ("part", "whole", "percent"))
            if not whole or not part:
                continue
            rounding = Fraction(6, 10) / 10 ** len(found["percent"].partition(".")[2])
            # "1 in 5" may itself be rounded: 19% is nearer to it than to 1 in 6.
            lowest, highest = 100 * part / (whole + Fraction(1, 2)), 100 * part / (whole - Fraction(1, 2))
            if not lowest - rounding <= percent <= highest + rounding:
                right = plain_number(100 * part / whole)
                message = f"{found['part']} in {found['whole']} is {right}%. Correct one of them."
                checked.error("wrong-equivalent", found.start(), found.end(), message)


def words_and_figures(checked: CheckedSection) -> None:
    """Find a number in words beside another number in figures: ten (100)."""
    for found in checked.find_around(BRACKET, 40, 40, WORD_AND_FIGURES, FIGURES_AND_WORD):
        if number_in(found["words"]) != number_in(found["figures"]):
            message = f"“{found['words']}” and “{found['figures']}” are different numbers. Correct one of them."
            checked.error("number-mismatch", found.start(), found.end(), message)


CHECKS = (temperatures, amounts, shares, words_and_figures)
