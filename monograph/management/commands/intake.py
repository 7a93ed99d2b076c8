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
from ...content.word_file import UnreadableFile, intake_word_file

MARKUP = re.compile(r"<|&#?\w+;")


class Command(BaseCommand):
    help = (
        "Take in a file of HTML, plain text or Word as the text of a section; print it. Exit code 1 if it is refused."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--file",
            type=Path,
            required=True,
            help="a .docx file, or one in UTF-8: HTML, or plain text if its name ends with .txt or it has no markup",
        )
        parser.add_argument(
            "--pasted", action="store_true", help="leave out what is deleted or hidden, as in the editor"
        )
        parser.add_argument("--json", action="store_true", help="print html, notices and refusals as a JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            taken = self._take(options["file"].read_bytes(), options["file"].suffix.lower(), pasted=options["pasted"])
        except OSError as error:
            raise CommandError(f"The file can't be read: {error.strerror}: {options['file']}", returncode=2) from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{options['file']} is not UTF-8. Save it as UTF-8.", returncode=2) from error
        except UnreadableFile as error:
            raise CommandError(str(error), returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(taken), ensure_ascii=False, indent=1))
        else:
            self._print(taken)
        if taken.html is None:
            sys.exit(1)

    def _take(self, data: bytes, suffix: str, *, pasted: bool) -> Intake:
        if suffix == ".docx":
            return intake_word_file(data)
        text = data.decode("utf-8-sig")
        return intake(text, is_pasted=pasted) if MARKUP.search(text) and suffix != ".txt" else intake_plain(text)

    def _print(self, taken: Intake) -> None:
        if taken.html is not None:
            self.stdout.write(taken.html)
        for word, messages in (("notice", taken.notices), ("refused", taken.refusals)):
            for message in messages:
                self.stderr.write(f"{word}: {message.code}: {message.message}")
