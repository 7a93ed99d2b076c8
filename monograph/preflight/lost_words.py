"""Words that were lost: a negation, a noun after its article, a preposition, a form of "to be".

Source: ISMP, "Medication Errors", chapter 6 (advice without its "not" is read as its opposite). What a sentence says is
not understood here: each pattern is one that hardly anybody writes on purpose, so most are warnings.
"""

import re

from .checked_section import CheckedSection

# Acts that a guide only ever forbids, or allows under a condition; nobody emphasizes them with "do".
FORBIDDEN = (
    r"(?:stop (?:taking|using|it|this)|drive|crush|chew|freeze|refreeze|share|skip|exceed|double|break|cut|split|reuse|"
    r"re-use|flush|breastfeed|operate|puncture|swallow|give (?:it|this)|drink (?:alcohol|grapefruit)|"
    r"take (?:it|this medicine) with (?:alcohol|grapefruit)|"
    r"use (?:it|this medicine|the [a-z]+) after the (?:expiration|date)|"
    r"(?:take|use) (?:more|two|double|extra|it if|this medicine if|other))"
)
LOST_NEGATION = re.compile(
    rf"(?:^|(?<=[.!?:;] )|(?<=\n))Do {FORBIDDEN}\b"
    # you should drink alcohol; crush or chew the tablet
    r"|\byou (?:should|must) (?:drink alcohol|drive|smoke|breastfeed)\b"
    r"|(?:^|(?<=[.!?] ))(?:crush|chew|break|split|cut) or (?:crush|chew|break|split|cut) (?:it|the)\b"
    # take it if you are allergic to it
    r"|(?<![\w'’])(?:(?:you|adults|children) (?:should|can|may|must) |(?<=[.!?:] )|^)"
    r"(?:do )?(?:take|use|get|receive|have)"
    r" (?:it|this medicine|this drug|[A-Z][\w-]+|the \w+) if you(?:(?:['’]re| are| were| have ever been) allergic|"
    r"(?: have|['’]ve)(?: ever)? had an? (?:\w+ )?(?:allergic )?reaction)"
    r" to (?:it|this|any|the)\b"
    # Keep it within reach of children
    r"|\b[Kk]eep (?:\w+ ){1,4}(?:within|in|inside) (?:the )?(?:reach|sight)(?: and (?:reach|sight))? of children",
    re.MULTILINE | re.IGNORECASE,
)
# Where a list says what not to do, or what to do, "do" is written out.
OPPOSED = re.compile(r"\b(?:but|instead|or not)\b", re.IGNORECASE)
_ARTICLE = r"\b(?:a|an|the|your|every)"
_MEDICINE = r"(?:it|them|this medicine)"
# In lowercase text. What each is followed or preceded by makes it certain that a word is missing.
HOLES = (
    # an article without its noun: take the if you, a of water
    rf"{_ARTICLE} (?:of|if|and|or|when|because|until|unless|may|should|must|has|is|are|was|were)"
    r" (?=(?:the|a|an|your|you|it|this|to|water|any|not|be|have|been|taken|used|given)\b)",
    # an auxiliary without its verb: should taken
    r"\b(?:should|must|may|can|will)(?: not)? (?:taken|given|swallowed|applied|injected|stored|kept|crushed|chewed)\b",
    rf"{_ARTICLE} of (?=[a-z])",
    # a number, or the "than" before it: at least before; not more 5
    r"\bat (?:least|most) (?:before|after|until|for|and|or|if)\b",
    r"\b(?:(?:no|not) more|less|fewer|older|younger|longer|higher|lower) (?=\d)",
    # an "if": call your doctor you have
    r"\b(?:call|see|ask|contact) your (?:doctor|nurse|pharmacist) you (?:have|are|feel|get|think|notice)\b",
    # a preposition: inject it the skin
    r"\b(?:inject|put|apply|rub|keep|store|dissolve) (?:it|them) (?:the|your) "
    r"(?=(?:skin|eye|ear|mouth|tongue|refrigerator|fridge|box|carton|area|food|same place)\b)",
    # an "of": one these
    r"\b(?:one|two|three|any|some|each|most|many) (?:these|those)\b",
    # a verb, or what follows it: if you allergic; you have asthma or
    r"\bif you (?:allergic|pregnant|breastfeeding|dizzy|trouble|diabetes|asthma|unsure)\b",
    r"\byou (?:are|have) (?:allergic|diabetes|asthma|trouble) (?:and|or) (?=$)",
    # a "with" or "at": take it food, take one tablet the same time
    rf"\b(?:mix|take|use|swallow) {_MEDICINE} (?:any other|food|water|milk|meals|breakfast|bedtime)\b",
    r"\b(?:take|use|inject|give)(?: \w+){0,3} (?:tablets?|capsules?|doses?|pills?|drops?|it|medicine) the same time\b",
    # a glass: drink a of water
    r"\b(?:drink|take it with|swallow it with) (?:a|one) (?:of|glass water)\b",
    # an "out": keep it of reach of children
    r"(?<!out )\bof (?:the )?(?:reach|sight)(?: and (?:reach|sight))? of children\b",
    # what is taken: know how you should take.
    r"\bhow you (?:should|can|must) (?:take|use|give|store|keep|inject)(?=[.?])",
    # what is caused: can cause of
    r"\b(?:can|may|could|might|will|to) (?:cause|treat|prevent|reduce|lower|increase|raise|affect|need|have|take) of\b",
    # a "your": call doctor
    r"\b(?:call|ask|tell) (?:doctor|pharmacist|nurse)\b",
    # an "at" or "in": store it room temperature
    rf"\b(?:store|keep) {_MEDICINE} (?:room temperature|the refrigerator|a cool)\b",
)
HOLE = re.compile("|".join(HOLES), re.MULTILINE)
# A letter is no article where it names something: vitamin A and the, hepatitis A is
LETTER = re.compile(r"\b(?:vitamin|hepatitis|type|group|influenza|factor|figure|part|plan|option|step|a to) $")
# Tell your doctor you have asthma or …
LOST_IF = re.compile(
    r"\b[Tt]ell (?:your|the) (?:doctor|pharmacist|nurse|provider) you (?:have|are|take|had|ever)\b[^.;:\n]{1,80}\bor\b"
)
REACH = 20
MESSAGE = "A word seems to be lost here. Restore it."


def lost_negations(checked: CheckedSection) -> None:
    """Find advice that says the opposite of what every guide says."""
    for found in LOST_NEGATION.finditer(checked.text):
        sentence = checked.text[found.start() : found.end() + 80].partition("\n")[0]
        if not OPPOSED.search(sentence):
            message = "This seems to have lost its “not”. Restore it, or say what to do in other words."
            checked.warning("lost-word", found.start(), found.end(), message)


def lost_words(checked: CheckedSection) -> None:
    """Find an article without its noun, an auxiliary without its verb, and other holes."""
    for found in HOLE.finditer(checked.lowered):
        first = checked.text[found.start()]
        before = checked.lowered[max(0, found.start() - REACH) : found.start()]
        if not (first == "A" and found[0].startswith("a ")) and not LETTER.search(before):
            checked.warning("lost-word", found.start(), found.end(), MESSAGE)
    for found in LOST_IF.finditer(checked.text):
        checked.warning("lost-word", found.start(), found.end(), "Write “if you”, unless everybody is meant.")


CHECKS = (lost_negations, lost_words)
