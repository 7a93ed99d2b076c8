"""List the retired words of this project: ``python -m tests.lint.retired_words [FILE ...]``. Exits with 1 at any.

The words, and the files and stored names that are exempt, are in `tests.lint.vocabulary`.
"""

import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from tests.lint import ROOT, tracked_files
from tests.lint.vocabulary import NOT_SCANNED, RETIRED, STORED, Retired

ANY_STORED = re.compile("|".join(STORED))
SEAM = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_-]")  # between the words of an identifier


def is_identifier(pattern: str) -> bool:
    return bool(re.search(r"(?<!\\)[A-Z]|_", pattern))


def whole_words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


IDENTIFIERS = [entry for entry in RETIRED if is_identifier(entry.pattern)]
WORDS = [entry for entry in RETIRED if not is_identifier(entry.pattern)]


@cache
def is_in(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(path, pattern) for pattern in patterns)


def find_in_lines(lines: list[str], entries: list[Retired], path: str) -> Iterator[tuple[int, str, Retired]]:
    applicable = [entry for entry in entries if is_in(path, entry.only) and not is_in(path, entry.unless)]
    any_entry = whole_words(*(entry.pattern for entry in applicable))
    for number, line in enumerate(lines, 1):
        if any_entry.search(line):
            for entry in applicable:
                if match := whole_words(entry.pattern).search(line):
                    yield number, match[0], entry


def find_in_text(text: str, path: str) -> list[tuple[int, str, Retired]]:
    """Return the retired words of a file: the number of the line, the word, its entry."""
    lines = ANY_STORED.sub(" ", text).split("\n")
    apart = [SEAM.sub(" ", line).lower() for line in lines]
    found = [*find_in_lines(lines, IDENTIFIERS, path), *find_in_lines(apart, WORDS, path)]
    return sorted(found, key=lambda hit: hit[0])


def find_in_file(path: Path) -> Iterator[str]:
    name = path.as_posix()
    for _, word, entry in find_in_text(name, name):
        yield f"{name}:1: {word} in the file's name -> use {entry.instead}"
    try:
        text = (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return  # a picture
    for number, word, entry in find_in_text(text, name):
        yield f"{name}:{number}: {word} -> use {entry.instead}"


def main(arguments: list[str]) -> int:
    paths = [Path(name) for name in arguments] or tracked_files()
    scanned = [path for path in paths if not is_in(path.as_posix(), NOT_SCANNED)]
    found = [line for path in scanned for line in find_in_file(path)]
    for line in found:
        print(line)
    if found:
        print(f"{len(found)} retired words. Where one is right, say so in tests/lint/vocabulary.py.", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
