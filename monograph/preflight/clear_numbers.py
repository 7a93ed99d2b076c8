"""Numbers that readers have to work out, and words about patients instead of to them.

Sources: CDC Clear Communication Index, items 15 to 17 and 20 (familiar numbers, explained, without sums, with one
denominator); AHRQ, Patient Education Materials Assessment Tool, items 5, 7 and 21 (active voice, no calculation, the
reader is addressed).
"""

import re

from .checked_section import CheckedSection

CHANCE = re.compile(
    r"(?<![\w.,/-])(?P<part>\d{1,4}) (?:in|of|out of|of every|in every|out of every) (?P<whole>\d{1,3}(?:,\d{3})*)\b"
    r"(?! ?(?:mg|mL|%|days|weeks|steps))"
)
MIN_WHOLE = 5
PERCENT = re.compile(
    r"(?<![\w.,–-])(?P<number>\d{1,3}(?:\.\d+)?)\s?(?:%|percent)"
    r"(?! (?:solution|cream|gel|ointment|lotion|alcohol|off|less|more|lower|higher|"
    r"of (?:the |your )?(?:cost|price|dose|daily)))"
)
RISK = re.compile(
    r"\b(?:people|patients|adults|children|women|men|users|cases|those|risk|chance|reported|side effects?|studies|"
    r"study|trial|treated)\b",
    re.IGNORECASE,
)
IN_WORDS = re.compile(
    r"\b\d[\d,]{0,12} (?:in|of|out of) (?:every )?\d|\b(?:half|third|quarter|most|few|one in|out of)\b", re.IGNORECASE
)
CALCULATION = re.compile(
    r"(?<![\d.,])\d[\d.,]{0,12}\s?(?:mg|mcg|mL|units|g)\s?(?:/|per|for (?:each|every)|a)\s?(?:kg|kilogram|pound|lb)\b"
    r"|\bdivided (?:into|in|doses)\b|\b(?:multiply|divide|subtract|add up|times your weight|calculate)\b",
    re.IGNORECASE,
)
THIRD_PERSON = re.compile(
    r"\b(?:[Pp]atients|[Tt]he patient|[Aa] patient|[Tt]he user|[Uu]sers|[Cc]onsumers|[Ss]ubjects)\s"
    r"(?:should|must|may|can|need to|needs to|has to|have to|are advised to|is advised to|will|who take|taking)\b"
)
PASSIVE_ADVICE = re.compile(
    r"\b(?:should|must|needs? to|has to|is to|are to) (?:not )?(?:only )?be (?:taken|used|given|swallowed|applied|"
    r"injected|stored|kept|avoided|stopped|started|chewed|crushed|discontinued|administered|informed|advised)\b"
)


def chances(checked: CheckedSection) -> None:
    """Find chances with different denominators: 1 in 10, then 3 in 1,000."""
    first = ""
    for found in CHANCE.finditer(checked.text):
        whole = found["whole"]
        if int(whole.replace(",", "")) < MIN_WHOLE or int(found["part"]) >= int(whole.replace(",", "")):
            continue
        if first and whole != first:
            message = f"The chances before are out of {first}, this one out of {whole}. Use one denominator."
            checked.warning("mixed-denominators", found.start(), found.end(), message)
        first = first or whole


def percentages(checked: CheckedSection) -> None:
    """Find percentages of people without the same in words."""
    if "%" not in checked.text and "percent" not in checked.text:
        return
    for _, start, end in checked.sentences:
        sentence = checked.text[start:end]
        if ("%" in sentence or "percent" in sentence) and RISK.search(sentence) and not IN_WORDS.search(sentence):
            for found in PERCENT.finditer(checked.text, start, end):
                message = f"Say {found[0]} in words too: how many of 100 people."
                checked.warning("bare-percentage", found.start(), found.end(), message)


def calculations(checked: CheckedSection) -> None:
    """Find amounts that readers would have to work out."""
    for found in CALCULATION.finditer(checked.text):
        message = f"“{found[0]}” leaves a calculation to the reader. Give the result."
        checked.warning("reader-arithmetic", found.start(), found.end(), message)


def third_person(checked: CheckedSection) -> None:
    """Find advice that speaks of patients, or of nobody."""
    for found in THIRD_PERSON.finditer(checked.text):
        message = f"“{found[0]}” speaks of the reader. Write “you”."
        checked.warning("third-person", found.start(), found.end(), message)
    for found in PASSIVE_ADVICE.finditer(checked.text):
        message = f"“{found[0]}” does not say who does it. Address the reader: take, use, do not."
        checked.warning("passive-advice", found.start(), found.end(), message)


CHECKS = (chances, percentages, calculations, third_person)
