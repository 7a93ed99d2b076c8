"""Whether a user may manage accounts: their own second factor, and, as an administrator, other people.

As in `monograph.permissions`, the verb and the page with its button ask the same function.
"""

from django.conf import settings
from django.contrib.auth.models import User

from .models import AccountChange, ExternalAccount
from .permissions import ALLOWED, AnyUser, Verdict, invalid_state


def may_log_in_here(person: User) -> bool:
    """Return whether an account may open without the single sign-on.

    That is the emergency account, and with LOCAL_PASSWORDS every account that the provider does not answer for:
    otherwise somebody whom the provider has let go would stay.
    """
    if person.get_username() == settings.BREAK_GLASS_ACCOUNT:
        return True
    is_linked = settings.SINGLE_SIGN_ON.is_on and ExternalAccount.objects.filter(user=person.pk).exists()
    return settings.LOCAL_PASSWORDS and not is_linked


def may_manage_people(user: AnyUser) -> Verdict:
    """Return whether a user may invite people and change their accounts."""
    if user.is_active and user.is_staff and user.is_superuser:
        return ALLOWED
    return Verdict("no_permission", "Your account does not have the right to manage people.")


def may_close_account(user: AnyUser, person: User) -> Verdict:
    """Return whether a user may deactivate, activate or reset an account: never their own, so that one stays open."""
    verdict = may_manage_people(user)
    if verdict and user.pk == person.pk:
        return Verdict("own_account", "This is your own account. Ask another administrator.")
    return verdict


def may_confirm_change(user: AnyUser, change: AccountChange) -> Verdict:
    """Return whether a user may confirm a change: a second administrator, whom it does not concern."""
    verdict = may_manage_people(user) and _is_waiting(change)
    if verdict and user.pk == change.requested_by_id:
        return Verdict("own_change", "You asked for this change, so another administrator has to confirm it.")
    if verdict and user.pk == change.person_id:
        return Verdict("own_account", "This change is to your own account, so another administrator has to confirm it.")
    return verdict


def may_decline_change(user: AnyUser, change: AccountChange) -> Verdict:
    """Return whether a user may decline a change; its requester may, to take it back.

    A suspension can't be declined: it ends when somebody confirms that the reset was for its person.
    """
    verdict = may_manage_people(user) and _is_waiting(change)
    if verdict and change.kind != AccountChange.Kind.GRANT:
        return invalid_state("suspension", "A suspension can only be ended, by confirming it.")
    return verdict


def may_resume_signing(user: AnyUser, change: AccountChange) -> Verdict:
    """Return whether a user may end their own suspension, with the link from the mail."""
    if not user.is_active or user.pk != change.person_id or change.kind != AccountChange.Kind.SUSPENSION:
        return Verdict("no_permission", "This link is for somebody else's account.")
    return _is_waiting(change)


def may_have_own_keys(user: AnyUser) -> Verdict:
    """Return whether a user may set up and change their own password and second factor."""
    if user.is_active and user.is_staff:
        return ALLOWED
    return Verdict("no_permission", "Your account has no access to the desks, so there is nothing to set up.")


def may_remove_lost_second_factor(user: AnyUser, person: User) -> Verdict:
    """Return whether a user may remove the second factor that somebody else has lost.

    Only superusers may, and never their own without a code.
    """
    if not (user.is_active and user.is_superuser):
        return Verdict("no_permission", "Your account does not have the right to remove a lost second factor.")
    if user.pk == person.pk:
        return Verdict("own_second_factor", "This is your own second factor. Remove it on its page, with a code.")
    return ALLOWED


def _is_waiting(change: AccountChange) -> Verdict:
    if change.is_waiting:
        return ALLOWED
    return invalid_state("change_closed", f"This change is closed: {change.get_state_display()}.")
