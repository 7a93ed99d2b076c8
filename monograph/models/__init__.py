"""What is stored, and its constraints.

Only `monograph.workflow` changes workflow state.

A foreign key has no index of its own (`db_index=False`) if a unique constraint starts with it, because that index does
the same, or if no query filters by it. Every index makes every save slower.
"""

from .append_only import AppendOnlyModel, HistoryIsAppendOnlyError
from .audit import AuditEntry, AuditVerification
from .catalogue import GlossaryTerm, Reference, SectionKind
from .edition import Edition, EditionSection, ScheduledEdition, Withdrawal
from .guide import FormerAddress, Monograph, Section
from .network_failures import NetworkFailures
from .notification import ALWAYS_NOTIFIED, Notification, NotificationKind, Reminder
from .passkey import Assertion, Passkey, PasskeyUse
from .people import AccountChange, MailPreference, PasswordLinkRequest, Profile
from .public_page import EditionPdf, PublicPage, PublicVersion
from .reader_report import ReaderReport
from .review import CommentResolution, Review, ReviewClaim, ReviewComment, Signature, Waiver
from .revision import Citation, Presence, SectionRevision, WorkingCopy
from .search_index import PublicName, PublicText
from .sign_on import ExternalAccount, FreshLogin, ProviderLogout
from .site_word import SiteWord
from .states import ReviewState, RevisionState

__all__ = [
    "ALWAYS_NOTIFIED",
    "AccountChange",
    "AppendOnlyModel",
    "Assertion",
    "AuditEntry",
    "AuditVerification",
    "Citation",
    "CommentResolution",
    "Edition",
    "EditionPdf",
    "EditionSection",
    "ExternalAccount",
    "FormerAddress",
    "FreshLogin",
    "GlossaryTerm",
    "HistoryIsAppendOnlyError",
    "MailPreference",
    "Monograph",
    "NetworkFailures",
    "Notification",
    "NotificationKind",
    "Passkey",
    "PasskeyUse",
    "PasswordLinkRequest",
    "Presence",
    "Profile",
    "ProviderLogout",
    "PublicName",
    "PublicPage",
    "PublicText",
    "PublicVersion",
    "ReaderReport",
    "Reference",
    "Reminder",
    "Review",
    "ReviewClaim",
    "ReviewComment",
    "ReviewState",
    "RevisionState",
    "ScheduledEdition",
    "Section",
    "SectionKind",
    "SectionRevision",
    "Signature",
    "SiteWord",
    "Waiver",
    "Withdrawal",
    "WorkingCopy",
]
