"""Signing in a session of single sign-on: a new login at the provider for each signature, by the same person."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from monograph.accounts import account_changes, fresh_login, sign_on_session
from monograph.models import AccountChange, FreshLogin, Profile, Review, Signature

from ..cast import PASSWORD
from ..desk.desk_client import Page
from ..factory import Guide
from .outcomes import actions
from .sign_on import Provider
from .test_single_sign_on import age_session, fresh


@pytest.fixture
def rosa(provider: Provider, guide: Guide, client: Client) -> Client:
    """The browser of a pharmacist who is logged in through the provider."""
    provider.put("rosa", "pharmacists")
    provider.log_in(client, "rosa")
    asked = AccountChange.objects.get()
    account_changes.confirm_change(actor=guide.cast.root, change=asked, password=PASSWORD)
    Profile.objects.create(user=fresh("rosa"), printed_name="Rosa Hale")
    return client


@pytest.fixture
def review(guide: Guide) -> Review:
    return guide.submit(guide.write())


def approve(client: Client, review: Review) -> Page:
    data = {"expected": review.revision.digest, "meaning": "accurate", "approve": ""}
    return Page(client.post(reverse("admin:monograph_review_change", args=[review.pk]), data, follow=True))


def test_signing_asks_for_a_login_of_now(provider: Provider, guide: Guide, rosa: Client, review: Review) -> None:
    page = approve(rosa, review)
    assert "Confirm who you are, by the link at this form" in page.words
    again = parse_qs(urlsplit(rosa.get(f"{reverse('sign_on')}?again=1")["Location"]).query)
    assert (again["max_age"], again["prompt"]) == (["0"], ["login"])
    assert "You have confirmed who you are" in Page(provider.log_in(rosa, "rosa", "?again=1")).words
    approve(rosa, review)
    assert Signature.objects.get().signer == fresh("rosa")
    page = approve(rosa, guide.submit(guide.write("dosage")))
    assert "A login counts for one signature" in page.words
    assert Signature.objects.count() == 1
    assert "fail_identity" not in actions()


def test_login_older_than_five_minutes_signs_nothing(provider: Provider, rosa: Client, review: Review) -> None:
    provider.log_in(rosa, "rosa", "?again=1")
    FreshLogin.objects.update(at=F("at") - fresh_login.FRESH - timedelta(seconds=1))
    assert "within five minutes" in approve(rosa, review).words
    assert not Signature.objects.exists()
    provider.log_in(rosa, "rosa", "?again=1")
    approve(rosa, review)
    assert Signature.objects.exists()


def test_login_of_another_account_signs_nothing(provider: Provider, rosa: Client, review: Review) -> None:
    provider.put("tina", "writers")
    page = Page(provider.log_in(rosa, "tina", "?again=1"))
    assert "That was another account" in page.words
    assert rosa.session[sign_on_session.KEY]["fresh"] == ""
    approve(rosa, review)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("lost", ["group", "account"])
def test_whoever_lost_group_or_account_signs_nothing(
    provider: Provider, rosa: Client, review: Review, lost: str
) -> None:
    provider.log_in(rosa, "rosa", "?again=1")
    if lost == "group":
        provider.put("rosa")
    else:
        provider.end_sessions("rosa")
    age_session(rosa, sign_on_session.ASK_AFTER + 1)
    page = approve(rosa, review)
    assert page.status == 403
    assert "You are logged out" in page.words
    assert not Signature.objects.exists()


def test_logout_at_the_provider_takes_the_fresh_login_too(provider: Provider, rosa: Client, review: Review) -> None:
    provider.log_in(rosa, "rosa", "?again=1")
    token = provider.sign(provider.logout_claims("rosa"))
    assert Client().post(reverse("sign_on_logout"), {"logout_token": token}).status_code == 200
    assert "You are logged out" in approve(rosa, review).words
    assert not Signature.objects.exists()
