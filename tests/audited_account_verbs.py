"""The verbs on accounts that the audit trail records: how a test prepares each, its action and its actor."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.test import override_settings

from config.environment import SingleSignOn
from monograph.accounts import account_changes, passkeys, passwords, people, second_factor, single_sign_on
from monograph.accounts.logout_token import LogoutToken
from monograph.accounts.provider import Claims
from monograph.accounts.suspension import resume_signing
from monograph.models import AuditEntry

from .authenticator import add_passkey, only_passkey
from .authenticator_app import phone_with, set_up_second_factor
from .cast import PASSWORD
from .factory import Guide
from .people_cases import GIVEN, asked_change, change, invite, suspended

Action = AuditEntry.Action
PROVIDER = SingleSignOn("login", "https://login.example.org", "m", "s", {"writers": "Editor"}, "groups")


def _enroll(guide: Guide) -> Callable[[], Any]:
    return lambda: second_factor.enroll(actor=guide.cast.ana)


def _confirm(guide: Guide) -> Callable[[], Any]:
    phone = phone_with(second_factor.enroll(actor=guide.cast.ana))
    return lambda: second_factor.confirm(actor=guide.cast.ana, password=PASSWORD, token=phone.code)


def _renew_codes(guide: Guide) -> Callable[[], Any]:
    _, recovery = set_up_second_factor(guide.cast.ana)
    return lambda: second_factor.renew_codes(actor=guide.cast.ana, password=PASSWORD, token=recovery[0])


def _remove_second_factor(guide: Guide) -> Callable[[], Any]:
    _, recovery = set_up_second_factor(guide.cast.ana)
    return lambda: second_factor.remove(actor=guide.cast.ana, password=PASSWORD, token=recovery[0])


def _remove_lost_second_factor(guide: Guide) -> Callable[[], Any]:
    set_up_second_factor(guide.cast.ana)
    given = {"actor": guide.cast.root, "person": guide.cast.ana, "reason": "She called.", "password": PASSWORD}
    return lambda: second_factor.remove_lost(**given)


def _invite(guide: Guide) -> Callable[[], Any]:
    return lambda: invite(guide.cast.root, "Editor", "Pharmacist", printed_name="Nell Osborne")


def _renew_invitation(guide: Guide) -> Callable[[], Any]:
    person = invite(guide.cast.root)
    return lambda: people.renew_invitation(actor=guide.cast.root, person=person, password=PASSWORD)


def _change_person(guide: Guide) -> Callable[[], Any]:
    return lambda: change(guide.cast.root, guide.cast.sam, last_name="Sam", roles=("Publisher",))


def _confirm_change(guide: Guide) -> Callable[[], Any]:
    waiting = asked_change(guide.cast.priya)
    return lambda: account_changes.confirm_change(actor=guide.cast.root, change=waiting, password=PASSWORD)


def _decline_change(guide: Guide) -> Callable[[], Any]:
    waiting = asked_change(guide.cast.priya)
    return lambda: account_changes.decline_change(actor=guide.cast.root, change=waiting, **GIVEN)


def _close_account(verb: Callable[..., None], name: str) -> Callable[[Guide], Callable[[], Any]]:
    def prepare(guide: Guide) -> Callable[[], Any]:
        person = getattr(guide.cast, name)
        person.email = f"{name}@example.org"
        person.save()
        return lambda: verb(actor=guide.cast.root, person=person, **GIVEN)

    return prepare


def _request_link(guide: Guide) -> Callable[[], Any]:
    guide.cast.tom.email = "tom@example.org"
    guide.cast.tom.save()
    passwords.request_link("tom@example.org")
    return passwords.answer_link_requests


def _choose_password(guide: Guide) -> Callable[[], Any]:
    token = default_token_generator.make_token(guide.cast.tom)
    return lambda: passwords.choose_password(person=guide.cast.tom, token=token, password="another long password")


def _change_password(guide: Guide) -> Callable[[], Any]:
    return lambda: passwords.change_password(actor=guide.cast.tom, password="another long password")


def _resume_signing(guide: Guide) -> Callable[[], Any]:
    suspension = suspended(guide.cast.tom)
    return lambda: resume_signing(actor=guide.cast.tom, change=suspension)


def _link_account(guide: Guide) -> Callable[[], Any]:
    guide.cast.ana.email = "ana@example.org"
    guide.cast.ana.save()
    roles = frozenset({"Editor"})
    claims = Claims(PROVIDER.issuer, "7", "ana", "ana@example.org", True, "Ana", "Rivera", roles, 0)

    def act() -> None:
        with override_settings(SINGLE_SIGN_ON=PROVIDER):
            single_sign_on.sign_in(claims)

    return act


def _use_break_glass(guide: Guide) -> Callable[[], Any]:
    return lambda: single_sign_on.use_break_glass(guide.cast.root)


def _add_passkey(guide: Guide) -> Callable[[], Any]:
    return lambda: add_passkey(guide.cast.ana)


def _remove_passkey(guide: Guide) -> Callable[[], Any]:
    add_passkey(guide.cast.ana)
    passkey = only_passkey(guide.cast.ana)
    return lambda: passkeys.remove(actor=guide.cast.ana, passkey=passkey, password=PASSWORD)


def _remove_lost_passkey(guide: Guide) -> Callable[[], Any]:
    add_passkey(guide.cast.ana)
    passkey = only_passkey(guide.cast.ana)
    return lambda: passkeys.remove_lost(actor=guide.cast.root, passkey=passkey, **GIVEN)


def _end_sessions(guide: Guide) -> Callable[[], Any]:
    _link_account(guide)()

    def end() -> None:
        with override_settings(SINGLE_SIGN_ON=PROVIDER):
            single_sign_on.end_sessions(LogoutToken("7", "", "a token"))

    return end


ACCOUNT_VERBS: dict[str, tuple[Callable[[Guide], Callable[[], Any]], AuditEntry.Action, str]] = {
    "enrol": (_enroll, Action.ENROLL_SECOND_FACTOR, "ana"),
    "confirm": (_confirm, Action.CONFIRM_SECOND_FACTOR, "ana"),
    "renew_codes": (_renew_codes, Action.RENEW_RECOVERY_CODES, "ana"),
    "remove": (_remove_second_factor, Action.REMOVE_SECOND_FACTOR, "ana"),
    "remove_lost": (_remove_lost_second_factor, Action.REMOVE_LOST_SECOND_FACTOR, "root"),
    "add_passkey": (_add_passkey, Action.ADD_PASSKEY, "ana"),
    "remove_passkey": (_remove_passkey, Action.REMOVE_PASSKEY, "ana"),
    "remove_lost_passkey": (_remove_lost_passkey, Action.REMOVE_LOST_PASSKEY, "root"),
    "invite": (_invite, Action.INVITE, "root"),
    "renew_invitation": (_renew_invitation, Action.RENEW_INVITATION, "root"),
    "change_person": (_change_person, Action.CHANGE_PERSON, "root"),
    "confirm_change": (_confirm_change, Action.CONFIRM_CHANGE, "root"),
    "decline_change": (_decline_change, Action.DECLINE_CHANGE, "root"),
    "deactivate": (_close_account(people.deactivate, "tom"), Action.DEACTIVATE, "root"),
    "activate": (_close_account(people.activate, "gone"), Action.ACTIVATE, "root"),
    "reset_password": (_close_account(people.reset_password, "tom"), Action.RESET_PASSWORD, "root"),
    "request_link": (_request_link, Action.REQUEST_PASSWORD_LINK, "tom"),
    "choose_password": (_choose_password, Action.CHOOSE_PASSWORD, "tom"),
    "change_password": (_change_password, Action.CHANGE_PASSWORD, "tom"),
    "sign_in": (_link_account, Action.LINK_ACCOUNT, "ana"),
    "end_sessions": (_end_sessions, Action.END_SIGN_ON, "ana"),
    "use_break_glass": (_use_break_glass, Action.USE_BREAK_GLASS, "root"),
    "resume_signing": (_resume_signing, Action.RESUME_SIGNING, "tom"),
}
