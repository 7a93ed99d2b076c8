"""Ends a pytest run with what was tested and what could not be, above pytest's own last line.

``python -m tests`` names a JSON file in MONOGRAPH_TEST_NOTES: ``label`` is the database of this run, ``earlier`` has
lines about the runs before, ``missing`` has lines about what could not run. The plugin adds ``outcome``, the counts.
"""

import json
import os
import platform
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

NOTES = Path(os.environ["MONOGRAPH_TEST_NOTES"])
COUNTED = ("passed", "failed", "error", "skipped", "deselected", "xfailed", "xpassed")


# Outermost, so that no other plugin and no list of skipped tests comes between these lines and the last one.
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    yield
    notes = json.loads(NOTES.read_text())
    counts = {word: len(terminalreporter.getreports(word)) for word in COUNTED[:-3]}
    counts |= {word: len(terminalreporter.stats.get(word, ())) for word in COUNTED[-3:]}
    notes["outcome"] = ", ".join(f"{number} {word}" for word, number in counts.items() if number) or "no tests"
    NOTES.write_text(json.dumps(notes))
    terminalreporter.section("what was tested")
    for line in (*notes["earlier"], f"{notes['label']}: {notes['outcome']}"):
        terminalreporter.line(line)
    terminalreporter.line(f"Django {django.__version__}, Python {platform.python_version()}")
    for line in notes["missing"]:
        terminalreporter.line(line, yellow=True)
