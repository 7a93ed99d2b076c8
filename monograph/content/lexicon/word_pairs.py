"""Pairs of words that follow each other in English books and in guides, and which of them do so often.

A word that follows no neighbor, beside a similar one that usually is where it is, was not meant. The pairs come from
Google Books and from this project's own texts (see `data/`). They are kept as text by their first word, because a set
of them takes ten times the memory.
"""

import gzip
from functools import cache, lru_cache

from . import DATA, GUIDE_PAIRS_FILE, PAIRS_FILE

# How well two words are known to follow each other: never seen, seldom in books, often there or once in a guide, often
# in both or repeatedly in guides.
NEVER, SELDOM, USUAL, WELL_KNOWN = range(4)


@cache
def _followers() -> dict[str, tuple[str, str]]:
    """Return the words that often follow a word, and those that seldom do, with a space around each."""
    lines = gzip.decompress((DATA / PAIRS_FILE).read_bytes()).decode().split("\n")
    parts = (line.split("|") for line in lines)
    return {first: (f" {often} ", f" {seldom} ") for first, often, seldom in parts}


@cache
def _in_guides() -> dict[str, tuple[str, str, int]]:
    """Return the same of guides, where often is more than once, and how often a word occurs there."""
    lines = gzip.decompress((DATA / GUIDE_PAIRS_FILE).read_bytes()).decode().split("\n")
    parts = (line.split("|") for line in lines)
    return {first: (f" {often} ", f" {seldom} ", int(count)) for first, often, seldom, count in parts}


# The words that follow a common one are a long text, and the same pairs are asked for again and again.
@lru_cache(maxsize=50_000)
def pair_level(first: str, second: str) -> int:
    """Return how well two lowercase words are known to follow each other."""
    word = f" {second} "
    often, seldom = _followers().get(first, ("", ""))
    again, once, _ = _in_guides().get(first, ("", "", 0))
    is_in_guides = word in again or word in once
    if word in again or (word in often and is_in_guides):
        return WELL_KNOWN
    if word in often or is_in_guides:
        return USUAL
    return SELDOM if word in seldom else NEVER


def count_in_guides(word: str) -> int:
    """Return how often a lowercase word occurs in the texts of guides that were counted."""
    return _in_guides().get(word, ("", "", 0))[2]


def usual_followers(first: str) -> list[str]:
    """Return the words that follow a lowercase word repeatedly in guides."""
    return _in_guides().get(first, ("", "", 0))[0].split()
