"""What every page of the desks shares: who may see it, and how it is put together."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from .. import permissions

View = Callable[..., HttpResponse]
BIGGEST_KEY = 2**63 - 1


def desk_path(route: str, view: View, name: str) -> URLPattern:
    """Return the address of a desk page: behind the admin's log-in, for those who may read desks, never cached."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.may_read_desks(request.user):
            raise PermissionDenied
        if any(isinstance(number, int) and number > BIGGEST_KEY for number in kwargs.values()):
            raise Http404  # no row has it, and SQLite can't even be asked
        return view(request, *args, **kwargs)

    return path(route, admin.site.admin_view(never_cache(guarded)), name=name)


def desk_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, title: str, status: int = 200
) -> TemplateResponse:
    """Return a page of the desks, in the admin's frame."""
    frame = {**admin.site.each_context(request), "title": title, "opts": None}
    return TemplateResponse(request, f"monograph/desk/{template}", {**frame, **context}, status=status)
