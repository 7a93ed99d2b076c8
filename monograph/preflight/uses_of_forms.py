"""A form of a medicine with a use that it can't have: tablets by injection, swallow the patch, eye drops by mouth.

Source: ISMP, "Medication Errors", chapter 6 (wrong-route errors). One of the two words is left over from another
medicine's text. Where the text forbids it ("do not swallow the patch") nothing is reported.
"""

import re
from collections.abc import Iterable

from .checked_section import CheckedSection, is_denied

SOLID = r"tablets?|capsules?|caplets?|pills?|lozenges?|gumm(?:y|ies)"
ON_SKIN = r"patch(?:es)?|creams?|ointments?|lotions?|foams?|shampoos?"
OTHERS = r"suppositor(?:y|ies)|inhalers?|nasal sprays?|nose sprays?|eye drops|ear drops|enemas?"
INJECTED = r"injections?|infusions?|shots?|prefilled syringes?|autoinjectors?"
DRUNK = r"syrups?|elixirs?"
# Words between an act and a form: "two of the white"
_BETWEEN = r"(?: (?:the|a|an|your|one|two|three|four|\d{1,3}|each|half|of|this|these|whole|[a-z]+)){0,3}?"


def _act(acts: str, forms: str) -> str:
    return rf"\b(?:{acts}){_BETWEEN} (?:{forms})\b"


def _place(forms: str, places: str) -> str:
    return rf"\b(?:{forms})(?: [a-z]+){{0,3}}? (?:{places})\b"


ORGAN = r"(?:eyes?|ears?|nostrils?)"
BY_NEEDLE = (
    r"by injection|by infusion|into (?:a|your|the) (?:vein|muscle)|(?:under|beneath) (?:the|your) skin|intravenously"
)
IMPOSSIBLE = re.compile(
    "|".join((
        _act("swallow|chew|drink", rf"{ON_SKIN}|{OTHERS}|{INJECTED}"),
        _act("chew|crush", rf"{DRUNK}|liquids?|solutions?|vials?"),
        _act("inject", rf"{SOLID}|{ON_SKIN}|{OTHERS}|{DRUNK}"),
        _act("apply|rub", rf"{SOLID}|{INJECTED}|{DRUNK}|suppositor(?:y|ies)|inhalers?"),
        _act("shake|stir|squeeze", r"tablets?|capsules?|caplets?|lozenges?|suppositor(?:y|ies)"),
        _act("spray|drip", rf"{SOLID}|{ON_SKIN}"),
        _act("inhale|breathe in", rf"tablets?|caplets?|{ON_SKIN}|{INJECTED}|{DRUNK}|suppositor(?:y|ies)"),
        _act("insert", rf"{DRUNK}|creams? by mouth|{INJECTED}"),
        _place(rf"{SOLID}|{ON_SKIN}|{OTHERS}|{DRUNK}", BY_NEEDLE),
        _place(rf"{ON_SKIN}|{OTHERS}", "by mouth"),
        _place(rf"{INJECTED}", "by mouth|on an empty stomach|with a glass of water"),
        _place(r"tablets?|capsules?|syrups?", rf"(?:in|into|to) (?:each|the|your|both|one) (?:[a-z]+ )?{ORGAN}"),
        r"\b(?:eyes?|ears?|nostrils?|nose|skin|scalp|rectum|vagina|vein|muscle) by mouth\b",
    ))
)  # fmt: skip
# Words by which the act is about something else: swallow it after you take off the patch
ELSEWHERE = re.compile(
    r"\b(?:and|or|after|before|with|when|while|if|then|than|under|from|over|near|without|not|like)\b"
)
# Where somebody did this by accident: what to do if you swallow the cream
ACCIDENT = re.compile(r"\b(?:if|when|someone|child|accident\w*|who|overdose|by mistake|case)\b")


def uses_of_forms(checked: CheckedSection) -> None:
    """Find forms with a route or an act that they can't have."""
    for start, found in _found(checked):
        sentence_end = found.start() - start
        before = checked.lowered[start : found.start()]
        if ELSEWHERE.search(found[0]) or ACCIDENT.search(before) or is_denied(checked.text[start:], sentence_end):
            continue
        written = checked.text[found.start() : found.end()]
        message = f"“{written}” can't be: the form and its use do not match. Correct one of them."
        checked.warning("form-clash", found.start(), found.end(), message)


def _found(checked: CheckedSection) -> Iterable[tuple[int, re.Match[str]]]:
    for _, start, end in checked.sentences:
        for found in IMPOSSIBLE.finditer(checked.lowered, start, end):
            yield start, found


CHECKS = (uses_of_forms,)
