"""Numbers and amounts in tokens: their values, units and kinds of statement."""

from fractions import Fraction

from ...content.measures import BASE_UNITS

Value = tuple[object, ...]

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
NUMBER_WORDS = {word: value for value, word in enumerate(f"{_ONES} eighteen nineteen".split())}
TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
FACTORS = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
FRACTIONS = {
    "half": Fraction(1, 2),
    "quarter": Fraction(1, 4),
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
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
NOT_COUNTED = frozenset(("shot", "injection", "inhalation", "film", "application"))
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
    **dict.fromkeys("mmhg cm mm inch inches feet bpm".split(), "measure"),
}
CLOCK = frozenset(("am", "pm", "a.m", "p.m", "o'clock"))
PER_BODY = frozenset("kg kilogram lb m m2 m²".split())
PER_BLOOD = frozenset("dl l liter litre min mmol".split())
AGES_BEFORE = frozenset("age aged ages older younger".split())
AGES_AFTER = frozenset("old age".split())
OLDER = frozenset("older younger over above up under".split())


def number(words: list[str], i: int) -> tuple[Fraction, int] | None:
    """Return the number at a word, in digits or words, and how many words it takes."""
    word = words[i]
    if word[0].isdigit():
        parsed = _digits(word)
        if i + 2 < len(words) and words[i + 1] == "/" and (below := _digits(words[i + 2])):
            return parsed / below, 3
        return parsed, 1
    if word in FRACTIONS:
        return FRACTIONS[word], 1
    if word in TENS:
        ones = i + 1 + (i + 1 < len(words) and words[i + 1] == "-")
        if ones < len(words) and 0 < NUMBER_WORDS.get(words[ones], 0) < 10:
            return Fraction(TENS[word] + NUMBER_WORDS[words[ones]]), ones - i + 1
        return Fraction(TENS[word]), 1
    if word in NUMBER_WORDS:
        if i + 1 < len(words) and words[i + 1] in FACTORS:
            return Fraction(NUMBER_WORDS[word] * FACTORS[words[i + 1]]), 2
        return Fraction(NUMBER_WORDS[word]), 1
    return None


def _digits(word: str) -> Fraction:
    plain = word.replace(",", "")[:40]
    return Fraction(plain) if plain.isascii() and plain.replace(".", "", 1).isdigit() else Fraction(0)


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
    # a 10-mg tablet
    if end + 1 < len(words) and words[end] == "-" and words[end + 1][0].isalpha():
        end += 1
    if words[i] in FRACTIONS and end < len(words) and words[end] in ("a", "an", "of"):
        end += 1
    kind, scaled, count = _with_unit(words, i, end, value)
    # "one of them" and "the next one" are no numbers, but "one in ten" is.
    if kind == "number" and words[i] == "one" and words[end : end + 1] not in (["in"], ["out"]):
        return None
    return kind, scaled, end + count - i


def _share(words: list[str], first: Fraction, i: int) -> tuple[Value, int] | None:
    """Return "1 in 10" or "one out of every 10" as a percentage, and where it ends."""
    for between in (("out", "of", "every"), ("out", "of"), ("in", "every"), ("in",), ("of", "every")):
        end = i + len(between)
        if tuple(words[i:end]) == between and end < len(words) and (whole := number(words, end)) and whole[0] > 1:
            following = words[end + whole[1]] if end + whole[1] < len(words) else ""
            if following not in HOURS and following not in MONTHS:
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
        # An age is a bare number, as in "younger than 12".
        if _is_age(words, start, i):
            return "number", value, 1
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
    if i + 2 < len(words) and words[i + 1] in ("/", "per"):
        if words[i + 2] in PER_BODY:
            return "dose", (*scaled, unit, "per body"), 3
        if words[i + 2] in PER_BLOOD:
            return "number", (*scaled, unit, words[i + 2]), 3
    return "dose", (*scaled, unit), 1


def _is_age(words: list[str], start: int, i: int) -> bool:
    before, after = words[max(0, start - 4) : start], words[i + 1 : i + 4]
    is_older = len(after) > 1 and after[0] in ("or", "and") and after[1] in OLDER
    return not AGES_BEFORE.isdisjoint(before) or not AGES_AFTER.isdisjoint(after) or is_older
