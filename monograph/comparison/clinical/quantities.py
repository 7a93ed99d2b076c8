"""Numbers and amounts in tokens: their values, units and kinds of statement."""

import re
import unicodedata
from fractions import Fraction

from ...content import measures
from .tokens import MINUS, is_number

Value = tuple[object, ...]

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
NUMBER_WORDS = {word: value for value, word in enumerate(f"{_ONES} eighteen nineteen".split())}
TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
FACTORS = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
FRACTIONS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}
# After a number: two thirds.
PARTS = {
    **dict.fromkeys(("half", "halves"), 2),
    **dict.fromkeys(("third", "thirds"), 3),
    **dict.fromkeys(("quarter", "quarters", "fourth", "fourths"), 4),
    **dict.fromkeys(("fifth", "fifths"), 5),
    **dict.fromkeys(("eighth", "eighths"), 8),
}
_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻\u2212", "0123456789+--")
_POWER = re.compile(r"[\^⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]")

# A mole is no equivalent, and a becquerel no gram.
BASE_UNITS = {
    **measures.BASE_UNITS,
    **{
        f"{prefix}{unit}": (unit, factor)
        for unit in ("mol", "bq", "ci")
        for prefix, factor in (
            ("", Fraction(1)),
            ("k", Fraction(1000)),
            ("m", Fraction(1, 1000) if unit != "bq" else Fraction(1_000_000)),
            ("g", Fraction(1_000_000_000)),
            *((micro, Fraction(1, 1_000_000)) for micro in ("µ", "μ", "u", "mc")),
            ("n", Fraction(1, 1_000_000_000)),
            ("p", Fraction(1, 1_000_000_000_000)),
        )
    },
}
FORMS = {
    **dict.fromkeys("tablet tablets pill pills caplet caplets".split(), "tablet"),
    **{
        form: form.removesuffix("s")
        for form in "capsule capsules puff puffs spray sprays drop drops patch injection injections shot shots vial "
        "vials pen pens syringe syringes ampule ampules suppository lozenge lozenges scoop scoops packet packets "
        "sachet sachets pump pumps applicator applicators film films inhalation inhalations click clicks application "
        "applications".split()
    },
    "patches": "patch",
    "suppositories": "suppository",
}
# "given as a shot" is no count.
NOT_COUNTED = frozenset(("shot", "injection", "inhalation", "film", "application", "click"))
HOURS = {
    **dict.fromkeys("second seconds".split(), Fraction(1, 3600)),
    **dict.fromkeys("minute minutes min mins".split(), Fraction(1, 60)),
    **dict.fromkeys("hour hours hr hrs".split(), Fraction(1)),
    **dict.fromkeys("day days".split(), Fraction(24)),
    **dict.fromkeys("week weeks wk".split(), Fraction(168)),
}
MONTHS = {**dict.fromkeys(("month", "months"), 1), **dict.fromkeys(("year", "years"), 12)}
COUNTED = {
    **dict.fromkeys(("%", "percent"), "%"),
    **dict.fromkeys("kg kilogram kilograms kilos kilo".split(), "kg"),
    **dict.fromkeys("lb lbs pound pounds".split(), "lb"),
    **dict.fromkeys("liter liters litre litres l".split(), "liter"),
    **dict.fromkeys("°", "degree"),
    **dict.fromkeys("degree degrees".split(), "degree"),
    **{unit: unit for unit in "mmhg kpa cm mm m feet bpm mosm hz kcal".split()},
    **dict.fromkeys(("inch", "inches"), "inch"),
}
CLOCK = frozenset(("am", "pm", "a.m", "p.m", "o'clock"))
PER_BODY = {
    **dict.fromkeys(("kg", "kilogram"), "kg"),
    **dict.fromkeys(("lb", "pound"), "lb"),
    **dict.fromkeys(("m", "m2", "m²"), "m²"),
}
_PER = (("/",), ("per",), ("for", "each"), ("for", "every"))
PER_BLOOD = frozenset("dl l liter litre min mmol".split())
AGES_BEFORE = frozenset("age aged ages older younger".split())
AGES_AFTER = frozenset("old age".split())
PEOPLE = frozenset("people patients persons adults children men women users".split())
OLDER = frozenset("older younger over above up under".split())


def number(words: list[str], i: int) -> tuple[Fraction, int] | None:
    """Return the number at a word, in digits or words, and how many words it takes."""
    word = words[i]
    if is_number(word):
        return _in_figures(words, i)
    if unicodedata.category(word[0]) == "No" and len(word) == 1:
        return _sign_value(word), 1
    if word in FRACTIONS:
        return FRACTIONS[word], 1
    if word == "double" and words[i + 1 : i + 2] != ["-"]:
        return Fraction(2), 1
    if word in TENS:
        ones = i + 1 + (i + 1 < len(words) and words[i + 1] == "-")
        if ones < len(words) and 0 < NUMBER_WORDS.get(words[ones], 0) < 10:
            return Fraction(TENS[word] + NUMBER_WORDS[words[ones]]), ones - i + 1
        return Fraction(TENS[word]), 1
    if word in NUMBER_WORDS:
        following = words[i + 1] if i + 1 < len(words) else ""
        if following in FACTORS:
            return Fraction(NUMBER_WORDS[word] * FACTORS[following]), 2
        if following in PARTS and NUMBER_WORDS[word]:
            return Fraction(NUMBER_WORDS[word], PARTS[following]), 2
        return _with_half(words, i + 1, Fraction(NUMBER_WORDS[word]), 1)
    return None


def _in_figures(words: list[str], i: int) -> tuple[Fraction, int]:
    """Return a number in figures, perhaps with a fraction: 2, 1/2, 1½, 1 1/2."""
    parsed = _digits(words[i])
    following = words[i + 1] if i + 1 < len(words) else ""
    if following == ":" and i + 2 < len(words) and len(words[i + 2]) == 2 and words[i + 2] < "60":
        return parsed + _digits(words[i + 2]) / 60, 3
    if following in ("/", "\u2044") and i + 2 < len(words) and is_number(words[i + 2]):
        below = _digits(words[i + 2])
        return (parsed / below, 3) if below else (parsed, 1)
    if len(following) == 1 and unicodedata.category(following) == "No":
        return parsed + _sign_value(following), 2
    if is_number(following) and i + 3 < len(words) and words[i + 2] in ("/", "\u2044") and is_number(words[i + 3]):
        above, below = _digits(following), _digits(words[i + 3])
        if 0 < above < below <= 8:
            return parsed + above / below, 4
    return _with_half(words, i + 1, parsed, 1)


def _with_half(words: list[str], i: int, whole: Fraction, count: int) -> tuple[Fraction, int]:
    """Add "and a half" to a number, if it is there."""
    if words[i : i + 1] == ["and"] and words[i + 1 : i + 2] in (["a"], ["one"]) and i + 2 < len(words):
        if words[i + 2] in ("half", "quarter"):
            return whole + FRACTIONS[words[i + 2]], count + 3
    return whole, count


def _sign_value(sign: str) -> Fraction:
    return Fraction(unicodedata.numeric(sign)).limit_denominator(10)


def _digits(word: str) -> Fraction:
    """Return the value of figures with their sign and power; 0 for what is no number."""
    found = _POWER.search(word)
    plain = word[: found.start() if found else None].replace(",", "").replace(MINUS, "-")[:40]
    if not plain.isascii() or not plain.lstrip("-").replace(".", "", 1).isdigit():
        return Fraction(0)
    exponent = word[found.start() :].translate(_POWERS).lstrip("^") if found else "1"
    is_power = exponent.lstrip("+-").isdigit() and (Fraction(plain) or not exponent.startswith("-"))
    return Fraction(plain) ** int(exponent) if is_power else Fraction(plain)


def amount(words: list[str], i: int) -> tuple[str, Value, int] | None:
    """Return kind, value and length of the amount at a word.

    An amount is a number or a range, with its unit if it has one.
    """
    if words[i] in ("a", "an"):
        return _single(words, i)
    is_between = i > 0 and words[i - 1] == "between"
    first = number(words, i)
    if first is None:
        return None
    value: Value = (first[0],)
    end = i + first[1]
    if share := _share(words, first[0], end):
        return "number", share[0], share[1] - i
    if end + 1 < len(words) and words[end] in ("-", "\u2013", "to", "or", "and") and (last := number(words, end + 1)):
        if (words[end] != "and" or is_between) and _unit(words, end + 1 + last[1]):
            value, end = (first[0], last[0]), end + 1 + last[1]
    elif repeated := _repeated_unit(words, end, is_between=is_between):
        value, end = (first[0], repeated[0]), repeated[1]
    # a 10-mg tablet
    if end + 1 < len(words) and words[end] == "-" and words[end + 1][0].isalpha():
        end += 1
    if 0 < first[0] < 1 and end < len(words) and words[end] in ("a", "an", "of"):
        end += 1
    kind, scaled, count = _with_unit(words, i, end, value)
    # "one of them" and "the next one" are no numbers, but "one in ten" is.
    if kind == "number" and words[i] == "one" and words[end : end + 1] not in (["in"], ["out"]):
        return None
    return kind, scaled, end + count - i


def _repeated_unit(words: list[str], i: int, *, is_between: bool) -> tuple[Fraction, int] | None:
    """Return the end of a range that names its unit twice, and where that unit is again: 2 °C to 8 °C."""
    between = i + 2 if words[i : i + 1] == ["°"] else i + 1
    if not _unit(words, i) or between + 1 >= len(words) or words[between] not in ("-", "\u2013", "to", "and"):
        return None
    if words[between] == "and" and not is_between:
        return None
    last = number(words, between + 1)
    end = between + 1 + last[1] if last else 0
    return (last[0], end) if last and words[end : end + between - i] == words[i:between] else None


def _share(words: list[str], first: Fraction, i: int) -> tuple[Value, int] | None:
    """Return "1 in 10" or "one out of every 10" as a percentage, and where it ends."""
    for between in (("out", "of", "every"), ("out", "of"), ("in", "every"), ("in",), ("of", "every"), ("of",)):
        end = i + len(between)
        if tuple(words[i:end]) == between and end < len(words) and (whole := number(words, end)) and whole[0] > 1:
            following = words[end + whole[1]] if end + whole[1] < len(words) else ""
            is_counted = between != ("of",) or following in PEOPLE
            if is_counted and following not in HOURS and following not in MONTHS:
                return (100 * first / whole[0], "%", ""), end + whole[1]
    return None


def _single(words: list[str], i: int) -> tuple[str, Value, int] | None:
    """Return the amount of "a week" or "a tablet"."""
    following = words[i + 1] if i + 1 < len(words) else ""
    if following in ("whole", "full", "single") and i + 2 < len(words) and words[i + 2] in FORMS:
        return "dose", (Fraction(1), FORMS[words[i + 2]]), 3
    if following in HOURS or following in MONTHS or (following in FORMS and following not in NOT_COUNTED):
        kind, value, count = _with_unit(words, i, i + 1, (Fraction(1),))
        return kind, value, 1 + count
    return None


def _unit(words: list[str], i: int) -> bool:
    return i < len(words) and any(words[i] in table for table in (BASE_UNITS, FORMS, HOURS, MONTHS, COUNTED))


def _with_unit(words: list[str], start: int, i: int, value: Value) -> tuple[str, Value, int]:
    unit = words[i] if i < len(words) else ""
    if unit in CLOCK:
        return "time", (*value, unit.replace(".", "")), 1
    if unit in BASE_UNITS:
        return _dose(words, i, value)
    if unit in FORMS:
        return "dose", (*value, FORMS[unit]), 1
    if unit in HOURS:
        return "time", (*(number * HOURS[unit] for number in value), "hours"), 1  # type: ignore[operator]
    if unit in MONTHS:
        # An age in years is a bare number, as in "younger than 12".
        if _is_age(words, start, i):
            return "number", (*_ages(value, MONTHS[unit]),), 1
        return "time", (*(number * MONTHS[unit] for number in value), "months"), 1  # type: ignore[operator]
    if unit in COUNTED:
        scale = words[i + 1] if COUNTED[unit] == "degree" and i + 1 < len(words) else ""
        return "number", (*value, COUNTED[unit], scale[:1]), 1 + (len(scale) > 0)
    # two of the white tablets, two 5 mg tablets
    for ahead in range(i + 1, min(i + 3, len(words))):
        if not words[ahead - 1].isalpha() or words[ahead - 1] in ("and", "or", "to", "with", "in", "for", "per"):
            break
        if words[ahead] in FORMS:
            return "dose", (*value, FORMS[words[ahead]]), ahead - i + 1
    return "number", value, 0


def _dose(words: list[str], i: int, value: Value) -> tuple[str, Value, int]:
    unit, factor = BASE_UNITS[words[i]]
    scaled = tuple(number * factor for number in value)  # type: ignore[operator]
    for per in _PER:
        end = i + 1 + len(per)
        if tuple(words[i + 1 : end]) == per and end < len(words):
            if words[end] in PER_BODY:
                return "dose", (*scaled, unit, "per", PER_BODY[words[end]]), end + 1 - i
            if words[end] in PER_BLOOD and len(per) == 1:
                return "number", (*scaled, unit, words[end]), end + 1 - i
    return "dose", (*scaled, unit), 1


def _ages(value: Value, months: int) -> Value:
    """Return ages in years as bare numbers, and others in months."""
    ages = [Fraction(number) * months for number in value if isinstance(number, Fraction)]
    return tuple(age / 12 for age in ages) if all(age % 12 == 0 for age in ages) else (*ages, "months")


def _is_age(words: list[str], start: int, i: int) -> bool:
    before, after = words[max(0, start - 4) : start], words[i + 1 : i + 4]
    is_older = len(after) > 1 and after[0] in ("or", "and") and after[1] in OLDER
    return not AGES_BEFORE.isdisjoint(before) or not AGES_AFTER.isdisjoint(after) or is_older
