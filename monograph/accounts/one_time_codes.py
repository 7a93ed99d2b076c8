"""The codes of a second factor: who is asked for one, and taking it.

django-otp keeps the app's key and the recovery codes, takes each code once, and slows down who guesses.
"""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import OuterRef, QuerySet, Subquery
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..permissions import ALLOWED, Verdict

RECOVERY_DIGITS = 12  # told from an app's code, of six, by its length: all digits, for the keypad of a phone


def with_app_id(people: QuerySet[User]) -> QuerySet[User]:
    """Let each person carry `app_id`, the key of the app that shows their codes: `app_id_of` then asks nothing more."""
    confirmed = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    return people.annotate(app_id=Subquery(confirmed.values("pk")[:1]))


def app_id_of(person: User | AnonymousUser) -> int | None:
    """Return the key of the app that shows a person's codes, None for who has no second factor."""
    if hasattr(person, "app_id"):
        found: int | None = person.app_id
        return found
    return TOTPDevice.objects.filter(user=person.pk, confirmed=True).values_list("pk", flat=True).first()


def use_code(person: User, token: str, new_app: TOTPDevice | None = None) -> Verdict:
    """Use up a code and answer yes, or say why it is not taken. Yes, too, to somebody without a second factor.

    `new_app` is one that is being set up, whose first code it has to be. Call in a transaction: the device is locked,
    so that no code is taken twice. Answers with code ``no_code``, ``wrong_code``, or ``wait_for_code`` where
    django-otp did not look, because a wrong one came just before; guesses at a recovery code do not slow the app.
    """
    app_id = new_app.pk if new_app else app_id_of(person)
    if app_id is None:
        return ALLOWED
    token = "".join(token.split())
    if not token:
        return Verdict("no_code", "Type the code that your app shows now, or one of your recovery codes.")
    device: TOTPDevice | StaticDevice | None
    if new_app is None and len(token) == RECOVERY_DIGITS:
        device = StaticDevice.objects.select_for_update().filter(user=person).first()
    else:
        device = TOTPDevice.objects.select_for_update().filter(pk=app_id, user=person).first()
    if device and not device.verify_is_allowed()[0]:
        return Verdict("wait_for_code", "A wrong code came just before. Wait a few seconds, then type the next one.")
    if device and device.verify_token(token):
        return ALLOWED
    return Verdict("wrong_code", "That code is not right, or was used before. Type the next one that your app shows.")
