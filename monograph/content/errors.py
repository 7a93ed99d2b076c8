from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what was entered: the field it belongs to, a stable code, and what to do about it."""

    field: str
    code: str
    message: str


class ContentError(ValueError):
    """What was entered can't be kept as text of a guide. Carries every `Problem`, never only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems
