"""Django's ``flush`` as the tests have it: Django calls it after each test that commits."""

from typing import Any

from django.core.management.commands import flush

from tests.prepared_database import prepared_database


class Command(flush.Command):
    help = "Return the database to what every test finds; the triggers refuse to empty the tables of the history."

    def handle(self, **options: Any) -> None:
        prepared_database.restore()
