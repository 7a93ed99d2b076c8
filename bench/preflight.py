"""Time preflight on a whole sample guide and on hostile texts of growing length."""

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
SIZES = (100_000, 200_000, 400_000)
HOSTILE = {
    "one word": "a ",
    "stops": ". ",
    "digits": "1",
    "amounts": "1.0 mg ",
    "sections": "the x section ",
    "lists": "<ul><li>a",
    "letters": "t a k e ",
    "glued": "ofthetoinfor",
    "brackets": "(",
    "fragments": "if you Ask about x. ",
    "open paragraphs": "<p>a",
    "ones and commas": "1,",
    "schedules": "twice a day, every 8 hours ",
    "degrees": "25 °C (87 °F) ",
    "abbreviations": "QD ",
}


def seconds(work: Callable[[], Any]) -> float:
    # Measure as if nobody had checked the text before.
    for cached in (preflight._section_findings, preflight._frequency_claims, read_document):
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
    for name, unit in HOSTILE.items():
        texts = [Section(unit * (size // len(unit)), "uses") for size in SIZES]
        times = [seconds(partial(preflight.preflight, text, guide)) for text in texts]
        columns = ", ".join(f"{size / 1e6:g} MB {time:.1f} s" for size, time in zip(SIZES, times, strict=True))
        print(f"hostile, {name}: {columns}")


if __name__ == "__main__":
    main()
