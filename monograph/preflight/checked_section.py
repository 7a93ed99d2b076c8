"""A section while it is checked: what the checks read, and their findings."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate

from ..content import sentences
from ..content.document import Block, Document, read_document
from ..content.medicines import is_medicine_name
from .examined import examined
from .finding import Finding, Severity
from .guide import Guide, Section

# Nobody refers to more headings than this in one text; a hostile text has any number.
MAX_HEADINGS = 300
CELLS = ("td", "th")
# Findings of one code and severity in one text. Nobody works through more at once, and a hostile text has any number.
MAX_FINDINGS = 100
# Words before a statement that deny it, or make it one about another medicine.
DENIED = re.compile(
    r"\b(?:no|not|never|isn['’]t|doesn['’]t|instead of|rather than|unlike|(?<!every )other|another|only for)\b",
    re.IGNORECASE,
)
# "Do not crush the tablets" says that they are tablets.
HANDLING = re.compile(r"\b(?:do not|don['’]t|never) (?:crush|chew|split|break|cut|open|dissolve)\b", re.IGNORECASE)
# Characters before a statement in which a denial is searched.
REACH = 45


def is_denied(sentence: str, place: int) -> bool:
    """Return whether the words before `place` deny what the sentence says there.

    Words that make it a statement about another medicine count too.
    """
    return DENIED.search(HANDLING.sub("", sentence[max(0, place - REACH) : place])) is not None


_is_medicine = lru_cache(maxsize=50_000)(is_medicine_name)


@dataclass
class CheckedSection:
    """A section while it is checked: parsed once for all checks, which add findings."""

    section: Section
    guide: Guide
    findings: list[Finding] = field(default_factory=list)
    _counts: Counter[tuple[str, Severity]] = field(default_factory=Counter)

    @cached_property
    def document(self) -> Document:
        return examined(self.section.body)

    @cached_property
    def text(self) -> str:
        """Return the text that is checked, with the offsets of the whole one."""
        return self.document.text

    @cached_property
    def whole(self) -> str:
        """Return the text that findings quote."""
        return read_document(self.section.body).text

    @cached_property
    def lowered(self) -> str:
        """Return the text lowercase, with the same offsets: searching it is faster than ignoring case."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in self.text)

    @cached_property
    def sentences(self) -> list[tuple[Block, int, int]]:
        """Return (block, start, end) of every sentence, also in headings and cells."""
        return [
            (block, start, end)
            for block in self.document.blocks
            for start, end in sentences.sentences(self.text, block.start, block.end)
        ]

    @cached_property
    def all_headings(self) -> tuple[str, ...]:
        """Return the headings of guide and text, lowercase, without a question mark."""
        own = [self.document.block_text(block) for _, block in self.document.headings[:MAX_HEADINGS]]
        listed = [heading for _, heading in self.guide.headings or ()]
        return tuple(heading.lower().rstrip("?") for heading in (*listed, *own) if heading)

    @cached_property
    def _sentences_by_block(self) -> dict[int, list[tuple[Block, int, int]]]:
        grouped: dict[int, list[tuple[Block, int, int]]] = {}
        for sentence in self.sentences:
            grouped.setdefault(sentence[0].start, []).append(sentence)
        return grouped

    def sentences_in(self, block: Block) -> list[tuple[Block, int, int]]:
        """Return (block, start, end) of every sentence of one block."""
        return self._sentences_by_block.get(block.start, [])

    @cached_property
    def _emphasis(self) -> tuple[list[int], list[int]]:
        """Return where the emphasized passages begin, ascending, and where those from the first on end at the last."""
        passages = sorted(self.document.emphasized)
        return [start for start, _ in passages], list(accumulate((end for _, end in passages), max))

    def is_emphasized(self, block: Block) -> bool:
        """Return whether one emphasized passage has the whole block."""
        starts, ends = self._emphasis
        before = bisect_right(starts, block.start)
        return before > 0 and block.end <= ends[before - 1]

    @cached_property
    def rows(self) -> list[list[Block]]:
        """Return the cells of every table row."""
        rows: dict[tuple[int, int], list[Block]] = {}
        for block in self.document.blocks:
            if block.tag in CELLS:
                rows.setdefault((block.table, block.row), []).append(block)
        return list(rows.values())

    @cached_property
    def labeled(self) -> list[tuple[str, Block]]:
        """Return (label, block) of the cells and list items under or beside a label."""
        columns: dict[tuple[int, int], str] = {}
        rows: dict[tuple[int, int], str] = {}
        found: list[tuple[str, Block]] = []
        lead_in = ""
        for block in self.document.blocks:
            words = self.document.block_text(block)
            if block.tag in CELLS:
                is_first = (block.table, block.column) not in columns
                column = columns.setdefault((block.table, block.column), words)
                row = rows.setdefault((block.table, block.row), words)
                if block.row > 1 and not is_first:
                    found.append((column, block))
                if block.column > 1:
                    found.append((row, block))
            elif block.tag == "li":
                found.append((lead_in, block))
            else:
                lead_in = words
        return found

    def around(self, anchor: re.Pattern[str], before: int, after: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches of text around every match, merged where they overlap.

        Slow patterns are searched in these alone.
        """
        start = end = -1
        for found in anchor.finditer(self.text):
            if found.start() - before > end:
                if end >= 0:
                    yield start, end
                start = max(0, found.start() - before)
            end = min(len(self.text), found.end() + after)
        if end >= 0:
            yield start, end

    def find_around(
        self, anchor: re.Pattern[str], before: int, after: int, *patterns: re.Pattern[str]
    ) -> Iterator[re.Match[str]]:
        """Yield the matches of patterns near those of an anchor, which is faster to find."""
        for start, end in self.around(anchor, before, after):
            for pattern in patterns:
                yield from pattern.finditer(self.text, start, end)

    def has_room(self, code: str) -> bool:
        """Return whether another error of this code would still be added."""
        return self._counts[code, Severity.ERROR] <= MAX_FINDINGS

    @property
    def is_about_other_medicines(self) -> bool:
        return self.section.kind in self.guide.about_other_medicines

    @cached_property
    def about_medicine(self) -> list[tuple[int, int, str]]:
        """Return (start, end, words) of the sentences about this medicine.

        Left out are sentences that name another medicine, and those after them that may refer to it with "it".
        """
        if self.is_about_other_medicines:
            return []
        own = {part for name in self.guide.medicine.names for part in (name, *name.split())}
        chosen: list[tuple[int, int, str]] = []
        for block in self.document.blocks:
            is_about_other = False
            for _, start, end in self.sentences_in(block):
                sentence = self.text[start:end]
                words = [word.lower() for word in sentences.WORD.findall(sentence)]
                if any(_is_medicine(word) for word in words if word not in own):
                    is_about_other = True
                elif own.intersection(words):
                    is_about_other = False
                if not is_about_other:
                    chosen.append((start, end, sentence))
        return chosen

    def error(self, code: str, start: int, end: int, message: str) -> None:
        """Add an error at a place."""
        self._add(code, Severity.ERROR, start, end, message)

    def warning(self, code: str, start: int, end: int, message: str) -> None:
        """Add a warning at a place."""
        self._add(code, Severity.WARNING, start, end, message)

    def _add(self, code: str, severity: Severity, start: int, end: int, message: str) -> None:
        """Add a finding; the one after `MAX_FINDINGS` replaces all that follow, which are left out."""
        self._counts[code, severity] += 1
        count = self._counts[code, severity]
        if count > MAX_FINDINGS + 1:
            return
        if count > MAX_FINDINGS:
            message = "There are more findings of this kind from here on. Fix those above first."
        quote = self.whole[start:end]
        self.findings.append(Finding(code, severity, message, quote, start, end, self.section.kind))

    def missing(self, code: str, message: str, *, severity: Severity = Severity.ERROR) -> None:
        """Add a finding about something missing, which has no place."""
        self.findings.append(Finding(code, severity, message, section=self.section.kind))
