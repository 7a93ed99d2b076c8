from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class MonographConfig(AppConfig):
    name = "monograph"

    def ready(self) -> None:
        from . import checks, dbguards, search  # noqa: F401  # checks register themselves

        pre_migrate.connect(dbguards.lift_before_migrate, sender=self)
        post_migrate.connect(dbguards.install_after_migrate, sender=self)
        post_migrate.connect(search.install_after_migrate, sender=self)
