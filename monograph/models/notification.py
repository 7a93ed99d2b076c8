"""What people are told by mail: the outbox, and which reminders an edition has had."""

from django.conf import settings
from django.db import models

from .edition import Edition


class NotificationKind(models.TextChoices):
    """What a notice is about, in the words of the page where people choose."""

    SUBMITTED = "submitted", "a section waits for my review"
    CHANGES_REQUESTED = "sent_back", "a section that I wrote or submitted is sent back"
    COMMENTED = "commented", "somebody comments where I wrote, submitted, commented or signed"
    APPROVED = "approved", "a section is approved"
    PUBLISHED = "published", "an edition is published"
    WITHDRAWN = "withdrawn", "an edition is withdrawn"
    SCHEDULE_REFUSED = "schedule_refused", "a scheduled edition did not go out"
    SECOND_FACTOR_REMOVED = "factor_removed", "an administrator removes my second factor"
    REVIEW_DUE = "review_due", "a guide has to be reviewed within 30 days"
    REVIEW_LAPSED = "review_lapsed", "the review of a guide is overdue"


ALWAYS_NOTIFIED = (NotificationKind.SECOND_FACTOR_REMOVED,)  # of somebody's account, not of guides


class NotificationQuerySet(models.QuerySet):
    def waiting(self) -> "NotificationQuerySet":
        """Notices to be sent, oldest first, to people who still work here and have an address."""
        people = {"recipient__is_active": True, "recipient__is_staff": True}
        return self.filter(sent_at=None, **people).exclude(recipient__email="").order_by("created_at", "pk")


class Notification(models.Model):
    """A mail to one person that waits to be sent, or was sent of late.

    A verb writes it in its own transaction, so that it is there exactly when what it tells of is; a timer sends it.
    It is no history: nothing rests on it, and it is deleted after a while.
    """

    kind = models.CharField(max_length=20, choices=NotificationKind)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    subject = models.TextField()
    body = models.TextField()
    path = models.CharField(max_length=300)  # of the page to open, within the site
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)  # a run takes only what no other took a moment ago
    sent_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["created_at"], condition=models.Q(sent_at=None), name="notification_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"


class Reminder(models.Model):
    """People were reminded once that this edition's review is due, or overdue."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reminders", db_index=False)
    kind = models.CharField(max_length=20, choices=NotificationKind)
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["edition", "kind"], name="reminder_once_per_edition_and_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.edition}"
