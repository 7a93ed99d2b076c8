"""The pages for one's own account: choose a password with a link from a mail, ask for one, end a suspension."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ...accounts import passwords
from ...accounts.suspension import resume_signing
from ...mailing.links import is_signed
from ...models import AccountChange
from ..desk import MAX_KEY, DeskRequest, render_desk_page
from ..forms import DeskForm, NewPasswordForm, text_input

WITHOUT_LISTS = {"is_nav_sidebar_enabled": False}  # for whoever is not logged in


class ForgottenPasswordForm(DeskForm):
    name = forms.CharField(label="Your username or email address", max_length=254, widget=text_input())


class ChoosePasswordForm(NewPasswordForm, SetPasswordForm):
    """Django's form for a new password; the verb stores it."""


@method_decorator(sensitive_post_parameters(), name="dispatch")
@method_decorator(never_cache, name="dispatch")
class ChoosePassword(PasswordResetConfirmView):
    """The page of the link in an invitation, or in a mail about a new password."""

    form_class = ChoosePasswordForm
    template_name = "monograph/desk/people/choose_password.html"
    # Which leads on to the login; a form that led there itself would look like one sent too late.
    success_url = reverse_lazy("admin:index")
    title = "Choose your password"

    def get_user(self, uidb64: str) -> User | None:
        person: User | None = super().get_user(uidb64)
        return person if person and person.is_active and person.is_staff else None

    def form_valid(self, form: ChoosePasswordForm) -> HttpResponse:
        token = self.request.session.get(INTERNAL_RESET_SESSION_TOKEN, "")
        with form.catch_refusal():
            passwords.choose_password(person=form.user, token=token, password=form.cleaned_data["new_password1"])
            self.request.session.pop(INTERNAL_RESET_SESSION_TOKEN, None)
            messages.success(self.request, "Your password is stored. Log in with it.")
            return redirect(self.success_url)
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        title = context["title"] if context["validlink"] else "This link is no longer valid"
        return {**admin.site.each_context(self.request), **context, **WITHOUT_LISTS, "title": title}


@never_cache
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same whether there is such an account or not."""
    form = ForgottenPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        passwords.request_link(form.cleaned_data["name"])
        messages.success(
            request,
            "If there is an active account of this name or address, a mail with a link is on its way. A second one is "
            "sent only after a quarter of an hour.",
        )
        return redirect("admin:index")
    context = {"form": form, **WITHOUT_LISTS}
    title = "Forgotten password"
    return render_desk_page(request, "people/forgotten_password.html", context, title=title, status=form.status)  # type: ignore[arg-type]


@admin.site.admin_view
@never_cache
def resume(request: DeskRequest, pk: int) -> HttpResponse:
    """Let somebody end the suspension of their own right to sign, with the link from the mail."""
    if pk > MAX_KEY:
        raise Http404
    change = get_object_or_404(AccountChange, pk=pk, kind=AccountChange.Kind.SUSPENSION, person=request.user)
    is_valid = is_signed(request.path, request.GET.get("key", ""))
    form = DeskForm(request.POST if request.method == "POST" else None)
    if is_valid and form.is_valid():
        with form.catch_refusal():
            resume_signing(actor=request.user, change=change)
            messages.success(request, "You may sign again.")
            return redirect("admin:index")
    context = {"form": form, "change": change, "is_valid": is_valid}
    title = "Your right to sign"
    return render_desk_page(request, "people/resume.html", context, title=title, status=form.status)


urls = [
    path("forgotten-password/", forgotten_password, name="forgotten_password"),
    path("choose-password/<uidb64>/<token>/", ChoosePassword.as_view(), name="choose_password"),
    path("resume-signing/<int:pk>/", resume, name="resume_signing"),
]
