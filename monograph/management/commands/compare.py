"""Show what changed between two HTML files, without a database."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...comparison import Comparison, compare


class Command(BaseCommand):
    help = "Show what changed between two HTML files, clinical changes first. Exit code 2 if a file can't be read."
    # It needs neither a database nor the settings of a site.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("old", type=Path, metavar="OLD.html")
        parser.add_argument("new", type=Path, metavar="NEW.html")
        parser.add_argument("--json", action="store_true", help="print {critical: […], html: …} for a program")

    def handle(self, *args: Any, old: Path, new: Path, **options: Any) -> None:
        comparison = compare(_read(old), _read(new))
        self.stdout.write(_as_json(comparison) if options["json"] else _as_text(comparison))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}.", returncode=2) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8 text (byte {error.start:,}).", returncode=2) from error


def _as_json(comparison: Comparison) -> str:
    names = ("kind", "old", "new", "quote")
    critical = [{name: getattr(change, name) for name in names} for change in comparison.critical]
    check = [asdict(change) for change in comparison.check]
    found = {"critical": critical, "check": check, "wording": comparison.wording, "html": comparison.html}
    return json.dumps(found, ensure_ascii=False, indent=2)


def _as_text(comparison: Comparison) -> str:
    if comparison.is_empty:
        return "Nothing has changed."
    lines = [f"- {change.words}\n  in: {change.quote}" for change in comparison.critical]
    heading = "Clinical changes:" if lines else "No clinical changes found."
    if comparison.check:
        lines += [
            "",
            "To check, as nothing proves them harmless:",
            *(f"- {change.words}" for change in comparison.check),
        ]
    return "\n".join([heading, *lines, "", "All changes:", comparison.html])
