"""Wrong passwords and codes by the network that they came from."""

from django.db import models


class NetworkFailures(models.Model):
    """What one network entered wrongly of late; `monograph.accounts.lockout` counts in it.

    It is not history: the audit trail says which networks were locked out, and a row is deleted after a day without
    failures.
    """

    network = models.CharField(max_length=50, unique=True)  # accounts.network.network_of
    failures = models.PositiveIntegerField(default=0)  # since `since`
    since = models.DateTimeField()
    failed_at = models.DateTimeField(db_index=True)
    lockouts = models.PositiveIntegerField(default=0)  # each doubles the wait of the next
    locked_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.network
