"""The pages on which administrators invite and change people, and confirm what others asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from ...accounts import account_changes, people
from ...accounts.details import change_lines, read_details
from ...errors import StaleEdit
from ...models import AccountChange
from ...models.people import full_name
from ..desk import DeskRequest, render_desk_page
from ..forms import IdentityForm
from .forms import EditForm, InvitationForm, ReasonForm, initial_details
from .people_pages import people_path

DETAILS_LEAD = (
    "Roles that sign, the license and what is printed under signatures count once a second administrator has confirmed "
    "them."
)


def invite(request: DeskRequest) -> HttpResponse:
    form = InvitationForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        with form.catch_refusal():
            given = {name: form.cleaned_data.get(name, "") for name in ("username", "reason", "password", "token")}
            person = people.invite(actor=request.user, details=form.details(), **given)
            messages.success(request, f"{full_name(person)} is invited: a link for a password is on its way by mail.")
            return redirect("person", person.pk)
    context = {"form": form, "lead": DETAILS_LEAD, "has_roles": True, "button": "Send the invitation"}
    return render_desk_page(request, "people/act.html", context, title="Invite somebody", status=form.status)


def edit(request: DeskRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    details = read_details(person)
    data = request.POST if request.method == "POST" else None
    form = EditForm(data, user=request.user, initial=initial_details(person, details))
    stored = None
    if form.is_valid():
        with form.catch_refusal():
            given = {name: form.cleaned_data.get(name, "") for name in ("expected", "reason", "password", "token")}
            try:
                change = people.change_person(actor=request.user, person=person, details=form.details(), **given)
            except StaleEdit as error:
                # The second attempt is based on what the page shows now.
                form.data = {
                    **request.POST.dict(),
                    "roles": request.POST.getlist("roles"),
                    "expected": error.latest.digest,
                }
                stored = error.latest
                raise
            waits = (
                " What gives a right to sign waits for a second administrator." if change and change.is_waiting else ""
            )
            person.refresh_from_db()
            messages.success(request, f"The account of {full_name(person)} is changed.{waits}")
            return redirect("person", pk)
    context = {
        "form": form,
        "person": person,
        "lead": DETAILS_LEAD,
        "has_roles": True,
        "button": "Save",
        "stored": change_lines({name: ["", value] for name, value in stored.as_json().items()}) if stored else None,
    }
    title = f"Change the account of {full_name(person)}"
    return render_desk_page(request, "people/act.html", context, title=title, status=form.status)


@dataclass(frozen=True)
class Act:
    """A verb on a person, with the words of its page."""

    verb: Callable[..., None]
    title: str
    lead: str
    button: str
    done: str
    form: type[IdentityForm] = ReasonForm


ACTS = {
    "renew-invitation": Act(
        people.renew_invitation,
        "Send the invitation again to {}",
        "A new mail with a new link is sent. It is valid for 72 hours.",
        "Send it again",
        "A new invitation to {} is on its way.",
        IdentityForm,
    ),
    "reset-password": Act(
        people.reset_password,
        "Reset the password of {}",
        "The password no longer opens the account, all sessions end, and a link for a new one is sent by mail. "
        "The right to sign is suspended until the person confirms by mail, or a second administrator does, that it "
        "was for them. Verify by phone or face to face who asked for it.",
        "Reset the password",
        "The password of {} is reset. A link for a new one is on its way.",
    ),
    "deactivate": Act(
        people.deactivate,
        "Deactivate the account of {}",
        "The person can no longer log in, and their sessions end at once. What they wrote and signed stays.",
        "Deactivate",
        "The account of {} is deactivated.",
    ),
    "activate": Act(
        people.activate,
        "Activate the account of {}",
        "The person gets a link for a new password by mail. Their right to sign is suspended until they confirm by "
        "mail, or a second administrator does, that this was for them.",
        "Activate",
        "The account of {} is active again.",
    ),
}


def act_on_person(request: DeskRequest, pk: int, act: str) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    name, chosen = full_name(person), ACTS[act]
    form = chosen.form(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        with form.catch_refusal():
            chosen.verb(actor=request.user, person=person, **form.cleaned_data)
            messages.success(request, chosen.done.format(name))
            return redirect("person", pk)
    context = {"form": form, "person": person, "lead": chosen.lead, "button": chosen.button}
    return render_desk_page(request, "people/act.html", context, title=chosen.title.format(name), status=form.status)


def _decide(
    request: DeskRequest, pk: int, form: IdentityForm, verb: Callable[..., None], words: tuple[str, str, str]
) -> HttpResponse:
    """Show a waiting change, and confirm or decline it. `words`: title, lead and button."""
    change = get_object_or_404(AccountChange.objects.select_related("person", "requested_by"), pk=pk)
    title, lead, button = words
    if form.is_valid():
        with form.catch_refusal():
            verb(actor=request.user, change=change, **form.cleaned_data)
            messages.success(request, "Your decision is recorded, and those concerned are notified.")
            return redirect("person", change.person_id)
    context = {
        "form": form,
        "person": change.person,
        "change": change,
        "lines": change_lines(change.changes),
        # Whose account it is: a right that is meant for somebody else would go to this address.
        "details": change_lines({name: ["", value] for name, value in read_details(change.person).as_json().items()}),
        "lead": lead,
        "button": button,
    }
    title = title.format(full_name(change.person))
    return render_desk_page(request, "people/act.html", context, title=title, status=form.status)


def confirm(request: DeskRequest, pk: int) -> HttpResponse:
    form = IdentityForm(request.POST if request.method == "POST" else None, user=request.user)
    lead = "Confirm it only if you have verified yourself that it is right: by phone, face to face, or in a register."
    words = ("Confirm a change for {}", lead, "Confirm")
    return _decide(request, pk, form, account_changes.confirm_change, words)


def decline(request: DeskRequest, pk: int) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None, user=request.user)
    words = ("Decline a change for {}", "The account stays as it is. The reason is recorded.", "Decline")
    return _decide(request, pk, form, account_changes.decline_change, words)


def _act(act: str) -> Callable[..., HttpResponse]:
    return lambda request, pk: act_on_person(request, pk, act)


urls = [
    people_path("invite/", invite, "invite"),
    people_path("<int:pk>/edit/", edit, "person_edit"),
    *(people_path(f"<int:pk>/{act}/", _act(act), f"person_{act}") for act in ACTS),
    people_path("changes/<int:pk>/confirm/", confirm, "change_confirm"),
    people_path("changes/<int:pk>/decline/", decline, "change_decline"),
]
