"""Each person's page of their second factor, and the superuser's to remove one that is lost."""

from base64 import b32encode
from typing import Any

import django_otp
import segno
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from .. import permissions
from ..accounts import second_factor
from ..accounts.one_time_codes import app_id_of
from ..models.people import full_name
from .desk import MAX_KEY, desk_page
from .forms import CodeField, DeskForm, IdentityForm, PasswordField, lines


class FirstCodeForm(DeskForm):
    """Sent before the account has a second factor, so the code is asked for in any case."""

    password = PasswordField()
    token = CodeField(help_text="The six digits that it shows now.")


class LostForm(IdentityForm):
    reason = forms.CharField(
        label="Reason",
        widget=lines(2),
        required=False,
        help_text="How you know who asked. Kept in the audit trail.",
    )


def _in_fours(words: str) -> str:
    return " ".join(words[at : at + 4] for at in range(0, len(words), 4))


def _drawn(app: TOTPDevice) -> SafeString:
    """Return the QR code as SVG. On white in any colour scheme: many cameras read no other."""
    drawn = segno.make(app.config_url, error="m").svg_inline(border=4, light="#fff", dark="#000", omitsize=True)
    return mark_safe(drawn)  # noqa: S308 (squares, drawn by segno)


def _enrol(request: HttpRequest, form: DeskForm) -> HttpResponse:
    second_factor.enrol(actor=request.user)  # type: ignore[arg-type]
    return redirect("second_factor")


def _confirm(request: HttpRequest, form: DeskForm) -> HttpResponse:
    app, codes = second_factor.confirm(actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    django_otp.login(request, app)  # who is here has just given a code: this session goes on
    return _recovery_codes(request, codes, "Your second factor is set up.")


def _renew(request: HttpRequest, form: DeskForm) -> HttpResponse:
    codes = second_factor.renew_codes(actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    return _recovery_codes(request, codes, "These hold now. The old ones don’t.")


def _remove(request: HttpRequest, form: DeskForm) -> HttpResponse:
    second_factor.remove(actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    messages.success(request, "Your second factor is removed.")
    return redirect("second_factor")


def _recovery_codes(request: HttpRequest, codes: list[str], lead: str) -> HttpResponse:
    """Answer with the codes at once: a page to be led on to would have to find them kept somewhere."""
    context = {"codes": [_in_fours(code) for code in codes], "lead": lead}
    return desk_page(request, "second_factor/recovery_codes.html", context, title="Your recovery codes")


ACTS = {"enrol": _enrol, "confirm": _confirm, "renew": _renew, "remove": _remove}


def _form(request: HttpRequest, act: str) -> DeskForm:
    data = request.POST if request.method == "POST" and act in request.POST else None
    if act in ("renew", "remove"):
        return IdentityForm(data, user=request.user, auto_id=f"id_{act}_%s")
    return (FirstCodeForm if act == "confirm" else DeskForm)(data)


def page(request: HttpRequest) -> HttpResponse:
    """What somebody can do with their own: begin, confirm; once it is set up, make new recovery codes or remove it."""
    forms = {act: _form(request, act) for act in ACTS}
    for act, form in forms.items():
        if form.is_bound and form.is_valid():
            with form.refused():
                return ACTS[act](request, form)
    user: Any = request.user
    is_set_up = app_id_of(user) is not None
    pending = None if is_set_up else second_factor.pending_app(user)
    shown = ("renew", "remove") if is_set_up else ("confirm",) if pending else ()
    context = {
        "forms": forms,
        # What another tab did meanwhile may have taken the form away that was sent.
        "refused": next((form for act, form in forms.items() if form.is_bound and act not in shown), None),
        "is_set_up": is_set_up,
        "codes_left": second_factor.recovery_codes_left(user) if is_set_up else 0,
        "pending": pending,
    }
    if pending:
        context |= {"drawn": _drawn(pending), "key": _in_fours(b32encode(pending.bin_key).decode())}
    status = max(int(form.status) for form in forms.values())
    return desk_page(request, "second_factor/page.html", context, title="Your second factor", status=status)


def lost(request: HttpRequest, pk: int) -> HttpResponse:
    if pk > MAX_KEY:
        raise Http404
    person = get_object_or_404(User, pk=pk)
    if not permissions.may_remove_lost_second_factor(request.user, person):
        raise PermissionDenied
    form = LostForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        with form.refused():
            second_factor.remove_lost(actor=request.user, person=person, **form.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, f"The second factor of {full_name(person)} is removed.")
            return redirect("admin:auth_user_change", pk)
    context = {"form": form, "person": person, "is_set_up": app_id_of(person) is not None}
    title = f"The lost second factor of {full_name(person)}"
    return desk_page(request, "second_factor/lost.html", context, title=title, status=form.status)


# For everybody who may log in, unlike a page of the desks.
urls = [
    path("", admin.site.admin_view(page), name="second_factor"),
    path("<int:pk>/lost/", admin.site.admin_view(lost), name="second_factor_lost"),
]
