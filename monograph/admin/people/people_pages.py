"""The list of people, the roles, and the page of one person."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from ... import people_permissions
from ...accounts.details import change_lines, read_details
from ...accounts.duties import find_people, list_roles, signs_what, with_roles
from ...accounts.factors import get_factors, with_factors
from ...accounts.one_time_codes import get_app_id
from ...accounts.passkeys import live_passkeys
from ...accounts.people import is_invited
from ...models import AccountChange, AuditEntry
from ...models.people import full_name, with_suspension
from ..desk import MAX_KEY, DeskRequest, View, render_desk_page

PER_PAGE = 50
HISTORY = 50
PEOPLE_ACTIONS = (
    AuditEntry.Action.INVITE,
    AuditEntry.Action.RENEW_INVITATION,
    AuditEntry.Action.CHANGE_PERSON,
    AuditEntry.Action.CONFIRM_CHANGE,
    AuditEntry.Action.DECLINE_CHANGE,
    AuditEntry.Action.DEACTIVATE,
    AuditEntry.Action.ACTIVATE,
    AuditEntry.Action.RESET_PASSWORD,
    AuditEntry.Action.REQUEST_PASSWORD_LINK,
    AuditEntry.Action.CHOOSE_PASSWORD,
    AuditEntry.Action.CHANGE_PASSWORD,
    AuditEntry.Action.END_SIGN_ON,
    AuditEntry.Action.RESUME_SIGNING,
    AuditEntry.Action.FAIL_IDENTITY,
    AuditEntry.Action.CONFIRM_SECOND_FACTOR,
    AuditEntry.Action.REMOVE_SECOND_FACTOR,
    AuditEntry.Action.REMOVE_LOST_SECOND_FACTOR,
    AuditEntry.Action.ADD_PASSKEY,
    AuditEntry.Action.REMOVE_PASSKEY,
    AuditEntry.Action.REMOVE_LOST_PASSKEY,
)


def people_path(route: str, view: View, name: str) -> URLPattern:
    """Return the URL pattern of a page for administrators."""

    def wrapper(request: DeskRequest, **kwargs: Any) -> HttpResponse:
        if not people_permissions.may_manage_people(request.user):
            raise PermissionDenied
        if kwargs.get("pk", 0) > MAX_KEY:
            raise Http404
        return view(request, **kwargs)

    return path(route, admin.site.admin_view(never_cache(wrapper)), name=name)


def state_label(person: User) -> str:
    if not person.is_active:
        return "deactivated"
    return "invited" if is_invited(person) else "active"


def people(request: DeskRequest) -> HttpResponse:
    """List everybody with their roles, and what they may sign until when. A constant number of queries."""
    words = request.GET.get("words", "").replace("\x00", "")[:200]
    found = with_roles(with_suspension(with_factors(find_people(words).select_related("profile"))))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.now().date()
    rows = [
        {
            "person": person,
            "roles": [
                *(["Administrator"] if person.is_superuser else []),
                *(group.name for group in person.groups.all()),
            ],
            "signs": signs_what(person, today),
            "state": state_label(person),
            "has_second_factor": bool(get_factors(person)),
        }
        for person in page
    ]
    waiting = AccountChange.objects.filter(state=AccountChange.State.WAITING).select_related("person", "requested_by")
    context = {
        "page": page,
        "rows": rows,
        "words": words,
        "query": f"{urlencode({'words': words})}&" if words else "",
        "waiting": waiting.order_by("pk"),
    }
    return render_desk_page(request, "people/people.html", context, title="People")


def roles(request: DeskRequest) -> HttpResponse:
    """Say in words what each role is for, and who has it."""
    return render_desk_page(request, "people/roles.html", {"roles": list_roles()}, title="Roles")


def person(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one person: what they may do, what waits, what can be done, and what happened to the account."""
    found = with_roles(with_suspension(with_factors(User.objects.select_related("profile"))))
    shown = get_object_or_404(found, pk=pk)
    changes = AccountChange.objects.filter(person=shown, state=AccountChange.State.WAITING)
    entries = AuditEntry.objects.filter(subject=str(shown), action__in=PEOPLE_ACTIONS).order_by("-sequence")
    details = read_details(shown)
    context = {
        "person": shown,
        "details": change_lines({name: ["", value] for name, value in details.as_json().items()}),
        "signs": signs_what(shown, timezone.now().date()),
        "state": state_label(shown),
        "has_app": get_app_id(shown) is not None,
        "passkeys": live_passkeys(shown),
        "is_invited": is_invited(shown),
        "may_close": people_permissions.may_close_account(request.user, shown),
        "changes": [_waiting_row(request, change) for change in changes.select_related("requested_by")],
        "entries": [
            (entry, *(change_lines(entry.data.get(name) or {}) for name in ("changed", "waiting")))
            for entry in entries[:HISTORY]
        ],
    }
    return render_desk_page(request, "people/person.html", context, title=full_name(shown))


def _waiting_row(request: DeskRequest, change: AccountChange) -> dict[str, Any]:
    return {
        "change": change,
        "lines": change_lines(change.changes),
        "may_confirm": people_permissions.may_confirm_change(request.user, change),
        "may_decline": people_permissions.may_decline_change(request.user, change),
    }


urls = [
    people_path("", people, "people"),
    people_path("roles/", roles, "roles"),
    people_path("<int:pk>/", person, "person"),
]
