"""The lint steps of this project's own, and the list of all steps that ``make lint`` takes."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# The name of each step, and what this Python is called with. They run side by side, so the longest is first.
STEPS = {
    "mypy": ("-m", "mypy"),
    "ruff check": ("-m", "ruff", "check", "--quiet"),
    "ruff format": ("-m", "ruff", "format", "--check", "--quiet"),
    "imports": ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"),
    "templates": ("-m", "tests.lint.templates"),
    "scripts and styles": ("-m", "tests.lint.scripts_and_styles"),
    "sizes": ("-m", "tests.lint.sizes"),
    "retired words": ("-m", "tests.lint.retired_words"),
}


def tracked_files(*patterns: str) -> list[Path]:
    """Return the files that git tracks or would track, as paths below `ROOT`; a pattern's ``*`` crosses folders."""
    # A container often runs as another user than the owner of the clone, which git refuses without this setting.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
    listed = subprocess.run([*command, *patterns], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (Path(name) for name in sorted(set(listed.split("\0")) - {""}))
    return [path for path in paths if (ROOT / path).is_file()]
