"""Store the pages of all guides again, for example after an upgrade."""

from typing import Any

from django.core.management.base import BaseCommand

from ...models import Monograph
from ...release.stored_pages import refresh_pages_by_slug


class Command(BaseCommand):
    help = "Store the page of every public guide again. Until then, each worker renders outdated pages itself."

    def handle(self, *args: Any, **options: Any) -> None:
        slugs = list(Monograph.objects.current().order_by("slug").values_list("slug", flat=True))
        for number, slug in enumerate(slugs, start=1):
            refresh_pages_by_slug(slug)
            if number % 100 == 0:
                self.stderr.write(f"{number} of {len(slugs)} pages")
        self.stdout.write(f"{len(slugs)} page{'' if len(slugs) == 1 else 's'} made.")
