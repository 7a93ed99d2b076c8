"""What preflight is given and what it gives: sections of a guide in, findings out."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"  # stops publishing, unless a pharmacist signed a waiver
    WARNING = "warning"  # for the writer to weigh


@dataclass(frozen=True)
class Finding:
    """One thing to mend: what, how bad, what to do, and where.

    `start` and `end` are offsets in the text as `read_document` gives it, and `quote` is what stands there. What is
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
        """Say whether the finding stands in the way of publishing."""
        return self.severity == Severity.ERROR


@dataclass(frozen=True)
class Strength:
    """How much of the medicine one tablet, vial or millilitre holds, as the drug facts write it."""

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
        """Return all its names in small letters."""
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
