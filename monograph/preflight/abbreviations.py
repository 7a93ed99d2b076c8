"""Abbreviations and signs that have been misread, with harm.

Source: the Institute for Safe Medication Practices, "List of Error-Prone Abbreviations, Symbols, and Dose
Designations" (2021), and the Joint Commission's official "Do Not Use" list. Those lists are about prescriptions; texts
for patients must meet them all the more. An abbreviation that also means something else, such as MS or SC, counts only
next to a dose.
"""

import re
from dataclasses import dataclass

from .checked_section import CheckedSection

TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*\.?")
# Characters around an abbreviation in which its context is searched.
NEAR = 30
PIECE = r"(?:tab(?:let)?s?|cap(?:sule)?s?|drops?|sprays?|puffs?|doses?|pens?|patch(?:es)?|units?)"
DOSE_BEFORE = re.compile(
    rf"(?:\d|\b(?:mg|mcg|mL|ml|g|{PIECE}|[Tt]ake|[Gg]iven?|[Ii]nject(?:ed|ion)?|[Uu]se|it|at|every)) ?$"
)
AMOUNT_BEFORE = re.compile(rf"(?:\d|\b(?:mg|mcg|mL|ml|g|po|PO|{PIECE})) ?$")
OFTEN_AFTER = re.compile(r" (?:injections?|doses?|shots?|inj|into|every|once|twice|daily|weekly|\d)\b")
EYE_OR_EAR = re.compile(r" (?:eyes?|ears?|daily|once|twice|every|drops?)\b")
DROP_BEFORE = re.compile(r"\bdrops? $")
SIDE = "right, left, or both"
WHOLE_NAME = "the whole name of the medicine"


@dataclass(frozen=True)
class Abbreviation:
    """What to write instead, and what must be before or after it; either is enough, and neither means always."""

    better: str
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None

    def is_meant(self, text: str, start: int, end: int) -> bool:
        """Return whether the letters at this place are the abbreviation, and not a word of their own."""
        if self.before is None and self.after is None:
            return True
        is_before = self.before is not None and self.before.search(text[max(0, start - NEAR) : start])
        return bool(is_before or (self.after is not None and self.after.match(text, end)))


def _each(words: str, better: str, **context: re.Pattern[str]) -> dict[str, Abbreviation]:
    return dict.fromkeys(words.split(), Abbreviation(better, **context))


# The letters without periods -> the abbreviation.
ABBREVIATIONS: dict[str, Abbreviation] = {
    **_each("IU", "units"),
    **_each("QOD qod Qod qOD", "every other day"),
    **_each("QD qd Qd qD", "once a day"),
    **_each("QID qid Qid", "4 times a day"),
    **_each("BID", "2 times a day"),
    **_each("TID", "3 times a day"),
    **_each("bid", "2 times a day", before=AMOUNT_BEFORE),
    **_each("tid", "3 times a day", before=AMOUNT_BEFORE),
    **_each("TIW tiw", "3 times a week"),
    **_each("BIW biw", "2 times a week"),
    **_each("QWK qwk qw", "once a week"),
    **_each("QHS qhs Qhs qHS qn", "at bedtime"),
    **_each("HS BT", "at bedtime", before=DOSE_BEFORE),
    **_each("qAM qam qa qPM qpm", "every morning or every evening"),
    **_each("PO po", "by mouth", before=DOSE_BEFORE, after=OFTEN_AFTER),
    **_each("PRN prn", "as needed"),
    **_each("UD", "as directed"),
    **_each("SQ SubQ subQ Subq subq subcut Subcut", "under the skin"),
    **_each("SC sc", "under the skin", before=DOSE_BEFORE, after=OFTEN_AFTER),
    **_each("IM", "into a muscle", before=AMOUNT_BEFORE, after=OFTEN_AFTER),
    **_each("IJ", "injection"),
    **_each("IN", "into the nose", before=re.compile(r"\b(?:mg|mcg|mL|drops?|sprays?) $")),
    **_each("SL", "under the tongue", before=AMOUNT_BEFORE),
    **_each("AD AS AU OD OS OU", SIDE, before=DROP_BEFORE, after=EYE_OR_EAR),
    **_each("ss", "one half", after=re.compile(rf" {PIECE}\b")),
    **_each("gtt gtts", "drops"),
    **_each("cc", "mL", before=re.compile(r"\d ?$"), after=re.compile(" of ")),
    **_each("gr", "grams, or grains", before=re.compile(r"\d ?$")),
    **_each("hr hr. hrs", "hours", before=re.compile(r"(?:\d|\b(?:per|an|each|every)) ?$")),
    **_each("MSO4 MgSO4", "the whole name: morphine or magnesium"),
    **_each("MS", "the whole name: morphine or magnesium", after=re.compile(r" (?:\d|for pain|tablets?|injection)")),
    **_each("AZT HCTZ MTX CPZ PTU APAP ASA DPT DTO TNK ZnSO4 NoAC", WHOLE_NAME),
    # Brand names of combinations end in it: Diovan HCT.
    **_each("HCT", WHOLE_NAME, before=re.compile(r"(?:^|[^A-Za-z]|\b[a-z]+) $|^$")),
    **_each("ac", "before or after meals", after=re.compile(" (?:meals|and hs)")),
    **_each("ii iii II III vi VII VIII", "the number in figures", after=re.compile(rf" {PIECE}\b")),
}
# The letters of abbreviations that count only if they have periods.
WITH_PERIODS = {
    **_each("od", "once a day"),
    **_each("bid", "2 times a day"),
    **_each("tid", "3 times a day"),
    **_each("po", "by mouth"),
    **_each("hs", "at bedtime"),
    **_each("sc", "under the skin"),
    **_each("ac pc", "before or after meals"),
}
# Others that begin with a letter. No alternative has groups: the number of the matching group is its index.
PHRASES: tuple[tuple[str, str], ...] = (
    (r"[qQ]\.?\s?\d{1,2}(?:\s?[-–]\s?\d{1,2})?\s?(?:h(?:rs?|ours?)?\b|°)", "every … hours"),
    (r"[qQ]\.?\s?(?:\d{1,2}\s)?(?:d|days?|wk|weeks?|months?)\b(?!\.?\w)", "every … days, weeks, or months"),
    (r"[qQ]\.?\s[dD]\b", "once a day"),
    (r"[qQ]\.?\s[oO]\.?[dD]\b", "every other day"),
    (r"every\s\d{1,2}\s?°(?!\s?[CF])", "every … hours"),
    (r"per os\b|p\.o\b", "by mouth"),
    (r"sub[ -]q\b", "under the skin"),
    (r"ut dict\b", "as directed"),
    (r"[dD]/[cC](?:'d|ed)?\b", "stop, or discharge"),
    (r"A[Rr][Aa][ -]A\b|IV Vanc\b", WHOLE_NAME),
    (r"i/d\b", "once a day"),
    (r"x\s?\d{1,2}\s?(?:d\b|days\b|doses\b)", "for … days"),
)
PHRASE = re.compile(r"\b(?:" + "|".join(f"({pattern})" for pattern, _ in PHRASES) + ")")
# After a figure. What is quoted begins with its last digit.
AFTER_FIGURE: tuple[tuple[str, str], ...] = (
    (r"[uU](?![\w.-])", "units"),
    (r"u[gG]\b", "mcg"),
    (r"cc\b", "mL"),
    (r"gr\b", "grams, or grains"),
    (r"hrs?\b\.?(?=\s|$)", "hours"),
    (r"MM?(?= units)|K(?= units)", "the number in full"),
)
FIGURE = re.compile(r"\d\s?(?:" + "|".join(f"({pattern})" for pattern, _ in AFTER_FIGURE) + ")")
SIGNS: tuple[tuple[str, str], ...] = (
    (r"[µμ]g\b", "mcg"),
    (r"@(?=\s?\d)|@(?= )", "at"),
    (r"×\s?\d{1,2}\s?d\b", "for … days"),
    (r"[ʒ℈℥♏ɱΦ∅]", "the measure in metric units"),
)
SIGN = re.compile("|".join(f"({pattern})" for pattern, _ in SIGNS))
FIVE_ASA = re.compile(r"5-ASA\b")
COMPARISON_SIGN = re.compile(r"(?<![<>=])(?:>|<|≥|≤)=?\s?(?=\d)|(?<=\w )[<>](?= \w)")
DOSE_AFTER = re.compile(rf"\d[\d.,]{{0,12}}\s?(?:{PIECE}|mg|mcg|mL|ml|teaspoons?)(?![\w/])(?! (?:of|in) the blood)")
SIGN_WORDS = {">": "more than", "<": "less than", "≥": "at least", "≤": "at most", ">=": "at least", "<=": "at most"}
# A plus or an ampersand between words, not in a name.
JOINING_SIGN = re.compile(r"(?<=[a-z\d)] )[+&](?= [a-z\d])")


def abbreviations(checked: CheckedSection) -> None:
    """Find abbreviations and signs that have been misread, with harm."""
    text = checked.text
    taken: set[int] = set()
    # Most texts have none; asking that of all words at once is faster.
    has_any = any(_is_listed(word) for word in set(TOKEN.findall(text)))
    for found in TOKEN.finditer(text) if has_any else ():
        if not checked.has_room("unsafe-abbreviation"):
            return
        if (entry := _entry(text, found)) and not _is_inside_address(text, found.start()):
            taken.update(range(found.start(), found.end()))
            # A name that the text itself introduces, "methotrexate (MTX)", is at least not misread here.
            word = found[0] if "." in found[0][:-1] else found[0].rstrip(".")
            is_explained = entry.better == WHOLE_NAME and f"({word})" in text
            end = found.start() + len(word)
            if entry.better == WHOLE_NAME and INTRODUCED.search(text, max(0, found.start() - 60), found.start()):
                continue
            _report(checked, found.start(), end, entry.better, is_certain=not is_explained)
    for pattern, entries in ((PHRASE, PHRASES), (FIGURE, AFTER_FIGURE), (SIGN, SIGNS)):
        for found in pattern.finditer(text):
            if not checked.has_room("unsafe-abbreviation"):
                return
            if taken.isdisjoint((found.start(), found.end() - 1)) and not _is_inside_address(text, found.start()):
                better = entries[(found.lastindex or 1) - 1][1]
                # A concentration in the blood is no dose.
                is_certain = better != "mcg" or text[found.end() : found.end() + 1] != "/"
                _report(checked, found.start(), found.end(), better, is_certain=is_certain)
    for found in FIVE_ASA.finditer(text):
        _report(checked, found.start(), found.end(), WHOLE_NAME)


def _is_listed(word: str) -> bool:
    letters = word.replace(".", "")
    return letters in ABBREVIATIONS or ("." in word[:-1] and letters.lower() in WITH_PERIODS)


def _entry(text: str, found: re.Match[str]) -> Abbreviation | None:
    """Return the abbreviation that a word is, None if it is a word of its own."""
    word = found[0]
    if len(word) > MAX_LENGTH:
        return None
    letters = word.replace(".", "")
    entry = WITH_PERIODS.get(letters.lower()) if "." in word[:-1] else None
    entry = entry or ABBREVIATIONS.get(letters)
    if entry is None or text[max(0, found.start() - 1) : found.start()] in NOT_BEFORE:
        return None
    is_post_box = letters == "PO" and text[found.end() : found.end() + 4].lower() == " box"
    end = found.end() - word.endswith(".")
    is_followed = text[found.end() : found.end() + 1] in ("-", "_", "/")
    return entry if entry.is_meant(text, found.start(), end) and not is_post_box and not is_followed else None


# The text introduces the abbreviation, so that readers know it when others use it.
INTRODUCED = re.compile(
    r"\b(?:called|known as|named|labels?|listed as|shortened to|abbreviated|short for|look for)\b[^.;:\n]*$"
)
# Characters; longer words are no abbreviation.
MAX_LENGTH = 9
# An abbreviation does not begin right after one of these.
NOT_BEFORE = frozenset("_-./'’")


def _report(checked: CheckedSection, start: int, end: int, better: str, *, is_certain: bool = True) -> None:
    written = checked.text[start:end].strip()
    message = f"“{written}” has been misread, with harm. Write out: {better}."
    report = checked.error if is_certain else checked.warning
    report("unsafe-abbreviation", start, end, message)


def _is_inside_address(text: str, place: int) -> bool:
    """Return whether the place is inside a web or email address."""
    before = re.split(r"\s", text[max(0, place - 100) : place])[-1]
    word = before + re.split(r"\s", text[place : place + 100])[0]
    return "://" in word or "www." in word or bool(re.search(r"\w@\w", word))


def signs(checked: CheckedSection) -> None:
    """Find signs instead of words: > and <, + and &.

    Before a dose they are errors; before an age or a result of a test many texts have them.
    """
    if any(sign in checked.text for sign in "<>≥≤"):
        for found in COMPARISON_SIGN.finditer(checked.text):
            sign = found[0].strip()
            report = checked.error if DOSE_AFTER.match(checked.text, found.end()) else checked.warning
            message = f"“{sign}” has been misread as its opposite. Write out: {SIGN_WORDS.get(sign, 'in words')}."
            report("unsafe-abbreviation", found.start(), found.end(), message)
    for found in JOINING_SIGN.finditer(checked.text):
        message = f"“{found[0]}” has been misread as a figure. Write “and”."
        checked.warning("unsafe-abbreviation", found.start(), found.end(), message)


CHECKS = (abbreviations, signs)
