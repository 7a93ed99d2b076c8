"""The rules that triggers enforce: an append-only history, and the workflow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.apps import apps

from ..models import (
    AppendOnlyModel,
    CommentResolution,
    Edition,
    EditionSection,
    Monograph,
    Reference,
    Review,
    ReviewComment,
    ScheduledEdition,
    Section,
    SectionKind,
    Signature,
    Waiver,
)
from . import conditions
from .conditions import Model, is_changed_sql, is_replacement_sql

PREFIX = "guard_"
CLOSING_FIELDS = ("state", "closed_by", "closed_at", "outcome")
IS_FIXED = "this can't be changed once it is stored"
NEVER_DELETED: tuple[Model, ...] = (Review, ScheduledEdition, Section, Monograph)


@dataclass(frozen=True)
class Trigger:
    """A rule: before `event` on `table`, refuse if `condition` is true.

    An empty condition always refuses.
    """

    key: str
    table: str
    event: str  # INSERT, UPDATE, DELETE, or (PostgreSQL only) TRUNCATE
    condition: str
    message: str

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.key}"


def append_only_models() -> list[type[AppendOnlyModel]]:
    """Return every append-only model."""
    return [model for model in apps.get_app_config("monograph").get_models() if issubclass(model, AppendOnlyModel)]


def _history_triggers(vendor: str) -> Iterator[Trigger]:
    """Yield the triggers that prevent changing, deleting and replacing history."""
    for model in append_only_models():
        refusal = f"{model._meta.verbose_name} is history: it can't be changed or deleted"
        yield from _row_triggers(vendor, model, ("UPDATE", "DELETE"), refusal)
    for permanent in NEVER_DELETED:
        yield from _row_triggers(vendor, permanent, ("DELETE",), f"{permanent._meta.verbose_name} can't be deleted")


def _row_triggers(vendor: str, model: Model, events: Sequence[str], refusal: str) -> Iterator[Trigger]:
    name, table = model._meta.model_name, model._meta.db_table
    for event in events:
        yield Trigger(f"{name}_{event.lower()}", table, event, "", refusal)
    if vendor == "sqlite":
        yield Trigger(f"{name}_replace", table, "INSERT", is_replacement_sql(model), refusal)
    if vendor == "postgresql":
        emptied = f"{model._meta.verbose_name} can't be emptied"
        yield Trigger(f"{name}_truncate", table, "TRUNCATE", "", emptied)


def _rules() -> Iterator[tuple[str, Model, str, str, str]]:
    """Yield the rules of the workflow: key, model, event, condition and message."""
    closed = "a closed row is final, and what was submitted can't be changed"
    for model, open_state in ((Review, "open"), (ScheduledEdition, "pending")):
        final = f"OLD.state <> '{open_state}' OR {is_changed_sql(model, may_change=CLOSING_FIELDS)}"
        yield f"{model._meta.model_name}_final", model, "UPDATE", final, closed
    fixed = is_changed_sql(Section, may_change=("latest_revision", "approved_revision"))
    yield "section_identity", Section, "UPDATE", fixed, IS_FIXED
    fixed = is_changed_sql(Monograph, may_change=("current_edition", "review_interval_months"))
    yield "monograph_identity", Monograph, "UPDATE", fixed, IS_FIXED
    # The digest of a text covers the keys of its kind and its references: with another key, no signature would match.
    yield "sectionkind_code", SectionKind, "UPDATE", is_changed_sql(SectionKind, "code"), IS_FIXED
    yield "reference_key", Reference, "UPDATE", is_changed_sql(Reference, "key"), IS_FIXED
    yield "signature_four_eyes", Signature, "INSERT", conditions.SIGNER_IS_AUTHOR, "the signer wrote part of this text"
    binds = "the digest is not that of the text in open review"
    yield "signature_binds", Signature, "INSERT", conditions.SIGNS_ANOTHER_TEXT, binds
    elsewhere = "that is not a comment of this review"
    yield "reviewcomment_answers", ReviewComment, "INSERT", conditions.REPLIES_ELSEWHERE, elsewhere
    alone = "a reply can't be resolved on its own"
    yield "commentresolution_of_remark", CommentResolution, "INSERT", conditions.RESOLVES_A_REPLY, alone
    another = "the revision is of another section"
    yield "review_of_section", Review, "INSERT", conditions.REVIEWS_ANOTHER_SECTION, another
    yield "review_starts_open", Review, "INSERT", "NEW.state <> 'open'", "a new review must be open"
    yield "review_signed", Review, "UPDATE", conditions.APPROVED_WITHOUT_SIGNATURES, "signatures are missing"
    for event in ("INSERT", "UPDATE"):
        approved = "that is not the last approved revision"
        yield f"section_approved_{event.lower()}", Section, event, conditions.IS_NOT_LAST_APPROVED, approved
        current = "that edition is not this guide's newest, or is withdrawn"
        yield f"monograph_current_{event.lower()}", Monograph, event, conditions.CURRENT_IS_NOT_NEWEST, current
    unsigned = "the text is not what was approved"
    yield "editionsection_signed", EditionSection, "INSERT", conditions.LINE_IS_UNSIGNED, unsigned
    waived = "no independent reviewer signed a waiver for this text"
    yield "waiver_signed", Waiver, "INSERT", conditions.WAIVER_IS_UNSIGNED, waived
    yield "edition_released", Edition, "INSERT", conditions.EDITION_IS_UNSIGNED, "no publisher signed this edition"


def all_triggers(vendor: str) -> list[Trigger]:
    """Return the triggers for SQLite (``"sqlite"``) or PostgreSQL (``"postgresql"``)."""
    rules = (
        Trigger(key, model._meta.db_table, event, condition, message)
        for key, model, event, condition, message in _rules()
    )
    return [*_history_triggers(vendor), *rules]
