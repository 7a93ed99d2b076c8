"""What preflight returns: findings."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is.

    An error blocks publishing unless a pharmacist signs a waiver; a warning is for the writer to consider.
    """

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to fix: what, how bad, what to do, and where.

    `start` and `end` are offsets in the text of `read_document`, and `quote` is the text between them. Something that
    is missing has no place: both are None and `quote` is ''. `section` is the code of the section kind, '' if unknown.
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
