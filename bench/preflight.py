"""The time preflight takes: for a whole guide of the sample, and for hostile texts of growing length."""

import json
import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from monograph import preflight
from monograph.content.document import read_document
from monograph.preflight import Guide, Medicine, Section, Strength

ROUNDS = 7
SIZES = (250_000, 500_000, 1_000_000, 2_000_000)
HOSTILE = {
    "one word": "a ",
    "stops": ". ",
    "digits": "1",
    "amounts": "1.0 mg ",
    "sections": "the x section ",
    "lists": "<ul><li>a",
}


def seconds(work: Callable[[], Any]) -> float:
    for kept in (preflight._looked_at, preflight._claims, read_document):  # as if nobody had looked at the text before
        kept.cache_clear()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    sample = yaml.safe_load(Path("fixtures/sample/blincyto.yaml").read_text(encoding="utf-8"))["sections"]
    facts = sample["drug-facts"]["facts"]
    strengths = tuple(Strength(each["number"], each["unit"]) for each in facts["strengths"])
    glossary = json.loads(Path("fixtures/glossary.json").read_text(encoding="utf-8"))
    guide = Guide(
        today=date(2026, 1, 1),
        medicine=Medicine(
            facts["brand_name"],
            facts["generic_name"],
            (),
            strengths,
            facts["form"],
            facts["route"],
            facts["boxed_warning"],
        ),
        headings=tuple((kind, kind) for kind in sample),
        glossary=frozenset(each["fields"]["term"] for each in glossary),
    )
    sections = [Section(each.get("body", ""), kind, kind) for kind, each in sample.items()]
    words = sum(len(each.body.split()) for each in sections)
    taken = [seconds(partial(preflight.preflight_guide, sections, guide)) for _ in range(ROUNDS)]
    print(f"a guide of {words:,} words: {1000 * statistics.median(taken):.0f} ms (median of {ROUNDS})")
    for name, unit in HOSTILE.items():
        texts = [Section(unit * (size // len(unit)), "uses") for size in SIZES]
        times = [seconds(partial(preflight.preflight, text, guide)) for text in texts]
        shown = ", ".join(f"{size / 1e6:g} MB {each:.1f} s" for size, each in zip(SIZES, times, strict=True))
        print(f"hostile, {name}: {shown}")


if __name__ == "__main__":
    main()
