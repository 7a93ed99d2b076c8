"""What was measured -> the page that says it."""

import os
import sys
from collections.abc import Iterator

from bench.servers import SECONDS, WORKERS

from .cases import GUIDE, LIST, SEARCH
from .site import Site

SEARCH_P95, LIST_MEDIAN = 30, 10  # milliseconds, at most
SEARCH_RATIO, LIST_RATIO, GUIDE_RATIO = 3, 1.5, 1.5  # times as long with many guides as with few, at most


def report(pairs: list[tuple[Site, Site]], rounds: int) -> str:
    """Return the page. `pairs` are the site with few guides and the one with many, for each database."""
    few, many = pairs[0]
    lines = [
        "# How fast guides are found",
        "",
        f"`make bench` writes this page: requests in {rounds} rounds, all sites in turn, on a machine with",
        f"{os.cpu_count()} processors, each site under gunicorn with {WORKERS} sync workers of Python",
        f"{sys.version.split()[0]}. One process asks, one request after the other; what a reader waits for is",
        "measured, from the connection to the last byte, in milliseconds. The guides are invented ones of about",
        f"1,500 words in 16 sections (`python -m bench.make_guides`): {few.number:,} of them, and {many.number:,}.",
        "“Kept” is what a worker has in its memory; all else is made for each request.",
    ]
    for pair in pairs:
        lines += ["", f"## {pair[0].engine}", "", *_of_engine(*pair)]
    lines += ["", "## Targets", "", *_targets(pairs)]
    return "\n".join([*lines, ""])


def _of_engine(few: Site, many: Site) -> Iterator[str]:
    asked = {kind: [case for case in few.cases if case.kind == kind] for kind in (SEARCH, LIST, GUIDE)}
    yield f"|  | {few.number:,}: median | 95 % | {many.number:,}: median | 95 % | ratio of medians |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for cases in asked.values():
        for case in cases:
            cells = [f"{value:.1f}" for site in (few, many) for value in (site.middle(case.name), site.p95(case.name))]
            yield f"| {case.name} | {' | '.join(cells)} | {_ratio(few, many, case.name):.2f} |"
    yield ""
    yield (
        f"The guide's page, kept, by `wrk -t1 -c16` for {SECONDS} seconds in each round: {few.rate:,.0f} requests a "
        f"second with {few.number:,} guides, {many.rate:,.0f} with {many.number:,}."
    )
    yield (
        f"The first request for names after a publication takes {few.first_names:.0f} ms and {many.first_names:.0f} ms "
        "in each worker, which then has them all in its memory."
    )
    yield f"Making the guides took {few.made_in:,.0f} and {many.made_in:,.0f} seconds."


def _ratio(few: Site, many: Site, name: str) -> float:
    return many.middle(name) / few.middle(name)


def _targets(pairs: list[tuple[Site, Site]]) -> Iterator[str]:
    yield "| target | worst |  |  |"
    yield "| --- | --- | ---: | --- |"
    for few, many in pairs:
        names = {kind: [case.name for case in few.cases if case.kind == kind] for kind in (SEARCH, LIST, GUIDE)}
        engine = few.engine
        slowest = {name: many.p95(name) for name in names[SEARCH]}
        yield _target(f"{engine}: search, 95 % at most {SEARCH_P95} ms", slowest, SEARCH_P95, " ms")
        lists = {name: many.middle(name) for name in names[LIST]}
        yield _target(f"{engine}: lists, median at most {LIST_MEDIAN} ms", lists, LIST_MEDIAN, " ms")
        for kind, most, what in (
            (SEARCH, SEARCH_RATIO, "search"),
            (LIST, LIST_RATIO, "lists"),
            (GUIDE, GUIDE_RATIO, "the guide's page"),
        ):
            ratios = {name: _ratio(few, many, name) for name in names[kind]}
            yield _target(f"{engine}: {what}, at most {most} × with {many.number:,} guides", ratios, most, "")
        rates = {"kept": few.rate / many.rate}
        yield _target(f"{engine}: the guide's page by wrk, at most {GUIDE_RATIO} ×", rates, GUIDE_RATIO, "")


def _target(target: str, values: dict[str, float], most: float, unit: str) -> str:
    """Return the row of one target: met where the worst of the values meets it."""
    worst = max(values, key=lambda name: values[name])
    missed = [name for name in values if values[name] > most]
    met = f"**missed** by {len(missed)} of {len(values)}" if missed else "met"
    return f"| {target} | {worst} | {values[worst]:.2f}{unit} | {met} |"
