"""Time intake, preflight and comparison on hostile texts: CPU seconds for 200 KB, and how the time grows.

Run as ``python -m bench.hostile``, with the name of a part and a number of characters if wanted. The kinds are those of
the tests. Where the time grows with a power of the length well over 1, some work is quadratic.
"""

import math
import sys
from collections.abc import Callable
from datetime import date
from time import process_time

from monograph import preflight
from monograph.comparison import compare
from monograph.content.document import read_document
from monograph.content.intake import intake
from monograph.preflight import Guide, Section
from tests.comparison.test_comparison import HOSTILE as PAIRS
from tests.content.test_intake_dangers import HOSTILE as TAKEN
from tests.preflight.test_preflight import HOSTILE as UNITS

LENGTH = 200_000
GUIDE = Guide(today=date(2026, 1, 1))
# Texts of one kind, by their length.
Kind = Callable[[int], tuple[str, ...]]


def repeated(unit: str, length: int) -> str:
    return "".join(unit.replace("{}", str(number)) for number in range(length // len(unit)))


def one_text(unit: str) -> Kind:
    # It ends in a word: what seems to end a sentence goes on.
    return lambda length: (f"{repeated(unit, length)}x",)


def two_texts(old: str, new: str) -> Kind:
    return lambda length: (repeated(old, length), repeated(new, length))


def changed(unit: str) -> str:
    """Return a unit of which every occurrence is another one: its last letter or figure is doubled."""
    place = max((place for place, letter in enumerate(unit) if letter.isalnum()), default=len(unit) - 1)
    return f"{unit[: place + 1]}{unit[place]}{unit[place + 1 :]}"


def check(html: str) -> None:
    # As if nobody had checked the text before.
    for cached in (preflight._section_findings, preflight._frequency_claims, preflight._advice_claims, read_document):
        cached.cache_clear()
    preflight.preflight(Section(html, "uses"), GUIDE)


def seconds(work: Callable[..., object], texts: tuple[str, ...]) -> float:
    start = process_time()
    work(*texts)
    return process_time() - start


def main() -> None:
    length = int(sys.argv[2]) if len(sys.argv) > 2 else LENGTH
    texts = {name: one_text(unit) for name, unit in UNITS.items()}
    enclosed: dict[str, Kind] = {
        name: lambda length, kind=kind: (f"{kind[0]}{kind[1] * (length // len(kind[1]))}{kind[2]}",)  # type: ignore[misc]
        for name, kind in TAKEN.items()
    }
    pairs = {name: two_texts(unit, changed(unit)) for name, unit in UNITS.items()}
    pairs |= {f"{name} (pair)": two_texts(*pair) for name, pair in PAIRS.items()}
    parts: dict[str, tuple[Callable[..., object], dict[str, Kind]]] = {
        "intake": (intake, texts | enclosed),
        "intake, pasted": (lambda html: intake(html, is_pasted=True), texts | enclosed),
        "preflight": (check, texts),
        "comparison": (lambda old, new: compare(old, new).html, pairs),
    }
    for part in sys.argv[1:2] or parts:
        work, kinds = parts[part]
        times = []
        for name, kind in kinds.items():
            seconds(work, kind(1_000))
            short, long = seconds(work, kind(length // 2)), seconds(work, kind(length))
            times.append((long, math.log2(long / max(short, 1e-4)), name))
        slow = sum(time >= 1 for time, _, _ in times)
        sys.stdout.write(f"{part}: {len(times)} kinds of {length:,} characters, {slow} take a second or longer\n")
        for time, power, name in sorted(times, reverse=True):
            sys.stdout.write(f"  {time:6.2f} s  length^{power:.1f}  {name}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
