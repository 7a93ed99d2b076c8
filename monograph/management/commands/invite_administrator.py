"""Invite the first administrators, who invite everybody else on the page of people."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ...accounts.people import invite_administrator
from ...errors import WorkflowError
from ...mailing.links import password_path


class Command(BaseCommand):
    help = (
        "Create an administrator's account and print the link with which they choose a password, once, within 72 "
        "hours. Invite two: what gives a right to sign needs both."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("email")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        given = {name: options[name] for name in ("username", "email", "first_name", "last_name")}
        try:
            person = invite_administrator(**given)
        except WorkflowError as error:
            raise CommandError(error.message) from error
        self.stdout.write(settings.SITE_URL + password_path(person))
