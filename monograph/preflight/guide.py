"""What preflight reads: a section's text, its guide and its medicine."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Strength:
    """How much of the medicine one tablet, vial or milliliter holds.

    `number` is written as in the drug facts: 35 or 1,000.5.
    """

    number: str
    unit: str


@dataclass(frozen=True)
class Medicine:
    """What the drug facts say, as far as texts are checked against it.

    Empty strings and None mean unknown.
    """

    brand: str = ""
    generic: str = ""
    other_names: tuple[str, ...] = ()
    strengths: tuple[Strength, ...] = ()
    form: str = ""
    route: str = ""
    has_boxed_warning: bool | None = None

    @property
    def names(self) -> frozenset[str]:
        """Return all its names, lowercase."""
        return frozenset(name.lower() for name in (self.brand, self.generic, *self.other_names) if name)


@dataclass(frozen=True)
class NumberToCall:
    """A number that guides give: the words that name its owner in a text, and how it is written."""

    name: str
    number: str


# The lines that every guide in the United States may give.
NUMBERS_TO_CALL = (
    NumberToCall("poison", "1-800-222-1222"),
    NumberToCall("FDA", "1-800-FDA-1088"),
    NumberToCall("MedWatch", "1-800-FDA-1088"),
)


@dataclass(frozen=True)
class Section:
    """A text to check.

    `kind` is '' for a text that is no section of a guide, such as a file; `references` are the wordings of its
    citations.
    """

    body: str
    kind: str = ""
    heading: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guide:
    """What is known of the guide around a text.

    The rules of the catalogue are passed in, because the catalogue is their only home: the codes of the kinds that
    have a rule, and what writers call a kind besides its heading, in the order of the catalogue. `headings` are the
    codes and headings of the guide's sections in reading order, None if unknown. `library` are the current wordings
    of the references in the library, None if there is no library. `numbers_to_call` is the site's own list.
    `dead_guides` are the addresses of guides that the texts link to and readers can't open, with the reason.
    `known_words` are the words, lowercase, that this site uses besides those of the lexicon.
    """

    today: date
    medicine: Medicine = Medicine()
    headings: tuple[tuple[str, str], ...] | None = None
    required: frozenset[str] = frozenset()
    required_if_boxed: frozenset[str] = frozenset()
    must_cite: frozenset[str] = frozenset()
    needs_emergency_number: frozenset[str] = frozenset()
    about_other_medicines: frozenset[str] = frozenset()
    also_called: tuple[tuple[str, tuple[str, ...]], ...] = ()
    glossary: frozenset[str] = frozenset()
    library: frozenset[str] | None = None
    emergency_numbers: tuple[str, ...] = ("911",)
    numbers_to_call: tuple[NumberToCall, ...] = NUMBERS_TO_CALL
    dead_guides: tuple[tuple[str, str], ...] = ()
    known_words: frozenset[str] = frozenset()
