"""What is stored, and the constraints. Only `monograph.workflow` changes workflow state.

A foreign key has no index of its own (`db_index=False`) where a unique constraint begins with it, whose index serves as
well, and where nobody asks by it: each would be one more thing for every save to write.
"""

from .append_only import AppendOnlyModel, HistoryIsAppendOnlyError
from .audit import AuditEntry
from .catalogue import GlossaryTerm, Reference, SectionKind
from .edition import Edition, EditionSection, ScheduledEdition, Withdrawal
from .finding import PublicName, PublicText
from .guide import FormerAddress, Monograph, Section
from .notice import TOLD_IN_ANY_CASE, Notice, NoticeKind, Reminder
from .page import EditionPdf, PublicPage, PublicVersion
from .people import MailPreference, Profile
from .report import ReaderReport
from .review import CommentResolution, Review, ReviewClaim, ReviewComment, Signature, Waiver
from .revision import Citation, Presence, RevisionState, SectionRevision, WorkingCopy

__all__ = [
    "TOLD_IN_ANY_CASE",
    "AppendOnlyModel",
    "AuditEntry",
    "Citation",
    "CommentResolution",
    "Edition",
    "EditionPdf",
    "EditionSection",
    "FormerAddress",
    "GlossaryTerm",
    "HistoryIsAppendOnlyError",
    "MailPreference",
    "Monograph",
    "Notice",
    "NoticeKind",
    "Presence",
    "Profile",
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
    "RevisionState",
    "ScheduledEdition",
    "Section",
    "SectionKind",
    "SectionRevision",
    "Signature",
    "Waiver",
    "Withdrawal",
    "WorkingCopy",
]
