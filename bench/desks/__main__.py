"""Measure the desks beside Wagtail's, print the figures and write them down."""

import argparse
import signal
import sys
from pathlib import Path

from tests.machine import NotHere

from . import plan, report

RESULTS = Path(__file__).resolve().parent.parent / "desks-results.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.desks", description=__doc__)
    parser.add_argument("--only", choices=("postgresql", "sqlite"), help="measure on this database alone")
    parser.add_argument("--rounds", type=int, default=15, help="how often all but plain saves is done (15)")
    parser.add_argument("--saves", type=int, default=1000, help="revisions of one section, in fifties (1000)")
    asked = parser.parse_args()
    if asked.rounds < 1 or asked.saves < plan.CHUNK or asked.saves % plan.CHUNK:
        parser.error(f"--rounds must be 1 or more, and --saves a multiple of {plan.CHUNK}.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the scratch databases are dropped then too
    runs = {}
    for engine in [asked.only] if asked.only else ["postgresql", "sqlite"]:
        try:
            runs[engine] = plan.measure(engine, rounds=asked.rounds, saves=asked.saves)
        except NotHere as error:
            sys.exit(f"No {engine}: {error}.")
    figures = report.written(runs, asked.rounds, asked.saves)
    RESULTS.write_text(figures, encoding="utf-8")
    sys.stdout.write(figures)


if __name__ == "__main__":
    main()
