"""Reports of readers about an edition."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from .edition import Edition, EditionSection


class ReaderReportQuerySet(models.QuerySet):
    def open(self) -> "ReaderReportQuerySet":
        """Return the reports that nobody has settled yet."""
        return self.filter(settled_at=None)

    def since(self, moment: datetime) -> "ReaderReportQuerySet":
        return self.filter(created_at__gt=moment)


class ReaderReport(models.Model):
    """A reader's answer to "Was this guide clear?", a mistake they found, or both.

    It stores what the reader says about which text, and nothing about the reader: no name, no address, no browser. What
    is not stored can't leak.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reports", db_index=False)
    section = models.ForeignKey(
        EditionSection, on_delete=models.PROTECT, null=True, related_name="reports", db_index=False
    )  # the line of the edition; null for the whole guide
    is_clear = models.BooleanField("was it clear?", null=True)  # null if the question was not answered
    words = models.TextField(blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    answer = models.TextField("what was done", blank=True)  # for colleagues; there is no way to answer readers

    objects = ReaderReportQuerySet.as_manager()

    class Meta:
        verbose_name = "reader's report"
        verbose_name_plural = "readers' reports"
        default_permissions = ("view", "change")
        indexes = [models.Index(fields=["created_at"], name="readerreport_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_clear__isnull=False) | ~Q(words=""), name="readerreport_says_something"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, answer="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(answer="")),
                name="readerreport_settled_by_somebody_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk} on {self.edition}"

    @property
    def is_open(self) -> bool:
        return self.settled_at is None
