"""Accounts of a provider of single sign-on, logins there before a signature, and logouts there."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

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


class ProviderLogoutQuerySet(models.QuerySet["ProviderLogout"]):
    def that_end(self, subject: str, session_id: str) -> Self:
        """Keep those that end a session of this subject, whose id at the provider is "" if it has not said."""
        of_subject = Q(subject=subject)
        if session_id:
            return self.filter(Q(session_id=session_id) | (of_subject & Q(session_id="")))
        return self.filter(of_subject)


class ProviderLogout(models.Model):
    """A logout token of the provider: it ends sessions that began before, and counts once.

    It is not history: the audit trail has an entry, and a row is deleted when no session can be as old.
    """

    issuer = models.CharField(max_length=300)
    token_id = models.CharField(max_length=255)
    subject = models.CharField(max_length=255, blank=True)
    session_id = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField()

    objects = ProviderLogoutQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["issuer", "token_id"], name="providerlogout_token_counts_once")]

    def __str__(self) -> str:
        return f"logout of {self.subject or self.session_id} at {self.at}"
