"""The second factor: a code of a person's own app, asked for beside the password where it is set up.

django-otp keeps the devices, takes each code once, and slows down who guesses. Its recovery codes are a device too.
"""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q
from django_otp import devices_for_user
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..permissions import YES, Answer


def is_set_up(person: User | AnonymousUser) -> bool:
    """Say whether this person signs with a code. One query for each object of a person: a page asks for every form."""
    if not hasattr(person, "_signs_with_code"):
        confirmed = Q(totpdevice__confirmed=True) | Q(staticdevice__confirmed=True)
        person._signs_with_code = User.objects.filter(confirmed, pk=person.pk).exists()  # type: ignore[union-attr]
    return bool(person._signs_with_code)  # type: ignore[union-attr]


def take_code(person: User, token: str) -> Answer:
    """Use up a code, and answer yes; or say why it is not taken. Yes, too, to somebody without a second factor.

    Call in a transaction: the devices are locked, so that no code is taken twice. A code of digits is the app's, any
    other a recovery code: a guess at one does not slow the other down. Codes: ``no_code``, ``wrong_code``, and
    ``wait_for_code`` where django-otp did not look, because a wrong one came just before.
    """
    devices = list(devices_for_user(person, for_verify=True))
    if not devices:
        return YES
    token = "".join(token.split()).lower()
    if not token:
        return Answer("no_code", "Type the code that your app shows now, or one of your recovery codes.")
    asked = [each for each in devices if isinstance(each, TOTPDevice) == token.isdecimal()]
    allowed = [each for each in asked if each.verify_is_allowed()[0]]
    if asked and not allowed:
        return Answer("wait_for_code", "A wrong code came just before. Wait a few seconds, then type the next one.")
    if any(each.verify_token(token) for each in allowed):
        return YES
    return Answer("wrong_code", "That code is not right, or was used before. Type the next one that your app shows.")
