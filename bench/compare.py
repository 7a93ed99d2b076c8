"""Time the comparison of two 20 KB sections, and of hostile texts of growing length.

Run as ``python -m bench.compare``, or with the names of hostile texts to measure only those. A time that grows faster
than the length is a fault.
"""

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
SIZES = (25_000, 50_000, 100_000, 200_000)

# Name -> old and new piece, repeated until the text is long enough.
HOSTILE = {
    "nested": ("<b>", "<b></i>"),
    "open lists": ("<ul><li>a", "<ul><li>b"),
    "paragraphs all alike": ("<p>a b", "<p>b a"),
    "one long line": ("5 mg ", "6 mg "),
    "digits and separators": ("1-", "1,"),
    "angle brackets": ("<", "<<a"),
    "quotes": ("“a ", '"b '),
    "stops": ("a.b. ", "a.c. "),
    "accents": ("e\u0301", "e\u0300"),
    "links": ('<a href="tel:911">x</a> ', '<a href="tel:912">x</a> '),
    "rows": ("<table><tr><td>1<td>2</table>", "<table><tr><td>2<td>1</table>"),
}


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
    for name in sys.argv[1:] or HOSTILE:
        a, b = HOSTILE[name]
        sys.stdout.write(f"{name}:")
        for size in SIZES:
            time = seconds(a * (size // len(a)), b * (size // len(b)))
            sys.stdout.write(f"  {size // 1000} KB {time:.2f} s")
            sys.stdout.flush()
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
