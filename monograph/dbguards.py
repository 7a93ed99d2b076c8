"""Triggers for what must never happen, whoever asks: Python, the shell, SQL. For SQLite and PostgreSQL.

Installed on every ``post_migrate``, because SQLite silently drops a table's triggers when a migration rebuilds it (and
refuses to, while another table's trigger asks for it: there they are lifted on ``pre_migrate``). Each is dropped and
made anew, so that a changed rule reaches old databases. Both engines answer with IntegrityError.

A rule is written once, as a boolean SQL expression over NEW and OLD that both engines understand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from .models import AppendOnlyModel

PREFIX = "guard_"

# The text's authors since the last approved revision before it (models.SectionRevision.contributors, in SQL).
SIGNER_WROTE_PART = """
    NEW.review_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM monograph_review AS review
        JOIN monograph_sectionrevision AS signed ON signed.id = review.revision_id
        JOIN monograph_sectionrevision AS written ON written.section_id = signed.section_id
        WHERE review.id = NEW.review_id AND written.author_id = NEW.signer_id AND written.number <= signed.number
        AND written.number > COALESCE((
            SELECT MAX(earlier.number) FROM monograph_review AS decided
            JOIN monograph_sectionrevision AS earlier ON earlier.id = decided.revision_id
            WHERE decided.section_id = signed.section_id AND decided.state = 'approved'
            AND earlier.number < signed.number
        ), 0))"""
SIGNS_ANOTHER_TEXT = """
    NEW.review_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM monograph_review AS review
        JOIN monograph_sectionrevision AS signed ON signed.id = review.revision_id
        WHERE review.id = NEW.review_id AND review.state = 'open' AND signed.digest = NEW.digest)"""
APPROVED_WITHOUT_SIGNATURES = """
    NEW.state = 'approved' AND NEW.required_signatures > (
        SELECT COUNT(*) FROM monograph_signature AS signature
        JOIN monograph_sectionrevision AS signed ON signed.id = NEW.revision_id
        WHERE signature.review_id = NEW.id AND signature.digest = signed.digest)"""
# Neither an unsigned text, nor an older approved one, nor none where there is one.
POINTS_ELSEWHERE = """
    NEW.approved_revision_id IS DISTINCT FROM (
        SELECT review.revision_id FROM monograph_review AS review
        JOIN monograph_sectionrevision AS approved ON approved.id = review.revision_id
        WHERE review.section_id = NEW.id AND review.state = 'approved' ORDER BY approved.number DESC LIMIT 1)"""
CURRENT_IS_NOT_NEWEST = """
    NEW.current_edition_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM monograph_edition AS edition WHERE edition.id = NEW.current_edition_id
        AND edition.monograph_id = NEW.id
        AND NOT EXISTS (SELECT 1 FROM monograph_withdrawal AS gone WHERE gone.edition_id = edition.id)
        AND NOT EXISTS (SELECT 1 FROM monograph_edition AS newer
            WHERE newer.monograph_id = NEW.id AND newer.number > edition.number))"""
REVIEWS_ANOTHER_SECTION = """
    NOT EXISTS (SELECT 1 FROM monograph_sectionrevision AS revision
        WHERE revision.id = NEW.revision_id AND revision.section_id = NEW.section_id)"""
# A line is a revision that its review approved, in the words that were signed.
LINE_IS_UNSIGNED = """
    NOT EXISTS (SELECT 1 FROM monograph_review AS review
        JOIN monograph_sectionrevision AS revision ON revision.id = review.revision_id
        WHERE review.id = NEW.review_id AND review.state = 'approved' AND revision.id = NEW.revision_id
        AND revision.digest = NEW.digest AND revision.heading = NEW.heading)"""

ANSWERS_ELSEWHERE = """
    NEW.reply_to_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM monograph_reviewcomment AS remark
        WHERE remark.id = NEW.reply_to_id AND remark.review_id = NEW.review_id AND remark.reply_to_id IS NULL)"""
SETTLES_AN_ANSWER = """
    EXISTS (SELECT 1 FROM monograph_reviewcomment AS answer
        WHERE answer.id = NEW.comment_id AND answer.reply_to_id IS NOT NULL)"""
# A waiver is signed for exactly its text, by somebody who wrote none of it since it was last approved.
WAIVES_UNSIGNED = """
    NOT EXISTS (SELECT 1 FROM monograph_signature AS signature
        JOIN monograph_sectionrevision AS waived ON waived.id = NEW.revision_id
        WHERE signature.id = NEW.signature_id AND signature.meaning = 'waived' AND signature.digest = waived.digest
        AND NOT EXISTS (SELECT 1 FROM monograph_sectionrevision AS written
            WHERE written.section_id = waived.section_id AND written.author_id = signature.signer_id
            AND written.number <= waived.number AND written.number > COALESCE((
                SELECT MAX(earlier.number) FROM monograph_review AS decided
                JOIN monograph_sectionrevision AS earlier ON earlier.id = decided.revision_id
                WHERE decided.section_id = waived.section_id AND decided.state = 'approved'
                AND earlier.number < waived.number
            ), 0)))"""


@dataclass(frozen=True)
class Guard:
    """One trigger: before `event` on `table`, refuse where `condition` holds (always, when it is empty)."""

    name: str
    table: str
    event: str  # INSERT, UPDATE, DELETE, or (PostgreSQL only) TRUNCATE
    condition: str
    message: str

    @property
    def trigger(self) -> str:
        return f"{PREFIX}{self.name}"


def _changed(model: type[models.Model], *, may_change: set[str]) -> str:
    """Say in SQL that a column other than these changes."""
    columns = [field.column for field in model._meta.concrete_fields if field.name not in may_change]
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


def _all_but(model: type[models.Model], name: str) -> set[str]:
    return {field.name for field in model._meta.concrete_fields} - {name}


def _unique_sets(model: type[models.Model]) -> Iterator[list[str]]:
    for field in model._meta.concrete_fields:
        if field.unique:
            yield [field.column]
    for constraint in model._meta.total_unique_constraints:
        yield [str(model._meta.get_field(name).column) for name in constraint.fields]  # type: ignore[union-attr]


def _replaces(model: type[models.Model]) -> str:
    """Say in SQL that an insert would meet a row that is there: SQLite's INSERT OR REPLACE would delete it unseen."""
    table = model._meta.db_table
    conflicts = (
        " AND ".join(f"there.{column} = NEW.{column}" for column in columns) for columns in _unique_sets(model)
    )
    anyone = " OR ".join(f"({conflict})" for conflict in conflicts)
    return f"EXISTS (SELECT 1 FROM {table} AS there WHERE {anyone})"  # noqa: S608  # names of our own models only


def history_models() -> list[type[AppendOnlyModel]]:
    """Return every append-only model."""
    return [model for model in apps.get_app_config("monograph").get_models() if issubclass(model, AppendOnlyModel)]


def guards(vendor: str) -> list[Guard]:
    """Return the guards for SQLite (``"sqlite"``) or PostgreSQL (``"postgresql"``)."""
    from .models import (
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

    found = []
    for model in history_models():
        table, name = model._meta.db_table, model._meta.model_name
        refusal = f"{model._meta.verbose_name} is history: it can't be changed or deleted"
        found += [Guard(f"{name}_{event.lower()}", table, event, "", refusal) for event in ("UPDATE", "DELETE")]
        if vendor == "sqlite":
            found.append(Guard(f"{name}_replace", table, "INSERT", _replaces(model), refusal))
    kept: list[type[models.Model]] = [Review, ScheduledEdition, Section, Monograph]
    for each in kept:
        name, refusal = each._meta.model_name, f"{each._meta.verbose_name} can't be deleted"
        found.append(Guard(f"{name}_delete", each._meta.db_table, "DELETE", "", refusal))
        if vendor == "sqlite":
            found.append(Guard(f"{name}_replace", each._meta.db_table, "INSERT", _replaces(each), refusal))
    if vendor == "postgresql":
        for each in [*history_models(), *kept]:
            name, refusal = each._meta.model_name, f"{each._meta.verbose_name} can't be emptied"
            found.append(Guard(f"{name}_truncate", each._meta.db_table, "TRUNCATE", "", refusal))

    def rule(name: str, model: type[models.Model], event: str, condition: str, message: str) -> None:
        found.append(Guard(name, model._meta.db_table, event, condition, message))

    closing = {"state", "closed_by", "closed_at", "outcome"}
    closable: list[tuple[type[models.Model], str]] = [(Review, "open"), (ScheduledEdition, "pending")]
    for each, open_state in closable:
        final = f"OLD.state <> '{open_state}' OR {_changed(each, may_change=closing)}"
        rule(f"{each._meta.model_name}_final", each, "UPDATE", final, "closed is final, and what was submitted stays")
    stays = "this can't be changed once it is there"
    rule(
        "section_identity",
        Section,
        "UPDATE",
        _changed(Section, may_change={"latest_revision", "approved_revision"}),
        stays,
    )
    rule(
        "monograph_identity",
        Monograph,
        "UPDATE",
        _changed(Monograph, may_change={"current_edition", "review_interval_months"}),
        stays,
    )
    # Texts are digested with the keys of their kind and of what they cite: renamed, no signature would fit any more.
    rule(
        "sectionkind_code",
        SectionKind,
        "UPDATE",
        _changed(SectionKind, may_change=_all_but(SectionKind, "code")),
        stays,
    )
    rule("reference_key", Reference, "UPDATE", _changed(Reference, may_change=_all_but(Reference, "key")), stays)
    rule("signature_four_eyes", Signature, "INSERT", SIGNER_WROTE_PART, "the signer wrote part of this text")
    rule(
        "signature_binds", Signature, "INSERT", SIGNS_ANOTHER_TEXT, "the digest is not that of the text in open review"
    )
    rule("reviewcomment_answers", ReviewComment, "INSERT", ANSWERS_ELSEWHERE, "that is no remark of this review")
    rule(
        "commentresolution_of_remark", CommentResolution, "INSERT", SETTLES_AN_ANSWER, "an answer is not settled alone"
    )
    rule("review_of_section", Review, "INSERT", REVIEWS_ANOTHER_SECTION, "the revision is of another section")
    rule("review_starts_open", Review, "INSERT", "NEW.state <> 'open'", "a review begins open")
    rule("review_signed", Review, "UPDATE", APPROVED_WITHOUT_SIGNATURES, "signatures are missing")
    for event in ("INSERT", "UPDATE"):
        rule(
            f"section_approved_{event.lower()}",
            Section,
            event,
            POINTS_ELSEWHERE,
            "that is not the last approved revision",
        )
        rule(
            f"monograph_current_{event.lower()}",
            Monograph,
            event,
            CURRENT_IS_NOT_NEWEST,
            "that edition is not this guide's newest, or is withdrawn",
        )
    rule("editionsection_signed", EditionSection, "INSERT", LINE_IS_UNSIGNED, "the text is not what was approved")
    rule("waiver_signed", Waiver, "INSERT", WAIVES_UNSIGNED, "no independent reviewer signed a waiver for this text")
    rule(
        "edition_released",
        Edition,
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM monograph_signature AS release WHERE release.id = NEW.release_signature_id "
        "AND release.meaning = 'released' AND release.digest = NEW.digest)",
        "no publisher signed this edition",
    )
    return found


def _sqlite_definition(guard: Guard) -> str:
    # SQLite has no IS DISTINCT FROM before 3.39; IS NOT means the same there.
    when = f"WHEN {guard.condition}".replace("IS DISTINCT FROM", "IS NOT") if guard.condition else ""
    message = guard.message.replace("'", "''")
    return (
        f"CREATE TRIGGER {guard.trigger} BEFORE {guard.event} ON {guard.table} FOR EACH ROW {when} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.trigger}: {message}'); END"
    )


def _sqlite_sql(guard: Guard) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {guard.trigger}", _sqlite_definition(guard)]


def _postgresql_definition(guard: Guard) -> str:
    message = f"{guard.trigger}: {guard.message}".replace("'", "''")
    refuse = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation', CONSTRAINT = '{guard.trigger}';"
    return f" BEGIN {f'IF {guard.condition} THEN {refuse} END IF; RETURN NEW;' if guard.condition else refuse} END "


def _postgresql_sql(guard: Guard) -> list[str]:
    level = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    function, body = f"{guard.trigger}()", _postgresql_definition(guard)
    return [
        f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$",
        f"DROP TRIGGER IF EXISTS {guard.trigger} ON {guard.table}",
        f"CREATE TRIGGER {guard.trigger} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH {level} EXECUTE FUNCTION {function}",
        # Fires even where session_replication_role = replica would switch ordinary triggers off.
        f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.trigger}",
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Make every guard anew. Idempotent."""
    statements = {"sqlite": _sqlite_sql, "postgresql": _postgresql_sql}[connection.vendor]
    with connection.cursor() as cursor:
        for guard in guards(connection.vendor):
            for sql in statements(guard):
                cursor.execute(sql)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Remove every guard: before SQLite rebuilds tables, for the teardown of tests, and to test what is found then."""
    with connection.cursor() as cursor:
        for guard in guards(connection.vendor):
            on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.trigger}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of guards that this database lacks, has switched off or has with another meaning."""
    present_sql = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT trigger.tgname, function.prosrc FROM pg_trigger AS trigger "
        "JOIN pg_proc AS function ON function.oid = trigger.tgfoid WHERE trigger.tgenabled = 'A'",
    }[connection.vendor]
    definition = {"sqlite": _sqlite_definition, "postgresql": _postgresql_definition}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(present_sql)
        present = dict(cursor.fetchall())
    return [guard.trigger for guard in guards(connection.vendor) if present.get(guard.trigger) != definition(guard)]


def lift_before_migrate(using: str = DEFAULT_DB_ALIAS, plan: Sequence[Any] = (), **kwargs: Any) -> None:
    # SQLite changes a column by making a new table and dropping the old one. It then looks at every trigger of the
    # database, and refuses to go on when one asks for the table that is gone for the moment.
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        lift(connection)


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    # A migration back to zero leaves no tables to guard.
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if all(guard.table in tables for guard in guards(connection.vendor)):
        install(connection)
