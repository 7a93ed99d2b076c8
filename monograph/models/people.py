"""What is known about the people who work on guides, besides their accounts."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

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


class PasswordLinkRequest(models.Model):
    """A wish for a new password, until the next run of `send_notices` looks for the account.

    The page that takes it stores it for any name, so that neither its answer nor its time shows whether there is one.
    """

    name = models.CharField(max_length=254)  # a username or an address, as somebody typed it
    asked_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}, {self.asked_at:%Y-%m-%d %H:%M}"


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


class AccountChange(models.Model):
    """What one administrator asked for and somebody else has to confirm.

    A grant gives roles that sign, a license, a printed name, or another address; none of it counts before a second
    administrator has confirmed it. A suspension takes the right to sign from a person whose password or second factor
    was reset, until they confirm by mail, or a second administrator does, that it was for them.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", "change of rights, address or profile"
        SUSPENSION = "suspension", "suspended right to sign"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        CONFIRMED = "confirmed", "confirmed"
        DECLINED = "declined", "declined"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="account_changes")
    kind = models.CharField(max_length=12, choices=Kind)
    changes = models.JSONField(default=dict)  # field -> [old, new], of `accounts.details.Details`
    reason = models.TextField(blank=True)
    needs_second = models.BooleanField()  # whether the site required a second administrator at that time
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "requested_by"],
                condition=Q(state="waiting"),
                name="accountchange_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["confirmed", "declined"], decided_by__isnull=False, decided_at__isnull=False),
                name="accountchange_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed", needs_second=True, decided_by=F("requested_by")),
                name="accountchange_confirmed_by_another",
            ),
            # Whoever gets a right can't be the one who confirms it; a suspension ends with its person's own word.
            models.CheckConstraint(
                condition=~Q(state="confirmed", needs_second=True, kind="grant", decided_by=F("person")),
                name="accountchange_not_confirmed_by_its_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.person.get_username()}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING


def _suspensions(person: Any) -> QuerySet[AccountChange]:
    kind, state = AccountChange.Kind.SUSPENSION, AccountChange.State.WAITING
    return AccountChange.objects.filter(person=person, kind=kind, state=state)


def with_suspension(people: QuerySet[User]) -> QuerySet[User]:
    """Annotate `is_suspended`, for `is_signing_suspended`."""
    return people.annotate(is_suspended=Exists(_suspensions(OuterRef("pk"))))


def is_signing_suspended(user: User | AnonymousUser) -> bool:
    """Return whether a person's right to sign is suspended. Takes no query for rows of `with_suspension`."""
    if hasattr(user, "is_suspended"):
        is_suspended: bool = user.is_suspended
        return is_suspended
    return _suspensions(user.pk).exists()
