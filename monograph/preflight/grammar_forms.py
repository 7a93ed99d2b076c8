"""Words in a form that can't follow what is before: will checks, a tablets, the tablets is.

Each rule reads one place.

Source: Quirk and others, "A Comprehensive Grammar of the English Language" (1985), 3.21 (modal verbs and their forms),
5.10 (determiners), 10.34 (concord).
"""

from collections.abc import Callable

from .grammar_words import (
    ARTICLES,
    BE,
    CLOSED,
    COUNTED,
    DETERMINERS,
    DO,
    GROUPS,
    HAVE,
    MODAL_NOUNS,
    MODALS,
    NEEDED,
    NOT,
    NOTHING,
    NUMBERS,
    PLURAL_DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    QUESTIONS,
    SINGULAR_DETERMINERS,
    WANTS_NOUN,
    Place,
    Span,
)


def _after_auxiliary(place: Place) -> Span:
    """Find a modal verb or "do not" without a verb in its base form: will checks, do not taking, must be take."""
    token, before = place.at(0), place.at(-1)
    is_denial = token.word == "not" and before.word in DO | MODALS
    if not (token.word in MODALS | NOT or is_denial):
        return None
    is_question = not is_denial and (
        place.i == 0 or before.word in QUESTIONS | frozenset("then nor neither so".split())
    )
    if is_question or (not is_denial and before.word in DETERMINERS) or before.is_only("j"):
        return None
    offset = 1
    while place.at(offset).is_only("rj") and place.at(offset).can_be("r"):
        offset += 1
    word = place.at(offset)
    if word is NOTHING or word.word in CLOSED or not word.classes or word.can_be("br") or word.is_only("jp"):
        return None
    if token.word in MODAL_NOUNS and word.can_be("sp") and not word.can_be("zdg"):
        return None
    return token.start, word.end


def _after_to(place: Place) -> Span:
    """Find "to" before a form that never follows it: need to takes."""
    token, before, after = place.at(0), place.at(-1), place.at(1)
    if token.word != "to":
        return None
    forms = "zdng" if before.word in NEEDED else "zd"
    return (before.start, after.end) if before is not NOTHING and after.is_only(forms) else None


def _after_determiner(place: Place) -> Span:
    """Find an article before what is no noun: the lose, a tablets, these medicine can; a vain."""
    token, after, further = place.at(0), place.at(1), place.at(2)
    if token.word not in DETERMINERS | {"any"} or after is NOTHING or not after.classes or after.word in CLOSED:
        return None
    if token.word in POSSESSIVES | ARTICLES and after.is_only("bzd"):
        return token.start, after.end
    is_complete = further is NOTHING or further.word in CLOSED or further.word.isdigit()
    if token.word in SINGULAR_DETERMINERS and after.is_only("p") and is_complete:
        return token.start, after.end
    is_counted = token.word in PLURAL_DETERMINERS and after.is_only("sb") and after.can_be("s")
    if is_counted and further.word in MODALS | BE | HAVE and after.word not in GROUPS:
        return token.start, after.end
    if (
        token.word in ARTICLES | {"any"}
        and after.is_only("j")
        and _is_end(place, 2)
        and place.at(-1).word not in ("as", "so")
    ):
        return token.start, after.end
    return None


def _is_end(place: Place, offset: int) -> bool:
    after = place.at(offset)
    return place.mark in (".", "") if after is NOTHING else after.word in WANTS_NOUN


def _agreement(place: Place) -> Span:
    """Find a subject and a verb of different number: the tablets is, your doctor have, you has."""
    token = place.at(0)
    if not place.opens_clause:
        return None
    if token.word in ("you", "we", "they", "i"):
        after = place.at(1)
        is_wrong = after.word in ("is", "has", "was", "does") and not (token.word == "i" and after.word == "was")
        return (token.start, after.end) if is_wrong or (after.is_only("z")) else None
    if token.word in ("it", "he", "she"):
        after = place.at(1)
        is_base = after.can_be("b") and bool(after.classes) and not after.can_be("zdr") and after.word not in CLOSED
        return (token.start, after.end) if is_base or after.word in ("have", "do", "are") else None
    if token.word not in DETERMINERS | {"all", "the"}:
        return None
    offset = 2 if place.at(1).is_only("j") or (place.at(1).can_be("sj") and place.at(2).is_only("p")) else 1
    noun, verb = place.at(offset), place.at(offset + 1)
    if noun.word in GROUPS or noun.word in CLOSED:
        return None
    if noun.is_only("pz") and noun.can_be("p"):
        is_verb = verb.word in ("is", "was", "has", "does", "isn't", "hasn't", "doesn't", "wasn't")
        is_other = verb.classes == "z" and verb.word not in CLOSED
        is_other = is_other or (
            verb.is_only("zp") and verb.can_be("z") and place.at(offset + 2).word in DETERMINERS | PRONOUNS
        )
        return (noun.start, verb.end) if is_verb or is_other else None
    if noun.is_only("sb") and noun.can_be("s") and token.word not in PLURAL_DETERMINERS | {"some", "most", "all"}:
        is_verb = verb.word in ("are", "were", "have", "don't", "aren't", "haven't")
        return (noun.start, verb.end) if is_verb else None
    return None


def _after_be(place: Place) -> Span:
    """Find a form of "to be" before a verb that can't follow it: must be take, is done broken."""
    token = place.at(0)
    if token.word not in BE:
        return None
    if token.word in ("be", "been") and place.at(1).word in HAVE | DO | MODALS:
        return token.start, place.at(1).end
    after = place.at(2) if place.at(1).word in ("not", "also", "only", "always", "never") else place.at(1)
    is_active = token.word == "be" and after.is_only("bsp") and after.can_be("b") and bool(after.classes)
    if is_active and place.at(2).word in ARTICLES | {"the", "your", "it", "them"}:
        return token.start, after.end
    is_verb = after.is_only("bzd") and not after.can_be("n")
    if is_verb and place.i and token.word != "being":
        return token.start, after.end
    further = place.at(2)
    is_double = place.at(1).classes and place.at(1).can_be("n") and further.word in ("done", "gone", "been")
    return (token.start, further.end) if is_double else None


def _after_have(place: Place) -> Span:
    """Find a form of "to have" before a verb that is no participle: have not take; and "there is some risks"."""
    token, after = place.at(0), place.at(1)
    if after.word in ("not", "never", "ever", "already"):
        after = place.at(2)
    if token.word in HAVE and after.is_only("b"):
        return token.start, after.end
    is_there = token.word == "there" and place.at(1).word in ("is", "was")
    is_many = place.at(2).word in PLURAL_DETERMINERS | {"some"} and place.at(3).is_only("pz")
    return (token.start, place.at(3).end) if is_there and is_many else None


def _after_preposition(place: Place) -> Span:
    """Find a preposition before a verb: without eat, by take."""
    token, after = place.at(0), place.at(1)
    if token.word in PREPOSITIONS and after.is_only("bzd") and not after.can_be("n"):
        return token.start, after.end
    return None


def _before_not(place: Place) -> Span:
    """Find "not" without its auxiliary, or after its verb: the tablets not be crushed, do take not this."""
    token, before, after = place.at(0), place.at(-1), place.at(1)
    if token.word != "not" or before is NOTHING or after is NOTHING or before.word in CLOSED | {"need", "please"}:
        return None
    if before.is_only("sp") and before.can_be("sp") and (after.word in ("be", "have") or after.is_only("b")):
        return before.start, after.end
    if before.is_only("b") and after.word in DETERMINERS | PRONOUNS | {"any"}:
        return before.start, after.end
    return None


def _number(place: Place) -> Span:
    """Find a number of things in the singular: a few day, two hour between, 3 week."""
    token, after, further = place.at(0), place.at(1), place.at(2)
    is_many = token.word in NUMBERS or (token.word.isdigit() and token.word not in ("0", "1"))
    if token.word in NUMBERS - {"few", "several"} and after.word in NUMBERS - {"few", "several"}:
        return (token.start, after.end) if place.mark != "-" and place.at(-1).word not in NUMBERS else None
    is_complete = further is NOTHING or (further.word in CLOSED and further.word not in ("old", "each"))
    is_named = place.at(-1).classes == "s" or place.at(-1).word in COUNTED | {"number", "type", "or", "to"}
    is_wrong = is_many and after.word in COUNTED and is_complete and not is_named
    return (token.start, after.end) if is_wrong and place.mark != "-" else None


def _after_comparing(place: Place) -> Span:
    """Find a verb after "more" or "very", and a subject after a preposition: more thank, for she."""
    token, after = place.at(0), place.at(1)
    if token.word in ("more", "less", "very", "too") and after.is_only("bzd"):
        return token.start, after.end
    is_subject = token.word in PREPOSITIONS - {"while", "for"} and after.word in ("he", "she", "they", "we", "i")
    return (token.start, after.end) if is_subject or (token.word == "for" and after.word in ("he", "she")) else None


# With the words that each is for, None for any word.
FORM_RULES: tuple[tuple[Callable[[Place], Span], frozenset[str] | None], ...] = (
    (_after_auxiliary, MODALS | NOT | {"not"}),
    (_after_to, frozenset({"to"})),
    (_after_determiner, DETERMINERS | {"the", "any"}),
    (_agreement, DETERMINERS | {"the", "all", "you", "we", "they", "i", "it", "he", "she"}),
    (_after_be, BE),
    (_after_have, HAVE | {"there"}),
    (_after_preposition, PREPOSITIONS),
    (_before_not, frozenset({"not"})),
    (_number, None),
    (_after_comparing, PREPOSITIONS | {"more", "less", "very", "too"}),
)
