"""Words that are spelled right and still wrong: modem for modern, lever disease, a double close.

A misreading or a slip of the fingers often makes another word. Each is reported only where the words around it show
that it can't be meant: a rule is the wrong word, the word that was meant, and what must come before and after.
"""

import re
from typing import NamedTuple

from .checked_section import CheckedSection
from .words import Word

# Characters before and after a word that a rule reads.
REACH = 40


class Rule(NamedTuple):
    meant: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    code: str


def _rule(meant: str, before: str = "", after: str = "", *, code: str = "wrong-word") -> Rule:
    return Rule(meant, re.compile(rf"(?:{before})\Z", re.IGNORECASE), re.compile(after, re.IGNORECASE), code)


def _misread(meant: str, before: str = "", after: str = "") -> Rule:
    return _rule(meant, before, after, code="misread-letters")


_COUNTED = r"\b(?:a|an|the|each|every|next|missed|double|one|first|last|single|extra|daily|usual|your|starting) "
_NEAR = r"(?! (?:relatives?|contacts?|watch|friends?|famil|eye|look|monitoring|match|up|call))"
_ASKED = r"\b(?:tell|ask|call|see|talk to|talk with|in|on|of|from|for|with) "
_OF_ONE = r" (?:doctor|pharmacist|nurse|healthcare|dose|medicine|child|kidneys|liver|skin|blood|symptoms)\b"
_COMPARED = r"\b(?:more|less|fewer|longer|rather|other|higher|lower|greater|better|worse|earlier|later|older|younger) "
_YOU = r" you (?:have|are|take|feel|get|had)\b"
_ACT = r" (?:take|use|stop|eat|drink|give|start|change|drive|share|crush|chew)\b"
RULES: dict[str, tuple[Rule, ...]] = {
    # misread letters
    "arid": (_misread("and"),),
    "bum": (_misread("burn"),),
    "bumed": (_misread("burned"),),
    "bums": (_misread("burns"),),
    "clay": (_misread("day", r"\b(?:each|every|per|once a|twice a|times a|this|first|last|same|next|following) "),),
    "clays": (_misread("days"),),
    "close": (_misread("dose", _COUNTED, _NEAR),),
    "closes": (_misread("doses", r"\b(?:of|between|missed|two|three|four|all|divided|daily|high|higher|low|lower) "),),
    "comer": (_misread("corner"),),
    "dally": (_misread("daily"),),
    "hom": (_misread("horn"),),
    "lie": (_misread("he", r"\b(?:if|that|when|while|and) ", r" (?:is|has|was|takes|needs|may)\b"),),
    "modem": (_misread("modern"),),
    "tile": (_misread("the", r"(?<!\bthe )(?<!\ba )(?<!\beach )", r" (?!floor|wall|grout|or|and)"),),
    "tum": (_misread("turn"),),
    "tums": (_misread("turns", r"\b(?:it|skin|urine|that|liquid|which|he|she) "),),
    # one letter more, less or other
    "abut": (_rule("about"),),
    "affect": (_rule("effect", r"\b(?:side|adverse|unwanted|harmful) "),),
    "affects": (_rule("effects", r"\b(?:side|adverse|unwanted|harmful) "),),
    "ant": (_rule("any"),),
    "breath": (
        _rule("breathe", r"\b(?:to|can|cannot|can['’]t|it hard to) ", r"(?! (?:tests?|sounds?|smells?|odor)\b)"),
    ),
    "breathe": (_rule("breath", r"\b(?:shortness of|short of|out of|a deep|deep) "),),
    "brest": (_rule("breast"),),
    "by": (_rule("be", r"\b(?:may|should|must|will|can|could|might) ", r" (?:\w+ed|given|taken|able)\b"),),
    "dairy": (
        _rule(
            "diary", r"\b(?:a|your) (?:\w+ )?", r"(?! (?:product|food|cow|farm|milk|free|allerg|intoler|item|drink))"
        ),
    ),
    "diary": (_rule("dairy", "", r" (?:products?|foods?)\b"),),
    "doe": (_rule("does", "", r" not\b"), _rule("dose")),
    "does": (_rule("dose", r"\b(?:missed|next|the|a|double|single|first|last|your|usual|extra) ", r"(?! not|n['’])"),),
    "effect": (_rule("affect", r"\b(?:may|can|might|could|will|does not|do not) "),),
    "form": (_rule("from", r"\b(?:away|apart|protect\w*|removed?|ranges?|suffer\w*|differ\w*|bleed\w*|far) "),),
    "fro": (_rule("for", r"(?<!\band )"),),
    "hae": (_rule("have"),),
    "hart": (_rule("heart"),),
    "heath": (_rule("health"),),
    "is": (_rule("if", r"\b(?:doctor|pharmacist|nurse|away) ", _YOU),),
    "lever": (_rule("liver", "", r" (?:disease|problem|function|damage|failure|enzyme|test|injury|cancer)"),),
    "loose": (_rule("lose", "", r" (?:weight|consciousness|your appetite|your hair|control|sleep)\b"),),
    "loosing": (_rule("losing", "", r" (?:weight|consciousness|your|control|sleep)\b"),),
    "mediation": (_rule("medication", r"\b(?:this|your|the|other|pain|any|a) "),),
    "mediations": (_rule("medications"),),
    "no": (_rule("not", r"\b(?:do|does|should|must|may) ", _ACT),),
    "now": (_rule("not", r"\bdo ", _ACT),),
    "of": (_rule("if", r"\b(?:doctor|pharmacist|nurse|away|unless|even) ", _YOU),),
    "pan": (_rule("pain", r"\b(?:back|chest|stomach|joint|muscle|bone|severe) "),),
    "patience": (
        _rule("patients", r"\b(?:some|most|many|in|adult|these|elderly|for) ", r" (?:who|with|taking|had)\b"),
    ),
    "prefiled": (_rule("prefilled"),),
    "prostrate": (_rule("prostate", "", r" (?:gland|cancer|problem|surgery|exam)"), _rule("prostate", r"\benlarged ")),
    "pubic": (_rule("public", "", r" (?:health|place|transport|library)"),),
    "sin": (_rule("skin", r"\b(?:your|the|dry|sensitive|itchy|under the) "),),
    "sops": (_rule("stops"),),
    "tat": (_rule("that"),),
    "thee": (_rule("the"),),
    "then": (_rule("than", _COMPARED, r"(?! (?:stop|take|call|wait|rest|go|you)\b)"),),
    "there": (_rule("their", _ASKED, _OF_ONE),),
    "to": (_rule("too", r"\b(?:take|taken|took|use|used|drink|eat|inject|swallow) ", r" (?:much|fast|late|soon)\b"),),
    "tot": (_rule("to"),),
    "trail": (_rule("trial", r"\b(?:clinical|a|medical|drug) ", r"(?! (?:mix|of))"),),
    "trails": (_rule("trials", r"\b(?:clinical|medical|drug) "),),
    "weak": (_rule("week", r"\b(?:once a|twice a|times a|per|every|next|last) "),),
    "weaks": (_rule("weeks"),),
    "week": (_rule("weak", r"\bfeel(?:ing|s)? "),),
    "weer": (_rule("were"),),
    "wees": (_rule("weeks"),),
    "you": (_rule("your", _ASKED, _OF_ONE),),
}


def wrong_word(checked: CheckedSection, word: Word) -> Rule | None:
    """Return the rule by which a word is the wrong one, None if it is not."""
    for rule in RULES.get(word.text, ()):
        before = checked.text[max(0, word.start - REACH) : word.start]
        after = checked.text[word.end : word.end + REACH]
        if rule.before.search(before) and rule.after.match(after):
            return rule
    return None
