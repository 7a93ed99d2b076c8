"""Lint and check the form of JavaScript and CSS with Biome; ``--fix`` formats them instead.

Biome comes from npm (package.json). Without npm the step says so and is left out, except with CI=true, where it fails.
"""

import os
import shutil
import subprocess
import sys

from tests.lint import ROOT


def main(arguments: list[str]) -> int:
    npx = shutil.which("npx")
    if npx is None:
        print("JavaScript and CSS: NOT checked: no npm on PATH. On Debian or Ubuntu: apt install npm.", file=sys.stderr)
        return int(os.environ.get("CI", "").lower() in {"1", "true"})
    if not (ROOT / "node_modules" / "@biomejs").is_dir():
        print("JavaScript and CSS: Biome is not installed. Run: npm ci", file=sys.stderr)
        return 1
    mode = ["--write"] if "--fix" in arguments else []
    command = [npx, "--no-install", "biome", "check", "--error-on-warnings", *mode]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
