"""Races of twenty people on the same row, in processes of their own (`tests.race_process`).

On SQLite, locks between processes work differently from locks between threads. On PostgreSQL, a site has many workers.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from monograph import audit
from monograph.models import (
    Monograph,
    Section,
)

from .server import address_of_test_database

ATTEMPTS = 20
Attempts = list[tuple[str, str, Any]]  # (verb, who, primary key of what, or a slug)


class Racers:
    """The processes. They outlive a test, as starting Django is most of what a race costs."""

    def __init__(self) -> None:
        command, root = [sys.executable, "-m", "tests.race_process"], Path(__file__).resolve().parent.parent
        environment = os.environ | {
            "DATABASE_URL": address_of_test_database(),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        self.process = subprocess.Popen(
            command, cwd=root, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def race(self, attempts: Attempts) -> Counter[tuple[str, str, str]]:
        """Make all attempts at once; count the outcomes by (verb, outcome, code)."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps(attempts)}\n")
        self.process.stdin.flush()
        outcomes = json.loads(self.process.stdout.readline())
        assert len(outcomes) == len(attempts), "an attempt never ended"
        assert not [outcome["code"] for outcome in outcomes if outcome["outcome"] == "broke"]
        return Counter((outcome["verb"], outcome["outcome"], outcome["code"]) for outcome in outcomes)

    def end(self) -> None:
        self.process.communicate()
        assert self.process.returncode == 0


def by(names: str, verb: str, row: Any) -> Attempts:
    """Return twenty attempts at the same thing, by these people in turn."""
    people = names.split()
    return [(verb, people[turn % len(people)], row) for turn in range(ATTEMPTS)]


def assert_intact() -> None:
    report = audit.verify()
    assert report.is_intact, report.problems
    for section in Section.objects.select_related("latest_revision"):
        numbers = sorted(section.revisions.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1)), section
        assert (section.latest_revision.number if section.latest_revision else 0) == len(numbers)
    for monograph in Monograph.objects.all():
        numbers = sorted(monograph.editions.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1)), monograph


def entries(action: str) -> int:
    return audit.AuditEntry.objects.filter(action=action).count()
