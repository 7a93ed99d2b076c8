"""Print recall and precision of preflight and of the comparison."""

from .classes import measure_classes
from .comparison import measure
from .preflight import measure_clean, measure_damaged

PASSAGES = tuple(
    f"passages-{half}" for half in ("seen", "unseen", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
)
for part in ("tuning", "aside", "unseen", *PASSAGES, "words-seen", "words-unseen"):
    damaged, clean = measure_damaged(f"damaged-{part}"), measure_clean(f"clean-{part}")
    print(f"preflight, {part}: found {damaged.found.total()} of {damaged.total.total()}, recall {damaged.recall:.3f}")
    errors = f"{len(clean.errors)} errors ({clean.errors_per_1000_words:.2f} per 1,000 words)"
    print(f"  clean text: {clean.words} words, {errors}, {len(clean.warnings)} warnings")
    for code, total in sorted(damaged.total.items()):
        print(f"  {code:<24} {damaged.found[code]:>2} of {total:>2}   precision {damaged.precision_of(code):.2f}")
for part in ("tuning", "aside"):
    figures = measure(f"changes-{part}")
    print(f"comparison, {part}: recall {figures.recall:.3f}, precision {figures.precision:.3f}")
    print(f"  rewordings reported as changes: {len(figures.flagged)}")
    for kind in sorted(figures.found | figures.missed):
        total = figures.found[kind] + figures.missed[kind]
        print(f"  {kind:<12} {figures.found[kind]:>2} of {total:>2}, reported wrongly {figures.wrong[kind]}")
BLIND = ("blind-seen", "blind-unseen", "further-seen")
for part in ("seen", "unseen", "later-seen", "later-unseen", "last-seen", "last-unseen", *BLIND):
    classes = measure_classes(f"classes-{part}")
    print(f"classes, {part}: {classes.named} of {classes.changes} changes named, {classes.shown} shown")
    print(f"  rewordings in class 1: {len(classes.flagged)} of {classes.rewordings}")
