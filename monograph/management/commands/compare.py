import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from monograph.comparison import Comparison, compare


class Command(BaseCommand):
    help = (
        "Say what changed from one HTML file to another, first what changes the meaning. Exits with 2 without a file."
    )
    requires_system_checks = []  # it reads two files: no database, no settings of a site

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("old", type=Path, metavar="OLD.html")
        parser.add_argument("new", type=Path, metavar="NEW.html")
        parser.add_argument("--json", action="store_true", help="print {critical: […], html: …} for a program")

    def handle(self, *args: Any, old: Path, new: Path, **options: Any) -> None:
        comparison = compare(_text(old), _text(new))
        self.stdout.write(_as_json(comparison) if options["json"] else _as_words(comparison))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}.", returncode=2) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8 text (byte {error.start:,}).", returncode=2) from error


def _as_json(comparison: Comparison) -> str:
    critical = [asdict(change) for change in comparison.critical]
    return json.dumps({"critical": critical, "html": comparison.html}, ensure_ascii=False, indent=2)


def _as_words(comparison: Comparison) -> str:
    if comparison.is_empty:
        return "The two texts say the same in the same form."
    lines = [f"- {change.words}\n  in: {change.quote}" for change in comparison.critical]
    heading = "What changes the meaning:" if lines else "Nothing was found that changes the meaning."
    return "\n".join([heading, *lines, "", "The change:", comparison.html])
