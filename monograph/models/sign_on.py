"""Accounts of a provider of single sign-on, and proofs that somebody has just logged in there."""

from django.conf import settings
from django.db import models

from .append_only import AppendOnlyModel


class ExternalAccount(AppendOnlyModel):
    """Whose account a subject of the provider is. It is linked once: a new address or name changes nothing."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="external_account")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="externalaccount_one_per_subject")]

    def __str__(self) -> str:
        return f"{self.subject} of {self.issuer}"


class FreshLogin(models.Model):
    """A login at the provider for one signature. Only its digest is stored; the session has the key."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key_digest = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"login of {self.user} at {self.at}"
