"""Make the PDFs of newly published editions, from a timer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...printing import Unavailable
from ...release.edition_pdfs import make_missing


class Command(BaseCommand):
    help = "Make the missing PDFs of current editions. Without this command, the first reader of a PDF waits for it."

    def handle(self, *args: Any, **options: Any) -> None:
        made = 0
        try:
            for edition in make_missing():
                made += 1
                self.stderr.write(f"{edition}")
        except Unavailable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made} PDF{'' if made == 1 else 's'} made.")
