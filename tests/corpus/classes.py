"""The classes of labeled pairs: how many clinical changes are named, and how many rewordings are by mistake.

`classes-seen.yaml` was in view while the rules were written; of `classes-unseen.yaml` only the first figures are those
of texts that nobody had tuned for (docs/clinical-changes.md). The pairs of `classes-later-seen.yaml` and
`classes-later-unseen.yaml` are of another writer, who wrote the first before reading the rules and the second before
fixing them again. Those of `classes-blind-seen.yaml` and `classes-blind-unseen.yaml` are of somebody who had read none
of the rules; those of `classes-further-seen.yaml` of who changed them then. An entry without kinds is a rewording.
"""

from dataclasses import dataclass, field
from functools import cache

from monograph.comparison import compare

from .comparison import pairs


@dataclass
class ClassFigures:
    """How many clinical changes are named in class 1, or shown at all, and which rewordings are in class 1."""

    changes: int = 0
    named: int = 0
    shown: int = 0
    rewordings: int = 0
    flagged: list[str] = field(default_factory=list)


@cache
def measure_classes(name: str) -> ClassFigures:
    figures = ClassFigures()
    for entry in pairs(name):
        found = compare(entry["old"], entry["new"])
        if entry["kinds"]:
            figures.changes += 1
            figures.named += bool(found.critical)
            figures.shown += bool(found.critical or found.check)
        else:
            figures.rewordings += 1
            figures.flagged += [entry["new"]] if found.critical else []
    return figures
