"""The clinical statements of a sentence: their kinds, values and places."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from ..dates import find_dates
from .quantities import Value
from .statement_readers import CALLING, READERS, Reading
from .tokens import Tokens, is_content, stem

_PHONE = re.compile(r"(?<![\w.,])\+?\(?\d{1,4}\)?(?:[-. ]\(?[0-9A-Z]{2,5}\)?){1,4}(?!\w)")
_HAS_PHONE_FORM = re.compile(r"[-(]|\d{3}[ .]\d{3}[ .]\d{4}")
_EMAIL = re.compile(r"(?<!\S)[^\s@]{1,64}@[^\s@]{1,64}\.[a-z]{2,10}")
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")


@dataclass(frozen=True)
class Statement:
    """What a sentence states of one kind; equal values mean the same.

    ``text[start:end]`` are its words, and `place` is its first token. `left` and `right` are the word of content, or
    the statement, before and after it.
    """

    kind: str
    value: Value
    start: int
    end: int
    place: int
    left: str = ""
    right: str = ""


class ParsedSentence(Tokens):
    """The tokens of a sentence and its statements."""

    @cached_property
    def statements(self) -> list[Statement]:
        readings: list[tuple[Reading, int]] = []
        contacts = self._contacts_and_dates()
        i = 0
        while i < len(self.words):
            reading = contacts.get(i) or next(filter(None, (read_at(self, i) for read_at in READERS)), None)
            if reading is None:
                i += 1
                continue
            if reading.kind:
                readings.append((reading, i))
            i += reading.count
        return self._located(_combined(readings))

    @cached_property
    def frequency_ends(self) -> dict[int, int]:
        """Return the end of each statement of frequency, by its start."""
        return {statement.start: statement.end for statement in self.statements if statement.kind == "frequency"}

    def _located(self, readings: list[tuple[Reading, int]]) -> list[Statement]:
        names = [stem(word) if is_content(word) else "" for word in self.words]
        for reading, i in readings:
            names[i : i + reading.count] = [_neighbor_name(reading)] * reading.count
        left = list(accumulate(["", *names], _latest))
        right = list(accumulate(["", *reversed(names)], _latest))[::-1]
        return [
            Statement(
                reading.kind,
                reading.value,
                self.places[i][0],
                self.places[i + reading.count - 1][1],
                i,
                left[i],
                right[i + reading.count],
            )
            for reading, i in readings
        ]

    def _contacts_and_dates(self) -> dict[int, Reading]:
        """Return the telephone numbers, email addresses and dates by their first token."""
        starts = {start: i for i, (start, _) in enumerate(self.places)}
        found = {
            first: Reading("date", value, self._count_to(first, end))
            for start, end, value in find_dates(self.text)
            if (first := starts.get(start)) is not None
        }
        for match in _PHONE.finditer(self.text):
            digits = re.sub(r"[^\d]", "", match[0].upper().translate(_KEYPAD))
            first = starts.get(match.start())
            if first is not None and first not in found and self._is_phone_number(match[0], digits, first):
                found[first] = Reading(
                    "contact", (digits[-10:] if len(digits) == 11 else digits,), self._count_to(first, match.end())
                )
        for match in _EMAIL.finditer(self.text):
            first = starts.get(match.start())
            if first is not None:
                found[first] = Reading("contact", (match[0].lower(),), self._count_to(first, match.end()))
        return found

    def _is_phone_number(self, written: str, digits: str, first: int) -> bool:
        is_called = not CALLING.isdisjoint(self.words[max(0, first - 4) : first])
        return len(digits) >= 7 and (is_called or (len(digits) <= 15 and _HAS_PHONE_FORM.search(written) is not None))

    def _count_to(self, first: int, end: int) -> int:
        """Return how many tokens from `first` on begin before an offset."""
        last = first
        while last < len(self.places) and self.places[last][0] < end:
            last += 1
        return last - first


def _latest(last: str, word: str) -> str:
    return word or last


def _neighbor_name(reading: Reading) -> str:
    """Return what represents a statement as a neighbor of others; '' if it is weak."""
    is_weak = reading.kind in ("relation", "negation", "obligation", "limit")
    return "" if is_weak else f"<{reading.kind} {reading.value}>"


def _combined(readings: list[tuple[Reading, int]]) -> list[tuple[Reading, int]]:
    """Read "do not take more than 8" as "at most 8", and a denied "may" as a negation."""
    combined: list[tuple[Reading, int]] = []
    for reading, i in readings:
        before = combined[-1] if combined else None
        is_denied = before is not None and before[0].kind == "negation" and i - before[1] <= 6
        is_bound = reading.kind == "limit" and reading.value[0] in ("more than", "less than")
        if is_bound and is_denied:
            limit = "at most" if reading.value[0] == "more than" else "at least"
            combined[-1] = (Reading("limit", (limit,), reading.count), i)
            continue
        if reading.kind == "negation" and before == (Reading("obligation", ("may",), 1), i - 1):
            combined.pop()
        combined.append((reading, i))
    return combined
