from typing import Any

from django.core.management.commands import loaddata

from ... import covered_records
from ...recording import recorded


class Command(loaddata.Command):
    help = (
        f"{loaddata.Command.help} The audit trail records what it changes in the catalogue, the library and accounts."
    )

    def handle(self, *fixture_labels: str, **options: Any) -> None:
        rows = [model._default_manager.all() for model in covered_records.covered_models()]
        with recorded(*rows, actor="manage.py loaddata"):
            super().handle(*fixture_labels, **options)
