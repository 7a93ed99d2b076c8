"""The authentication back end for passwords."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest

from .identity import find_by_password
from .one_time_codes import with_app_id


class AccountBackend(ModelBackend):
    """Django's own accounts, loaded with `app_id`: whether they need one-time codes."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        return find_by_password(username, password) if username is not None and password is not None else None

    def get_user(self, user_id: Any) -> User | None:
        user = with_app_id(User.objects.filter(pk=user_id)).first()
        return user if user and self.user_can_authenticate(user) else None
