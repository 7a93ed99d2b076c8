"""Print recall and precision of preflight for each part of the labelled texts: ``python -m tests.corpus``."""

from .preflight import on_clean, on_damaged

for part in ("tuning", "aside", "unseen"):
    damaged, clean = on_damaged(f"damaged-{part}"), on_clean(f"clean-{part}")
    print(f"{part}: found {damaged.found.total()} of {damaged.total.total()}, recall {damaged.recall:.3f}")
    print(
        f"  clean text: {clean.words} words, {len(clean.errors)} errors ({clean.errors_in_1000_words:.2f} in 1,000 words), "
        f"{len(clean.warnings)} warnings"
    )
    for code, total in sorted(damaged.total.items()):
        print(f"  {code:<24} {damaged.found[code]:>2} of {total:>2}   precision {damaged.precision_of(code):.2f}")
