"""Words that are spelled right and still wrong: modem for modern, lever disease, a double close.

A misreading or a slip of the fingers often makes another word. Each is reported only where the words around it show
that it can't be meant: a rule is the wrong word, the word that was meant, and what must come before and after.
"""

import re
from typing import NamedTuple

from rapidfuzz.distance import OSA

from ..content.lexicon import lexicon
from .checked_section import CheckedSection
from .neighbors import word_of_neighbors
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
_ASKED = (
    r"\b(?:tell|ask|call|see|talk to|talk with|in|on|of|from|for|with|take|use|under|around|into|inside|near|over) "
)
_OF_ONE = (
    r" (?:doctor|pharmacist|nurse|healthcare|doses?|medicines?|tablets?|capsules?|pills?|"
    r"pen|inhaler|child|baby|kidneys|liver|skin|blood|symptoms|"
    r"face|lips|tongue|throat|mouth|nose|ears?|eyes?|hands?|feet|foot|arms?|legs?|thighs?|belly|stomach|chest|back|body|"
    r"heart|lungs?|weight|teeth|gums|hair|nails|muscles|joints|bones|brain|treatment|condition|illness|health)\b"
)
_FEELING = r" (?:better|worse|well|sick|ill|tired|weak|dizzy|faint|sleepy|drowsy|cold|hot|sad|anxious|nauseous)\b"
_COMPARED = (
    r"\b(?:(?:more|less) (?:often|likely|severe|common|[a-z]+ly)|"
    r"more|less|fewer|longer|rather|other|higher|lower|greater|better|worse|earlier|later|older|younger) "
)
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
    "advice": (_rule("advise", r"\b(?:can|could|may|might|must|should|will|would) "),),
    "advices": (_rule("advises", r"\b(?:doctor|pharmacist|nurse|provider) "),),
    "advise": (_rule("advice", r"\b(?:medical|doctor['’]s|the|ask for|asking for|seek|get|some|any|without|of) "),),
    "affect": (_rule("effect", r"\b(?:side|adverse|unwanted|harmful|an|no|the) ", r"(?! (?:is flat|disorder))"),),
    "affects": (_rule("effects", r"\b(?:side|adverse|unwanted|harmful|the) "),),
    "as": (
        _rule(
            "ask",
            r"(?:, |\bor |\band |\A|[.] )",
            r" (?:your|the) (?:doctor|pharmacist|nurse|midwife|dentist)"
            r"(?= (?:about|if|for|how|to|first|before|what|whether|which)\b|[.])",
        ),
    ),
    "aloud": (_rule("allowed", r"\b(?:not|be|is|are) "),),
    "ant": (_rule("any"),),
    "angel": (_rule("angle", r"\bdegree "),),
    "bother": (_rule("both", "", r" (?:eyes|ears|arms|legs|hands|sides|feet|of)\b"),),
    "breath": (
        _rule("breathe", r"\b(?:to|can|cannot|can['’]t|it hard to) ", r"(?! (?:tests?|sounds?|smells?|odor)\b)"),
    ),
    "breathe": (_rule("breath", r"\b(?:shortness of|short of|out of|a deep|deep) "),),
    "brest": (_rule("breast"),),
    "brake": (_rule("break", r"\b(?:not|don['’]t|or|to|and) ", r" (?:it|the|your|a|open|or)\b"),),
    "by": (
        _rule("be", r"\b(?:may|should|must|will|can|could|might) ", r" (?:\w+ed|given|taken|able|an?|more|very)\b"),
    ),
    "dairy": (
        _rule(
            "diary", r"\b(?:a|your) (?:\w+ )?", r"(?! (?:product|food|cow|farm|milk|free|allerg|intoler|item|drink))"
        ),
    ),
    "diary": (_rule("dairy", "", r" (?:products?|foods?)\b"),),
    "doe": (_rule("does", "", r" not\b"), _rule("dose")),
    "does": (_rule("dose", r"\b(?:missed|next|the|a|double|single|first|last|your|usual|extra) ", r"(?! not|n['’])"),),
    "dose": (
        _rule("does", r"[a-z] ", r" not\b"),
        _rule("does", r"\b(?:it|that|medicine|drug|he|she|what|how|this) ", r" (?:not|it|this|the)\b"),
    ),
    "effect": (_rule("affect", r"\b(?:may|can|might|could|will|does not|do not) "),),
    "ever": (
        _rule("every", "", r" (?:\d+|morning|night|day|evening|week|month|hour|other|two|four|six|eight|time)\b"),
    ),
    "fallow": (_rule("follow"),),
    "fell": (_rule("feel", r"\b(?:if you|may|can|might|to) ", _FEELING),),
    "filling": (_rule("feeling", r"\b(?:are|is|were|was|you|start|not|keep|be) ", _FEELING),),
    "fist": (_rule("first", "", r" (?:dose|few|time|week|day|month|year|aid|sign|tablet|visit|step)\b"),),
    "form": (
        _rule("from", r"\b(?:away|apart|protect\w*|removed?|ranges?|suffer\w*|differ\w*|bleed\w*|far|comes?|went) "),
        # Take the tablets form the pack
        _rule(
            "from",
            r"\b(?:take|remove|keep|protect|get|pull|release|push|pour|drink)\b[^.;,]{1,30} ",
            r" (?:the|an?|your) ",
        ),
        _rule(
            "from",
            "",
            r" (?:your|the) (?:doctor|pharmac|body|skin|refrigerator|carton|box|bottle|syringe|"
            r"fridge|freezer|heat|light|sun|pen|vial|needle|wound|list|label|market|start|beginning)",
        ),
    ),
    "from": (_rule("form", r"\b(?:dosage|liquid|generic|tablet|this|another|one) ", r" (?:of|is|that)\b"),),
    "fro": (_rule("for", r"(?<!\band )"),),
    "hae": (_rule("have"),),
    "hart": (_rule("heart"),),
    "heath": (_rule("health"),),
    "hole": (
        _rule("whole", r"\b(?:swallow|swallowed|take|taken)(?: \w+){1,3} "),
        _rule("whole", r"\b(?:the|a|your) ", r" (?:tablet|capsule|body|dose|pill|day|week)\b"),
    ),
    "in": (_rule("if", r"\b(?:doctor|pharmacist|nurse|away|unless|even) ", _YOU),),
    "is": (_rule("if", r"\b(?:doctor|pharmacist|nurse|away) ", _YOU),),
    "it": (_rule("if", r"\b(?:doctor|pharmacist|nurse|away) ", _YOU),),
    "last": (_rule("least", r"\bat ", r" (?:\d+|one|two|three|four|half|an?|once|twice)\b"),),
    "lest": (_rule("least", r"\b(?:at|the) "),),
    "loose": (_rule("lose", "", r" (?:weight|consciousness|your appetite|your hair|control|sleep)\b"),),
    "lose": (_rule("loose", "", r" (?:stools?|teeth|tooth|clothes|clothing|motions?)\b"),),
    "loosing": (_rule("losing", "", r" (?:weight|consciousness|your|control|sleep)\b"),),
    "mediation": (_rule("medication", r"\b(?:this|your|the|other|pain|any|a) "),),
    "mediations": (_rule("medications"),),
    "no": (_rule("not", r"\b(?:do|does|should|must|may) ", _ACT),),
    "moth": (_rule("mouth", r"\b(?:your|the|by|dry|in|of) "),),
    "nigh": (_rule("night"),),
    "now": (
        _rule("not", r"\bdo ", _ACT),
        _rule("not", r"\b(?:do|does|did) ", r" (?:feel|have|know|get|want|need|work|help)\b"),
    ),
    "informations": (_rule("information"),),
    "on": (
        _rule(
            "one", r"\b(?:take|swallow|use|give|inject|only|than) ", r" (?:tablet|capsule|pill|puff|drop|spray|dose)\b"
        ),
    ),
    "of": (_rule("if", r"\b(?:doctor|pharmacist|nurse|away|unless|even) ", _YOU),),
    "pan": (_rule("pain", r"\b(?:back|chest|stomach|joint|muscle|bone|severe) "),),
    "pane": (_rule("pain", r"(?<!\bwindow )"),),
    "past": (_rule("passed", r"\b(?:has|have|date) ", r"[.,]"),),
    "patience": (
        _rule("patients", r"\b(?:some|most|many|in|adult|these|elderly|for) ", r" (?:who|with|taking|had)\b"),
    ),
    "prefiled": (_rule("prefilled"),),
    "prostrate": (_rule("prostate", "", r" (?:gland|cancer|problem|surgery|exam)"), _rule("prostate", r"\benlarged ")),
    "public": (_rule("pubic", "", r" (?:hair|bone|lice)\b"),),
    "pubic": (_rule("public", "", r" (?:health|place|transport|library)"),),
    "quiet": (_rule("quite", "", r" (?:a|often|common|rare|likely|sure|well)\b"),),
    "quite": (_rule("quit", r"\b(?:to|you|and|or) ", r" (?:smoking|drinking|taking|using)\b"),),
    "sight": (_rule("site", r"\b(?:injection|infusion|application|web) "),),
    "sin": (_rule("skin", r"\b(?:your|the|dry|sensitive|itchy|under the) "),),
    "sing": (_rule("sign", r"\b(?:a|any|the|first|early) ", r" of\b"),),
    "sings": (_rule("signs", r"\b(?:any|the|these|first|early|other|for) ", r" of\b"),),
    "soar": (_rule("sore"),),
    "sops": (_rule("stops"),),
    "tables": (_rule("tablets", r"\b(?:take|swallow|one|two|three|four|\d+|these|your) "),),
    "tat": (_rule("that"),),
    "thee": (_rule("the"),),
    "then": (_rule("than", _COMPARED, r"(?! (?:stop|take|call|wait|rest|go|you)\b)"),),
    "there": (_rule("their", _ASKED, _OF_ONE),),
    "though": (_rule("through", r"\b(?:pass\w*|go\w*|spread|get|come|taken) ", r" (?:the|your)\b"),),
    "to": (_rule("too", r"\b(?:take|taken|took|use|used|drink|eat|inject|swallow) ", r" (?:much|fast|late|soon)\b"),),
    "trough": (_rule("through", "", r" (?:the|your|a|an|it|his|her)\b"),),
    "tong": (_rule("tongue"),),
    "tot": (_rule("to"),),
    "trail": (_rule("trial", r"\b(?:clinical|a|medical|drug) ", r"(?! (?:mix|of))"),),
    "trails": (_rule("trials", r"\b(?:clinical|medical|drug) "),),
    "waist": (_rule("waste", "", r" (?:container|product|bin|disposal)"),),
    "weak": (_rule("week", r"\b(?:once a|twice a|times a|per|every|next|last) "),),
    "weaks": (_rule("weeks"),),
    "weather": (
        _rule("whether", r"\b(?:know|check|see|ask|decide|tell|sure|about|on) ", r" (?:you|your|it|this|to|or)\b"),
    ),
    "week": (_rule("weak", r"\bfeel(?:ing|s)? "),),
    "uses": (_rule("used", r"\b(?:is|are|was|were|be|been) ", r" (?:to|for|in|with|by)\b"),),
    "were": (_rule("where", r"\b(?:tell|show|ask|know|see|nurse|doctor|area|place|spot) ", r" (?:the|you|your|it) "),),
    "weer": (_rule("were"),),
    "wees": (_rule("weeks"),),
    "where": (
        _rule(
            "were",
            r"\b(?:people|patients|adults|children|women|men|they|we) ",
            r" (?:given|treated|asked|not|also)\b",
        ),
    ),
    "wish": (_rule("with", r"\b(?:tablets?|capsules?|it|medicine|dose|them) "),),
    "you": (_rule("your", _ASKED, _OF_ONE),),
    "your": (
        _rule(
            "you", "", r" (?:have|are|were|should|must|can|cannot|might|become|notice|develop|miss|forget)\b(?! been)"
        ),
    ),
}
# A noun -> the words that usually precede it here. One letter away from these, nothing else makes sense.
PAIRS: dict[str, tuple[str, ...]] = {
    head: tuple(words.split())
    for heads, words in (
        ("disease diseases problems failure cancer damage", "liver kidney heart"),
        ("function injury enzymes", "liver kidney"),
        ("attack attacks beat beats beating rate rhythm", "heart"),
        ("pressure sugar clot clots vessels thinner thinners transfusion", "blood"),
        ("movement movements habits", "bowel"),
        ("effect effects", "side"),
        ("rash headache diarrhea bleeding itching vomiting nausea", "severe"),
        ("reaction reactions", "severe allergic"),
        ("pain", "chest muscle joint stomach severe"),
        ("weakness cramps spasms", "muscle"),
        ("milk", "breast"),
        ("control defects", "birth"),
        ("gain loss", "weight"),
        ("sores ulcers", "mouth"),
        ("temperature", "room"),
        ("system", "immune"),
        ("marrow", "bone"),
        ("nose", "runny stuffy"),
        ("throat", "sore"),
        ("care", "health"),
    )
    for head in heads.split()
}
PAIRED = re.compile(rf" (?P<head>{'|'.join(sorted(PAIRS, key=len, reverse=True))})\b")
# Words that are right before one of these nouns and happen to be near to another one.
UNPAIRED = frozenset("more some one slow height eight chess several less live river wide size each fever".split())


def meant_instead(checked: CheckedSection, word: Word) -> tuple[str, str] | None:
    """Return (code, word that was meant) of a word that is wrong where it is, None if it may be right."""
    if rule := _rule_for(checked, word):
        return rule.code, rule.meant
    if meant := _usual_partner(checked, word) or word_of_neighbors(checked, word):
        return "wrong-word", meant
    return None


def _usual_partner(checked: CheckedSection, word: Word) -> str | None:
    """Return what usually precedes the noun after a word, and is one letter away from the word."""
    paired = PAIRED.match(checked.text, word.end)
    if paired is None or word.text in UNPAIRED or word.text in PAIRS[paired["head"]] or not lexicon().has(word.text):
        return None
    near = (
        meant for meant in PAIRS[paired["head"]] if word.text != f"{meant}s" and OSA.distance(meant, word.text) == 1
    )
    return next(near, None)


def _rule_for(checked: CheckedSection, word: Word) -> Rule | None:
    for rule in RULES.get(word.text, ()):
        before = checked.text[max(0, word.start - REACH) : word.start]
        after = checked.text[word.end : word.end + REACH]
        if rule.before.search(before) and rule.after.match(after):
            return rule
    return None
