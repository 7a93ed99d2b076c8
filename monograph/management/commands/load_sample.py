from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ...interchange import sample


class Command(BaseCommand):
    help = "Create the sample people and take the sample guides through the workflow. Runs only with DEBUG=1."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("load_sample creates accounts and prints their password. It runs only with DEBUG=1.")
        people = sample.load_people()
        for guide in sample.read_guides(settings.BASE_DIR / "fixtures" / "sample"):
            is_new = sample.load_guide(guide, people)
            self.stdout.write(f"  {guide['slug']}: {'written, reviewed and signed' if is_new else 'already exists'}")
        self.stdout.write(f"\nSample logins, all with the password {sample.PASSWORD}:")
        for person in sample.PEOPLE:
            self.stdout.write(f"  {person.username:<8}{person.role:<14}{person.name}")
