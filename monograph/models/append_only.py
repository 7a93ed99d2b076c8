"""History: rows that are written once.

Triggers refuse the same changes (`monograph.triggers`). Python refuses them earlier, with a clearer message.
"""

from typing import Any, NoReturn

from django.db import models


class HistoryIsAppendOnlyError(TypeError):
    """Code tried to change or delete history. A correction is a new row."""


def _refuse(model: type[models.Model]) -> NoReturn:
    raise HistoryIsAppendOnlyError(
        f"{model._meta.verbose_name} is history: it can't be changed or deleted. A correction is a new row."
    )


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs: Any) -> int:
        _refuse(self.model)

    def delete(self) -> tuple[int, dict[str, int]]:
        _refuse(self.model)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        _refuse(self.model)


# Has a name of its own, because type checkers find the managers of related rows by name.
AppendOnlyManager = models.Manager.from_queryset(AppendOnlyQuerySet)


class AppendOnlyModel(models.Model):
    objects = AppendOnlyManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse(type(self))
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse(type(self))
