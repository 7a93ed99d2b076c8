from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from monograph.interchange import sample


class Command(BaseCommand):
    help = "Make the sample people and play the sample guides through the workflow. Runs with DEBUG=1 only."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("load_sample makes accounts whose password is printed here. It runs with DEBUG=1 only.")
        people = sample.load_people()
        for guide in sample.read_guides(settings.BASE_DIR / "fixtures" / "sample"):
            is_new = sample.load_guide(guide, people)
            self.stdout.write(f"  {guide['slug']}: {'written, reviewed and signed' if is_new else 'is there already'}")
        self.stdout.write(f"\nSample log-ins, all with the password {sample.PASSWORD}:")
        for person in sample.PEOPLE:
            self.stdout.write(f"  {person.username:<8}{person.role:<12}{person.name}")
