"""All mutations of the code in question."""

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cosmic_ray.ast import Visitor, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.operators.provider import OperatorProvider

from .operators import ChangeSql, LeaveOutCall

TARGETS = (
    "monograph/permissions.py",
    "monograph/audit.py",
    "monograph/triggers.py",
    "monograph/content/sanitise.py",
    "monograph/release/*.py",
    "monograph/workflow/*.py",
)
Place = tuple[int, int]  # line, from 1, and column
# Two of Cosmic Ray's operators need arguments; one can't read `except (A, B)` as formatters write it.
NOT_USED = ("VariableReplacer", "VariableInserter", "ExceptionReplacer")


def operators() -> dict[str, Operator]:
    core = OperatorProvider()
    found = {name: core[name]() for name in core if name not in NOT_USED}
    return {**found, "LeaveOutCall": LeaveOutCall(), "ChangeSql": ChangeSql()}


@dataclass(frozen=True)
class Mutation:
    """One spot to break: `occurrence` counts the operator's spots in the file, from 0; `line` is where it begins."""

    path: str
    operator: str
    occurrence: int
    line: int

    def apply(self, source: str) -> str:
        mutated: str = mutate_code(source, operators()[self.operator], self.occurrence)
        return mutated

    def is_program(self, root: Path) -> bool:
        """Say whether it compiles: an operator in place of the star of ``def f(*, a)`` breaks only the syntax."""
        try:
            with warnings.catch_warnings(action="ignore", category=SyntaxWarning):  # `is` with a literal is a program
                compile(self.apply((root / self.path).read_text(encoding="utf-8")), self.path, "exec")
        except SyntaxError:
            return False
        return True


class _Finder(Visitor):
    def __init__(self, operator: Operator) -> None:
        self.operator = operator
        self.places: list[Place] = []

    def visit(self, node: Any) -> Any:
        self.places += [start for start, _ in self.operator.mutation_positions(node)]
        return node


def target_files(root: Path) -> list[Path]:
    return sorted(path for pattern in TARGETS for path in root.glob(pattern) if path.name != "__init__.py")


def find_mutations(root: Path) -> list[Mutation]:
    """Return every mutation of what the code does. Annotations, which it never reads, are left alone."""
    return [mutation for path in target_files(root) for mutation in _mutations_of(path, root)]


def _mutations_of(path: Path, root: Path) -> Iterator[Mutation]:
    source = path.read_text(encoding="utf-8")
    annotations, tree = list(_annotations(ast.parse(source))), get_ast(source)
    for name, operator in operators().items():
        finder = _Finder(operator)
        finder.walk(tree)
        for occurrence, place in enumerate(finder.places):
            if not any(start <= place <= end for start, end in annotations):
                yield Mutation(str(path.relative_to(root)), name, occurrence, place[0])


def _annotations(tree: ast.AST) -> Iterator[tuple[Place, Place]]:
    """Yield where annotations begin and end."""
    for node in ast.walk(tree):
        for found in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(found, ast.expr):
                yield (found.lineno, found.col_offset), (found.end_lineno or 0, found.end_col_offset or 0)
