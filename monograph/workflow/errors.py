"""Why a verb refused. Four different things, each with a stable `code`, because each wants another answer."""

from typing import Any

from ..content.errors import ContentError, Problem


class WorkflowError(Exception):
    """A verb changed nothing. `code` is stable; `message` speaks to the person who asked."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class WrongState(WorkflowError):
    """The thing is not in the state for this act."""


class MissingRight(WorkflowError):
    """The person may not do this, or did not prove who they are."""


class StalePage(WorkflowError):
    """Somebody was faster. `latest` is what is there now, to be shown beside what the person has."""

    def __init__(self, code: str, message: str, *, latest: Any) -> None:
        super().__init__(code, message)
        self.latest = latest


class BadContent(WorkflowError):
    """What was entered can't be kept; `problems` says why, field by field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].code, " ".join(problem.message for problem in problems))
        self.problems = problems

    @classmethod
    def of(cls, error: ContentError) -> "BadContent":
        return cls(error.problems)

    @classmethod
    def at(cls, field: str, code: str, message: str) -> "BadContent":
        return cls([Problem(field, code, message)])


class NotReady(WrongState):
    """The gate refused the next edition. `reasons` has every reason, each naming its section."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("not_ready", " ".join(reasons))
        self.reasons = reasons
