"""A sentence -> the clinical statements in it: what kind, what value, and where they stand."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from . import quantities as q
from .reading import CALLING, READERS, Found, Tokens, is_content, stem

_PHONE = re.compile(r"(?<![\w.,])\+?\(?\d{1,4}\)?(?:[-. ]\(?[0-9A-Z]{2,5}\)?){1,4}(?!\w)")
_HAS_PHONE_FORM = re.compile(r"[-(]|\d{3}[ .]\d{3}[ .]\d{4}")
_MAIL = re.compile(r"(?<!\S)[^\s@]{1,64}@[^\s@]{1,64}\.[a-z]{2,10}")
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")


@dataclass(frozen=True)
class Statement:
    """What a sentence says of one kind; equal values say the same. ``text[start:end]`` are its words."""

    kind: str
    value: q.Value
    start: int
    end: int
    place: int  # of its first token
    left: str = ""  # the word of content, or the statement, before it
    right: str = ""


class Sentence(Tokens):
    """A sentence with what is found in it."""

    @cached_property
    def statements(self) -> list[Statement]:
        found: list[tuple[Found, int]] = []
        phones = self._phones()
        i = 0
        while i < len(self.words):
            each = phones.get(i) or next(filter(None, (read(self, i) for read in READERS)), None)
            if each is None:
                i += 1
                continue
            if each.kind:
                found.append((each, i))
            i += each.count
        return self._placed(_settled(found))

    @cached_property
    def how_often(self) -> dict[int, int]:
        """Where statements of frequency begin, and where each ends."""
        return {each.start: each.end for each in self.statements if each.kind == "frequency"}

    def _placed(self, found: list[tuple[Found, int]]) -> list[Statement]:
        said = [stem(word) if is_content(word) else "" for word in self.words]
        for each, i in found:
            said[i : i + each.count] = [_name_of(each)] * each.count
        left = list(accumulate(["", *said], _latest))
        right = list(accumulate(["", *reversed(said)], _latest))[::-1]
        return [
            Statement(
                each.kind,
                each.value,
                self.places[i][0],
                self.places[i + each.count - 1][1],
                i,
                left[i],
                right[i + each.count],
            )
            for each, i in found
        ]

    def _phones(self) -> dict[int, Found]:
        starts = {start: i for i, (start, _) in enumerate(self.places)}
        found: dict[int, Found] = {}
        for pattern in (_PHONE, _MAIL):
            for match in pattern.finditer(self.text):
                value = match[0].upper().translate(_KEYPAD) if pattern is _PHONE else match[0].lower()
                digits = re.sub(r"[^\d]", "", value) if pattern is _PHONE else value
                is_number = pattern is _MAIL or (7 <= len(digits) <= 15 and _HAS_PHONE_FORM.search(match[0]))
                first = starts.get(match.start())
                if pattern is _PHONE and first is not None and len(digits) >= 7:
                    is_number = is_number or not CALLING.isdisjoint(self.words[max(0, first - 4) : first])
                if not is_number or first is None:
                    continue
                last = first
                while last < len(self.places) and self.places[last][0] < match.end():
                    last += 1
                found[first] = Found("contact", (digits[-10:] if len(digits) == 11 else digits,), last - first)
        return found


def _latest(last: str, word: str) -> str:
    return word or last


def _name_of(found: Found) -> str:
    """Return what stands for a statement among the words around another; a weak one is not seen."""
    return "" if found.kind in ("relation", "negation", "obligation", "limit") else f"<{found.kind} {found.value}>"


def _settled(found: list[tuple[Found, int]]) -> list[tuple[Found, int]]:
    """Read "do not take more than 8" as "at most 8", and take a may that is denied for what denies it."""
    settled: list[tuple[Found, int]] = []
    for each, i in found:
        before = settled[-1] if settled else None
        is_denied = before is not None and before[0].kind == "negation" and i - before[1] <= 6
        if each.kind == "limit" and is_denied and before is not None and each.value[0] in ("more than", "less than"):
            settled[-1] = (Found("limit", ("at most" if each.value[0] == "more than" else "at least",), each.count), i)
            continue
        if each.kind == "negation" and before is not None and before[0] == Found("obligation", ("may",), 1):
            if before[1] == i - 1:
                settled.pop()
        settled.append((each, i))
    return settled
