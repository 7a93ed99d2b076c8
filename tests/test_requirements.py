"""Every package that the code imports is named in requirements.in, not only brought along by another package."""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt", "bench/requirements.txt", "tests/mutants/requirements.txt")
OWN = {"bench", "config", "docs", "manage", "monograph", "tests"}
IMPORT = re.compile(r"^\s*(?:from (\w+)[\w.]* import\b|import (\w+)[\w.]*(?: as \w+)?$)", re.MULTILINE)


def normalize(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(name: str) -> set[str]:
    lines = (ROOT / name).read_text().splitlines()
    return {normalize(match[0]) for line in lines if (match := re.match(r"[A-Za-z0-9][\w.-]*", line))}


def imported(*folders: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for match in IMPORT.finditer(path.read_text(encoding="utf-8")):
            yield match[1] or match[2], path


@pytest.mark.parametrize(
    ("folders", "files"),
    [
        (("config", "monograph"), ("requirements.in",)),
        (("docs", "tests"), ("requirements.in", "requirements-dev.in", "tests/mutants/requirements.in")),
    ],
)
def test_every_imported_package_is_declared(folders: tuple[str, ...], files: tuple[str, ...]) -> None:
    distributions = packages_distributions()
    names = set().union(*map(declared, files))
    undeclared = {
        f"{path.relative_to(ROOT)}: {package}"
        for package, path in imported(*folders)
        if package not in OWN | sys.stdlib_module_names
        and not names & set(map(normalize, distributions.get(package, [package])))
    }
    assert not undeclared


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_index_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    pins = re.findall(r"^\w.*==.*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\w", text, re.MULTILINE)) > 20
    assert "://" not in text
    assert "--index" not in text and "--find-links" not in text
