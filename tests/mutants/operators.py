"""Ways to break code which Cosmic Ray does not have: leave a statement out, change a condition in SQL."""

import re
from collections.abc import Iterator
from typing import Any

import parso
from cosmic_ray.operators.operator import Operator

Position = tuple[tuple[int, int], tuple[int, int]]


class LeaveOutCall(Operator):
    """Replace a statement that is a call, such as ``require(…)``, or a ``raise`` by ``pass``."""

    def mutation_positions(self, node: Any) -> Iterator[Position]:
        is_simple = node.type == "simple_stmt"
        first = node.children[0] if is_simple else None
        is_call = first is not None and first.type == "atom_expr" and first.children[-1].type == "trailer"
        if is_call or (first is not None and first.type == "raise_stmt"):
            yield first.start_pos, first.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        left_out = parso.parse("pass").children[0]
        left_out.prefix = node.get_first_leaf().prefix
        node.children[0] = left_out
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


# What a condition in SQL says, and what would weaken or turn it.
SQL_CHANGES = (
    (r"NOT EXISTS", "EXISTS"),
    (r"(?<!NOT )EXISTS", "NOT EXISTS"),
    (r" AND ", " OR "),
    (r" OR ", " AND "),
    (r" IS NOT NULL", " IS NULL"),
    (r" IS DISTINCT FROM ", " = "),
    (r" <> ", " = "),
    (r"(?<![<>]) = ", " <> "),
    (r" <= ", " < "),
    (r"(?<![-]) > ", " >= "),
    (r" < ", " <= "),
    (r" DESC ", " ASC "),
    (r"'(approved|open|waived|released|pending)'", "'none'"),
    (r"MAX\(", "MIN("),
)
IS_SQL = re.compile(r"\b(NEW|OLD|SELECT)\b")


class ChangeSql(Operator):
    """Change one condition in a string, or a part of an f-string, that holds SQL."""

    def mutation_positions(self, node: Any) -> Iterator[Position]:
        if node.type in ("string", "fstring_string") and IS_SQL.search(node.value):
            yield from ((node.start_pos, node.end_pos) for _ in _changes(node.value))

    def mutate(self, node: Any, index: int) -> Any:
        node.value = list(_changes(node.value))[index]
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


def _changes(sql: str) -> Iterator[str]:
    for pattern, instead in SQL_CHANGES:
        for found in re.finditer(pattern, sql):
            yield sql[: found.start()] + instead + sql[found.end() :]
