"""``make audit``: the SBOM holds every locked package, and nothing that was not asked about passes for safe."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from .audit import LOCK, locked_packages, normalize, summarize, write_sbom


def test_sbom_lists_every_locked_package_with_its_hashes(tmp_path: Path) -> None:
    write_sbom(tmp_path / "sbom.json")
    sbom = json.loads((tmp_path / "sbom.json").read_text())
    assert sbom["bomFormat"] == "CycloneDX"
    pins = re.findall(r"^(\w[\w.-]*).*?==([^\s;]+)", LOCK.read_text(), re.MULTILINE)
    assert {normalize(part["name"]): part["version"] for part in sbom["components"]} == {
        normalize(name): version for name, version in pins
    }
    hashes = [part["externalReferences"][0]["hashes"] for part in sbom["components"]]
    assert all(listed and listed[0]["alg"] == "SHA-256" for listed in hashes)
    # The same lock makes the same file: no time, no random number.
    assert not {"timestamp", "serialNumber"} & (sbom.keys() | sbom["metadata"].keys())


def entry(name: str, *vulnerabilities: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "version": "1", "vulns": [{"id": id, "fix_versions": []} for id in vulnerabilities], **more}


SKIPPED = {"name": "beta", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("entries", "failure", "code", "words"),
    [
        ([entry("alpha"), entry("Beta")], "", 0, "0 known vulnerabilities in 2 of 2"),
        ([entry("alpha", "CVE-1"), entry("beta")], "", 1, "alpha 1: CVE-1"),
        ([entry("alpha"), SKIPPED], "", 2, "NOT AUDITED, 1 of 2: beta."),
        ([entry("alpha", "CVE-1"), SKIPPED], "", 1, "NOT AUDITED, 1 of 2: beta."),
        ([entry("alpha")], "", 2, "the database was not asked about them"),
        ([], "no network", 2, "Why: no network"),
    ],
)
def test_package_nobody_asked_about_is_no_success(
    entries: list[dict[str, Any]], failure: str, code: int, words: str
) -> None:
    lines, found = summarize({"dependencies": entries} if entries else {}, failure, {"alpha": "1", "beta": "1"})
    assert found == code
    assert words in " ".join(lines)


def test_locked_packages_are_all_that_the_lock_names() -> None:
    assert len(locked_packages()) == len(re.findall(r"^\w", LOCK.read_text(), re.MULTILINE)) > 20
