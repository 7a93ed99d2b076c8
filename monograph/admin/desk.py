"""What every page of the desks shares: who may see it, and how it is put together."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache

from .. import permissions
from .forms import DeskForm

View = Callable[..., HttpResponse]
MAX_KEY = 2**63 - 1


class DeskList(admin.ModelAdmin):
    """One of Django's lists, under the name of what it lists."""

    list_per_page = 50
    show_full_result_count = False  # beside a search it would count every row there is

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


def desk_path(route: str, view: View, name: str) -> URLPattern:
    """Return the address of a desk page: behind the admin's log-in, for those who may read desks, never cached."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.may_read_desks(request.user):
            raise PermissionDenied
        if any(isinstance(number, int) and number > MAX_KEY for number in kwargs.values()):
            raise Http404  # no row has it, and SQLite can't even be asked
        return view(request, *args, **kwargs)

    return path(route, admin.site.admin_view(never_cache(guarded)), name=name)


def desk_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, title: str, status: int = 200
) -> TemplateResponse:
    """Return a page of the desks, in the admin's frame."""
    frame = {**admin.site.each_context(request), "title": title, "opts": None}
    return TemplateResponse(request, f"monograph/desk/{template}", {**frame, **context}, status=status)


def run_action(
    request: HttpRequest, form: DeskForm, act: Callable[[], str], *, back: HttpResponse, **context: Any
) -> HttpResponse:
    """Do what a lone button asks: a verb, in `act`, which returns what was done, in words. Then go `back`.

    A refusal is a page of its own, for there is no form to put it at; it hands back what was typed.
    """
    if form.is_valid():
        with form.refused():
            messages.success(request, act())
            return back
    return desk_page(request, "refused.html", {"form": form, **context}, title="That was not done", status=form.status)
