"""The links in mails that open an account or give a right back.

They are made when a mail is sent, so that no table ever holds one. Each is valid for `settings.PASSWORD_RESET_TIMEOUT`
(72 hours); a link for a password works once, because it depends on the password that it replaces.
"""

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlencode, urlsafe_base64_encode

from ..models import Notification, NotificationKind

PASSWORD_KINDS = (NotificationKind.INVITED, NotificationKind.PASSWORD_LINK)
LINK_KINDS = (*PASSWORD_KINDS, NotificationKind.SIGNING_SUSPENDED)
SIGNER = TimestampSigner(salt="monograph.mailing.links")


def password_path(person: User) -> str:
    """Return the path of the page on which a person chooses a password."""
    token = default_token_generator.make_token(person)
    return reverse("choose_password", args=[urlsafe_base64_encode(force_bytes(person.pk)), token])


def signed_path(path: str) -> str:
    return f"{path}?{urlencode({'key': SIGNER.sign(path)})}"


def is_signed(path: str, key: str) -> bool:
    """Return whether `key` came with `path` in a mail of the last 72 hours."""
    try:
        return SIGNER.unsign(key, max_age=settings.PASSWORD_RESET_TIMEOUT) == path
    except BadSignature:
        return False


def path_in_mail(notification: Notification) -> str:
    """Return the path that a mail links to."""
    if notification.kind in PASSWORD_KINDS:
        return password_path(notification.recipient)
    if notification.kind == NotificationKind.SIGNING_SUSPENDED:
        return signed_path(notification.path)
    return notification.path
