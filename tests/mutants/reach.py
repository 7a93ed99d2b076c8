"""Which tests reach a line, and how long each takes: measured once, in a run of all tests with coverage."""

import ast
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from coverage import CoverageData

from .mutations import TARGETS

MEASURED = Path("var/mutants")
BUDGET = 90.0  # seconds of tests for one mutant: those that belong to its module first, then the quickest
# Triggers are made before the first test and speak SQL, and races are run by other processes: nothing sees their lines.
BY_MODULE = {
    "monograph/triggers.py": [
        "tests/test_triggers.py",
        "tests/test_database_rules",
        "tests/test_history_is_append_only",
        "tests/test_publish_tampering.py",
        "tests/test_waive.py",
    ],
    **{
        f"monograph/workflow/{name}.py": ["tests/test_concurrency.py"]
        for name in ("addresses", "drafting", "publishing", "reporting", "reviewing")
    },
    "monograph/audit.py": ["tests/test_concurrency.py"],
}


def measure(root: Path, others: list[str]) -> None:
    """Run all tests on SQLite, except those in a browser, and keep which line each of them ran.

    `others` are the addresses of databases on which mutants are tried as well. The tests must pass there too: one that
    fails anyway would seem to notice everything.
    """
    (root / MEASURED).mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"COVERAGE_FILE": str(root / MEASURED / "coverage")}
    settings = root / MEASURED / ".coveragerc"  # of other files no line is asked for, and measuring takes its time
    settings.write_text(
        "\n    ".join(["[run]\nparallel = true\nconcurrency = thread\ninclude =", *TARGETS]), encoding="utf-8"
    )
    command = ["-m", "pytest", "-q", "-n", str(os.cpu_count() or 1), "-m", "not browser"]
    measuring = [
        "-p",
        "tests.mutants.durations",
        "--cov",
        f"--cov-config={settings}",
        "--cov-context=test",
        "--cov-report=",
    ]
    runs = [([*command, *measuring], environment), *((command, os.environ | {"DATABASE_URL": url}) for url in others)]
    for arguments, variables in runs:
        if subprocess.run([sys.executable, *arguments], cwd=root, env=variables, check=False).returncode:
            sys.exit("The tests fail as they are; no mutant says anything then.")


class Reach:
    """What `measure` kept."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seconds: dict[str, float] = json.loads((root / MEASURED / "durations.json").read_text(encoding="utf-8"))
        self.data = CoverageData(str(root / MEASURED / "coverage"))
        self.data.read()
        self._by_line: dict[str, dict[int, set[str]]] = {}

    def _lines(self, path: str) -> dict[int, set[str]]:
        if path not in self._by_line:
            contexts = self.data.contexts_by_lineno(str(self.root / path))
            self._by_line[path] = defaultdict(set) | {
                line: {name.partition("|")[0] for name in names if name} for line, names in contexts.items()
            }
        return self._by_line[path]

    def tests_for(self, path: str, line: int) -> list[str]:
        """Return the tests to run for a mutant at a line, the most likely to notice first; none if none reach it."""
        lines = self._lines(path)
        source = (self.root / path).read_text(encoding="utf-8")
        found = set().union(*(lines.get(number, set()) for number in _statement_lines(source, line)))
        if not found:  # run at import: whoever runs what uses its name, or else whoever imports it
            found = set().union(*(lines.get(number, set()) for number in _lines_that_use(source, line)))
            found = found or set().union(*lines.values())
        own = BY_MODULE.get(path, [])
        found |= {test for test in self.seconds if any(test.startswith(name) for name in own)}
        stem = Path(path).stem
        in_order = sorted(
            (test for test in found if test in self.seconds),
            key=lambda test: (stem not in test.partition("::")[0], self.seconds[test]),
        )
        chosen, spent = [], 0.0
        for test in in_order:
            spent += self.seconds[test]
            if chosen and spent > BUDGET:
                break
            chosen.append(test)
        return chosen


def _innermost(source: str, line: int) -> list[ast.stmt]:
    """Return the statements around a line, the outermost first."""
    tree = ast.parse(source)
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and min([node.lineno, *_decorators(node)]) <= line <= (node.end_lineno or 0)
    ]
    return sorted(around, key=lambda node: (node.end_lineno or 0) - node.lineno, reverse=True)


def _decorators(node: ast.stmt) -> list[int]:
    return [decorator.lineno for decorator in getattr(node, "decorator_list", [])]


def _statement_lines(source: str, line: int) -> range:
    """Return the lines of the statement that a line is part of: coverage names its first; of a function, its body."""
    inner = _innermost(source, line)[-1]
    if isinstance(inner, ast.FunctionDef | ast.ClassDef):
        return range(inner.body[0].lineno, (inner.end_lineno or inner.lineno) + 1)
    if isinstance(inner, ast.If | ast.For | ast.While | ast.With | ast.Try):
        return range(inner.lineno, inner.lineno + 1)
    return range(inner.lineno, (inner.end_lineno or inner.lineno) + 1)


def _lines_that_use(source: str, line: int) -> set[int]:
    outer = _innermost(source, line)[0]
    names = {node.id for node in ast.walk(outer) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    names |= {getattr(outer, "name", "")}
    used = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name) and node.id in names)
    within = set(range(outer.lineno, (outer.end_lineno or 0) + 1)) if isinstance(outer, ast.ClassDef) else set()
    return {node.lineno for node in used} | within
