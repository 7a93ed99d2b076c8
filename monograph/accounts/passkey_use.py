"""Checking what a passkey answers."""

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from ..models import Passkey, PasskeyUse
from ..permissions import ALLOWED, Verdict
from .authenticators import PasskeyResponse
from .challenges import Challenge, Purpose, is_in_time

WRONG = Verdict("wrong_passkey", "Your passkey was not accepted. Nothing was changed. Try again.")
OLD = Verdict("old_challenge", "You took too long to use your passkey. Nothing was changed. Try again.")


def find_owner(response: PasskeyResponse | None) -> User | None:
    """Return whose passkey an answer claims to be of."""
    if response is None:
        return None
    return User.objects.filter(passkeys__credential_id=response.credential_id, passkeys__removed_at=None).first()


def use_passkey(
    person: User, response: PasskeyResponse | None, purpose: Purpose, used: list[tuple[Passkey, Challenge]]
) -> Verdict:
    """Accept a person's answer to a challenge once; then append the passkey and the challenge to `used`.

    Call this with the person's row locked, so that no response is accepted twice. A refusal has code
    ``wrong_passkey`` or ``old_challenge``.
    """
    if response is None:
        return WRONG
    challenge = Challenge.read(response.token, purpose, None if purpose == Purpose.LOG_IN else person.pk)
    passkeys = Passkey.objects.live().select_related("use").filter(user=person, credential_id=response.credential_id)
    passkey = passkeys.first()
    if challenge is None or passkey is None:
        return WRONG
    is_used = passkey.use.asked_at is not None and challenge.asked_at <= passkey.use.asked_at
    if is_used or not is_in_time(challenge.asked_at, timezone.now()):
        return OLD
    count = response.verify(passkey.public_key, challenge.digest, settings.PASSKEY_ORIGIN, passkey.use.sign_count)
    if count is None:
        return WRONG
    PasskeyUse.objects.filter(passkey=passkey).update(sign_count=count, asked_at=challenge.asked_at)
    used.append((passkey, challenge))
    return ALLOWED
