"""Export what proves a guide's editions to somebody without this software."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...models import Edition, Monograph
from ...release import evidence


class Command(BaseCommand):
    help = (
        "Write an evidence bundle: a guide's editions, their signatures, its audit trail, and a verifier that needs "
        "only Python (docs/evidence.md)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("guide", help="the guide's slug")
        parser.add_argument("--edition", type=int, metavar="N", help="only this edition; by default all")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE.zip", help="a file that does not exist")

    def handle(self, *args: Any, guide: str, edition: int | None, out: Path, **options: Any) -> None:
        monograph = Monograph.objects.filter(slug=guide).first()
        if monograph is None:
            raise CommandError(f"There is no guide {guide}.")
        editions = Edition.objects.filter(monograph=monograph)
        if edition is not None:
            editions = editions.filter(number=edition)
        if not editions.exists():
            raise CommandError(f"The guide {guide} has no such edition.")
        files = evidence.bundle_files(monograph, editions)
        try:
            with out.open("xb") as opened:
                evidence.write_bundle(files, opened)
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}") from error
        self.stdout.write(f"{len(files)} files. Check them with verify.py in the unpacked folder.")
