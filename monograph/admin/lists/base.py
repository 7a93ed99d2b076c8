"""Base classes of the admin's lists."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from ... import recording


class DeskModelAdmin(admin.ModelAdmin):
    """A list titled with what it lists."""

    list_per_page = 50
    show_full_result_count = False  # would count every row of the table at each search

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


class RecordedAdmin(admin.ModelAdmin):
    """An admin whose every change is in the audit trail, with old and new values."""

    also_recorded: tuple[type[Model], ...] = ()  # models that its forms change besides its own

    def recorded(self, request: HttpRequest) -> AbstractContextManager[None]:
        """Record what a request changes. Others than POST change nothing."""
        if request.method != "POST":
            return nullcontext()
        user: Any = request.user
        rows = [model._default_manager.all() for model in (self.model, *self.also_recorded)]
        return recording.recorded(*rows, actor=user)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with self.recorded(request):
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with self.recorded(request):
            return super().changelist_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with self.recorded(request):
            return super().delete_view(request, *args, **kwargs)


class ReadOnlyAdmin(DeskModelAdmin):
    """A list in which nobody may add, change, or delete, not even a superuser."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OpenByDefaultFilter(admin.SimpleListFilter):
    """A filter by state that shows open rows unless another state is chosen."""

    title = "state"
    parameter_name = "state"

    def choices(self, changelist: Any) -> Any:
        for value, label in [(None, "open"), *self.lookup_choices]:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string(
                    {self.parameter_name: value} if value else {}, [] if value else [self.parameter_name]
                ),
                "display": label,
            }
