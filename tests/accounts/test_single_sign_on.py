"""Single sign-on against a real provider: who gets in with which roles, who loses them, and logins before signing."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse

from monograph import audit, permissions
from monograph.accounts import account_changes, passwords, sign_on_session
from monograph.accounts.suspension import resume_signing
from monograph.models import AccountChange, AuditEntry, ExternalAccount, Notification

from ..cast import PASSWORD, Cast
from ..desk.desk_client import Page
from ..people_cases import invite
from .outcomes import refused
from .sign_on import Provider


def fresh(name: str) -> User:
    return User.objects.get(username=name)


def is_logged_in(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


def age_session(client: Client, seconds: float) -> None:
    """Let the provider's last answer be this old."""
    session = client.session
    session[sign_on_session.KEY] = {**session[sign_on_session.KEY], "asked_at": time.time() - seconds}
    session.save()


def test_groups_give_roles_and_those_that_sign_wait(provider: Provider, cast: Cast, client: Client) -> None:
    provider.put("nora", "writers", "pharmacists", "strangers")
    assert provider.log_in(client, "nora").status_code == 200
    nora = fresh("nora")
    assert (nora.email, nora.first_name, nora.is_superuser) == ("nora@hospital.example", "Nora", False)
    assert not nora.has_usable_password()
    assert permissions.may_write(nora)
    assert not permissions.may_review(nora)
    asked = AccountChange.objects.get()
    account_changes.confirm_change(actor=cast.root, change=asked, password=PASSWORD)
    assert permissions.may_review(fresh("nora"))
    provider.log_in(client, "nora")
    assert AccountChange.objects.count() == 1, "what is given is not asked for again"
    assert audit.verify().is_intact


def test_declined_role_is_not_asked_for_at_each_login(provider: Provider, cast: Cast, client: Client) -> None:
    provider.put("dora", "writers", "pharmacists")
    provider.log_in(client, "dora")
    given = {"actor": cast.root, "change": AccountChange.objects.get(), "reason": "No license.", "password": PASSWORD}
    account_changes.decline_change(**given)
    provider.log_in(client, "dora")
    assert AccountChange.objects.count() == 1


def test_lost_group_takes_the_role_at_the_next_question(provider: Provider, client: Client) -> None:
    provider.put("lena", "writers")
    provider.log_in(client, "lena")
    provider.put("lena")
    assert is_logged_in(client), "asked a moment ago"
    age_session(client, sign_on_session.ASK_AFTER + 1)
    assert not is_logged_in(client)
    assert not permissions.may_write(fresh("lena"))
    assert AuditEntry.objects.latest("sequence").data["changed"]["roles"] == [["Editor"], []]
    assert "has no role here" in Page(provider.log_in(client, "lena")).words


def test_leaver_loses_the_session(provider: Provider, client: Client) -> None:
    provider.put("hugo", "writers")
    provider.log_in(client, "hugo")
    provider.end_sessions("hugo")
    age_session(client, sign_on_session.ASK_AFTER + 1)
    assert client.post(reverse("monograph_notification_preferences")).status_code == 403, "forms as well as pages"


def test_session_outlives_a_short_silence_of_the_provider(provider: Provider, client: Client, settings: Any) -> None:
    provider.put("iris", "writers")
    provider.log_in(client, "iris")
    settings.SINGLE_SIGN_ON = Provider(9).settings  # nobody listens there
    age_session(client, sign_on_session.ASK_AFTER + 1)
    assert is_logged_in(client)
    age_session(client, sign_on_session.PATIENCE + 1)
    assert not is_logged_in(client)
    assert "did not succeed" in Page(client.get(reverse("sign_on"), follow=True)).words


def test_deactivated_account_stays_closed(provider: Provider, client: Client) -> None:
    provider.put("kurt", "writers")
    provider.log_in(client, "kurt")
    User.objects.filter(username="kurt").update(is_active=False)
    assert not is_logged_in(client)
    assert "Your account here is deactivated." in Page(provider.log_in(client, "kurt")).words


def test_account_is_linked_by_a_verified_address_and_its_signing_suspended(
    provider: Provider, cast: Cast, client: Client
) -> None:
    User.objects.filter(pk=cast.priya.pk).update(email="priya@hospital.example")
    provider.put("p1", "pharmacists", email="Priya@hospital.example", email_verified=False)
    provider.log_in(client, "p1")
    assert not ExternalAccount.objects.filter(user=cast.priya).exists()
    provider.put("p2", "pharmacists", email="Priya@hospital.example")
    provider.log_in(client, "p2")
    assert ExternalAccount.objects.get(user=cast.priya).subject == "p2"
    assert permissions.may_review(fresh("priya")).code == "signing_suspended"
    mails = Notification.objects.filter(recipient=cast.priya).values_list("subject", flat=True)
    assert set(mails) == {"Your account was linked", "Your right to sign is suspended"}
    resume_signing(actor=cast.priya, change=AccountChange.objects.get(kind="suspension"))
    assert permissions.may_review(fresh("priya"))


def test_session_of_before_ends_when_the_account_is_linked(provider: Provider, cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.ana.pk).update(email="ana@hospital.example")
    before = Client()
    assert before.login(username="ana", password=PASSWORD)
    assert before.get("/admin/").status_code == 200
    provider.put("a1", "writers", email="ana@hospital.example")
    provider.log_in(client, "a1")
    assert client.get("/admin/").status_code == 200
    assert before.get("/admin/").status_code == 302


def test_address_that_only_looks_alike_links_nothing(provider: Provider, cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.ana.pk).update(email="kim@hospital.example")
    provider.put("evil", "writers", email="k\N{LATIN SMALL LETTER DOTLESS I}m@hospital.example")
    provider.log_in(client, "evil")
    assert not ExternalAccount.objects.filter(user=cast.ana).exists()


def test_administrator_is_never_linked(provider: Provider, cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.root.pk).update(email="root@hospital.example")
    provider.put("evil", "writers", email="root@hospital.example")
    assert "Administrators log in with their password" in Page(provider.log_in(client, "evil")).words
    assert not ExternalAccount.objects.exists()


def test_answer_without_a_question_opens_nothing(provider: Provider, client: Client) -> None:
    provider.put("mona", "writers")
    asked = Client().get(reverse("sign_on"))["Location"]
    answer = provider.answer(asked, "mona")
    assert "was not asked for here" in Page(client.get(answer, follow=True)).words
    client.get(reverse("sign_on"))
    assert "did not succeed" in Page(client.get(answer, follow=True)).words
    assert not is_logged_in(client)


def test_question_has_state_nonce_and_challenge(provider: Provider, client: Client) -> None:
    asked = parse_qs(urlsplit(client.get(reverse("sign_on"))["Location"]).query)
    assert {"state", "nonce", "code_challenge", "code_challenge_method"} <= asked.keys()
    assert "max_age" not in asked


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_login_leads_nowhere_else(provider: Provider, client: Client, target: str) -> None:
    provider.put("olga", "writers")
    response = provider.log_in(client, "olga", f"?next={target}")
    assert response.redirect_chain[-1][0] == "/admin/"


def test_only_the_emergency_account_has_a_password(provider: Provider, cast: Cast, settings: Any) -> None:
    settings.LOCAL_PASSWORDS, settings.BREAK_GLASS_ACCOUNT = False, "root"
    User.objects.filter(pk=cast.root.pk).update(email="root@hospital.example")

    def log_in(name: str) -> int:
        data = {"username": name, "password": PASSWORD}
        return Client().post(reverse("admin:login"), data).status_code

    assert log_in("ana") == 200
    assert log_in("root") == 302
    assert AuditEntry.objects.latest("sequence").action == "use_break_glass"
    assert Notification.objects.get().subject == "The emergency account was used"
    words = Page(Client().get(reverse("admin:login"))).words
    assert "Log in: hospital login" in words
    assert "Only the emergency account has a password." in words


def test_site_without_a_provider_has_no_such_pages(cast: Cast, client: Client) -> None:
    assert client.get(reverse("sign_on")).status_code == 404
    assert client.get(reverse("sign_on_callback")).status_code == 404


def test_nobody_else_gets_a_link_for_a_password(provider: Provider, cast: Cast, settings: Any) -> None:
    settings.LOCAL_PASSWORDS, settings.BREAK_GLASS_ACCOUNT = False, "root"
    nell = invite(cast.root, "Editor")
    passwords.request_link("nell@example.org")
    passwords.answer_link_requests()
    (mail,) = Notification.objects.all()
    assert "through the hospital login" in mail.body
    assert mail.path == reverse("admin:login")
    token = default_token_generator.make_token(nell)
    given = {"person": nell, "token": token, "password": "another long password"}
    assert refused(passwords.choose_password, **given) == "link_used"


def test_lost_groups_take_the_roles_at_login_too(provider: Provider, client: Client) -> None:
    provider.put("vera", "writers")
    provider.log_in(client, "vera")
    provider.put("vera")
    assert "has no role here" in Page(provider.log_in(client, "vera")).words
    assert not permissions.may_write(fresh("vera"))


def test_request_of_a_lost_group_is_closed(provider: Provider, client: Client) -> None:
    provider.put("wim", "writers", "pharmacists")
    provider.log_in(client, "wim")
    provider.put("wim", "writers")
    provider.log_in(client, "wim")
    assert AccountChange.objects.get().state == "declined"
    provider.put("wim", "writers", "pharmacists")
    provider.log_in(client, "wim")
    assert AccountChange.objects.latest("pk").state == "waiting", "the group is back, so it is asked for again"
    assert audit.verify().is_intact


def test_linked_account_has_no_password_of_its_own(provider: Provider, client: Client) -> None:
    provider.put("xena", "writers")
    provider.log_in(client, "xena")
    User.objects.filter(username="xena").update(password=make_password(PASSWORD))
    assert not Client().login(username="xena", password=PASSWORD)


HOSTILE_CLAIMS: dict[str, dict[str, Any]] = {
    "username": {"preferred_username": "a\x00b\n"},
    "address": {"email": "a\x00@hospital.example"},
    "long address": {"email": "x" * 250 + "@hospital.example"},
    "groups as a number": {"groups": 7},
    "groups as objects": {"groups": [{"name": "writers"}]},
    "name": {"given_name": "a\u202eb"},
    "emergency account": {"preferred_username": "emergency"},
}


@pytest.mark.parametrize("claims", HOSTILE_CLAIMS.values(), ids=HOSTILE_CLAIMS)
def test_hostile_claims_are_answered(provider: Provider, client: Client, settings: Any, claims: dict[str, Any]) -> None:
    settings.BREAK_GLASS_ACCOUNT = "emergency"
    provider.put("yuri", **{"groups": ["writers"], **claims})
    assert provider.log_in(client, "yuri").status_code == 200
    assert not User.objects.filter(username="emergency").exists()
