"""What clinical statement begins at a word: a reader for each form, and the order in which they are asked."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ...content.medicines import BRANDS, is_medicine_name
from . import quantities as q
from . import vocabulary as v

_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+|[½¼¾]|m²|[^\W\d_]\.[^\W\d_](?=\.)|[^\W\d_]+"
    r"(?:['\u2019][^\W\d_]+)*|[^\s\w]|\w"
)
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,60}?)[,.]?[”\"]")
CALLING = frozenset("call calling dial phone ring text telephone number".split())
_ADVERBS = {f"{period}ly": period for period in ("night", "week", "month", "hour", "year")}
_ADVERBS |= {"daily": "day", "annually": "year"}
_PERIODS = {**_ADVERBS, **{period: period for period in (*_ADVERBS.values(), "minute")}, "days": "day", "weeks": "week"}
_SAME_FREQUENCY: dict[q.Value, q.Value] = {
    ("every", 24, "hours"): (1, "day"),
    ("every", 48, "hours"): ("every other day",),
}
_EACH = frozenset(("a", "an", "per", "each", "every", "/"))
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
# "for a week" is how long, "a week" alone how often.
_HOW_LONG = frozenset(
    "for in within of lasts last least most than after about half until before over during only under".split()
)
_HAVE = frozenset("have had has with history having for of".split())
_NO_ILLNESS = frozenset((*v.ORGANS, *v.CONDITIONS, *(word for said in v.SEVERITY.values() for word in said.split(";"))))
_SECTIONS = frozenset("section sections chapter page pages table figure part step appendix".split())
_SECTION_STOPS = frozenset("the see in under read our your this that a called named".split())
_is_known = lru_cache(maxsize=10_000)(is_medicine_name)


@dataclass(frozen=True)
class Found:
    kind: str
    value: q.Value
    count: int  # of its tokens


class Tokens:
    """The tokens of a sentence in small letters, and their places in its text."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.text = text
        self.names = names
        matches = list(_TOKEN.finditer(text))
        self.words = [match[0].lower().replace("\u2019", "'") for match in matches]
        self.places = [match.span() for match in matches]


def is_content(word: str) -> bool:
    return word[0].isalnum() and word not in v.STOPWORDS


def stem(word: str) -> str:
    """Return the word without the endings of number and tense: stores, stored and storing are one."""
    word = v.SAME_WORD.get(word, word)
    for ending in ("ingly", "edly", "ing", "ied", "ies", "ed", "es", "ly", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _phrase_table() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for words, (kind, value) in v.PHRASES.items():
        written = tuple(part for word in words for part in _TOKEN.findall(word))
        table.setdefault(written[0], []).append((written, kind, value))
    for each in table.values():
        each.sort(key=lambda phrase: -len(phrase[0]))
    return table


_PHRASES = _phrase_table()


def _phrase(sentence: Tokens, i: int) -> Found | None:
    words = sentence.words
    for written, kind, value in _PHRASES.get(words[i], ()):
        if tuple(words[i : i + len(written)]) == written:
            return Found(kind, (value,), len(written))
    return None


def _limit(sentence: Tokens, i: int) -> Found | None:
    words = sentence.words
    value = v.LIMIT_BEFORE_NUMBER.get(words[i])
    ahead = range(i + 1, min(i + 4, len(words)))
    if value and any(q.number(words, place) for place in ahead):
        return Found("limit", (value,), 1)
    return None


def _frequency(sentence: Tokens, i: int) -> Found | None:
    words = sentence.words
    count, end = _TIMES.get(words[i], 0), i + 1
    if not count and (given := q.number(words, i)):
        count, end = int(given[0]), i + given[1]
        if end < len(words) and words[end] in ("time", "times"):
            end += 1
        else:
            count = 0
    if count:
        period, taken = _period(words, end)
        is_said = bool(period) or words[i] in ("twice", "thrice") or words[i] not in _TIMES
        return Found("frequency", (count, period), end + taken - i) if is_said else None
    if words[i] in _PERIODS and words[i].endswith("ly"):
        return Found("frequency", (1, _PERIODS[words[i]]), 1)
    if words[i] in _EACH and not (words[i] in ("a", "an") and i and words[i - 1] in _HOW_LONG):
        return _every(words, i)
    return None


def _every(words: list[str], i: int) -> Found | None:
    if words[i] in ("every", "each") and i + 2 < len(words) and (given := q.amount(words, i + 1)):
        if given[0] == "time":
            said: q.Value = ("every", *given[1])
            return Found("frequency", _SAME_FREQUENCY.get(said, said), 1 + given[2])
    period, taken = _period(words, i)
    return Found("frequency", (1, period), taken) if period else None


def _period(words: list[str], i: int) -> tuple[str, int]:
    """Return the period of "a day", "in each week", "daily", and how many words it takes."""
    if i + 1 < len(words) and words[i] == "-" and words[i + 1].endswith("ly"):
        period, taken = _period(words, i + 1)  # once-daily
        return period, taken + 1
    if i < len(words) and words[i].endswith("ly") and words[i] in _PERIODS:
        return _PERIODS[words[i]], 1
    start = i + 1 if i < len(words) and words[i] == "in" else i
    if start + 1 < len(words) and words[start] in (*_EACH, "one") and words[start + 1] in _PERIODS:
        return _PERIODS[words[start + 1]], start + 2 - i
    return "", 0


def _amount(sentence: Tokens, i: int) -> Found | None:
    words = sentence.words
    if words[i].isdigit() and len(words[i]) in (3, 5, 6) and not CALLING.isdisjoint(words[max(0, i - 4) : i]):
        return Found("contact", (words[i],), 1)
    found = q.amount(words, i)
    return Found(*found) if found else None


def _route(sentence: Tokens, i: int) -> Found | None:
    words = sentence.words
    if words[i] not in v.PLACE_WORDS:
        return None
    end = i + 1
    while end < len(words) and end < i + 5 and words[end] in v.BETWEEN:
        end += 1
    if end == len(words):
        return None
    value = v.PLACES.get(words[end])
    if words[end] == "skin":
        value = "under the skin" if words[i] in ("under", "beneath") else "on the skin"
    return Found("route", (value,), end + 1 - i) if value else None


def _medicine(sentence: Tokens, i: int) -> Found | None:
    words = sentence.words
    if not words[i][0].isalpha():
        return None
    for count in (3, 2, 1):
        name = " ".join(word for word in words[i : i + count] if word != "-")
        if i + count > len(words) or not (name in sentence.names or _is_known(name)):
            continue
        one = name if name in BRANDS or name in v.SAME_MEDICINE or not name.endswith("s") else name.removesuffix("s")
        return Found("medicine", (v.SAME_MEDICINE.get(one, BRANDS.get(one, one)),), count)
    return None


def _population(sentence: Tokens, i: int) -> Found | None:
    """Read "kidney disease" wherever it stands, and what people have: "people with asthma"."""
    words = sentence.words
    organ = v.ORGANS.get(words[i])
    if organ and i + 1 < len(words) and words[i + 1] in v.ILLNESS:
        return Found("population", (organ, "illness"), 2)
    if words[i] in v.CONDITIONS and not _HAVE.isdisjoint(words[max(0, i - 4) : i]):
        return Found("population", ("with", stem(words[i])), 1)
    if words[i] in v.PEOPLE or (i and words[i - 1] in v.PEOPLE):
        start = i + 1 if words[i] in v.PEOPLE else i
        for having in v.HAVING:
            end = start + len(having)
            if tuple(words[start:end]) == having and end < len(words) and is_content(words[end]):
                if words[end] in _NO_ILLNESS or words[i] not in ("people", "patients", "those", "anyone", "someone"):
                    return None
                return Found("population", ("with", stem(words[end])), end + 1 - i)
    return None


def _reference(sentence: Tokens, i: int) -> Found | None:
    """Read the name of a section, or the number of a page or table, that the reader is sent to."""
    words = sentence.words
    if words[i] in ("“", '"') and (match := _QUOTED.match(sentence.text, sentence.places[i][0])):
        end = next((k for k in range(i, len(words)) if sentence.places[k][0] >= match.end()), len(words))
        near = {*words[max(0, i - 4) : i], *words[end : end + 2]}
        is_title = match[1][0].isupper() and i > 0 and words[i - 1] in ("in", "under", "see", "to", "at")
        is_section = is_title or not near.isdisjoint(_SECTIONS) or "see" in near
        return Found("reference", (match[1].lower(),), end - i) if is_section else None
    if words[i] in _SECTIONS and i + 1 < len(words) and words[i + 1].isdigit():
        return Found("reference", (words[i].removesuffix("s"), words[i + 1]), 2)
    if words[i] in ("the", "see") and not sentence.text[: sentence.places[i][0]].endswith("“"):
        return _named_section(sentence, i)
    if words[i] == "[" and i + 2 < len(words) and words[i + 1].isdigit() and words[i + 2] == "]":
        return Found("reference", (words[i + 1],), 3)
    return None


def _named_section(sentence: Tokens, i: int) -> Found | None:
    """Read "the Side effects section": a name that begins with a capital letter."""
    words = sentence.words
    if i + 1 >= len(words) or not sentence.text[sentence.places[i + 1][0]].isupper():
        return None
    for end in range(i + 2, min(i + 6, len(words))):
        if words[end] in ("section", "sections", "page", "chapter"):
            return Found("reference", (" ".join(words[i + 1 : end]),), end + 1 - i)
        if words[end] in _SECTION_STOPS or not words[end][0].isalpha():
            return None
    return None


Reader = Callable[[Tokens, int], Found | None]
# In this order: the first that reads a word takes it.
READERS: tuple[Reader, ...] = (_reference, _frequency, _limit, _route, _population, _medicine, _phrase, _amount)
