"""Time preflight on a whole sample guide. For hostile texts see `bench.hostile`."""

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


def seconds(work: Callable[[], Any]) -> float:
    # Measure as if nobody had checked the text before.
    for cached in (preflight._section_findings, preflight._frequency_claims, preflight._advice_claims, read_document):
        cached.cache_clear()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    sample = yaml.safe_load(Path("fixtures/sample/blincyto.yaml").read_text(encoding="utf-8"))["sections"]
    facts = sample["drug-facts"]["facts"]
    strengths = tuple(Strength(**strength) for strength in facts["strengths"])
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
        glossary=frozenset(term["fields"]["term"] for term in glossary),
    )
    sections = [Section(text.get("body", ""), kind, kind) for kind, text in sample.items()]
    words = sum(len(section.body.split()) for section in sections)
    rounds = [seconds(partial(preflight.preflight_guide, sections, guide)) for _ in range(ROUNDS)]
    print(f"a guide of {words:,} words: {1000 * statistics.median(rounds):.0f} ms (median of {ROUNDS})")


if __name__ == "__main__":
    main()
