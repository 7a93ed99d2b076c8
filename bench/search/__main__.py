"""Measure how fast guides are found: ``python -m bench.search``.

It prints the figures and saves them. It measures with few guides and with many, on both databases. All sites run from
start to end, and each round loads them one after the other, so that other work of the machine affects all of them.
"""

import argparse
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from bench.products import scratch_database
from tests.machine import NotHere

from .report import report
from .site import Site

RESULTS = Path(__file__).resolve().parent.parent / "search-results.md"
FEW, MANY = 100, 10_000
ROUNDS, REQUESTS = 5, 40  # of each kind, in each round
ENGINES = {"PostgreSQL": "postgresql", "SQLite": "sqlite"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--many", type=int, default=MANY, help="guides; any number but 10000 saves no results")
    many = parser.parse_args().many
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed. On Debian: apt install wrk")
    with ExitStack() as stack:
        pairs = []
        for name, engine in ENGINES.items():
            sites = []
            for number in (FEW, many):
                try:
                    url = stack.enter_context(scratch_database(engine, f"search_{number}"))
                except NotHere as error:
                    sys.exit(f"No PostgreSQL: {error}.")
                sys.stderr.write(f"  {name}: making {number:,} guides\n")
                sites.append(Site.create(name, number, url))
            pairs.append((sites[0], sites[1]))
        _measure([site for pair in pairs for site in pair], stack)
    figures = report(pairs, ROUNDS)
    if many == MANY:
        RESULTS.write_text(figures, encoding="utf-8")
    sys.stdout.write(figures)


def _measure(sites: list[Site], stack: ExitStack) -> None:
    for site in sites:
        stack.enter_context(site.server.running())
        site.warm_up()
    for number in range(ROUNDS):
        sys.stderr.write(f"  round {number + 1} of {ROUNDS}\n")
        for site in sites:
            for case in site.cases:
                site.measure(case, REQUESTS)
            site.server.measure()


if __name__ == "__main__":
    main()
