"""Passkeys, and what they signed."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q

from .append_only import AppendOnlyModel
from .review import Signature


class PasskeyQuerySet(models.QuerySet):
    def live(self) -> "PasskeyQuerySet":
        return self.filter(removed_at=None)

    def locked(self) -> "PasskeyQuerySet":
        """Lock the rows until the transaction ends; the lock does not cover the primary key."""
        return self.select_for_update(no_key=True, of=("self",))


class Passkey(models.Model):
    """One of a person's passkeys: its public key, which checks what it signed.

    Only `removed_at` ever changes, once: a trigger refuses everything else. The texts are base64url.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True)
    public_key = models.TextField()  # in the form of COSE (RFC 9052)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = PasskeyQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="passkey_has_a_name")]

    def __str__(self) -> str:
        return f"passkey “{self.name}” of {self.user}"

    @property
    def fingerprint(self) -> str:
        """Return what a person compares to see that a public key is theirs."""
        digits = hashlib.sha256(self.public_key.encode()).hexdigest()[:32]
        return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


class PasskeyUse(models.Model):
    """The last use of a passkey, which must be older than the next.

    Not history, because every login changes it. A trigger refuses going back in time or in the authenticator's count.
    """

    passkey = models.OneToOneField(Passkey, on_delete=models.PROTECT, related_name="use")
    sign_count = models.PositiveBigIntegerField()  # stays 0 with authenticators that do not count
    asked_at = models.DateTimeField(null=True)  # when the challenge that it answered last was made

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"use of {self.passkey}"


class Assertion(AppendOnlyModel):
    """A passkey's own signature for one signature of its person.

    With the columns of `signature` it is enough to check again, with the public key, what was signed by whom.
    """

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="assertion")
    passkey = models.ForeignKey(Passkey, on_delete=models.PROTECT, related_name="assertions")
    origin = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    nonce = models.CharField(max_length=40, unique=True)
    client_data = models.TextField()
    authenticator_data = models.TextField()
    value = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.passkey} for: {self.signature}"
