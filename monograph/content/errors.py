"""What is wrong with entered content, problem by problem."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One problem with what was entered: its field, a stable code, and what to do."""

    field: str
    code: str
    message: str


class ContentError(ValueError):
    """What was entered can't be stored in a guide.

    Carries every `Problem`, never only the first.
    """

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems
