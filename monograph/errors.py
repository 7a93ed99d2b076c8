"""Why a verb refused. Each kind of refusal has a stable `code`, because each needs a different response."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from .content.errors import ContentError, Problem


class WorkflowError(Exception):
    """A verb changed nothing. `code` is stable; `message` is a sentence for the person who asked."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class InvalidState(WorkflowError):
    """The row is not in a state that allows the action."""


class NotPermitted(WorkflowError):
    """The person may not do this, or did not confirm who they are."""


class StaleEdit(WorkflowError):
    """Somebody else was faster. `latest` is what is there now, to be shown beside what the person has."""

    def __init__(self, code: str, message: str, *, latest: Any) -> None:
        super().__init__(code, message)
        self.latest = latest


class InvalidContent(WorkflowError):
    """What was entered can't be saved; `problems` says why, field by field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].code, " ".join(problem.message for problem in problems))
        self.problems = problems

    @classmethod
    def at(cls, field: str, code: str, message: str) -> "InvalidContent":
        """Return the error for a single problem at one field."""
        return cls([Problem(field, code, message)])


@dataclass(frozen=True)
class Blocker:
    """Why the next edition can't be published.

    `code` is stable; `section` is the code of the section kind it is about, "" for the guide as a whole; `message` is a
    sentence that names the section.
    """

    code: str
    section: str
    message: str


class NotReady(InvalidState):
    """The next edition can't be published. `blockers` has every reason, not only the first."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        super().__init__("not_ready", " ".join(blocker.message for blocker in blockers))
        self.blockers = list(blockers)


@contextmanager
def content_errors_as_invalid() -> Iterator[None]:
    """Raise `InvalidContent` for what the content library or a model's own validation refuses."""
    try:
        yield
    except ContentError as error:
        raise InvalidContent(error.problems) from error
    except ValidationError as error:
        problems = [
            Problem(field, detail.code or "invalid", " ".join(detail.messages))
            for field, details in error.error_dict.items()
            for detail in details
        ]
        raise InvalidContent(problems) from error
