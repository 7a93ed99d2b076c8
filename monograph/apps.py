from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class MonographConfig(AppConfig):
    name = "monograph"

    def ready(self) -> None:
        from . import checks, search, triggers
        from .release import search_rows

        pre_migrate.connect(checks.refuse_unknown_migrations, sender=self)
        pre_migrate.connect(triggers.remove_before_migrate, sender=self)
        post_migrate.connect(triggers.install_after_migrate, sender=self)
        post_migrate.connect(search.install_after_migrate, sender=self)
        post_migrate.connect(search_rows.index_after_migrate, sender=self)
