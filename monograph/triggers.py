"""Database triggers that refuse what must never happen, whoever tries.

They work on SQLite and PostgreSQL, and hold for Python, a shell and SQL alike. Each condition is written once, as a
boolean expression over NEW and OLD that both engines understand; `trigger_conditions` has the long ones.

SQLite silently drops a table's triggers when a migration rebuilds it, so `install_after_migrate` creates them again on
every ``post_migrate``. It also refuses to rebuild a table that a trigger of another table refers to, so
`remove_before_migrate` removes them on ``pre_migrate``. Each trigger is dropped first, so that a changed rule reaches
existing databases. Both engines raise IntegrityError.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from . import models
from .four_eyes import LINE_IS_THE_PUBLISHERS, SIGNER_IS_AUTHOR, WAIVER_IS_UNSIGNED
from .trigger_conditions import (
    APPROVED_WITHOUT_SIGNATURES,
    ASSERTION_IS_FOREIGN,
    CURRENT_IS_NOT_NEWEST,
    EDITION_IS_UNSIGNED,
    IS_NOT_LAST_APPROVED,
    LINE_IS_UNSIGNED,
    REPLIES_ELSEWHERE,
    RESOLVES_A_REPLY,
    RETURNS_ELSEWHERE,
    REVIEWS_ANOTHER_SECTION,
    SIGNS_ANOTHER_TEXT,
    WITHDRAWAL_IS_UNSIGNED,
)

ModelClass = type[Model]
Rule = tuple[str, ModelClass, str, str, str]  # key, model, event, condition, message


def _is_changed_sql(model: ModelClass, *fixed: str, may_change: Sequence[str] = ()) -> str:
    """Return SQL that is true if a column changes.

    That is one of `fixed`, or without these, any column except `may_change`.
    """
    columns = [
        field.column
        for field in model._meta.concrete_fields
        if (field.name in fixed if fixed else field.name not in may_change)
    ]
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


def _unique_sets(model: ModelClass) -> Iterator[list[str]]:
    for field in model._meta.concrete_fields:
        if field.unique:
            yield [field.column]
    for constraint in model._meta.total_unique_constraints:
        yield [str(model._meta.get_field(name).column) for name in constraint.fields]  # type: ignore[union-attr]


def _is_replacement_sql(model: ModelClass) -> str:
    """Return SQL that is true if an insert conflicts with an existing row.

    SQLite's INSERT OR REPLACE would delete that row without firing its DELETE trigger.
    """
    table = model._meta.db_table
    conflicts = (
        " AND ".join(f"existing.{column} = NEW.{column}" for column in columns) for columns in _unique_sets(model)
    )
    any_conflict = " OR ".join(f"({conflict})" for conflict in conflicts)
    return f"EXISTS (SELECT 1 FROM {table} AS existing WHERE {any_conflict})"  # noqa: S608  # names of our models only


PREFIX = "guard_"
CLOSING_FIELDS = ("state", "closed_by", "closed_at", "outcome", "decided_by", "decided_at")
IS_FIXED = "this can't be changed once it is stored"
NEVER_DELETED = (
    models.Review,
    models.ScheduledEdition,
    models.Section,
    models.Monograph,
    models.SiteWord,
    models.AccountChange,
    models.Passkey,
    models.PasskeyUse,
    Group,  # a role: Django would first take it, and its rights, from everybody who has it
)


@dataclass(frozen=True)
class Trigger:
    """A rule: before `event` on `table`, refuse if `condition` is true; always, if it is empty."""

    key: str
    table: str
    event: str  # INSERT, UPDATE, DELETE, or (PostgreSQL only) TRUNCATE
    condition: str
    message: str

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.key}"


def append_only_models() -> list[type[models.AppendOnlyModel]]:
    """Return every append-only model."""
    return [
        model for model in apps.get_app_config("monograph").get_models() if issubclass(model, models.AppendOnlyModel)
    ]


def _history_triggers(vendor: str) -> Iterator[Trigger]:
    """Yield the triggers that prevent changing, deleting and replacing history."""
    for model in append_only_models():
        refusal = f"{model._meta.verbose_name} is history: it can't be changed or deleted"
        yield from _row_triggers(vendor, model, ("UPDATE", "DELETE"), refusal)
    for permanent in NEVER_DELETED:
        yield from _row_triggers(vendor, permanent, ("DELETE",), f"{permanent._meta.verbose_name} can't be deleted")


def _row_triggers(vendor: str, model: ModelClass, events: Sequence[str], refusal: str) -> Iterator[Trigger]:
    name, table = model._meta.model_name, model._meta.db_table
    for event in events:
        yield Trigger(f"{name}_{event.lower()}", table, event, "", refusal)
    if vendor == "sqlite":
        yield Trigger(f"{name}_replace", table, "INSERT", _is_replacement_sql(model), refusal)
    if vendor == "postgresql":
        yield Trigger(f"{name}_truncate", table, "TRUNCATE", "", f"{model._meta.verbose_name} can't be emptied")


def _rules() -> Iterator[Rule]:
    """Yield the rules of the workflow."""
    yield from _rules_of_what_is_final()
    yield from _rules_of_reviews()
    yield from _rules_of_editions()


def _rules_of_what_is_final() -> Iterator[Rule]:
    closed = "a closed row is final, and what was submitted can't be changed"
    for model, open_state in (
        (models.Review, "open"),
        (models.ScheduledEdition, "pending"),
        (models.AccountChange, "waiting"),
    ):
        final = f"OLD.state <> '{open_state}' OR {_is_changed_sql(model, may_change=CLOSING_FIELDS)}"
        yield f"{model._meta.model_name}_final", model, "UPDATE", final, closed
    fixed = _is_changed_sql(models.Section, may_change=("latest_revision", "approved_revision"))
    yield "section_identity", models.Section, "UPDATE", fixed, IS_FIXED
    fixed = _is_changed_sql(models.Monograph, may_change=("current_edition", "review_interval_months"))
    yield "monograph_identity", models.Monograph, "UPDATE", fixed, IS_FIXED
    yield "siteword_word", models.SiteWord, "UPDATE", _is_changed_sql(models.SiteWord, "word", "sentence"), IS_FIXED
    # The digest of a text covers the keys of its kind and its references: with another key, no signature would match.
    yield "sectionkind_code", models.SectionKind, "UPDATE", _is_changed_sql(models.SectionKind, "code"), IS_FIXED
    yield "reference_key", models.Reference, "UPDATE", _is_changed_sql(models.Reference, "key"), IS_FIXED


def _rules_of_reviews() -> Iterator[Rule]:
    yield "signature_four_eyes", models.Signature, "INSERT", SIGNER_IS_AUTHOR, "the signer wrote part of this text"
    binds = "the digest is not that of the text in open review"
    yield "signature_binds", models.Signature, "INSERT", SIGNS_ANOTHER_TEXT, binds
    elsewhere = "that is not a comment of this review"
    yield "reviewcomment_answers", models.ReviewComment, "INSERT", REPLIES_ELSEWHERE, elsewhere
    alone = "a reply can't be resolved on its own"
    yield "commentresolution_of_remark", models.CommentResolution, "INSERT", RESOLVES_A_REPLY, alone
    yield "review_of_section", models.Review, "INSERT", REVIEWS_ANOTHER_SECTION, "the revision is of another section"
    yield "review_starts_open", models.Review, "INSERT", "NEW.state <> 'open'", "a new review must be open"
    yield "review_signed", models.Review, "UPDATE", APPROVED_WITHOUT_SIGNATURES, "signatures are missing"
    waived = "no independent reviewer signed a waiver for this text"
    yield "waiver_signed", models.Waiver, "INSERT", WAIVER_IS_UNSIGNED, waived


def _rules_of_editions() -> Iterator[Rule]:
    for event in ("INSERT", "UPDATE"):
        approved = "that is not the last approved revision"
        yield f"section_approved_{event.lower()}", models.Section, event, IS_NOT_LAST_APPROVED, approved
        current = "that edition is not this guide's newest, or is withdrawn"
        yield f"monograph_current_{event.lower()}", models.Monograph, event, CURRENT_IS_NOT_NEWEST, current
    yield from _edition_rules()
    yield from _passkey_rules()


def _edition_rules() -> Iterator[tuple[str, ModelClass, str, str, str]]:
    """Yield what editions, waivers and withdrawals must be signed for, as `_rules`."""
    unsigned = "the text is not what was approved"
    yield "editionsection_signed", models.EditionSection, "INSERT", LINE_IS_UNSIGNED, unsigned
    own = "the publisher wrote or signed this text"
    yield "editionsection_publisher", models.EditionSection, "INSERT", LINE_IS_THE_PUBLISHERS, own
    withdrawn = "nobody signed this withdrawal"
    yield "withdrawal_signed", models.Withdrawal, "INSERT", WITHDRAWAL_IS_UNSIGNED, withdrawn
    elsewhere = "that is not an earlier edition of this guide"
    yield "edition_returns", models.Edition, "INSERT", RETURNS_ELSEWHERE, elsewhere
    yield "edition_released", models.Edition, "INSERT", EDITION_IS_UNSIGNED, "no publisher signed this edition"


def _passkey_rules() -> Iterator[tuple[str, ModelClass, str, str, str]]:
    """Yield what passkeys and their signatures may be, as `_rules`."""
    removed = f"OLD.removed_at IS NOT NULL OR {_is_changed_sql(models.Passkey, may_change=('removed_at',))}"
    yield "passkey_final", models.Passkey, "UPDATE", removed, IS_FIXED
    back = "OLD.passkey_id <> NEW.passkey_id OR NEW.asked_at <= OLD.asked_at OR NEW.sign_count < OLD.sign_count"
    yield "passkeyuse_forward", models.PasskeyUse, "UPDATE", back, "a passkey is never used before its last use"
    foreign = "that is not a passkey of the signer"
    yield "assertion_of_signer", models.Assertion, "INSERT", ASSERTION_IS_FOREIGN, foreign


def all_triggers(vendor: str) -> list[Trigger]:
    """Return the triggers for SQLite (``"sqlite"``) or PostgreSQL (``"postgresql"``)."""
    rules = (
        Trigger(key, model._meta.db_table, event, condition, message)
        for key, model, event, condition, message in _rules()
    )
    return [*_history_triggers(vendor), *rules]


def _sqlite_definition(trigger: Trigger) -> str:
    # SQLite has no IS DISTINCT FROM before 3.39; IS NOT means the same there.
    when = f"WHEN {trigger.condition}".replace("IS DISTINCT FROM", "IS NOT") if trigger.condition else ""
    message = trigger.message.replace("'", "''")
    return (
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} FOR EACH ROW {when} "
        f"BEGIN SELECT RAISE(ABORT, '{trigger.name}: {message}'); END"
    )


def _postgresql_definition(trigger: Trigger) -> str:
    message = f"{trigger.name}: {trigger.message}".replace("'", "''")
    refuse = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation', CONSTRAINT = '{trigger.name}';"
    return f" BEGIN {f'IF {trigger.condition} THEN {refuse} END IF; RETURN NEW;' if trigger.condition else refuse} END "


def _statements(trigger: Trigger, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {trigger.name}", _sqlite_definition(trigger)]
    level = "STATEMENT" if trigger.event == "TRUNCATE" else "ROW"
    function, body = f"{trigger.name}()", _postgresql_definition(trigger)
    return [
        f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$",
        f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}",
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} "
        f"FOR EACH {level} EXECUTE FUNCTION {function}",
        # Fires even where session_replication_role = replica would switch ordinary triggers off.
        f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {trigger.name}",
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every trigger again. Idempotent."""
    with connection.cursor() as cursor:
        for trigger in all_triggers(connection.vendor):
            for sql in _statements(trigger, connection.vendor):
                cursor.execute(sql)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Remove every trigger.

    For migrations in which SQLite rebuilds tables, and for tests of what is found without triggers.
    """
    with connection.cursor() as cursor:
        for trigger in all_triggers(connection.vendor):
            on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the triggers that are missing, disabled or outdated."""
    present_sql = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT trigger.tgname, function.prosrc FROM pg_trigger AS trigger "
        "JOIN pg_proc AS function ON function.oid = trigger.tgfoid WHERE trigger.tgenabled = 'A'",
    }[connection.vendor]
    definition = {"sqlite": _sqlite_definition, "postgresql": _postgresql_definition}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(present_sql)
        present = dict(cursor.fetchall())
    return [
        trigger.name for trigger in all_triggers(connection.vendor) if present.get(trigger.name) != definition(trigger)
    ]


def remove_before_migrate(using: str = DEFAULT_DB_ALIAS, plan: Sequence[Any] = (), **kwargs: Any) -> None:
    # SQLite changes a column by creating a new table and dropping the old one. It checks every trigger of the database
    # in between, and fails if one refers to the table that is missing at that moment.
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        remove(connection)


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    # A migration back to zero leaves no tables.
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if all(trigger.table in tables for trigger in all_triggers(connection.vendor)):
        install(connection)
