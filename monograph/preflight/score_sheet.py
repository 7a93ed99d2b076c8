"""The score sheet of a guide: what a machine can count of two tools for clear language, item by item.

Sources: CDC, "Clear Communication Index"; AHRQ, "Patient Education Materials Assessment Tool" for printable materials
(PEMAT-P). Both ask a person; the machine proposes an answer where an item can be counted, and leaves the rest.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ..content.document import Block
from ..content.sentences import WORD
from .checked_section import CELLS, CheckedSection
from .finding import Finding
from .guide import Guide, Section
from .language import readability

MAX_PASSAGES = 3
MAX_QUOTE = 160
MAX_GRADE = 8.0
MAX_PARAGRAPH_WORDS = 100
MAX_HEAD_WORDS = 6
# Of all sentences.
MAX_PASSIVE = 0.1
PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being) (?:not |also |usually |often )?"
    r"(?:[a-z]+ed|given|taken|made|known|shown|seen|found|kept|put|written|broken)\b"
)
# At the beginning of a clause.
ACTION = re.compile(
    r"(?:^|[,;:] |\b(?:then|and|or) )(?:(?:Do not|do not|Don['’]t|Never|Always|Please) )?"
    r"(?:[Tt]ake|[Cc]all|[Tt]ell|[Aa]sk|[Ss]tore|[Kk]eep|[Uu]se|[Ss]top|[Tt]alk|[Gg]et|[Ss]wallow|[Ss]hake|[Ww]ash|"
    r"[Dd]rink|[Aa]void|[Rr]ead|[Cc]heck|[Gg]o|[Ww]ear|[Tt]hrow)\b"
)
WHEN = re.compile(
    r"\b(?:(?:once|twice|times) (?:a|each|every) (?:day|week)|every \w+ (?:hours|days|weeks)|right away|at bedtime|"
    r"(?:before|after) (?:you|your|each|meals|food)|in the (?:morning|evening))\b",
    re.IGNORECASE,
)
DECIMAL = re.compile(r"(?<![\w.,])\d+\.\d+(?!\.?\d)(?!\s?(?:mg|mcg|mL|ml|g|units|mm|cm|°))")
SUMMARY = re.compile(r"\b(?:summary|key (?:points|facts)|in short|at a glance|most important)\b", re.IGNORECASE)
YOU = re.compile(r"\byou(?:r|rs|rself)?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Passage:
    """A place that an answer rests on: the code of its section's kind, and its words."""

    section: str
    quote: str


@dataclass(frozen=True)
class Item:
    """A question of the tools; `is_met` is None where only a person can answer.

    `passages` are examples of what speaks against it, or for it if it is met; `others` is how many more there are.
    """

    source: str
    question: str
    is_met: bool | None = None
    counted: str = ""
    passages: tuple[Passage, ...] = ()
    others: int = 0


@dataclass
class _Counted:
    """All texts of a guide together, parsed once."""

    guide: Guide
    sections: list[CheckedSection]
    findings: Sequence[Finding]
    sentences: list[Passage] = field(default_factory=list)
    blocks: list[tuple[str, Block, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for checked in self.sections:
            kind = checked.section.kind
            self.blocks += [(kind, block, checked.document.block_text(block)) for block in checked.document.blocks]
            self.sentences += [
                Passage(kind, checked.text[start:end])
                for block, start, end in checked.sentences
                if block.tag not in CELLS and not block.tag.startswith("h")
            ]

    def found(self, *codes: str) -> list[Passage]:
        """Return the places of the findings with these codes."""
        return [Passage(finding.section, finding.quote) for finding in self.findings if finding.code in codes]

    def matching(self, pattern: re.Pattern[str]) -> list[Passage]:
        """Return the sentences that have a match."""
        return [sentence for sentence in self.sentences if pattern.search(sentence.quote)]


Result = tuple[bool, str, list[Passage]]


def _number(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count == 1 else several or f'{one}s'}"


def _without(*codes: str, one: str, several: str) -> Callable[[_Counted], Result]:
    """Return a question that is met where preflight finds nothing of these codes."""

    def answer(counted: _Counted) -> Result:
        places = counted.found(*codes)
        return not places, _number(len(places), one, several), places

    return answer


def _with(pattern: re.Pattern[str], one: str) -> Callable[[_Counted], Result]:
    """Return a question that is met where a sentence matches."""

    def answer(counted: _Counted) -> Result:
        places = counted.matching(pattern)
        return bool(places), _number(len(places), one), places

    return answer


def _active(counted: _Counted) -> Result:
    places = counted.matching(PASSIVE)
    return (
        len(places) <= MAX_PASSIVE * len(counted.sentences),
        f"{len(places)} of {_number(len(counted.sentences), 'sentence')} in the passive",
        places,
    )


def _everyday(counted: _Counted) -> Result:
    grade = readability(counted.sections)
    measured = f"grade {grade.flesch_kincaid:.1f} (Flesch-Kincaid), {grade.smog:.1f} (SMOG)"
    return min(grade.flesch_kincaid, grade.smog) <= MAX_GRADE, measured, []


def _lists(counted: _Counted) -> Result:
    lists = {(kind, block.list) for kind, block, _ in counted.blocks if block.list}
    long = counted.found("long-list")
    return bool(lists) and not long, f"{_number(len(lists), 'list')}, {len(long)} too long", long


def _chunks(counted: _Counted) -> Result:
    long = [
        Passage(kind, words)
        for kind, block, words in counted.blocks
        if block.tag == "p" and len(WORD.findall(words)) > MAX_PARAGRAPH_WORDS
    ]
    return not long, f"{_number(len(long), 'paragraph')} of more than {MAX_PARAGRAPH_WORDS} words", long


def _whole_numbers(counted: _Counted) -> Result:
    places = counted.matching(DECIMAL)
    return not places, f"{_number(len(places), 'sentence')} with decimals that are no dose", places


def _reader(counted: _Counted) -> Result:
    places, spoken = counted.found("third-person", "passive-advice"), len(counted.matching(YOU))
    said = f"{_number(spoken, 'sentence')} with “you”, {len(places)} about patients or nobody"
    return spoken > 0 and not places, said, places


def _summary(counted: _Counted) -> Result:
    headings = [Passage(section.section.kind, section.section.heading) for section in counted.sections]
    headings += [Passage(kind, words) for kind, block, words in counted.blocks if block.tag.startswith("h")]
    places = [heading for heading in headings if SUMMARY.search(heading.quote)]
    return bool(places), _number(len(places), "heading of a summary", "headings of a summary"), places


def _steps(counted: _Counted) -> Result:
    items = [Passage(kind, words) for kind, block, words in counted.blocks if block.list and ACTION.match(words)]
    return bool(items), f"{_number(len(items), 'list item')} that say what to do", items


def _table_heads(counted: _Counted) -> Result:
    heads = [(kind, words) for kind, block, words in counted.blocks if block.tag == "th"]
    long = [Passage(kind, words) for kind, words in heads if len(words.split()) > MAX_HEAD_WORDS]
    return not long, f"{_number(len(long), 'long head')} of {len(heads)}", long


QUESTIONS: tuple[tuple[str, str, Callable[[_Counted], Result] | None], ...] = (
    ("CDC 1 to 3, PEMAT 1", "Does the guide have one main message, at the top, and is its purpose evident?", None),
    ("CDC 4, PEMAT 15 to 18", "Do pictures support the message, with captions?", None),
    ("CDC 5 and 12, PEMAT 20", "Does it say what to do?", _with(ACTION, "sentence")),
    ("CDC 14", "Does it say when and how often?", _with(WHEN, "sentence")),
    ("CDC 6, PEMAT 5", "Is it in the active voice?", _active),
    ("PEMAT 3", "Is it in everyday words?", _everyday),
    (
        "CDC 7, PEMAT 4",
        "Are special words explained?",
        _without("jargon", one="unexplained word", several="unexplained words"),
    ),
    ("CDC 8", "Are there lists, none of more than seven items?", _lists),
    ("PEMAT 8", "Is it in short pieces?", _chunks),
    ("CDC 9, PEMAT 9", "Do headings say what each piece is about?", None),
    ("CDC 10, PEMAT 10", "Does the most important come first, in a logical order?", None),
    ("PEMAT 11", "Is there a summary?", _summary),
    ("CDC 11", "Does it say what is known and what is not?", None),
    ("CDC 15, PEMAT 6", "Are numbers whole and familiar?", _whole_numbers),
    ("CDC 16", "Is it explained what the numbers mean?", None),
    (
        "CDC 17, PEMAT 7",
        "Is nothing left to calculate?",
        _without("reader-arithmetic", one="calculation", several="calculations"),
    ),
    (
        "CDC 17",
        "Do chances have one denominator?",
        _without("mixed-denominators", one="other denominator", several="other denominators"),
    ),
    ("CDC 18 and 19", "Does it explain the risk, and both risks and benefits?", None),
    (
        "CDC 20",
        "Are percentages also in words?",
        _without("bare-percentage", one="bare percentage", several="bare percentages"),
    ),
    ("PEMAT 19", "Do tables have short headings?", _table_heads),
    ("PEMAT 21", "Does it address the reader?", _reader),
    ("PEMAT 22", "Are actions broken into steps?", _steps),
    ("PEMAT 2, 12, and 23 to 26", "Is nothing distracting, and do cues, tools and examples help to act?", None),
)


@dataclass(frozen=True)
class ScoreSheet:
    """The items in order, and the machine's part of the score."""

    items: tuple[Item, ...]

    @property
    def met(self) -> int:
        return sum(item.is_met is True for item in self.items)

    @property
    def counted(self) -> int:
        return sum(item.is_met is not None for item in self.items)

    @property
    def percent(self) -> int:
        return round(100 * self.met / self.counted) if self.counted else 0


def score_sheet(sections: Iterable[Section], guide: Guide, findings: Sequence[Finding]) -> ScoreSheet:
    """Return the score sheet of a guide, given what preflight found in it."""
    counted = _Counted(guide, [CheckedSection(section, guide) for section in sections], findings)
    items = []
    for source, question, count in QUESTIONS:
        if count is None or not counted.sentences:
            items.append(Item(source, question))
            continue
        is_met, said, places = count(counted)
        shown = tuple(Passage(place.section, place.quote[:MAX_QUOTE]) for place in places[:MAX_PASSAGES])
        items.append(Item(source, question, is_met, said, shown, max(0, len(places) - MAX_PASSAGES)))
    return ScoreSheet(tuple(items))
