"""What the pages of the desks share: access, frame, and buttons that run a verb."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from .. import permissions
from ..accounts.signing import PasskeyNeeded
from .forms import DeskForm

View = Callable[..., HttpResponse]
MAX_KEY = 2**63 - 1


class DeskRequest(HttpRequest):
    """A request to a desk page, which only users who are logged in may open. For type hints only."""

    user: User


def desk_path(route: str, view: View, name: str) -> URLPattern:
    """Return the URL pattern of a desk page.

    The page requires a login and the permission to read the desks, and is never cached. If a verb needs a passkey's
    signature, the response is the question for the browser.
    """

    @wraps(view)
    def wrapper(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.may_read_desks(request.user):
            raise PermissionDenied
        # No row has such a key, and SQLite raises OverflowError when asked for one.
        if any(isinstance(number, int) and number > MAX_KEY for number in kwargs.values()):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except PasskeyNeeded as needed:
            return JsonResponse(needed.question)

    return path(route, admin.site.admin_view(never_cache(wrapper)), name=name)


def render_desk_page(
    request: DeskRequest, template: str, context: dict[str, Any], *, title: str, status: int = 200
) -> TemplateResponse:
    """Render a template of the desks in the admin's frame."""
    frame = {**admin.site.each_context(request), "title": title, "opts": None}
    return TemplateResponse(request, f"monograph/desk/{template}", {**frame, **context}, status=status)


def run_action(
    request: DeskRequest, form: DeskForm, action: Callable[[], str], *, success: HttpResponse, **context: Any
) -> HttpResponse:
    """Run the verb behind a button and respond with `success`.

    `action` returns the message for the user. A refusal has no form to appear in, so it gets a page of its own, which
    hands back what the user entered.
    """
    if form.is_valid():
        with form.catch_refusal():
            messages.success(request, action())
            return success
    return render_desk_page(
        request, "refused.html", {"form": form, **context}, title="Nothing was changed", status=form.status
    )
