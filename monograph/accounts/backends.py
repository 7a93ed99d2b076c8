"""The authentication back end for passwords."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest

from ..errors import NotPermitted
from ..models.people import with_suspension
from .identity import verify_password
from .one_time_codes import with_app_id


class AccountBackend(ModelBackend):
    """Django's own accounts, loaded with what each page asks: whether they need one-time codes, and may sign.

    A wrong password at login counts toward the lockout. Whoever guesses can't learn, from the answer or its time,
    whether an account exists, is locked or is deactivated.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if username is None or password is None:
            return None
        person = User.objects.filter(username=username).first()
        if not (settings.LOCAL_PASSWORDS or username == settings.BREAK_GLASS_ACCOUNT):
            person = None
        if person is not None and self.user_can_authenticate(person):
            try:
                verify_password(person, password)
            except NotPermitted as error:
                if error.code != "too_many_failures":
                    return None
            else:
                return person
        User().set_password(password)  # takes as long as a check
        return None

    def get_user(self, user_id: Any) -> User | None:
        user = with_suspension(with_app_id(User.objects.filter(pk=user_id))).first()
        return user if user and self.user_can_authenticate(user) else None
