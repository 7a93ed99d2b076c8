"""Cited references as writers enter them, one a line: ``key | place in source``."""

from collections.abc import Iterable


def parse_citation_lines(text: str) -> list[tuple[str, str]]:
    """Return (key, place in the source) for each non-blank line.

    The place is '' if the line has none.
    """
    lines = (line.partition("|") for line in text.splitlines() if line.strip())
    return [(key.strip(), place.strip()) for key, _, place in lines]


def citation_lines(cited: Iterable[tuple[str, str]]) -> str:
    """Return the lines that `parse_citation_lines` reads."""
    return "\n".join(f"{key} | {place}" if place else key for key, place in cited)
