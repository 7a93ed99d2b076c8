"""The authentication back end for passwords and passkeys."""

from functools import cache
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from ..models.people import with_suspension
from ..people_permissions import may_log_in_here
from .authenticators import PasskeyResponse
from .factors import with_factors
from .identity import find_by_passkey, find_by_password


@cache
def _accounts() -> QuerySet[User]:
    """Return all accounts with what each page asks. Built once: that takes longer than the database's answer."""
    return with_suspension(with_factors(User.objects.all()))


class AccountBackend(ModelBackend):
    """Django's own accounts, loaded with what each page asks: their second factors, and whether they may sign."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        passkey: str = "",
        **kwargs: Any,
    ) -> User | None:
        if passkey:
            person = find_by_passkey(PasskeyResponse.read(passkey))
        elif username is None or password is None:
            return None
        else:
            person = find_by_password(username, password)
        return person if person is not None and may_log_in_here(person) else None

    def get_user(self, user_id: Any) -> User | None:
        user = _accounts().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
