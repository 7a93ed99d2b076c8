"""The page of a user's own second factor, and the one to remove a lost one."""

from base64 import b32encode
from collections.abc import Callable
from typing import Any

import django_otp
import segno
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from .. import people_permissions
from ..accounts import second_factor
from ..accounts.one_time_codes import get_app_id
from ..models.people import full_name
from .desk import MAX_KEY, DeskRequest, render_desk_page
from .forms import CodeField, DeskForm, IdentityForm, LostFactorForm, PasswordField


class ConfirmForm(DeskForm):
    """Always asks for a code, unlike `IdentityForm`: it sets up the second factor."""

    password = PasswordField()
    token = CodeField(help_text="The six digits that your app shows now.")


def _group_by_four(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _qr_code(app: TOTPDevice) -> SafeString:
    """Return the QR code as SVG.

    It is black on white in every color scheme, because many cameras read nothing else.
    """
    svg = segno.make(app.config_url, error="m").svg_inline(border=4, light="#fff", dark="#000", omitsize=True)
    return mark_safe(svg)  # noqa: S308 (drawn by segno)


def _enroll(request: DeskRequest, form: DeskForm) -> HttpResponse:
    second_factor.enroll(actor=request.user)
    return redirect("second_factor")


def _confirm(request: DeskRequest, form: DeskForm) -> HttpResponse:
    app, codes = second_factor.confirm(actor=request.user, **form.cleaned_data)
    django_otp.login(request, app)  # the user has just entered a code and stays logged in
    request.session.cycle_key()  # a session that was stolen before knows no code
    return _recovery_codes(request, codes, "Your second factor is set up.")


def _renew(request: DeskRequest, form: DeskForm) -> HttpResponse:
    codes = second_factor.renew_codes(actor=request.user, **form.cleaned_data)
    return _recovery_codes(request, codes, "These codes replace your old ones.")


def _remove(request: DeskRequest, form: DeskForm) -> HttpResponse:
    second_factor.remove(actor=request.user, **form.cleaned_data)
    messages.success(request, "Your second factor is removed.")
    return redirect("second_factor")


def _recovery_codes(request: DeskRequest, codes: list[str], lead: str) -> HttpResponse:
    """Show the codes in the response to the form itself.

    For a redirect they would have to be stored in clear text.
    """
    context = {"codes": [_group_by_four(code) for code in codes], "lead": lead}
    return render_desk_page(request, "second_factor/recovery_codes.html", context, title="Your recovery codes")


Action = Callable[[DeskRequest, DeskForm], HttpResponse]
ACTIONS: dict[str, Action] = {"enrol": _enroll, "confirm": _confirm, "renew": _renew, "remove": _remove}


def _form(request: DeskRequest, action: str) -> DeskForm:
    data = request.POST if request.method == "POST" and action in request.POST else None
    if action in ("renew", "remove"):
        return IdentityForm(data, user=request.user, auto_id=f"id_{action}_%s")
    return (ConfirmForm if action == "confirm" else DeskForm)(data)


def own_second_factor(request: DeskRequest) -> HttpResponse:
    """Set up or remove the user's own second factor, or renew the recovery codes."""
    forms = {action: _form(request, action) for action in ACTIONS}
    for action, form in forms.items():
        if form.is_bound and form.is_valid():
            with form.catch_refusal():
                return ACTIONS[action](request, form)
    user: Any = request.user
    is_set_up = get_app_id(user) is not None
    pending = None if is_set_up else second_factor.pending_app(user)
    shown = ("renew", "remove") if is_set_up else ("confirm",) if pending else ()
    context = {
        "forms": forms,
        # The page may no longer have the form that was sent: another tab has set up or removed the second factor.
        "refused": next((form for action, form in forms.items() if form.is_bound and action not in shown), None),
        "is_set_up": is_set_up,
        "codes_left": second_factor.recovery_codes_left(user) if is_set_up else 0,
        "pending": pending,
    }
    if pending:
        context |= {"qr_code": _qr_code(pending), "key": _group_by_four(b32encode(pending.bin_key).decode())}
    status = max(int(form.status) for form in forms.values())
    return render_desk_page(request, "second_factor/page.html", context, title="Your second factor", status=status)


def lost_second_factor(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a superuser remove the second factor of somebody who lost it."""
    if pk > MAX_KEY:
        raise Http404
    person = get_object_or_404(User, pk=pk)
    if not people_permissions.may_remove_lost_second_factor(request.user, person):
        raise PermissionDenied
    form = LostFactorForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        with form.catch_refusal():
            second_factor.remove_lost(actor=request.user, person=person, **form.cleaned_data)
            messages.success(request, f"The second factor of {full_name(person)} is removed.")
            return redirect("person", pk)
    context = {"form": form, "person": person, "is_set_up": get_app_id(person) is not None}
    title = f"Lost second factor of {full_name(person)}"
    return render_desk_page(request, "second_factor/lost.html", context, title=title, status=form.status)


# Unlike the pages of the desks, these are for everybody who may log in.
urls = [
    path("", admin.site.admin_view(own_second_factor), name="second_factor"),
    path("<int:pk>/lost/", admin.site.admin_view(lost_second_factor), name="second_factor_lost"),
]
