"""The authentication back end for passwords."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest

from ..models.people import with_suspension
from ..people_permissions import may_log_in_here
from .identity import find_by_password
from .one_time_codes import with_app_id


class AccountBackend(ModelBackend):
    """Django's own accounts, loaded with what each page asks: whether they need one-time codes, and may sign."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if username is None or password is None:
            return None
        person = find_by_password(username, password)
        return person if person is not None and may_log_in_here(person) else None

    def get_user(self, user_id: Any) -> User | None:
        user = with_suspension(with_app_id(User.objects.filter(pk=user_id))).first()
        return user if user and self.user_can_authenticate(user) else None
