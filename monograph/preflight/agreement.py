"""Words that do not agree: 24 hour, 1 tablets, you're medicine; and advice beside its own opposite.

Source: Quirk and others, "A Comprehensive Grammar of the English Language" (1985), 10.34 (a verb and a noun agree with
their number).
"""

import re

from ..content.sentences import WORD
from .checked_section import CheckedSection

COUNTED = r"(?:hour|day|week|month|year|tablet|capsule|pill|drop|dose|puff|spray)"
ENDS = r"(?=[.,;)]|$| (?:a|an|per|every|once|twice|after|before|by|in|at|with|until|and|or|for)\b)"
SINGULAR = re.compile(rf"(?<![\w.,/-])(?:[2-9]|[1-9]\d{{1,2}}|two|three|four|five|six) {COUNTED}{ENDS}", re.MULTILINE)
PLURAL = re.compile(rf"(?<![\w.,/-])(?:1|[Oo]ne) {COUNTED}s\b")
# A number that names a thing: day 1, type 2.
NAMED = re.compile(r"\b(?:day|week|month|step|type|phase|stage|dose|grade|or|to|than|/) ?$", re.IGNORECASE)
CONFUSED = re.compile(
    r"\b(?:(?:more|less|fewer|rather|other|older|younger|higher|lower|longer) then(?= (?:\d|one|two|the|a|you|your)\b)"
    r"|(?:ask|tell|call|see|to|with|from|by) you (?:doctor|pharmacist|healthcare)"
    r"|you['’]re (?:medicine|doctor|dose|tablets?|pharmacist|child|treatment)"
    r"|if your (?:pregnant|allergic|taking)(?= (?:or|to|any|other|this|a)\b)"
    r"|could of|should of|would of)\b"
)
# Words of a short sentence, and one for whether it denies.
MAX_SHORT = 3
VERB = re.compile(
    r"(?:^|[.!?] )(?:It|This medicine) (?:help|lower|cause|work|make|need|treat|stop|slow)\b", re.MULTILINE
)


def agreement(checked: CheckedSection) -> None:
    """Find numbers with the wrong form of their noun, and words taken for others."""
    text = checked.text
    for pattern, message in ((SINGULAR, "Write the plural."), (PLURAL, "Write the singular.")):
        for found in pattern.finditer(text):
            if not NAMED.search(text[max(0, found.start() - 12) : found.start()]):
                wrong = f"“{found[0]}” may have the wrong number. {message}"
                checked.warning("word-clash", found.start(), found.end(), wrong)
    for pattern, lowered in ((CONFUSED, checked.lowered), (VERB, text)):
        for found in pattern.finditer(lowered):
            written = text[found.start() : found.end()].strip(" .!?")
            message = f"“{written}” can't be right. Correct the second word, or restore what is missing."
            checked.error("word-clash", found.start(), found.end(), message)


def _with_pronouns(checked: CheckedSection, words: str) -> str:
    """Return a sentence with "it" for the names of its medicine."""
    for name in (*checked.guide.medicine.names, "this medicine", "this drug"):
        words = words.replace(name, "it")
    return words


def contradictions(checked: CheckedSection) -> None:
    """Find a sentence and the same with "do not", "is not" and so on."""
    said: dict[tuple[str, ...], tuple[int, int]] = {}
    for _, start, end in checked.sentences:
        if checked.text[start:end].endswith((":", "?")):
            continue  # what follows may differ
        words = tuple(WORD.findall(_with_pronouns(checked, checked.lowered[start:end])))
        if words.count("not") == 1 and words[:2] != ("do", "not"):
            words = ("do", "not", *(word for word in words if word != "not"))
        if len(words) > 3 and words[0] == "you" and words[1] in ("can", "may", "should", "must"):
            words = words[2:]
        is_denied = words[:2] == ("do", "not") or words[:1] in (("don't",), ("don’t",), ("never",))
        rest = words[2:] if words[:2] == ("do", "not") else words[1:] if is_denied else words
        if len(rest) >= 2:
            said.setdefault((str(is_denied), *rest), (start, end))
    for key, (start, end) in said.items():
        if key[0] == "True" and ("False", *key[1:]) in said:
            message = "Another sentence says the opposite. Delete one of them."
            # A short one may be a step of instructions, of which an earlier one says when.
            report = checked.error if len(key) > MAX_SHORT else checked.warning
            report("contradiction", start, end, message)


CHECKS = (agreement, contradictions)
