"""What is known about the people who work on guides, besides their accounts."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

LICENCE_WARNING = timedelta(days=30)


def full_name(user: User) -> str:
    """Return the name of a person, or the username if they have no name."""
    return user.get_full_name() or user.get_username()


def name_with_credentials(name: str, credentials: str) -> str:
    """Return a signer's name as it is printed: ``Priya Shah, PharmD``."""
    return ", ".join(filter(None, [name, credentials]))


class Profile(models.Model):
    """A person's name and credentials as printed under what they sign.

    They are copied into each signature.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="profile")
    printed_name = models.CharField(max_length=150)
    credentials = models.CharField(max_length=100, blank=True, help_text="Such as PharmD, BCOP.")
    licence_number = models.CharField(max_length=60, blank=True)
    licence_expires = models.DateField(
        null=True,
        blank=True,
        help_text="The last day on which this person may sign. Leave empty if there is none.",
    )

    class Meta:
        default_permissions = ("add", "change", "view")

    def __str__(self) -> str:
        return name_with_credentials(self.printed_name, self.credentials)

    def is_licence_expired(self, today: date) -> bool:
        return self.licence_expires is not None and self.licence_expires < today

    def is_licence_expiring_soon(self, today: date) -> bool:
        """Return whether the license is still valid, for 30 days or less."""
        return self.licence_expires is not None and today <= self.licence_expires <= today + LICENCE_WARNING


class MailPreference(models.Model):
    """A person's notification settings.

    Users without a row get every notification, each as its own mail.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preference")
    muted = models.JSONField(default=list)  # a list of NotificationKind
    is_daily = models.BooleanField("one mail a day", default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"notification settings of {self.user}"
