"""A login without the login page."""

import time

from django.contrib.auth.models import User
from django.test import Client

from monograph.accounts.middleware import ACTIVE_AT, LOGGED_IN_AT


def log_in(client: Client, user: User) -> None:
    """Begin a session in which the user was active just now.

    Otherwise the first request would store when it began, with queries of its own.
    """
    client.force_login(user)
    session = client.session
    session[LOGGED_IN_AT] = session[ACTIVE_AT] = int(time.time())
    session.save()
