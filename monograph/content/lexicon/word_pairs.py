"""Pairs of words that follow each other in English books, and which of them do so often.

A word that follows no neighbor, beside a similar one that usually is where it is, was not meant. The pairs come from
Google Books (see `data/`). They are kept as text by their first word, because a set of them takes ten times the memory.
"""

import gzip
from functools import cache, lru_cache

from . import DATA, PAIRS_FILE


@cache
def _followers() -> dict[str, tuple[str, str]]:
    """Return the words that often follow a word, and those that seldom do, with a space around each."""
    lines = gzip.decompress((DATA / PAIRS_FILE).read_bytes()).decode().split("\n")
    parts = (line.split("|") for line in lines)
    return {first: (f" {often} ", f" {seldom} ") for first, often, seldom in parts}


# The words that follow a common one are a long text, and the same pairs are asked for again and again.
@lru_cache(maxsize=50_000)
def is_pair(first: str, second: str) -> bool:
    """Return whether a lowercase word ever follows another."""
    return any(f" {second} " in words for words in _followers().get(first, ()))


@lru_cache(maxsize=50_000)
def is_usual_pair(first: str, second: str) -> bool:
    """Return whether a lowercase word often follows another."""
    return first in _followers() and f" {second} " in _followers()[first][0]
