"""Totals that are not the sum, or the product, of their parts.

Source: CDC Clear Communication Index, item 17 (readers do no calculations, so those in the text must be right).
"""

import re
from fractions import Fraction

from .checked_section import CheckedSection
from .numbers import AMOUNT_NUMBER, COUNT, TIMES, number_in, plain_number, times_in, times_of_hours

SUMMED = r"(?:days?|weeks?|months?|hours?|minutes?|doses|tablets|capsules|pills|shots|mg|mcg|mL|units|grams|g)"
PART = re.compile(rf"(?<![\w.,/-])(?P<number>{AMOUNT_NUMBER})[\s\u00a0-](?P<unit>{SUMMED})(?!\w)", re.IGNORECASE)
# A whole and its parts: "lasts 42 days: 28 days …", "takes 8 weeks in all. That is 4 weeks …".
WHOLE = re.compile(
    r"(?P<verb>\b(?:lasts?|takes?|total(?: dose)?(?: of)?|is|are|has|adds? up to|in|over|for)\b)[^.:;\d]{0,25}?"
    rf"(?<![\w.,/-])(?P<number>{AMOUNT_NUMBER})[\s\u00a0-](?P<unit>{SUMMED})\b(?P<after>[^.:;\d]{{0,30}})"
    r"(?P<opens>:|\.? (?:That|This) is\b|, made up of| \(|, which is)(?=\s|\w)",
    re.IGNORECASE,
)
SUM_VERBS = re.compile(r"last|take|total|add", re.IGNORECASE)
SUM_WORDS = re.compile(r"\b(?:in all|in total|altogether|long|total|cycle|course|pack)\b", re.IGNORECASE)
# The dose of a day and its parts: 50 mg a day: 20 mg in the morning and 30 mg at night.
OF_A_DAY = re.compile(r"\b(?:a|per|each|every) day\b|\bdaily\b", re.IGNORECASE)
MOMENT = re.compile(r"\b(?:morning|noon|midday|afternoon|evening|night|bedtime|breakfast|lunch|dinner|supper)\b")
# Parts that are alternatives, rates or limits, and no addends.
NO_SUM = re.compile(
    r"\b(?:or|up to|at least|at most|each|per|every|times|twice|if|unless|to \d|first|last|then|between|more than|less "
    r"than|about|instead|than|maximum|minimum|second|third|fourth|later|in \d)\b",
    re.IGNORECASE,
)
SUM_WITH_ORDER = re.compile(r"\b(?:then|first|last)\b", re.IGNORECASE)
# The total follows its parts: "… and 3 weeks, for a total of 8 weeks".
TOTAL_AFTER = re.compile(
    r"\b(?:(?:a |in )?total(?: daily)?(?: dose)?(?: of| is|:)?|altogether|which (?:makes|adds up to)|in all)[ ,:]{1,2}"
    rf"(?P<number>{AMOUNT_NUMBER})[\s\u00a0-](?P<unit>{SUMMED})\b",
    re.IGNORECASE,
)
TOTAL_IN_BRACKETS = re.compile(
    rf"\(\s*(?P<number>{AMOUNT_NUMBER})[\s\u00a0-](?P<unit>{SUMMED})(?: (?:a|per|each) day)?"
    r"(?:,? (?:in all|in total|total|altogether))\s*\)",
    re.IGNORECASE,
)
PRODUCT = re.compile(
    rf"(?P<number>{AMOUNT_NUMBER})[\s\u00a0](?P<unit>{SUMMED})\b[^.;:\d(]{{0,30}}?"
    rf"\b(?:(?P<times>{TIMES}) (?:a|per|each|every) day|(?P<daily>{TIMES}) daily|every (?P<hours>{COUNT}) hours)",
    re.IGNORECASE,
)
PIECES = re.compile(
    rf"\b(?P<count>{COUNT})[\s\u00a0](?P<number>{AMOUNT_NUMBER})[\s\u00a0-](?P<unit>mg|mcg|mL|units|g)[\s\u00a0-]"
    r"(?:tablets|capsules|pills|vials|pens|patches|packets)"
    rf" ?\((?:a total of |total |for a total of |or |= ?)?(?P<total>{AMOUNT_NUMBER})[\s\u00a0](?P=unit)"
    r"(?: total| in all)?\)"
)
EACH = re.compile(
    rf"\b(?P<count>{COUNT}) (?:tablets|capsules|pills|shots|doses|patches)"
    rf" \((?:of )?(?P<number>{AMOUNT_NUMBER}) (?P<unit>mg|mcg|mL|units|g) each\)"
    rf"[^.;\d]{{0,30}}\btotal(?: dose)? of (?P<total>{AMOUNT_NUMBER}) (?P=unit)\b"
)
# 2 tablets a day for 7 days: 14 tablets in all
COURSE = re.compile(
    rf"\b(?P<number>{COUNT}) (?:\d[\d,.]{{0,8}}[ -]?(?:mg|mcg|g) )?"
    r"(?P<unit>tablet|capsule|pill|dose|patch|shot|packet)(?:e?s)?"
    rf"(?: by mouth)?,? (?:(?P<times>{TIMES}) )?"
    rf"(?:(?:a|per|each|every) day|daily|every (?P<hours>{COUNT}) hours)"
    rf" for (?P<length>{COUNT}) (?P<period>day|week)s?"
    rf"(?: \((?:that is |a total of |= ?)?|: |,? (?:for )?a total of |,? which is | is | = |\. That is )"
    rf"(?P<total>{COUNT}) (?P=unit)(?:e?s)?(?! (?:a|per|each|every|twice|once|daily|on|for|then)\b)",
    re.IGNORECASE,
)
# Half of a 20 mg tablet (5 mg)
HALF = re.compile(
    rf"(?<![\w/])(?:[Hh]alf|1/2|½) (?:of )?(?:an? |the |one |each )?(?P<number>{AMOUNT_NUMBER})[\s\u00a0-]"
    r"(?P<unit>mg|mcg|mL|g)[\s\u00a0-]"
    rf"(?:tablet|pill|caplet|patch|packet)(?: ?\(| is | has | contains | holds | = )"
    rf"(?P<total>{AMOUNT_NUMBER})[\s\u00a0](?P=unit)\b"
)
# 1 tablet (20 mg) … 2 tablets (60 mg)
DOSE_OF_PIECES = re.compile(
    rf"\b(?P<count>{COUNT}) (?P<piece>tablet|capsule|pill|caplet|vial|puff|drop|patch|sachet|packet)(?:e?s)?"
    rf" \((?P<number>{AMOUNT_NUMBER})[\s\u00a0](?P<unit>mg|mcg|mL|units|g)\)"
)
# 5 mg (10 mg)
SAME_UNIT = re.compile(
    rf"(?<![\w.,/–-])(?<!to )(?<!or )(?P<number>{AMOUNT_NUMBER})[\s\u00a0]"
    r"(?P<unit>mg|mcg|mL|units|hours?|days?|weeks?|months?|tablets?|capsules?)"
    rf" \((?:about |or |= ?)?(?P<again>{AMOUNT_NUMBER})[\s\u00a0](?P=unit)\)"
)
AT_LEAST_AT_MOST = re.compile(
    rf"\bat least (?P<least>{AMOUNT_NUMBER}) (?P<unit>\w+)[^.;\n]{{0,25}}"
    rf"\b(?:no|not) (?:more|longer) than (?P<most>{AMOUNT_NUMBER}) (?P=unit)\b"
)
# 28 tablets: 21 white and 8 green
PACK = re.compile(
    rf"\b(?P<total>{COUNT}) (?:tablets|pills|capsules|patches): (?P<first>{COUNT}) (?:[a-z-]+ ){{1,3}}"
    rf"and (?P<second>{COUNT})"
    r" [a-z-]+(?: (?:tablets|pills|capsules|patches|ones))?(?=[.;\n]|$)"
)
LIMIT = re.compile(r"\b(?:up to|no more than|not more than|at most|maximum|as needed)\b", re.IGNORECASE)
# Characters before a total in which its parts are.
REACH = 160
SENTENCE_END = re.compile(r"[.;)](?=\s|$)|\n")
# What the patterns above need, and what is faster to find.
OPENS = re.compile(r":|[Tt]hat is|[Tt]his is|\(|made up of|which is")
TOTAL_WORD = re.compile("[Tt]otal|altogether|in all|which (?:makes|adds)")
COURSE_WORD = re.compile(r" for (?=\w+ (?:day|week))")
HALF_WORD = re.compile("(?:[Hh]alf|1/2|½) ")
BRACKET = re.compile(r"\((?=[\w=])")


def totals(checked: CheckedSection) -> None:
    """Find totals that differ from what their parts add up to."""
    for found in checked.find_around(OPENS, 110, 2, WHOLE):
        if not checked.has_room("wrong-total"):
            return
        _check_sum(checked, found, found.end(), _sentence_end(checked.text, found.end()))
    for found in checked.find_around(TOTAL_WORD, 40, 60, TOTAL_AFTER, TOTAL_IN_BRACKETS):
        if not checked.has_room("wrong-total"):
            return
        start = max(0, found.start() - REACH)
        _check_total_after(checked, found, max(start, checked.text.rfind("\n", start, found.start()) + 1))
    for found in checked.find_around(HALF_WORD, 2, 60, HALF):
        if (half := number_in(found["number"]) / 2) != number_in(found["total"]):
            _report(checked, found, f"half of {found['number']} {found['unit']}", half)
    for found in PACK.finditer(checked.text):
        if (parts := number_in(found["first"]) + number_in(found["second"])) != number_in(found["total"]):
            _report(checked, found, f"{found['first']} + {found['second']}", parts)
    for found in checked.find_around(COURSE_WORD, 90, 60, COURSE):
        _check_course(checked, found)
    for found in checked.find_around(BRACKET, 70, 80, PIECES, EACH):
        product = number_in(found["count"]) * number_in(found["number"])
        if product != number_in(found["total"]):
            _report(checked, found, f"{found['count']} × {found['number']} {found['unit']}", product)


def _sentence_end(text: str, start: int) -> int:
    end = min(len(text), start + 2 * REACH)
    stop = SENTENCE_END.search(text, start, end)
    return stop.start() if stop else end


def _parts(text: str, start: int, end: int, unit: str) -> list[Fraction]:
    singular = unit.lower().rstrip("s")
    parts = [found for found in PART.finditer(text, start, end) if found["unit"].lower().rstrip("s") == singular]
    return [number_in(found["number"]) for found in parts]


def _check_sum(checked: CheckedSection, found: re.Match[str], start: int, end: int) -> None:
    """Report a whole whose parts, between two places, add up to something else."""
    text, total = checked.text, number_in(found["number"])
    said = text[start:end]
    around = f"{text[max(0, found.start() - 40) : found.start()]} {found[0]}"
    is_day = OF_A_DAY.search(found[0]) is not None and len(MOMENT.findall(said)) > 1
    is_sum = is_day or SUM_VERBS.match(found["verb"]) or SUM_WORDS.search(around)
    if not is_sum or (found["opens"].strip() == "(" and " and " not in said) or LIMIT.search(around):
        return
    parts = _parts(text, start, end, found["unit"])
    refused = NO_SUM.search(SUM_WITH_ORDER.sub("", said))
    if len(parts) < 2 or refused or sum(parts) == total or max(parts) >= total * 10:
        return
    _report(checked, found, " + ".join(map(plain_number, parts)), sum(parts, Fraction(0)))


def _check_course(checked: CheckedSection, found: re.Match[str]) -> None:
    """Report a number of tablets that a schedule does not add up to."""
    per_day = times_of_hours(found["hours"]) if found["hours"] else times_in(found["times"] or "once")
    if per_day is None:
        return
    days = number_in(found["length"]) * (7 if found["period"].lower() == "week" else 1)
    actual = number_in(found["number"]) * per_day * days
    before = checked.text[max(0, found.start() - REACH) : found.end()].rpartition("\n")[2]
    if actual != number_in(found["total"]) and not LIMIT.search(before) and not SUM_WITH_ORDER.search(before):
        _report(
            checked, found, " ".join(found[0].partition(" for ")[0].split()) + f" for {plain_number(days)} days", actual
        )


def _check_total_after(checked: CheckedSection, found: re.Match[str], start: int) -> None:
    """Report a total that differs from the sum or the product before it."""
    text = checked.text
    stops = [stop.end() for stop in re.finditer(r"[.;:](?=\s)", text[start : found.start()])]
    start += stops[-1] if stops else 0
    before = text[start : found.start()]
    total, unit = number_in(found["number"]), found["unit"].lower().rstrip("s")
    products = list(PRODUCT.finditer(text, start, found.start()))
    if LIMIT.search(before) or COURSE_WORD.search(before) or re.search(r"\bor\b|\d (?:to|–|-) \d", before):
        return
    if len(products) == 1 and products[0]["unit"].lower().rstrip("s") == unit:
        product = products[0]
        hours = product["hours"]
        times = times_of_hours(hours) if hours else times_in(product["times"] or product["daily"])
        if times is not None and (amount := number_in(product["number"]) * times) != total:
            written = " ".join(product[0].split())
            _report(checked, found, written, amount)
    elif not products and not NO_SUM.search(SUM_WITH_ORDER.sub("", before)):
        parts = _parts(text, start, found.start(), found["unit"])
        if len(parts) >= 2 and sum(parts) != total:
            _report(checked, found, " + ".join(map(plain_number, parts)), sum(parts, Fraction(0)))


def _report(checked: CheckedSection, found: re.Match[str], parts: str, actual: Fraction) -> None:
    message = f"The numbers do not add up: {parts} is {plain_number(actual)}. Correct a number."
    checked.error("wrong-total", found.start(), found.end(), message)


def other_amounts(checked: CheckedSection) -> None:
    """Find an amount that brackets repeat with another number, and "at least" with more than "no more than"."""
    for found in checked.find_around(BRACKET, 40, 30, SAME_UNIT):
        if number_in(found["number"]) != number_in(found["again"]):
            message = f"“{found[0]}” names two amounts. Correct one of them, or say what each is."
            checked.warning("wrong-equivalent", found.start(), found.end(), message)
    for found in AT_LEAST_AT_MOST.finditer(checked.lowered):
        if number_in(found["least"]) > number_in(found["most"]):
            message = "The least amount is more than the most. Correct one of them."
            checked.warning("backwards-range", found.start(), found.end(), message)


def doses_of_pieces(checked: CheckedSection) -> None:
    """Find a sentence in which the pieces of one kind hold different amounts: 1 tablet (20 mg), 2 tablets (60 mg).

    A warning: they may be tablets of two strengths. Where both amounts are the same, they are.
    """
    pieces: dict[tuple[int, str, str], re.Match[str]] = {}
    for found in checked.find_around(BRACKET, 40, 30, DOSE_OF_PIECES):
        sentence = checked.text.rfind(". ", 0, found.start())
        first = pieces.setdefault((sentence, found["piece"].lower(), found["unit"]), found)
        counts, amounts = ([number_in(one[name]) for one in (first, found)] for name in ("count", "number"))
        if 0 not in counts and amounts[0] != amounts[1] and amounts[0] / counts[0] != amounts[1] / counts[1]:
            message = (
                f"This does not fit “{first[0]}”. Correct a number, or name the strength of each {found['piece']}."
            )
            checked.warning("wrong-total", found.start(), found.end(), message)


CHECKS = (totals, other_amounts, doses_of_pieces)
