"""The report of the measurements."""

import os
import sys
from collections.abc import Iterator

from bench.servers import SECONDS, WORKERS

from .cases import GUIDE, LIST, SEARCH
from .site import Site

SEARCH_P95, LIST_MEDIAN = 30, 10  # milliseconds, at most
SEARCH_RATIO, LIST_RATIO, GUIDE_RATIO = 3, 1.5, 1.5  # times as long with many guides as with few, at most


def report(pairs: list[tuple[Site, Site]], rounds: int) -> str:
    """Return the report.

    `pairs` are, for each database, a site with few guides and one with many.
    """
    few, many = pairs[0]
    lines = [
        "# How fast guides are found",
        "",
        f"`make bench` writes this page: requests in {rounds} rounds, all sites in turn, on a machine with",
        f"{os.cpu_count()} processors, each site under gunicorn with {WORKERS} sync workers of Python",
        f"{sys.version.split()[0]}. One process sends one request after the other; what a reader waits for is",
        "measured, from the connection to the last byte, in milliseconds. The guides are invented ones of about",
        f"1,500 words in 16 sections (`python -m bench.make_guides`): {few.number:,} of them, and {many.number:,}.",
        "“Cached” pages come from the page cache of a worker; all others are rendered for each request.",
    ]
    for pair in pairs:
        lines += ["", f"## {pair[0].engine}", "", *_of_engine(*pair)]
    lines += ["", "## Targets", "", *_targets(pairs)]
    return "\n".join([*lines, ""])


def _of_engine(few: Site, many: Site) -> Iterator[str]:
    by_kind = {kind: [case for case in few.cases if case.kind == kind] for kind in (SEARCH, LIST, GUIDE)}
    yield f"|  | {few.number:,}: median | 95 % | {many.number:,}: median | 95 % | ratio of medians |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for cases in by_kind.values():
        for case in cases:
            cells = [
                f"{value:.1f}" for site in (few, many) for value in (site.median_time(case.name), site.p95(case.name))
            ]
            yield f"| {case.name} | {' | '.join(cells)} | {_ratio(few, many, case.name):.2f} |"
    yield ""
    yield (
        f"The guide's page, cached, by `wrk -t1 -c16` for {SECONDS} seconds in each round: {few.rate:,.0f} requests a "
        f"second with {few.number:,} guides, {many.rate:,.0f} with {many.number:,}."
    )
    yield (
        f"The first request for names after a publication takes {few.first_names:.0f} ms and {many.first_names:.0f} ms "
        "in each worker, which then has all names in memory."
    )
    yield f"Making the guides took {few.seconds_to_make:,.0f} and {many.seconds_to_make:,.0f} seconds."


def _ratio(few: Site, many: Site, name: str) -> float:
    return many.median_time(name) / few.median_time(name)


def _targets(pairs: list[tuple[Site, Site]]) -> Iterator[str]:
    yield "| target | worst |  |  |"
    yield "| --- | --- | ---: | --- |"
    for few, many in pairs:
        names = {kind: [case.name for case in few.cases if case.kind == kind] for kind in (SEARCH, LIST, GUIDE)}
        engine = few.engine
        slowest = {name: many.p95(name) for name in names[SEARCH]}
        yield _target(f"{engine}: search, 95 % at most {SEARCH_P95} ms", slowest, SEARCH_P95, " ms")
        lists = {name: many.median_time(name) for name in names[LIST]}
        yield _target(f"{engine}: lists, median at most {LIST_MEDIAN} ms", lists, LIST_MEDIAN, " ms")
        for kind, maximum, what in (
            (SEARCH, SEARCH_RATIO, "search"),
            (LIST, LIST_RATIO, "lists"),
            (GUIDE, GUIDE_RATIO, "the guide's page"),
        ):
            ratios = {name: _ratio(few, many, name) for name in names[kind]}
            yield _target(f"{engine}: {what}, at most {maximum} × with {many.number:,} guides", ratios, maximum, "")
        rates = {"cached": few.rate / many.rate}
        yield _target(f"{engine}: the guide's page by wrk, at most {GUIDE_RATIO} ×", rates, GUIDE_RATIO, "")


def _target(target: str, values: dict[str, float], maximum: float, unit: str) -> str:
    """Return the row of one target, which is met if the worst value meets it."""
    worst = max(values, key=lambda name: values[name])
    missed = [name for name in values if values[name] > maximum]
    met = f"**missed** by {len(missed)} of {len(values)}" if missed else "met"
    return f"| {target} | {worst} | {values[worst]:.2f}{unit} | {met} |"
