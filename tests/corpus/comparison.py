"""The comparison on the labelled pairs, written by people who did not know its rules: which changes it tells.

`changes-tuning.yaml` was looked at while the rules were written, `changes-aside.yaml` only when they were done.
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
    """How often each kind was told rightly, missed and told wrongly, and the rewordings taken for changes."""

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
def measured(name: str) -> Figures:
    figures = Figures()
    for entry in pairs(name):
        told = {change.kind for change in compare(entry["old"], entry["new"]).critical}
        changed = set(entry["kinds"])
        figures.found.update(told & changed)
        figures.missed.update(changed - told)
        figures.wrong.update(told - changed)
        if told and not changed:
            figures.flagged.append(entry["note"])
    return figures
