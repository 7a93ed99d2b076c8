"""What preflight is given and what it gives: passages of a guide in, findings out."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from .. import sentences
from ..document import Block, Document, read

# A text has no more headings than this that anybody refers to; what is hostile has any number.
MOST_HEADINGS = 300


class Severity(StrEnum):
    ERROR = "error"  # stops publishing, unless a pharmacist signed a waiver
    WARNING = "warning"  # for the writer to weigh


@dataclass(frozen=True)
class Finding:
    """One thing to mend: what, how bad, what to do, and where.

    `start` and `end` are offsets in the text as `document.read` gives it, and `quote` is what stands there. What is
    missing has no place: both are None and `quote` is ''. `section` is the code of the section's kind, '' if unknown.
    """

    code: str
    severity: Severity
    message: str
    quote: str = ""
    start: int | None = None
    end: int | None = None
    section: str = ""

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR


@dataclass(frozen=True)
class Strength:
    number: str  # as in the drug facts: 35 or 1,000.5
    unit: str


@dataclass(frozen=True)
class Medicine:
    """What the drug facts say, as far as texts are held against it. Empty strings and None are not known."""

    brand: str = ""
    generic: str = ""
    other_names: tuple[str, ...] = ()
    strengths: tuple[Strength, ...] = ()
    form: str = ""
    route: str = ""
    has_boxed_warning: bool | None = None

    @property
    def names(self) -> frozenset[str]:
        """Return its names in small letters."""
        return frozenset(name.lower() for name in (self.brand, self.generic, *self.other_names) if name)


@dataclass(frozen=True)
class Section:
    """A text to look at. `kind` is '' for a text that is no section of a guide, such as a file."""

    body: str
    kind: str = ""
    heading: str = ""
    references: tuple[str, ...] = ()  # the words that each citation prints


@dataclass(frozen=True)
class Guide:
    """What is known of the guide around a text. The catalogue's rules are given, so that they keep their one home.

    `headings` are the kinds that the guide has and their headings, in reading order; None where nobody knows.
    `library` are the words that the library has for its references now, None where there is no library to ask.
    """

    today: date
    medicine: Medicine = Medicine()
    headings: tuple[tuple[str, str], ...] | None = None
    required: frozenset[str] = frozenset()
    required_if_boxed: frozenset[str] = frozenset()
    must_cite: frozenset[str] = frozenset()
    glossary: frozenset[str] = frozenset()
    other_brands: frozenset[str] = frozenset()
    library: frozenset[str] | None = None
    emergency_numbers: tuple[str, ...] = ("911",)


@dataclass
class Passage:
    """A section while it is looked at: its document and sentences, worked out once for all checks."""

    section: Section
    guide: Guide
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def document(self) -> Document:
        return read(self.section.body)

    @property
    def text(self) -> str:
        return self.document.text

    @cached_property
    def sentences(self) -> list[tuple[Block, int, int]]:
        """Return (block, start, end) of every sentence; headings and cells have theirs too."""
        return [
            (block, start, end)
            for block in self.document.blocks
            for start, end in sentences.sentences(self.text, block.start, block.end)
        ]

    @cached_property
    def all_headings(self) -> tuple[str, ...]:
        """Return the headings of the guide and of the text itself, in small letters, without a question mark."""
        own = [self.document.said_by(block) for _, block in self.document.headings[:MOST_HEADINGS]]
        listed = [heading for _, heading in self.guide.headings or ()]
        return tuple(heading.lower().rstrip("?") for heading in (*listed, *own) if heading)

    @cached_property
    def _by_block(self) -> dict[int, list[tuple[Block, int, int]]]:
        grouped: dict[int, list[tuple[Block, int, int]]] = {}
        for each in self.sentences:
            grouped.setdefault(each[0].start, []).append(each)
        return grouped

    def sentences_of(self, block: Block) -> list[tuple[Block, int, int]]:
        return self._by_block.get(block.start, [])

    def error(self, code: str, start: int, end: int, message: str) -> None:
        self._add(code, Severity.ERROR, start, end, message)

    def warning(self, code: str, start: int, end: int, message: str) -> None:
        self._add(code, Severity.WARNING, start, end, message)

    def _add(self, code: str, severity: Severity, start: int, end: int, message: str) -> None:
        quote = self.text[start:end]
        self.findings.append(Finding(code, severity, message, quote, start, end, self.section.kind))

    def missing(self, code: str, message: str, *, severity: Severity = Severity.ERROR) -> None:
        """Add a finding of something that is not there, and so has no place."""
        self.findings.append(Finding(code, severity, message, section=self.section.kind))
