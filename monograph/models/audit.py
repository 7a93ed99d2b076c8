"""The entries of the audit trail."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .append_only import AppendOnlyModel


class AuditEntry(AppendOnlyModel):
    """One action of one person, or of a command, chained to the entry before by its digest.

    Only `monograph.audit.record` writes entries. `actor` is null for what the site does by itself.
    """

    class Action(models.TextChoices):
        START_MONOGRAPH = "start_monograph", "started a guide"
        ADD_SECTION = "add_section", "added a section"
        SET_REVIEW_INTERVAL = "set_review_interval", "changed the review interval"
        ADD_ADDRESS = "add_address", "redirected another address to a guide"
        SAVE_REVISION = "save_revision", "saved a revision"
        SUBMIT = "submit", "submitted for review"
        WITHDRAW_SUBMISSION = "withdraw_submission", "withdrew a submission"
        COMMENT = "comment", "commented"
        RESOLVE_COMMENT = "resolve_comment", "resolved a comment"
        REQUEST_CHANGES = "request_changes", "requested changes"
        APPROVE = "approve", "signed a review"
        WAIVE = "waive", "waived a finding"
        PROPOSE_WORD = "propose_word", "proposed a word"
        ACCEPT_WORD = "accept_word", "accepted a word"
        DECLINE_WORD = "decline_word", "declined a word"
        FAIL_IDENTITY = "fail_identity", "failed to confirm their identity"
        LOCK_NETWORK = "lock_network", "locked out a network address"
        ENROLL_SECOND_FACTOR = "enrol_second_factor", "started to set up a second factor"
        CONFIRM_SECOND_FACTOR = "confirm_second_factor", "set up a second factor"
        RENEW_RECOVERY_CODES = "renew_recovery_codes", "renewed their recovery codes"
        REMOVE_SECOND_FACTOR = "remove_second_factor", "removed their second factor"
        REMOVE_LOST_SECOND_FACTOR = "remove_lost_second_factor", "removed a lost second factor"
        INVITE = "invite", "invited somebody"
        RENEW_INVITATION = "renew_invitation", "sent an invitation again"
        CHANGE_PERSON = "change_person", "changed an account"
        CONFIRM_CHANGE = "confirm_change", "confirmed a change of an account"
        DECLINE_CHANGE = "decline_change", "declined a change of an account"
        DEACTIVATE = "deactivate", "deactivated an account"
        ACTIVATE = "activate", "activated an account"
        RESET_PASSWORD = "reset_password", "reset a password"
        REQUEST_PASSWORD_LINK = "request_password_link", "requested a link for a new password"
        CHOOSE_PASSWORD = "choose_password", "chose a password"
        CHANGE_PASSWORD = "change_password", "changed their password"
        LINK_ACCOUNT = "link_account", "linked an account of the single sign-on"
        END_SIGN_ON = "end_sign_on", "was logged out by the single sign-on"
        USE_BREAK_GLASS = "use_break_glass", "logged in with the emergency account"
        RESUME_SIGNING = "resume_signing", "ended a suspension of the right to sign"
        ADD_PASSKEY = "add_passkey", "added a passkey"
        REMOVE_PASSKEY = "remove_passkey", "removed their passkey"
        REMOVE_LOST_PASSKEY = "remove_lost_passkey", "removed a lost passkey"
        PUBLISH = "publish", "published an edition"
        SCHEDULE = "schedule", "scheduled an edition"
        CANCEL_SCHEDULE = "cancel_schedule", "canceled a scheduled edition"
        REFUSE_SCHEDULED = "refuse_scheduled", "did not publish a scheduled edition"
        WITHDRAW_EDITION = "withdraw_edition", "withdrew an edition"
        RETURN_TO_EDITION = "return_to_edition", "published an earlier edition again"
        CHANGE_RECORDS = "change_records", "changed the catalogue, the library or accounts"
        TAKE_STOCK = "take_stock", "recorded what was there before"
        FILE_REPORT = "file_report", "filed a reader's report"
        SETTLE_REPORT = "report_settled", "settled a reader's report"

    sequence = models.PositiveBigIntegerField(unique=True)
    action = models.CharField(max_length=30, choices=Action)
    # Null for what acts without an account: a reader, a command, a migration.
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=150)
    subject = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    previous_digest = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=80)  # unique, because it covers the sequence

    class Meta:
        ordering = ["sequence"]
        verbose_name_plural = "audit entries"
        default_permissions = ("view",)
        permissions = [("export_auditentry", "Can export the audit trail")]
        constraints = [models.CheckConstraint(condition=Q(sequence__gte=1), name="auditentry_sequence_from_one")]

    @property
    def head(self) -> str:
        """Return what identifies the trail up to this entry.

        Store it elsewhere, for `verify_audit --head`.
        """
        return f"{self.sequence}:{self.digest}"

    def __str__(self) -> str:
        return f"{self.sequence}. {self.actor_name} {self.get_action_display()}: {self.subject}"


class AuditVerification(models.Model):
    """What the last run of `verify_audit` found: one row, for those who watch over the site.

    It proves nothing, because whoever can alter the trail can alter it too.
    """

    at = models.DateTimeField()
    problems = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.problems} problems at {self.at:%Y-%m-%d %H:%M}"
