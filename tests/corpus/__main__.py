"""Print recall and precision of preflight and of the comparison on the labelled texts: ``python -m tests.corpus``."""

from .comparison import measured
from .preflight import on_clean, on_damaged

for part in ("tuning", "aside", "unseen"):
    damaged, clean = on_damaged(f"damaged-{part}"), on_clean(f"clean-{part}")
    print(f"preflight, {part}: found {damaged.found.total()} of {damaged.total.total()}, recall {damaged.recall:.3f}")
    errors = f"{len(clean.errors)} errors ({clean.errors_in_1000_words:.2f} in 1,000 words)"
    print(f"  clean text: {clean.words} words, {errors}, {len(clean.warnings)} warnings")
    for code, total in sorted(damaged.total.items()):
        print(f"  {code:<24} {damaged.found[code]:>2} of {total:>2}   precision {damaged.precision_of(code):.2f}")
for part in ("tuning", "aside"):
    figures = measured(f"changes-{part}")
    print(f"comparison, {part}: recall {figures.recall:.3f}, precision {figures.precision:.3f}")
    print(f"  rewordings taken for a change: {len(figures.flagged)}")
    for kind in sorted(figures.found | figures.missed):
        total = figures.found[kind] + figures.missed[kind]
        print(f"  {kind:<12} {figures.found[kind]:>2} of {total:>2}, told wrongly {figures.wrong[kind]}")
