"""Make the stored pages of all guides anew, as after an upgrade that changes how they look."""

from typing import Any

from django.core.management.base import BaseCommand

from ...models import Monograph
from ...release.stored_pages import refresh_pages_by_slug


class Command(BaseCommand):
    help = "Make the stored page of every public guide anew. Until then each worker makes those that are out of date."

    def handle(self, *args: Any, **options: Any) -> None:
        slugs = list(Monograph.objects.current().order_by("slug").values_list("slug", flat=True))
        for number, slug in enumerate(slugs, start=1):
            refresh_pages_by_slug(slug)
            if number % 100 == 0:
                self.stderr.write(f"{number} of {len(slugs)} pages")
        self.stdout.write(f"{len(slugs)} page{'' if len(slugs) == 1 else 's'} made.")
