"""Holes in a sentence: need stop this, who threats your, discuss the with your doctor.

Each rule reads one place.

Source: Quirk and others, "A Comprehensive Grammar of the English Language" (1985), 3.21 (modal verbs and their forms),
5.10 (determiners), 10.34 (concord).
"""

from collections.abc import Callable

from .grammar_words import (
    AFTER_NOUN,
    AMOUNT_UNITS,
    ARTICLES,
    AUXILIARIES,
    BE,
    CAN_PRECEDE_BE,
    CLAUSES,
    CLOSED,
    COMPARING,
    COUNTED,
    DETERMINERS,
    DO,
    HARDLY_NAMED,
    HAVE,
    LINKING,
    MIN_WORDS,
    MODALS,
    NEED_ARTICLE,
    NEEDING,
    NOTHING,
    OPEN_ENDED,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    SUBJECT_NEEDED,
    UNFINISHED,
    Place,
    Span,
)


def _lost_to(place: Place) -> Span:
    """Find "need stop this": a verb that needs "to" before another one and its object."""
    token, after, further = place.at(0), place.at(1), place.at(2)
    if token.word not in NEEDING - {"how"} or place.at(-1).word in DETERMINERS | frozenset(
        ("no", "not", "any", "help")
    ):
        return None
    if after.word in CLOSED | frozenset(("help", "dare", "stand")) or not after.classes or not after.can_be("b"):
        return None
    is_object = further.word in POSSESSIVES | frozenset("this it them a an any".split()) or after.classes == "b"
    return (token.start, after.end) if is_object and not after.can_be("jr") else None


def _lost_verb(place: Place) -> Span:
    """Find a clause without a verb: who threats your, if you allergic, you sleepy."""
    token, after = place.at(0), place.at(1)
    if after is NOTHING or not after.classes or after.word in CLOSED:
        return None
    if token.word == "who" and not after.can_be("bzdr"):
        return token.start, after.end
    is_subject = token.word in ("you", "they", "he", "she") and (place.opens_clause or place.i == 0)
    if (
        (is_subject or (token.word == "it" and place.opens_clause))
        and after.word not in ("people", "guys", "folks")
        and after.is_only("jgsp")
    ):
        return token.start, after.end
    return None


def _inverted(place: Place) -> Span:
    """Find the order of a question after "if": if are you."""
    token, after, further = place.at(0), place.at(1), place.at(2)
    is_inverted = after.word in (BE | DO | HAVE | MODALS) - {"not"} and further.word in ("you", "your", "they", "it")
    return (token.start, further.end) if token.word in ("if", "because", "unless") and is_inverted else None


def _without_verb(place: Place) -> Span:
    """Find a subject and a modal verb without a verb: you may the patch, it can into semen, do not it."""
    token, before, after = place.at(0), place.at(-1), place.at(1)
    if token.word == "not" and before.word in DO | MODALS:
        is_hole = after.word in POSSESSIVES | frozenset("a an it them of with from as".split())
        is_hole = is_hole or (after.word == "to" and before.word in MODALS)
        return (before.start, after.end) if is_hole and not place.has_before(OPEN_ENDED) else None
    if token.word not in MODALS - {"can't"} or before is NOTHING or before.word in DETERMINERS | {"nor", "so", "then"}:
        return None
    if place.has_before(OPEN_ENDED) or before.is_only("j"):
        return None
    if after.word in ("never", "always", "also", "only"):
        after = place.at(2)
    is_hole = after.word in POSSESSIVES | {"a", "an", "this", "before", "after"}
    is_hole = is_hole or after.word in PREPOSITIONS - {"during", "while"}
    return (before.start, after.end) if is_hole and place.at(2) is not NOTHING else None


def _without_auxiliary(place: Place) -> Span:
    """Find "be" without what must precede it: your baby be harmed."""
    token, before = place.at(0), place.at(-1)
    if token.word != "be" or before is NOTHING or before.word in CLOSED or not before.can_be("spb"):
        return None
    return (before.start, token.end) if before.classes and not place.has_before(CAN_PRECEDE_BE) else None


def _without_noun(place: Place) -> Span:
    """Find an article without its noun: discuss the with your doctor."""
    token, after = place.at(0), place.at(1)
    is_hole = token.word in POSSESSIVES | {"every"} and after.word in LINKING | ({"will", "may"} - {token.word})
    is_hole = is_hole or (token.word in ARTICLES and after.word in LINKING - {"not"} | {"to", "in", "on"})
    is_hole = is_hole or (token.word == "the" and after.word in HARDLY_NAMED)
    return (token.start, after.end) if is_hole and place.at(2) is not NOTHING else None


def _without_subject(place: Place) -> Span:
    """Find a clause without its subject: if have, when use the inhaler."""
    token, after, further = place.at(0), place.at(1), place.at(2)
    is_so_that = token.word == "that" and place.at(-1).word == "so"
    if token.word not in CLAUSES - {"while", "until"} and not is_so_that:
        return None
    if after.word in ("do", "does", "have", "has", "can", "may", "will", "should", "must"):
        return (token.start, after.end) if token.word != "when" else None
    if after.word in SUBJECT_NEEDED or (after.word in ("stop", "start") and further.can_be("g") and further.classes):
        return token.start, after.end
    is_verb = after.word not in CLOSED and bool(after.classes) and after.can_be("b") and not after.can_be("njrdg")
    return (token.start, after.end) if is_verb and further.word in POSSESSIVES | {"it", "this", "a", "an"} else None


def _without_comparative(place: Place) -> Span:
    """Find "than" without what it compares: do not take than 8."""
    token, before = place.at(0), place.at(-1)
    if token.word != "than" or before is NOTHING or not place.begins or place.has_before(COMPARING):
        return None
    # Longer, later, sooner; a word of unknown classes may be one.
    is_compared = any(
        one.word.endswith("er") or not (one.classes or one.word in CLOSED) for one in place.run[: place.i]
    )
    return None if is_compared else (before.start, token.end)


def _without_article(place: Place) -> Span:
    """Find a noun that needs an article: about month, if child."""
    token, after, further = place.at(0), place.at(1), place.at(2)
    opens = PREPOSITIONS - {"by", "per"} | {"about", "if", "when", "after", "before"}
    is_complete = further is NOTHING or further.word in AFTER_NOUN - {"and", "or", "to", "by", "from", "of"}
    is_bare = token.word in opens and after.word in NEED_ARTICLE and is_complete and place.at(-1).word != after.word
    return (token.start, after.end) if is_bare and place.mark != "/" else None


def _at_start(place: Place) -> Span:
    """Find a noun after "do", a question that is none, or a bare subject at the start: do lot stop, doctor will."""
    token, after = place.at(0), place.at(1)
    if not (place.i == 0 and place.begins):
        return None
    is_question = token.word == "do" and after.word == "you" and place.at(2).word == "not" and place.mark == "."
    is_bare = token.word in ("doctor", "nurse", "pharmacist") and after.word in MODALS | BE | HAVE
    if is_question or is_bare:
        return token.start, after.end
    is_wrong = token.word == "do" and place.i == 0 and place.begins and after.classes == "s" and place.at(2).can_be("b")
    return (token.start, after.end) if is_wrong and bool(place.at(2).classes) else None


def _maybe(place: Place) -> Span:
    """Find "maybe" for "may be": it maybe harmful."""
    token, before = place.at(0), place.at(-1)
    is_wrong = token.word == "maybe" and before.word in PRONOUNS and place.at(1) is not NOTHING
    return (before.start, token.end) if is_wrong else None


def _without_any_verb(place: Place) -> Span:
    """Find a whole sentence with an amount and without a verb: the maximum dose 40 mg a day."""
    token = place.at(0)
    if (
        place.i
        or not place.begins
        or place.mark != "."
        or token.word not in ("the", "your")
        or len(place.run) < MIN_WORDS
    ):
        return None
    has_number = any(one.word[0].isdigit() for one in place.run)
    can_be_verb = any(
        one.word in AUXILIARIES or (not one.word[0].isdigit() and one.word not in CLOSED and one.can_be("bzdng"))
        for one in place.run
        if one.word not in AMOUNT_UNITS
    )
    return (token.start, place.run[-1].end) if has_number and not can_be_verb else None


def _unfinished(place: Place) -> Span:
    """Find the end of a sentence after an article or a conjunction: on the."""
    token, before = place.at(0), place.at(-1)
    is_end = place.at(1) is NOTHING and place.mark == "." and before is not NOTHING
    is_few = token.word in ("few", "several") and before.word in ("a", "within", "after", "for", "every")
    is_few = is_few and place.at(-2).word in ("within", "after", "for", "every", "in", *COUNTED)
    return (before.start, token.end) if is_end and (token.word in UNFINISHED or is_few) else None


# With the words that each is for, None for any word.
HOLE_RULES: tuple[tuple[Callable[[Place], Span], frozenset[str] | None], ...] = (
    (_lost_to, NEEDING),
    (_lost_verb, frozenset("who you they he she it".split())),
    (_inverted, frozenset("if because unless".split())),
    (_without_verb, MODALS | {"not"}),
    (_without_auxiliary, frozenset({"be"})),
    (_without_noun, POSSESSIVES | ARTICLES | {"every", "the"}),
    (_without_subject, CLAUSES | {"that"}),
    (_without_comparative, frozenset({"than"})),
    (_without_article, PREPOSITIONS | {"about", "if", "when", "after", "before"}),
    (_at_start, frozenset("do doctor nurse pharmacist".split())),
    (_maybe, frozenset({"maybe"})),
    (_without_any_verb, frozenset({"the", "your"})),
    (_unfinished, UNFINISHED | {"few", "several"}),
)
