"""Load the catalogue of section kinds from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...content.errors import ContentError
from ...interchange.catalogue import CATALOGUE_FILE, load_catalogue, read_catalogue


class Command(BaseCommand):
    help = "Add, change and move the section kinds that a file lists, and print what changed. It never deletes a kind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            default=CATALOGUE_FILE,
            help="a fixture; the default is fixtures/section-kinds.json",
        )

    def handle(self, *args: Any, file: Path, verbosity: int, **options: Any) -> None:
        try:
            lines = load_catalogue(read_catalogue(file))
        except ContentError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write("\n".join(lines or ["nothing changed"]))
