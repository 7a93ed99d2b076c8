"""The comparison measured on labeled pairs, by authors who did not know its rules.

`changes-tuning.yaml` was in view while the rules were written, `changes-aside.yaml` only when they were done.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from monograph.comparison import compare

FOLDER = Path(__file__).parent


@dataclass
class Figures:
    """How often the kinds were found, missed and reported wrongly.

    `flagged` are the notes of rewordings that were reported as changes.
    """

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    flagged: list[str] = field(default_factory=list)

    def recall_of(self, kind: str) -> float:
        return self.found[kind] / (self.found[kind] + self.missed[kind])

    @property
    def recall(self) -> float:
        return self.found.total() / (self.found.total() + self.missed.total())

    @property
    def precision(self) -> float:
        return self.found.total() / (self.found.total() + self.wrong.total())


@cache
def pairs(name: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return listed


@cache
def measure(name: str) -> Figures:
    figures = Figures()
    for entry in pairs(name):
        reported = {change.kind for change in compare(entry["old"], entry["new"]).critical}
        changed = set(entry["kinds"])
        figures.found.update(reported & changed)
        figures.missed.update(changed - reported)
        figures.wrong.update(reported - changed)
        if reported and not changed:
            figures.flagged.append(entry["note"])
    return figures
