"""Cited references as people type them: one a line, ``key | place in the source``."""

from collections.abc import Iterable


def parse_citation_lines(typed: str) -> list[tuple[str, str]]:
    """Return (key, place in the source) for each line that is not blank; the place may be left out."""
    lines = (line.partition("|") for line in typed.splitlines() if line.strip())
    return [(key.strip(), place.strip()) for key, _, place in lines]


def citation_lines(cited: Iterable[tuple[str, str]]) -> str:
    """Return what `parse_citation_lines` reads."""
    return "\n".join(f"{key} | {place}" if place else key for key, place in cited)
