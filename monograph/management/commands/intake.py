"""Show how a text from another program is taken in: what is kept, left out, and refused. Needs no database."""

import json
import re
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...content.intake import Intake, intake, intake_plain

MARKUP = re.compile(r"<|&#?\w+;")


class Command(BaseCommand):
    help = "Take in an HTML or plain text file as the text of a section, and print it. Exit code 1 if it is refused."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--file",
            type=Path,
            required=True,
            help="the file, in UTF-8; plain text if its name ends with .txt or it has no markup",
        )
        parser.add_argument(
            "--pasted", action="store_true", help="leave out what is deleted or hidden, as in the editor"
        )
        parser.add_argument("--json", action="store_true", help="print html, notices and refusals as a JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
        except OSError as error:
            raise CommandError(f"The file can't be read: {error.strerror}: {options['file']}", returncode=2) from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{options['file']} is not UTF-8. Save it as UTF-8.", returncode=2) from error
        is_plain = options["file"].suffix.lower() == ".txt" or not MARKUP.search(text)
        taken = intake_plain(text) if is_plain else intake(text, is_pasted=options["pasted"])
        if options["json"]:
            self.stdout.write(json.dumps(asdict(taken), ensure_ascii=False, indent=1))
        else:
            self._print(taken)
        if taken.html is None:
            sys.exit(1)

    def _print(self, taken: Intake) -> None:
        if taken.html is not None:
            self.stdout.write(taken.html)
        for word, messages in (("notice", taken.notices), ("refused", taken.refusals)):
            for message in messages:
                self.stderr.write(f"{word}: {message.code}: {message.message}")
