"""Logins at the provider of single sign-on that replace a password: each for one signature, within five minutes."""

import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from ..content import digests
from ..models import FreshLogin
from ..permissions import ALLOWED, Verdict

FRESH = timedelta(minutes=5)
PREFIX = "sso:"  # a key, not a code


def issue(person: User) -> str:
    """Return a key for one signature. The caller has checked the login; the session keeps the key."""
    now = timezone.now()
    FreshLogin.objects.filter(at__lt=now - FRESH).delete()
    key = PREFIX + secrets.token_urlsafe(32)
    FreshLogin.objects.create(user=person, key_digest=_digest(key), at=now)
    return key


def is_key(token: str) -> bool:
    return token.startswith(PREFIX)


def use(person: User, key: str) -> Verdict:
    """Use up a key, and return whether it counts. Call this in a transaction."""
    rows = FreshLogin.objects.filter(user=person, key_digest=_digest(key), at__gt=timezone.now() - FRESH)
    if rows.delete()[0]:
        return ALLOWED
    return Verdict(
        "no_sign_on",
        "Confirm who you are, by the link at this form, then send it again. A login counts for one signature within "
        "five minutes. Nothing was changed.",
    )


def _digest(key: str) -> str:
    return digests.seal({"key": key})
