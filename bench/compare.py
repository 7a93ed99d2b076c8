"""Time the comparison of two 20 KB sections. For hostile texts see `bench.hostile`."""

import sys
from statistics import median
from time import perf_counter

from monograph.comparison import compare

PARAGRAPH = (
    "<h3>How to take it, part {n}</h3><p>Take {n} mg by mouth once a day, with or without food. Do not take more than "
    "{n} tablets in 24 hours. Call your doctor <strong>right away</strong> if you have a fever of 101 °F or higher.</p>"
    "<ul><li>Tell your doctor if you have kidney disease.</li><li>You must not drive for {n} hours after a dose.</li>"
    "</ul>"
)
LENGTH = 20_000


def section(*, is_new: bool) -> str:
    parts: list[str] = []
    number = 1
    while sum(map(len, parts)) < LENGTH:
        parts.append(PARAGRAPH.format(n=number + (is_new and number % 5 == 0)))
        number += 1
    return "".join(parts)


def seconds(old: str, new: str) -> float:
    start = perf_counter()
    compare(old, new)
    return perf_counter() - start


def main() -> None:
    old, new = section(is_new=False), section(is_new=True)
    time = median(seconds(old, new) for _ in range(15))
    sys.stdout.write(f"two sections of {LENGTH:,} characters: {time * 1000:.0f} ms\n")


if __name__ == "__main__":
    main()
