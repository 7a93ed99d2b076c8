"""List files, functions and lines that are too long. Exits with 1 if there are any."""

import ast
import sys
from collections.abc import Iterator

from tests.lint import ROOT, tracked_files

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40
MAX_COLUMNS = 120  # of a template, a script or a style sheet; ruff counts those of Python


def find_long_code() -> Iterator[str]:
    for path in tracked_files("*.py"):
        if "migrations" in path.parts:
            continue
        source = (ROOT / path).read_text(encoding="utf-8")
        if (count := len(source.splitlines())) > MAX_FILE_LINES:
            yield f"{path}:1: {count} lines, at most {MAX_FILE_LINES}. Split the file by concept."
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if (count := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION_LINES:
                yield f"{path}:{node.lineno}: {node.name} has {count} lines, at most {MAX_FUNCTION_LINES}."


def find_long_lines() -> Iterator[str]:
    for path in tracked_files("*templates/*", "*.js", "*.css"):
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1):
            if len(line) > MAX_COLUMNS:
                yield f"{path}:{number}: {len(line)} columns, at most {MAX_COLUMNS}."


def main() -> int:
    found = [*find_long_code(), *find_long_lines()]
    for line in found:
        print(line)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
