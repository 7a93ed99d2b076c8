"""Sessions that began at the provider of single sign-on.

The provider is asked again every few minutes, so that whoever loses their account or group there loses access here. It
can also end a session at once (`single_sign_on.end_sessions`).
"""

import time
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from ..errors import NotPermitted
from ..models import ProviderLogout
from . import fresh_login
from .provider import Claims, ask_again
from .single_sign_on import follow_groups

KEY = "single_sign_on"
ASK_AFTER = 5 * 60  # seconds
# While the provider does not answer, sessions go on this long after its last answer, in seconds.
PATIENCE = 15 * 60

Session = MutableMapping[str, Any]


def begin(session: Session, claims: Claims, token: dict[str, Any]) -> None:
    now = time.time()
    session[KEY] = {
        "subject": claims.subject,
        "session_id": claims.session_id,
        "token": token,
        "began_at": now,
        "asked_at": now,
        "fresh": "",
    }


def is_sign_on(session: Session) -> bool:
    return KEY in session


def keep_fresh_login(session: Session, key: str) -> None:
    """Keep the key that replaces a password in the next signature."""
    session[KEY] = {**session[KEY], "fresh": key}


def verified(request: HttpRequest, user: Any) -> Any:
    """Return the user of a session, or nobody if the provider no longer knows them.

    The user gets `sign_on_key`, which forms send in place of a password.
    """
    state = request.session[KEY]
    age = time.time() - state["asked_at"]
    if (
        not settings.SINGLE_SIGN_ON.is_on
        or _is_ended(state)
        or (age > ASK_AFTER and not _is_still_known(request, user, age))
    ):
        request.session.flush()
        return AnonymousUser()
    user.sign_on_key = request.session[KEY]["fresh"] or fresh_login.PREFIX
    return user


def _is_ended(state: dict[str, Any]) -> bool:
    """Return whether the provider has ended this session since it began."""
    began_at = datetime.fromtimestamp(state["began_at"], UTC)
    since = ProviderLogout.objects.filter(issuer=settings.SINGLE_SIGN_ON.issuer, at__gte=began_at)
    return since.that_end(state["subject"], state["session_id"]).exists()


def _is_still_known(request: HttpRequest, user: Any, age: float) -> bool:
    state = request.session[KEY]
    try:
        claims = ask_again(state["token"], state["subject"])
    except NotPermitted:
        return age < PATIENCE
    if claims is None or not follow_groups(user, claims):
        return False
    request.session[KEY] = {**state, "asked_at": time.time()}
    return True
