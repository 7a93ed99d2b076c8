"""The same act of the same thing, once advised or allowed and once forbidden: mix the tablets, never mix them.

Source: Harabagiu, Hickl and Lacatusu, "Negation, contrast and contradiction in text processing" (2006). What a sentence
says is not understood: of each clause the act, what it is done to and whether it is forbidden are compared. Acts that
every guide both advises and forbids, such as to take or to use, say too little alone and are left out.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..content.lexicon.word_classes import word_classes
from .checked_section import CheckedSection

# Each with its forms; the first names it.
ACTS = """
share shared sharing; crush crushed crushing; chew chewed chewing; mix mixed mixing; shake shaken shaking;
freeze frozen freezing; refrigerate refrigerated; split splitting; break broken breaking; reuse reused; cut cutting;
drive driving; breastfeed breastfeeding; dissolve dissolved dissolving; warm warmed; heat heated; microwave microwaved;
rub rubbed rubbing; massage massaged; flush flushed; rinse rinsed; recap recapped; peel peeled; swallow swallowed;
open opened; bend bent; dilute diluted; double doubled; skip skipped; cover covered; bathe; swim; exercise; smoke;
pinch pinched; tilt tilted; twist twisted; blink; squeeze squeezed; sprinkle sprinkled; halve halved; wet
"""
ACT_OF = {form: forms.split()[0] for forms in ACTS.split(";") for form in forms.split()}
FORBIDDEN = re.compile(
    r"\b(?:never|(?:do|should|must|can|may|is|are) not|don['’]t|cannot|can['’]t|shouldn['’]t|mustn['’]t)\b"
)
ALWAYS_FORBIDDEN = re.compile(r"\bnever\b")
ALLOWED = re.compile(r"\b(?:can|may|should|must|need to|have to|okay to|ok to|safe to)\b")
# Words by which both may be right.
CONDITION = re.compile(
    r"\b(?:unless|except|if|when|until|before|while|only|some|other|another|others|instead|without|not|first|again|"
    r"most|children|child|adults|babies|too|alone|same|new|used|once|after|with|in|from|near|for|under)\b"
)
# What makes an absolute "never" one of a part.
PART = re.compile(r"\b(?:unless|except|if|when|until|before|while|without|only|other than|children|babies)\b")
EVEN_IF = re.compile(r"\beven (?:if|when|after)\b[^.;]*")
THINGS = re.compile(r"[a-z]+")
# Acts that need nothing that they are done to.
INTRANSITIVE = frozenset("drive breastfeed bathe swim exercise smoke".split())
PRONOUNS = frozenset("it them this these that medicine drug one".split())
# Words from an act to what it is done to.
MAX_BETWEEN = 5
CLAUSE_END = re.compile(r"[;:.]|,? but ")


class _Advice(NamedTuple):
    act: str
    things: frozenset[str]
    is_forbidden: bool
    words: str
    start: int
    end: int


def opposite_advice(checked: CheckedSection) -> None:
    """Find an act that one clause forbids and another advises or allows."""
    known: dict[str, list[_Advice]] = {}
    for advice in _advice(checked):
        for other in known.get(advice.act, ()):
            if (
                other.is_forbidden != advice.is_forbidden
                and _is_same_thing(advice, other)
                and _is_opposite(advice, other)
            ):
                message = (
                    "This says the opposite of an earlier sentence. Correct one of them, or say when each is right."
                )
                checked.warning("contradiction", advice.start, advice.end, message)
                break
        listed = known.setdefault(advice.act, [])
        if len(listed) < 8:
            listed.append(advice)


def _advice(checked: CheckedSection) -> Iterator[_Advice]:
    for block, start, end in checked.sentences:
        if checked.text[end - 1 : end] == "?" or block.tag.startswith("h"):
            continue
        place = start
        for stop in (*(found.start() for found in CLAUSE_END.finditer(checked.lowered, start, end)), end):
            yield from _of_clause(checked.lowered[place:stop], place, stop)
            place = stop


def _of_clause(words: str, start: int, end: int) -> Iterator[_Advice]:
    """Yield the acts of one clause that it forbids, advises or allows."""
    denial = FORBIDDEN.search(words)
    listed = list(THINGS.finditer(words))
    for index, found in enumerate(listed):
        act = ACT_OF.get(found[0])
        if act is None:
            continue
        is_first = index == 0 or (index < 3 and listed[0][0] in ("always", "please", "then", "gently", "carefully"))
        is_forbidden = denial is not None and denial.start() <= found.start()
        if not (is_forbidden or is_first or ALLOWED.search(words[: found.start()])):
            continue
        around = listed[index + 1 : index + 1 + MAX_BETWEEN] if found[0] == act else listed[max(0, index - 5) : index]
        things = frozenset(one[0].rstrip("s") for one in around if _is_thing(one[0]))
        yield _Advice(act, things, is_forbidden, words, start, end)


def _is_thing(word: str) -> bool:
    classes = word_classes().get(word, "")
    return word in PRONOUNS or (bool({*classes} & {*"sp"}) and word not in ACT_OF)


def _is_same_thing(one: _Advice, other: _Advice) -> bool:
    pronouns = {pronoun.rstrip("s") for pronoun in PRONOUNS}
    if one.act in INTRANSITIVE or (not one.things and not other.things):
        return True
    return bool(one.things & other.things) or bool(one.things & pronouns) != bool(other.things & pronouns)


def _is_opposite(one: _Advice, other: _Advice) -> bool:
    """Return whether no condition makes both right; "never" has none."""
    forbidden, allowed = (one, other) if one.is_forbidden else (other, one)
    denied = EVEN_IF.sub("", forbidden.words)
    if ALWAYS_FORBIDDEN.search(denied):
        return not PART.search(denied)
    return not CONDITION.search(FORBIDDEN.sub("", denied)) and not CONDITION.search(allowed.words)


CHECKS = (opposite_advice,)
