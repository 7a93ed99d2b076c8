"""Notifications by email, and the reminders that an edition has had."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .edition import Edition


class NotificationKind(models.TextChoices):
    """What a notification is about, in the words of the page of notification settings."""

    SUBMITTED = "submitted", "a section is waiting for my review"
    CHANGES_REQUESTED = "sent_back", "changes are requested to a section that I wrote or submitted"
    COMMENTED = "commented", "somebody comments on a section that I wrote, submitted, commented on or signed"
    APPROVED = "approved", "a section is approved"
    PUBLISHED = "published", "an edition is published"
    WITHDRAWN = "withdrawn", "an edition is withdrawn"
    SCHEDULE_REFUSED = "schedule_refused", "a scheduled edition could not be published"
    SECOND_FACTOR_REMOVED = "factor_removed", "an administrator removes my second factor"
    PASSKEY_ADDED = "passkey_added", "a passkey is added to my account"
    PASSKEY_REMOVED = "passkey_removed", "a passkey of my account is removed"
    ACCOUNT_LOCKED = "account_locked", "my account is locked after wrong passwords or codes"
    SIGNED = "signed", "something is signed with my name"
    INVITED = "invited", "I am invited"
    PASSWORD_LINK = "password_link", "a link for a new password is requested for my account"
    ACCOUNT_CHANGED = "account_changed", "my account, my rights or my profile change"
    SIGNING_SUSPENDED = "signing_suspended", "my right to sign is suspended"
    CHANGE_WAITING = "change_waiting", "a change to somebody's account needs a second administrator"
    REVIEW_DUE = "review_due", "a guide has to be reviewed within 30 days"
    REVIEW_LAPSED = "review_lapsed", "the review of a guide is overdue"


# About the person's own account, so they can't be muted.
ALWAYS_NOTIFIED = (
    NotificationKind.SECOND_FACTOR_REMOVED,
    NotificationKind.PASSKEY_ADDED,
    NotificationKind.PASSKEY_REMOVED,
    NotificationKind.ACCOUNT_LOCKED,
    NotificationKind.SIGNED,
    NotificationKind.INVITED,
    NotificationKind.PASSWORD_LINK,
    NotificationKind.ACCOUNT_CHANGED,
    NotificationKind.SIGNING_SUSPENDED,
    NotificationKind.CHANGE_WAITING,
)


class NotificationQuerySet(models.QuerySet):
    def waiting(self) -> "NotificationQuerySet":
        """Return what to send, oldest first: to active staff with an email address, or to the address in `to`."""
        people = Q(recipient__is_active=True, recipient__is_staff=True) & ~Q(recipient__email="")
        return self.filter(people | ~Q(to=""), sent_at=None).order_by("created_at", "pk")


class Notification(models.Model):
    """A mail to one person, queued or sent recently.

    A verb writes it in its own transaction, so that it exists exactly if the change that it reports does. A timer sends
    it. It is not history: nothing depends on it, and it is deleted after 30 days.
    """

    kind = models.CharField(max_length=20, choices=NotificationKind)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    # Of what concerns the account itself: the address on file at that moment, which may be another one soon.
    to = models.EmailField(blank=True)
    subject = models.TextField()
    body = models.TextField()
    path = models.CharField(max_length=300)  # of the page to open, on this site
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)  # when a run claimed it last, so that no other run sends it as well
    sent_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["created_at"], condition=models.Q(sent_at=None), name="notification_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"


class Reminder(models.Model):
    """A record that people were reminded of an edition's review."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reminders", db_index=False)
    kind = models.CharField(max_length=20, choices=NotificationKind)
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["edition", "kind"], name="reminder_once_per_edition_and_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.edition}"
