"""Check the form of the templates with djade; ``--fix`` formats them instead."""

import subprocess
import sys
from pathlib import Path

from tests.lint import ROOT, tracked_files

DJADE = Path(sys.executable).with_name("djade")


def main(arguments: list[str]) -> int:
    names = list(map(str, tracked_files("*templates/*.html")))
    mode = [] if "--fix" in arguments else ["--check"]
    code = subprocess.run([DJADE, *mode, "--target-version", "5.2", *names], cwd=ROOT, check=False).returncode
    return code if mode else 0  # djade exits with 1 when it has formatted a file


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
