"""Numbers to call that reach nobody, or somebody else.

Sources: ITU-T E.164 and the North American Numbering Plan, through the library `phonenumbers`; America's Poison Centers
(1-800-222-1222); FDA MedWatch (1-800-FDA-1088). The site's own list comes in as data.
"""

import re
from collections.abc import Iterable

import phonenumbers
from phonenumbers import convert_alpha_characters_in_number as figures_of
from rapidfuzz.distance import OSA

from .checked_section import CheckedSection
from .guide import NumberToCall

SEPARATOR = r"[-. \u2010\u2011\u2013]"
TOLL_FREE = r"8(?:00|33|44|55|66|77|88)"
# Bounded, so that a text of nothing but digits is read once.
WRITTEN = re.compile(
    rf"(?<![\w.,/$+-])(?P<number>(?:\+?1{SEPARATOR})?(?:\([2-9O][\dO]{{2}}\) ?|[2-9][\dO]{{2}}{SEPARATOR})"
    rf"[\dA-Z]{{1,9}}(?:{SEPARATOR}?[\dA-Z]{{1,9}}){{0,3}}|\+\d[\d ().-]{{5,20}}\d)(?![\w/])"
)
CALLED = re.compile(
    r"\b(?:call|phone|telephone|tel|dial|text|fax|toll[- ]free|hotline|helpline|line|numbers?|TTY|contact|reach)\b",
    re.IGNORECASE,
)
# What looks like a number to call and is the number of a thing.
THING = re.compile(
    r"\b(?:NDC|lot|serial|ISBN|ISSN|DIN|PMID|EIN|zip|batch|license|NCT|no\.?)(?: (?:number|no\.?))?\W{0,3}$",
    re.IGNORECASE,
)
NATIONAL_DIGITS = 10
LETTERS_LIKE_FIGURES = frozenset("OIlSBZ")
# N11 services of the North American Numbering Plan, the crisis line, and emergency numbers of other countries.
SERVICES = frozenset("211 311 411 511 611 711 811 911 988 112 999 000 111".split())
SHORT = re.compile(
    r"\b(?:[Cc]all|[Dd]ial|[Tt]ext|[Pp]hone)(?:ing)? (?P<number>\d{3,4})(?=[\s.,;)]|$)"
    r"(?! ?(?:numbers?|hours|people|days|mg|times))"
)
MIN_DIGITS = 3
NEAR = 80


def dialed_numbers(checked: CheckedSection) -> None:
    """Find links that dial another number than they show."""
    for link in checked.document.links:
        if not link.href.startswith("tel:"):
            continue
        shown, dialed = (_digits(words) for words in (checked.text[link.start : link.end], link.href[4:]))
        if len(shown) >= MIN_DIGITS and shown.removeprefix("1") != dialed.removeprefix("1"):
            message = f"This link dials {link.href.removeprefix('tel:')}. Correct the link, or the number."
            checked.error("dials-other-number", link.start, link.end, message)


def _digits(written: str) -> str:
    """Return the figures that are dialed: those of letters too, if it is a number at all."""
    words = re.sub(r"[^\w+]", "", written)
    return re.sub(r"\D", "", figures_of(words) if re.search(r"\d", words) else words)


def numbers_to_call(checked: CheckedSection) -> None:
    """Find numbers that are too short, too long, mistyped, or have letters by mistake."""
    for found in WRITTEN.finditer(checked.text):
        number, start = _without_next_number(found["number"]), found.start()
        near = checked.text[max(0, start - NEAR) : found.end() + NEAR]
        is_to_call = CALLED.search(near) or re.match(rf"(?:\+?1{SEPARATOR})?\(?{TOLL_FREE}", number)
        if not is_to_call or THING.search(checked.text[max(0, start - 20) : start]):
            continue
        if problem := _problem(number, near, checked.guide.numbers_to_call):
            checked.error("phone-number", start, start + len(number), problem)
    _check_short_numbers(checked)


def _without_next_number(written: str) -> str:
    """Return a number without the one after it: 1-800-555-0100 24 hours."""
    while " " in written[6:] and len(_digits(written).removeprefix("1")) > NATIONAL_DIGITS:
        written = written[: written.rindex(" ")]
    return written


def _problem(number: str, near: str, known: Iterable[NumberToCall]) -> str:
    """Return what is wrong with a number, '' if nothing is."""
    if not number.startswith("+") or number.startswith("+1"):
        if _has_mistyped_letter(number):
            return f"There is a letter among the figures of {number}. Type the figure."
        digits = _digits(number).removeprefix("1")
        is_vanity = re.search(r"[A-Z]{3}", number) is not None
        if len(digits) < NATIONAL_DIGITS or (len(digits) > NATIONAL_DIGITS and not is_vanity):
            return f"A number has {NATIONAL_DIGITS} figures; {number} has {len(digits)}. Correct it."
    else:
        digits = _digits(number)
        if not phonenumbers.is_possible_number(phonenumbers.parse(number)):
            return f"{number} has too few or too many figures. Correct it."
    return _mistyped(digits, number, near, known)


def _has_mistyped_letter(number: str) -> bool:
    """Return whether a group mixes figures with a letter that looks like one: 8O0, and not FDA or 4CANCER."""
    groups = re.split(r"[^\w]+", number)
    return any(
        re.search(r"\d", group)
        and re.search(r"[A-Za-z]", group)
        and set(re.sub(r"\d", "", group)) <= LETTERS_LIKE_FIGURES
        for group in groups
    )


def _mistyped(digits: str, number: str, near: str, known: Iterable[NumberToCall]) -> str:
    """Return the message for a number that is nearly one of the list, where its owner is named."""
    listed = list(known)
    if any(_digits(entry.number).removeprefix("1") == digits for entry in listed):
        return ""
    for entry in listed:
        is_named = re.search(rf"\b{re.escape(entry.name)}\b", near, re.IGNORECASE)
        if is_named and OSA.distance(_digits(entry.number).removeprefix("1"), digits, score_cutoff=2) <= 2:
            return f"The number for “{entry.name}” is {entry.number}, not {number}. Correct it."
    return ""


def _check_short_numbers(checked: CheckedSection) -> None:
    """Find a short number to call that is neither an emergency number nor a service."""
    emergency = frozenset(checked.guide.emergency_numbers)
    for found in SHORT.finditer(checked.text):
        number = found["number"]
        if (
            number in SERVICES
            or number in emergency
            or any(number == _digits(n.number) for n in checked.guide.numbers_to_call)
        ):
            continue
        nearest = min(emergency, key=lambda known: OSA.distance(known, number), default="")
        report = checked.error if OSA.distance(nearest, number) <= 2 else checked.warning
        message = f"{number} is no number to call in an emergency. Did you mean {nearest}?"
        report("phone-number", found.start("number"), found.end(), message)


CHECKS = (dialed_numbers, numbers_to_call)
