"""What an account has besides its password, and whether a session was opened with it.

`django_otp.login` stores in the session which device opened it: an authenticator app, or a `PasskeyDevice`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..models import Passkey
from .one_time_codes import get_app_id, with_app_id

PASSKEY_DEVICE = "passkey/"


@dataclass(frozen=True)
class Factors:
    """The second factors of an account."""

    app_id: int | None  # of the authenticator app
    has_passkey: bool
    passkey_removed_at: datetime | None  # when one was removed last

    def __bool__(self) -> bool:
        return self.app_id is not None or self.has_passkey

    def opened(self, device_id: str) -> bool:
        """Return whether a session that this device opened may go on; "" for a password alone.

        Removing a passkey ends the sessions that passkeys of the account have opened before.
        """
        if device_id.startswith(PASSKEY_DEVICE):
            opened_at = datetime.fromisoformat(device_id.removeprefix(PASSKEY_DEVICE))
            return self.passkey_removed_at is None or opened_at >= self.passkey_removed_at
        return not self or (self.app_id is not None and device_id == TOTPDevice(pk=self.app_id).persistent_id)


@dataclass(frozen=True)
class PasskeyDevice:
    """A passkey as `django_otp.login` takes devices: used by this user at this time."""

    user_id: int
    used_at: datetime

    @property
    def persistent_id(self) -> str:
        return f"{PASSKEY_DEVICE}{self.used_at.isoformat()}"


def with_factors(people: QuerySet[User]) -> QuerySet[User]:
    """Annotate what `get_factors` returns."""
    passkeys = Passkey.objects.filter(user=OuterRef("pk")).order_by()
    removed = passkeys.values("user").annotate(last=Max("removed_at")).values("last")
    return with_app_id(people).annotate(has_passkey=Exists(passkeys.live()), passkey_removed_at=Subquery(removed))


def get_factors(person: User | AnonymousUser) -> Factors:
    """Return the second factors of an account. Takes no query for rows of `with_factors`."""
    found: Any = person
    if not hasattr(person, "has_passkey"):
        found = with_factors(User.objects.filter(pk=person.pk or 0)).first()
    if found is None:
        return Factors(app_id=None, has_passkey=False, passkey_removed_at=None)
    return Factors(get_app_id(found), found.has_passkey, found.passkey_removed_at)
