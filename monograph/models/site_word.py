"""The words that this site uses and the lexicon lacks."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .guide import Section


class SiteWordQuerySet(models.QuerySet):
    def proposed(self) -> "SiteWordQuerySet":
        """Return the words that wait for a reviewer."""
        return self.filter(state=SiteWord.State.PROPOSED)

    def known(self) -> "SiteWordQuerySet":
        """Return the words that preflight no longer reports."""
        return self.filter(state__in=SiteWord.KNOWN_STATES)


class SiteWord(models.Model):
    """A word that a writer proposed, or that a signed text has.

    One row a word. Its state may change again, because an accepted word may turn out to be a mistake; every change is
    an entry of the audit trail, which is its history.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposed"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"
        SIGNED = "signed", "in a signed text"

    KNOWN_STATES = (State.ACCEPTED, State.SIGNED)
    MAX_LENGTH = 40

    word = models.CharField(max_length=MAX_LENGTH, unique=True)  # lowercase
    state = models.CharField(max_length=10, choices=State)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="site_words", db_index=False)
    sentence = models.TextField()  # where the word was found, for those who decide
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # why it was declined

    objects = SiteWordQuerySet.as_manager()

    class Meta:
        ordering = ["word"]
        default_permissions = ()
        permissions = [("propose_siteword", "Can propose words"), ("decide_siteword", "Can decide on proposed words")]
        indexes = [models.Index(fields=["state", "added_at"], name="siteword_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "signed"], decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["accepted", "declined"], decided_by__isnull=False, decided_at__isnull=False),
                name="siteword_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted", decided_by=F("added_by")), name="siteword_accepted_by_another"
            ),
            models.CheckConstraint(condition=~Q(state="declined", reason=""), name="siteword_declined_with_a_reason"),
        ]

    def __str__(self) -> str:
        return self.word

    @property
    def is_known(self) -> bool:
        return self.state in self.KNOWN_STATES
