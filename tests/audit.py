"""What the product is made of (SBOM), and which vulnerabilities of its locked packages are known.

``make audit`` is this, ``make sbom`` the first half. The database of vulnerabilities is asked over the network. What
could not be asked about is said and is no success: exit code 1 for vulnerabilities, 2 where the answer is not known.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
SBOM = ROOT / "var" / "sbom.cdx.json"
ASK = ("--requirement", str(LOCK), "--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off")


def locked_packages() -> dict[str, str]:
    """Return the version of each package that the product runs on, by normalized name, for all platforms."""
    pins = re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return {normalize(name): version for name, version in pins}


def normalize(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def write_sbom(path: Path) -> None:
    """Write the locked packages with their hashes as a CycloneDX document: the same lock gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", str(LOCK), "--output-reproducible"]
    subprocess.run([*command, "--no-validate", "--of", "JSON", "--output-file", str(path)], check=True)


def ask_about_vulnerabilities() -> tuple[dict[str, Any], str]:
    """Return the report of pip-audit, or an empty one and why there is none."""
    asked = subprocess.run([sys.executable, "-m", "pip_audit", *ASK], capture_output=True, text=True, check=False)
    try:
        return json.loads(asked.stdout), ""
    except ValueError:
        return {}, (asked.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]


def summarize(report: dict[str, Any], failure: str, locked: dict[str, str]) -> tuple[list[str], int]:
    """Return what a report says in lines, and the exit code.

    pip-audit ends with success, and says “No known vulnerabilities”, when its database knew nothing of any package.
    """
    answered = [entry for entry in report.get("dependencies", []) if "skip_reason" not in entry]
    known = {normalize(entry["name"]) for entry in answered}
    unknown = sorted(set(locked) - known)
    found = [
        f"{entry['name']} {entry['version']}: {vulnerability['id']}, fixed in "
        f"{', '.join(vulnerability.get('fix_versions', [])) or 'no version yet'}"
        for entry in answered
        for vulnerability in entry["vulns"]
    ]
    lines = [
        f"{len(found)} known vulnerabilities in {len(known & set(locked))} of {len(locked)} locked packages.",
        *found,
    ]
    if unknown:
        reasons = [failure, *(entry.get("skip_reason", "") for entry in report.get("dependencies", []))]
        lines.append(f"NOT AUDITED, {len(unknown)} of {len(locked)}: {', '.join(unknown)}.")
        lines.append(f"Why: {next(filter(None, reasons), 'the database was not asked about them')}")
    return lines, 1 if found else 2 if unknown else 0


def main() -> int:
    write_sbom(SBOM)
    print(f"Wrote {SBOM.relative_to(ROOT)}.")
    if "--sbom" in sys.argv:
        return 0
    lines, code = summarize(*ask_about_vulnerabilities(), locked_packages())
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
