"""The figures and their targets, as one page of Markdown."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .plan import BOTH_PAGES, FEW, MANY, MANY_GUIDES, MORE_GUIDES, OUR_PAGES, Run

OURS, WAGTAIL = "Monograph", "Wagtail"
HEAD = """\
# The desks beside Wagtail's

`make bench-desks` writes this page: {rounds} rounds on a machine with {processors} processors, the two products in
turn, one measurement each; all times are medians. Both hold one guide of 16 sections and some 40 KB of HTML, of which
one section is edited, {saves:,} times and more. Times are the server's own, from Django's test client to the whole
page. 1 KB is 1,000 bytes. The growth of the database is measured after VACUUM. Wagtail's "approve
and publish" is the approval in its workflow, by which it publishes; it asks for no password.
"""


@dataclass(frozen=True)
class Row:
    """A row of the table: label, value, unit, and our target."""

    label: str
    found: Callable[[Run, str], float | None]
    unit: str
    target: float | None = None


def _ms(what: str) -> Callable[[Run, str], float | None]:
    return lambda run, product: run.median(product, f"{what} ms")


def _page_kb(page: str) -> Callable[[Run, str], float | None]:
    def found(run: Run, product: str) -> float | None:
        size = run.median(product, f"{page} bytes")
        return size / 1000 if size else None

    return found


def _grown_kb(act: str) -> Callable[[Run, str], float | None]:
    return lambda run, product: sum(run.growth[product][act].values()) / 1000


def _passwords(run: Run, product: str) -> float | None:
    once = run.median(product, "password ms")
    return once * 2 if once else None


def _rows(saves: int, database: str) -> list[Row]:
    last = f"{saves - 49:,} to {saves:,}"
    save_target, publish_target = (
        (4, 60) if database.startswith("PostgreSQL") else (None, None)
    )  # SQLite compresses no texts
    return [
        Row("save a draft, one section changed: the act", _ms("save"), "ms", 8),
        Row("… saves 1 to 50", _ms("first saves"), "ms", 8),
        Row(f"… saves {last}", _ms("last saves"), "ms", 8),
        Row("save a draft: the whole request of its page", _ms("post"), "ms"),
        Row("a save adds to the database", _grown_kb("save"), "KB", save_target),
        Row("… saves 1 to 50", _grown_kb("first saves"), "KB", save_target),
        Row(f"… saves {last}", _grown_kb("last saves"), "KB", save_target),
        Row("approve and publish", _ms("both"), "ms", 60),
        Row("… of which two passwords, hashed with Argon2", _passwords, "ms"),
        Row("publish", _ms("publish"), "ms"),
        Row("approve and publish add to the database", _grown_kb("approve_and_publish"), "KB", publish_target),
        Row("edit page", _ms("edit"), "ms", 40),
        Row("edit page", _page_kb("edit"), "KB", 60),
        Row("edit page, with empty caches", _ms("edit, texts unknown"), "ms"),
        Row("compare page", _ms("compare"), "ms", 40),
        Row(f"history page, {saves:,} revisions", _ms("history"), "ms", 30),
        Row("review page", _ms("review"), "ms"),
    ]


def _shown(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:,.{1 if value < 100 else 0}f} {unit}"


def _line(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _figures(run: Run, saves: int, database: str) -> Iterator[str]:
    yield _line("", "ours", "Wagtail", "Wagtail ÷ ours", "target", "")
    yield _line("---", *["---:"] * 4, "---")
    for row in _rows(saves, database):
        ours, theirs = row.found(run, OURS), row.found(run, WAGTAIL)
        ratio = f"{theirs / ours:.1f}" if theirs and ours else ""
        target = f"≤ {row.target:g} {row.unit}" if row.target else ""
        verdict = "" if row.target is None or ours is None else "met" if ours <= row.target else "**missed**"
        yield _line(row.label, _shown(ours, row.unit), _shown(theirs, row.unit), ratio, target, verdict)


def _pages(run: Run, saves: int) -> Iterator[str]:
    yield "Queries of each page, session and user counted in, and its time in the end:"
    yield ""
    guides, revisions = f"{MORE_GUIDES + 1:,} guides", f"{saves:,} revisions"
    yield _line("page", "2 revisions", revisions, guides, f"ms, {guides}", "Wagtail, 2 revisions", f"… {revisions}")
    yield _line("---", *["---:"] * 6)
    for page in (*BOTH_PAGES, "review", *OUR_PAGES):
        ours = [run.median(OURS, f"{page} queries, {state}") for state in (FEW, MANY, MANY_GUIDES)]
        theirs = [run.median(WAGTAIL, f"{page} queries, {state}") for state in (FEW, MANY)]
        numbers = ["" if count is None else f"{count:.0f}" for count in (*ours, *theirs)]
        time = run.median(OURS, f"{page}, {MANY_GUIDES} ms") or 0
        yield _line(page, *numbers[:3], f"{time:.1f}", *numbers[3:])


def _growth(run: Run) -> Iterator[str]:
    for act, name in (("save", "A save"), ("approve_and_publish", "To approve and publish")):
        tables = sorted(((size, table) for table, size in run.growth[OURS][act].items() if size >= 1), reverse=True)
        listed = ", ".join(f"{table.removeprefix('monograph_')} {size:,.0f}" for size, table in tables)
        yield f"{name} adds, in bytes of each table with its indexes: {listed}."


def written(runs: dict[str, Run], rounds: int, saves: int) -> str:
    """Return the page for the runs, by engine."""
    parts = [HEAD.format(rounds=rounds, saves=saves, processors=os.cpu_count())]
    for run in runs.values():
        database = next(version for version in run.about if version.startswith(("PostgreSQL", "SQLite")))
        others = ", ".join(dict.fromkeys(version for version in run.about if version != database))
        parts.append(f"## {database}\n\n{others}.\n")
        parts += ["\n".join(_figures(run, saves, database)) + "\n", "\n".join(_pages(run, saves)) + "\n"]
        parts.append("\n\n".join(_growth(run)) + "\n")
    return "\n".join(parts)
