"""What is stored, and the constraints. Only `monograph.workflow` changes workflow state."""

from .append_only import AppendOnlyModel, HistoryIsAppendOnlyError
from .audit import AuditEntry
from .catalogue import GlossaryTerm, Reference, SectionKind
from .edition import Edition, EditionSection, ScheduledEdition, Withdrawal
from .guide import Monograph, Section
from .people import Profile
from .review import CommentResolution, Review, ReviewComment, Signature, Waiver
from .revision import Citation, RevisionState, SectionRevision, WorkingCopy

__all__ = [
    "AppendOnlyModel",
    "AuditEntry",
    "Citation",
    "CommentResolution",
    "Edition",
    "EditionSection",
    "GlossaryTerm",
    "HistoryIsAppendOnlyError",
    "Monograph",
    "Profile",
    "Reference",
    "Review",
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
