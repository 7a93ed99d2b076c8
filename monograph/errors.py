"""The refusals of verbs.

Each has a stable `code`, because each needs a different response.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from .content.errors import ContentError, Problem


class WorkflowError(Exception):
    """A verb refused and changed nothing.

    `code` is stable; `message` is for the user.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class InvalidState(WorkflowError):
    """The row is not in a state that allows the action."""


class NotPermitted(WorkflowError):
    """The person may not do this, or failed to confirm their identity."""


class StaleEdit(WorkflowError):
    """The page was out of date.

    `latest` is what is stored now, to be shown beside the user's own text.
    """

    def __init__(self, code: str, message: str, *, latest: Any) -> None:
        super().__init__(code, message)
        self.latest = latest


class TryLater(WorkflowError):
    """Nothing was checked, because too much was asked for. `seconds` says when to try again."""

    def __init__(self, code: str, message: str, *, seconds: int) -> None:
        super().__init__(code, message)
        self.seconds = seconds


class InvalidContent(WorkflowError):
    """The input can't be saved. `problems` says why, field by field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].code, " ".join(problem.message for problem in problems))
        self.problems = problems

    @classmethod
    def at(cls, field: str, code: str, message: str) -> "InvalidContent":
        """Return the error for a single problem at one field."""
        return cls([Problem(field, code, message)])


@dataclass(frozen=True)
class Blocker:
    """Something that must be fixed before the next edition can be published.

    `code` is stable. `section` is the code of a section kind, "" for the guide as a whole. `message` is a sentence that
    names the section.
    """

    code: str
    section: str
    message: str


class NotReady(InvalidState):
    """The next edition can't be published. `blockers` has every reason why."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        super().__init__("not_ready", " ".join(blocker.message for blocker in blockers))
        self.blockers = list(blockers)


@contextmanager
def content_errors_as_invalid() -> Iterator[None]:
    """Turn errors of the content library and of models into `InvalidContent`."""
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
