"""Advice of one text that can't be followed together: refrigerate it and do not, at most 40 mg and at most 60 mg.

Source: ISMP, "Medication Errors", chapter 6. Two authors, two editions or two medicines met in one text. Sentences that
depend on a condition are left out, because both may be right: all findings are warnings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .checked_section import CheckedSection
from .numbers import AMOUNT_NUMBER, TIMES, number_in, times_in

CONDITION = re.compile(
    r"\b(?:if|unless|when|until|once (?:it|you|opened|mixed|the)|after (?:open|mix|first|you|it)\w*|"
    r"before (?:open|mix|first)\w*|unopened|opened|in use|some|children|child|adults?|people|kidney|liver|"
    r"first (?:week|day|dose)|again|also|or|"
    r"instead|except|other|another|brand|kg|weigh|square|per)\b"
)
# Advice and its opposite, each of which is followed always.
_REFRIGERATOR = r"(?:refrigerator|fridge)"
OPPOSITES = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        (
            rf"\b(?:store|keep)\b[^,;]{{0,40}}\bin (?:the|a|your) {_REFRIGERATOR}\b"
            r"|^refrigerate\b|must be refrigerated",
            r"\b(?:not|never) (?:refrigerate|be refrigerated|chill)\b"
            rf"|\b(?:not|never) (?:store|keep|put)\b[^,;]{{0,30}}\b{_REFRIGERATOR}\b"
            r"|\b(?:store|keep)\b[^,;]{0,30}\bat room temperature\b",
        ),
        (
            r"\b(?:store|keep)\b[^,;]{0,40}\bin (?:the|a|your) freezer\b|must be frozen",
            r"\b(?:not|never) (?:freeze|be frozen)\b",
        ),
        (r"\bat room temperature\b", r"\b(?:keep|store)\b[^,;]{0,30}\bfrozen\b|\bin (?:the|a|your) freezer\b"),
        (
            r"\b(?:take|taken|swallow)\b[^,;]{0,40}\bwith (?:food|a meal|meals|breakfast)\b",
            r"\b(?:take|taken|swallow)\b[^,;]{0,40}\bon an empty stomach\b"
            r"|\bnot take\b[^,;]{0,25}\bwith (?:food|meals)\b",
        ),
        (
            r"\b(?:take|taken)\b[^,;]{0,30}\b(?:in the morning|at breakfast)\b",
            r"\b(?:take|taken)\b[^,;]{0,30}\b(?:at bedtime|at night)\b(?! and)",
        ),
        (
            r"\b(?:once a week|once weekly|once each week|once every week)\b",
            r"\b(?:take|use|inject|apply|taken|used)\b[^,;]{0,30}"
            r"\b(?:(?:each|every) (?:morning|day|evening|night)|daily)\b",
        ),
        (
            r"\bby mouth only\b|\bonly by mouth\b",
            r"\b(?:is|are) (?:given by injection|injected)\b|^inject\b",
        ),
        (r"\bhas no (?:known )?side effects\b", r"\bside effects (?:are|include|may)\b"),
        (
            r"\b(?:swallow|take)\b[^,;]{0,25}\bwhole\b",
            r"(?:^|may |can )(?:chew|crush) (?:the|each|your) (?:tablets?|capsules?|pills?)\b",
        ),
    )
)
# These hold whatever the sentence depends on.
ALWAYS = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        (
            r"\b(?:for adults only|only for adults)\b"
            r"|\b(?:not|never) (?:use|give|take|be used|be given)\b[^,;.]{0,30}\bchildren\.?$",
            r"^children (?:should |can |may )?(?:take|use|need|get|receive|are given)\b",
        ),
        (
            r"\bsafe (?:in|during) pregnancy\b|\bsafe (?:for|in) pregnant\b",
            r"\b(?:not|never) (?:take|use)\b[^.;]{0,30}\bpregnan",
        ),
    )
)
BOTH_AT_ONCE = re.compile(
    r"\bwith (?:food|meals?) and on an empty stomach\b"
    r"|\b(?:daily|every day|each day),? on (?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
)
_CLOCK = r"\d{1,2}(?::\d\d)? ?[ap]\.?m\.?"
TIMES_OF_DAY = re.compile(
    rf"\bat {_CLOCK}(?P<more>(?:(?:,| and|, and) {_CLOCK}){{0,5}})[^.;\d]{{0,20}}\b(?P<times>{TIMES})"
    r" (?:a|per|each|every) day"
)
BOTH_TIMES = re.compile(r"\bmorning\b.*\b(?:night|bedtime|evening)\b|\btwice\b|\btwo\b|\b2\b")
UNIT = r"(?:mg|mcg|mL|g|grams|units|tablets?|capsules?|pills?|drops?|puffs?|sprays?|doses?)"
MAXIMUM = re.compile(
    r"(?:\b(?:maximum|highest|largest) (?:daily |total |recommended )?dose (?:is|of)"
    r"|\bthe most (?:you|anyone) (?:may|can|should) (?:take|use) is|"
    rf"\b(?:not|never) (?:take|use) more than|\bat most) (?P<number>{AMOUNT_NUMBER})[ \u00a0]"
    rf"(?P<unit>{UNIT})"
    r"(?P<per> (?:(?:a|per|each|every|in one|in a) day|daily|in 24 hours|at (?:a|one) time|per dose))?",
    re.IGNORECASE,
)
ADVISED = re.compile(
    rf"\b(?:take|use|apply|inject)\b[^,;.]{{0,60}}?\b(?P<times>{TIMES})(?: (?:a|per|each|every) day| daily)"
)
HOW_OFTEN = re.compile(rf"\b{TIMES} (?:(?:a|per|each|every) (?:day|week|month)|daily|weekly)")
FORBIDDEN = re.compile(
    rf"\b(?:not|never) (?:take|use|apply|inject)\b[^,;.]{{0,60}}?\bmore (?:often )?than (?P<times>{TIMES})"
    r"(?: (?:a|per|each|every) day| daily| in 24 hours)"
)


@dataclass(frozen=True)
class PlainSentence:
    words: str
    start: int
    end: int


def plain_sentences(checked: CheckedSection) -> Iterator[PlainSentence]:
    """Yield the sentences, lowercase, that depend on no condition."""
    for _, start, end in checked.sentences:
        words = checked.lowered[start:end]
        if not words.endswith("?") and not CONDITION.search(words):
            yield PlainSentence(words, start, end)


def conflicting_advice(checked: CheckedSection) -> None:
    """Find advice that contradicts other advice of the same text."""
    plain = list(plain_sentences(checked))
    every = [PlainSentence(checked.lowered[start:end], start, end) for _, start, end in checked.sentences]
    listed = [(one, other, plain) for one, other in OPPOSITES] + [(one, other, every) for one, other in ALWAYS]
    for one, other, sentences in listed:
        sides = [[sentence for sentence in sentences if pattern.search(sentence.words)] for pattern in (one, other)]
        pairs = [(left, right) for left in sides[0][:1] for right in sides[1][:1] if left != right]
        for left, right in pairs:
            if not BOTH_TIMES.search(left.words) and not BOTH_TIMES.search(right.words):
                _report(checked, max(left, right, key=lambda sentence: sentence.start))
    for found in BOTH_AT_ONCE.finditer(checked.lowered):
        message = "Both can't be done. Correct one of them."
        checked.warning("contradiction", found.start(), found.end(), message)
    for found in TIMES_OF_DAY.finditer(checked.lowered):
        if 1 + found["more"].count("m") != times_in(found["times"]):
            message = "The times of day are not as many as the doses. Correct one of them."
            checked.warning("schedule-conflict", found.start(), found.end(), message)
    _check_maximum(checked, plain)
    _check_times(checked, plain)
    _check_same_advice(checked)


def _check_same_advice(checked: CheckedSection) -> None:
    """Find a sentence and the same with another number of times, in one paragraph."""
    said: dict[tuple[int, str], str] = {}
    for block, start, end in checked.sentences:
        words = checked.lowered[start:end]
        found = HOW_OFTEN.search(words)
        if found is None or block.tag != "p":
            continue
        key = block.start, words[: found.start()] + words[found.end() :]
        if said.setdefault(key, found[0]) != found[0]:
            message = f"Another sentence says “{said[key]}” of the same. Correct one of them."
            checked.warning("contradiction", start, end, message)


def _check_maximum(checked: CheckedSection, plain: list[PlainSentence]) -> None:
    """Find two maximums of one kind."""
    seen: dict[tuple[str, str], object] = {}
    for sentence in plain:
        for found in MAXIMUM.finditer(sentence.words):
            per = "time" if found["per"] and re.search(r"time|dose", found["per"]) else "day"
            key = found["unit"].rstrip("s"), per
            if seen.setdefault(key, number_in(found["number"])) != number_in(found["number"]):
                message = "This differs from a maximum that the text names before. Correct one of them."
                checked.warning("contradiction", sentence.start + found.start(), sentence.start + found.end(), message)


def _check_times(checked: CheckedSection, plain: list[PlainSentence]) -> None:
    """Find advice to do something more often a day than another sentence allows."""
    advised = [
        times_in(found["times"])
        for sentence in plain
        if not re.search(r"\bmore (?:often )?than\b|\bup to\b", sentence.words)
        for found in ADVISED.finditer(sentence.words)
    ]
    for sentence in plain:
        found = FORBIDDEN.search(sentence.words)
        if found and any(times > times_in(found["times"]) for times in advised):
            message = "Another sentence advises more than this allows. Correct one of them."
            checked.warning("contradiction", sentence.start + found.start(), sentence.start + found.end(), message)


def _report(checked: CheckedSection, sentence: PlainSentence) -> None:
    message = "This contradicts an earlier sentence. Correct one of them, or say when each is right."
    checked.warning("contradiction", sentence.start, sentence.end, message)


CHECKS = (conflicting_advice,)
