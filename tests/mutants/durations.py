"""A pytest plugin: keep how long each test takes, with its setup, in var/mutants/durations.json."""

import json
from collections import defaultdict

import pytest

from .reach import MEASURED

_seconds: dict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[report.nodeid] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):  # workers of xdist report to the one that started them
        (session.config.rootpath / MEASURED / "durations.json").write_text(json.dumps(_seconds), encoding="utf-8")
