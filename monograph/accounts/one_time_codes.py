"""One-time codes: who needs one, and using it up.

django-otp stores the app's key and the recovery codes, accepts each code once, and slows down guessing.
"""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import OuterRef, QuerySet, Subquery
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..permissions import ALLOWED, Verdict

# The length distinguishes a recovery code from an app's code, which has six digits. Digits suit the keypad of a phone.
RECOVERY_DIGITS = 12


def with_app_id(people: QuerySet[User]) -> QuerySet[User]:
    """Annotate `app_id`, the primary key of a person's authenticator app."""
    confirmed = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    return people.annotate(app_id=Subquery(confirmed.values("pk")[:1]))


def get_app_id(person: User | AnonymousUser) -> int | None:
    """Return the primary key of a person's app; None without a second factor.

    Takes no query for rows of `with_app_id`.
    """
    if hasattr(person, "app_id"):
        app_id: int | None = person.app_id
        return app_id
    return TOTPDevice.objects.filter(user=person.pk, confirmed=True).values_list("pk", flat=True).first()


def use_code(person: User, token: str, new_app: TOTPDevice | None = None) -> Verdict:
    """Use up a code, and return whether it is accepted.

    Without a second factor, no code is needed. `new_app` is an app that is being set up, and the code must be its
    first. Call this in a transaction: it locks the device, so that no code is accepted twice. A refusal has code
    ``no_code``, ``wrong_code``, or ``wait_for_code`` if django-otp refused to check because of a recent wrong code.
    Guesses at a recovery code do not slow down the app.
    """
    app_id = new_app.pk if new_app else get_app_id(person)
    if app_id is None:
        return ALLOWED
    token = "".join(token.split())
    if not token:
        return Verdict("no_code", "Enter the code that your app shows now, or one of your recovery codes.")
    device: TOTPDevice | StaticDevice | None
    if new_app is None and len(token) == RECOVERY_DIGITS:
        device = StaticDevice.objects.select_for_update().filter(user=person).first()
    else:
        device = TOTPDevice.objects.select_for_update().filter(pk=app_id, user=person).first()
    if device and not device.verify_is_allowed()[0]:
        return Verdict("wait_for_code", "The last code was wrong. Wait a few seconds, then enter the next one.")
    if device and device.verify_token(token):
        return ALLOWED
    return Verdict("wrong_code", "That code is wrong or was used before. Enter the next one that your app shows.")
