"""The clinical statement that begins at a word: a reader for every form, in order."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ...content.medicines import BRANDS, is_medicine_name
from . import quantities, vocabulary
from .tokens import TOKEN, Tokens, is_content, is_number, stem

# "Adults" says the age of 18 with or without the number.
_GROWN_UP = re.compile(
    r"(?:adults?|people|persons?|patients|those|anyone|everyone),? (?:(?:who|that) (?:are|is) )?"
    r"(?:aged |ages |age )?(?:18|eighteen)(?: years)?(?: of age| old)?,? (?:and|or) (?:older|over|above|up)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,60}?)[,.]?[”\"]")
CALLING = frozenset("call calling dial phone ring text telephone number".split())
_ADVERBS = {f"{period}ly": period for period in ("night", "week", "month", "hour", "year")}
_ADVERBS |= {"daily": "day", "annually": "year"}
_PERIODS = {**_ADVERBS, **{period: period for period in (*_ADVERBS.values(), "minute")}, "days": "day", "weeks": "week"}
_EQUAL_FREQUENCIES: dict[quantities.Value, quantities.Value] = {
    ("every", 24, "hours"): (1, "day"),
    ("every", 48, "hours"): ("every other day",),
}
_EACH = frozenset(("a", "an", "per", "each", "every", "/"))
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
# Before "a week" they make it a duration; "a week" alone is a frequency.
_DURATION_WORDS = frozenset(
    "for in within of lasts last least most than after about half until before over during only under".split()
)
_HAVE = frozenset("have had has with history having for of".split())
_SEVERITIES = frozenset(word for listed in vocabulary.SEVERITY.values() for word in listed.split(";"))
_NOT_ILLNESSES = frozenset((*vocabulary.ORGANS, *vocabulary.CONDITIONS, *_SEVERITIES))
_SECTIONS = frozenset("section sections chapter page pages table figure part step appendix".split())
_SECTION_STOPS = frozenset("the see in under read our your this that a called named".split())
_is_medicine = lru_cache(maxsize=10_000)(is_medicine_name)


@dataclass(frozen=True)
class Reading:
    """The statement that begins at a token, and how many tokens it takes."""

    kind: str
    value: quantities.Value
    count: int


def _phrase_table() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for words, (kind, value) in vocabulary.PHRASES.items():
        written = tuple(part for word in words for part in TOKEN.findall(word))
        table.setdefault(written[0], []).append((written, kind, value))
    for phrases in table.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))
    return table


_PHRASES = _phrase_table()


def _phrase(sentence: Tokens, i: int) -> Reading | None:
    words = sentence.words
    for written, kind, value in _PHRASES.get(words[i], ()):
        if tuple(words[i : i + len(written)]) == written and _is_meant(sentence, i, written):
            return Reading(kind, (value,), len(written))
    return None


_AS_EVER = frozenset("usual usually normal normally ever".split())


def _is_meant(sentence: Tokens, i: int, written: tuple[str, ...]) -> bool:
    """Return whether a phrase is a statement: "up to your doctor", "the most common" and "a little water" are none."""
    following = sentence.words[i + len(written)] if i + len(written) < len(sentence.words) else "."
    if written in (("a", "little"), ("a", "bit")):
        return not is_content(following)
    if written[-1] == "than" and following in _AS_EVER:
        return False
    if written == ("up", "to"):
        return _has_number_ahead(sentence.words, i + 2)
    return written != ("the", "most") or any(map(is_number, sentence.words))


def _has_number_ahead(words: list[str], i: int) -> bool:
    return any(quantities.number(words, place) for place in range(i, min(i + 3, len(words))))


def _limit(sentence: Tokens, i: int) -> Reading | None:
    words = sentence.words
    value = vocabulary.LIMIT_BEFORE_NUMBER.get(words[i])
    if not value or not _has_number_ahead(words, i + 1):
        return None
    # Given over 30 minutes, it takes them.
    amount = quantities.amount(words, i + 1)
    is_lasting = words[i] == "over" and amount is not None and amount[0] == "time"
    return None if is_lasting and not vocabulary.INFUSING.isdisjoint(words) else Reading("limit", (value,), 1)


def _frequency(sentence: Tokens, i: int) -> Reading | None:
    words = sentence.words
    count, end = _TIMES.get(words[i], 0), i + 1
    if not count and (number := quantities.number(words, i)):
        count, end = int(number[0]), i + number[1]
        if end < len(words) and words[end] in ("time", "times"):
            end += 1
        else:
            count = 0
    if count:
        period, taken = _period(words, end)
        is_frequency = bool(period) or words[i] in ("twice", "thrice") or words[i] not in _TIMES
        return Reading("frequency", (count, period), end + taken - i) if is_frequency else None
    if words[i] in _PERIODS and words[i].endswith("ly"):
        return Reading("frequency", (1, _PERIODS[words[i]]), 1)
    if words[i] in _EACH and not (words[i] in ("a", "an") and i and words[i - 1] in _DURATION_WORDS):
        return _every(words, i)
    return None


def _every(words: list[str], i: int) -> Reading | None:
    if words[i] in ("every", "each") and i + 2 < len(words) and (amount := quantities.amount(words, i + 1)):
        if amount[0] == "time":
            value: quantities.Value = ("every", *amount[1])
            return Reading("frequency", _EQUAL_FREQUENCIES.get(value, value), 1 + amount[2])
    if words[i] in ("every", "each") and words[i + 1 : i + 2] and words[i + 1] in ("other", "second", "alternate"):
        if period := _PERIODS.get(words[i + 2] if i + 2 < len(words) else "", ""):
            return Reading("frequency", (f"every other {period}",), 3)
    period, taken = _period(words, i)
    return Reading("frequency", (1, period), taken) if period else None


def _period(words: list[str], i: int) -> tuple[str, int]:
    """Return the period of "a day" or "in each week", and how many words it takes."""
    if i + 1 < len(words) and words[i] == "-" and words[i + 1].endswith("ly"):
        # once-daily
        period, taken = _period(words, i + 1)
        return period, taken + 1
    if i < len(words) and words[i].endswith("ly") and words[i] in _PERIODS:
        return _PERIODS[words[i]], 1
    start = i + 1 if i < len(words) and words[i] == "in" else i
    if start + 1 < len(words) and words[start] in (*_EACH, "one") and words[start + 1] in _PERIODS:
        return _PERIODS[words[start + 1]], start + 2 - i
    return "", 0


def _amount(sentence: Tokens, i: int) -> Reading | None:
    words = sentence.words
    if words[i].isdigit() and len(words[i]) in (3, 5, 6) and not CALLING.isdisjoint(words[max(0, i - 4) : i]):
        return Reading("contact", (words[i],), 1)
    found = quantities.amount(words, i)
    return Reading(*found) if found else None


def _route(sentence: Tokens, i: int) -> Reading | None:
    words = sentence.words
    if words[i] not in vocabulary.PLACE_WORDS:
        return None
    end = i + 1
    while end < len(words) and end < i + 5 and words[end] in vocabulary.BETWEEN:
        end += 1
    if end == len(words):
        return None
    value = vocabulary.PLACES.get(words[end])
    if words[end] == "skin":
        value = "under the skin" if words[i] in ("under", "beneath") else "on the skin"
    if words[end] == "tongue" and words[i] not in ("under", "beneath"):
        value = "on the tongue"
    return Reading("route", (value,), end + 1 - i) if value else None


def _medicine(sentence: Tokens, i: int) -> Reading | None:
    words = sentence.words
    if not words[i][0].isalpha():
        return None
    for count in (3, 2, 1):
        name = " ".join(word for word in words[i : i + count] if word != "-")
        if i + count > len(words) or not (name in sentence.names or _is_medicine(name)):
            continue
        is_singular = name in BRANDS or name in vocabulary.SAME_MEDICINE or not name.endswith("s")
        singular = name if is_singular else name.removesuffix("s")
        return Reading("medicine", (vocabulary.SAME_MEDICINE.get(singular, BRANDS.get(singular, singular)),), count)
    return None


_EXPECTING = frozenset((verb, "a") for verb in ("for", "have", "having", "expecting"))


def _population(sentence: Tokens, i: int) -> Reading | None:
    """Read "kidney disease" anywhere, and what people have: "people with asthma"."""
    words = sentence.words
    if words[i] == "baby" and tuple(words[max(0, i - 2) : i]) in _EXPECTING:
        return Reading("population", ("pregnant",), 1)
    organ = vocabulary.ORGANS.get(words[i])
    if organ and i + 1 < len(words) and words[i + 1] in vocabulary.ILLNESS:
        return Reading("population", (organ, "illness"), 2)
    if words[i] in vocabulary.CONDITIONS and not _HAVE.isdisjoint(words[max(0, i - 4) : i]):
        return Reading("population", ("with", stem(words[i])), 1)
    if grown_up := _GROWN_UP.match(sentence.text, sentence.places[i][0]):
        end = next((k for k in range(i, len(words)) if sentence.places[k][0] >= grown_up.end()), len(words))
        return Reading("population", ("adults",), end - i)
    if words[i] in vocabulary.PEOPLE or (i and words[i - 1] in vocabulary.PEOPLE):
        start = i + 1 if words[i] in vocabulary.PEOPLE else i
        for having in vocabulary.HAVING:
            end = start + len(having)
            if tuple(words[start:end]) == having and end < len(words) and is_content(words[end]):
                if (
                    words[end] in ("high", "low")
                    or words[end] in _NOT_ILLNESSES
                    or words[i] not in ("people", "patients", "those", "anyone", "someone")
                ):
                    return None
                return Reading("population", ("with", stem(words[end])), end + 1 - i)
    return None


def _reference(sentence: Tokens, i: int) -> Reading | None:
    """Read a reference to a section by name, or to a page or table by number."""
    words = sentence.words
    if words[i] in ("“", '"') and (match := _QUOTED.match(sentence.text, sentence.places[i][0])):
        end = next((k for k in range(i, len(words)) if sentence.places[k][0] >= match.end()), len(words))
        near = {*words[max(0, i - 4) : i], *words[end : end + 2]}
        is_title = match[1][0].isupper() and i > 0 and words[i - 1] in ("in", "under", "see", "to", "at")
        is_section = is_title or not near.isdisjoint(_SECTIONS) or "see" in near
        return Reading("reference", (match[1].lower(),), end - i) if is_section else None
    if words[i] in _SECTIONS and i + 1 < len(words) and words[i + 1].isdigit():
        return Reading("reference", (words[i].removesuffix("s"), words[i + 1]), 2)
    if words[i] in ("the", "see") and not sentence.text[: sentence.places[i][0]].endswith("“"):
        return _named_section(sentence, i)
    if words[i] == "[" and i + 2 < len(words) and words[i + 1].isdigit() and words[i + 2] == "]":
        return Reading("reference", (words[i + 1],), 3)
    return None


def _named_section(sentence: Tokens, i: int) -> Reading | None:
    """Read "the Side effects section": a capitalized name."""
    words = sentence.words
    if i + 1 >= len(words) or not sentence.text[sentence.places[i + 1][0]].isupper():
        return None
    for end in range(i + 2, min(i + 6, len(words))):
        if words[end] in ("section", "sections", "page", "chapter"):
            return Reading("reference", (" ".join(words[i + 1 : end]),), end + 1 - i)
        if words[end] in _SECTION_STOPS or not words[end][0].isalpha():
            return None
    return None


Reader = Callable[[Tokens, int], Reading | None]
# In order: the first reader that recognizes a statement at a word takes it.
READERS: tuple[Reader, ...] = (_reference, _frequency, _limit, _route, _population, _medicine, _phrase, _amount)
