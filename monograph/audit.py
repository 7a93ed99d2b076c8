"""The audit trail: one hash chain for everything, which anyone can verify.

Every verb calls `record` once, in its own transaction. An entry holds its actor, action and data, the digest of the
entry before, and a *seal* (SHA-256 over every column) of each row that the verb wrote. `verify` walks the chain, then
compares every row of the history with its last seal, and every covered record with its last recorded state
(`monograph.covered_records`). It names each changed byte, each row that no verb wrote and each deleted row. No chain in
a database can show that its own end was cut off together with the rows. For that, keep `Report.head` elsewhere and pass
it to the next `verify`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models, transaction

from . import covered_records
from .content import digests
from .covered_records import Change, Recorded, json_value, row_key
from .models import (
    AccountChange,
    Assertion,
    AuditEntry,
    Citation,
    CommentResolution,
    Edition,
    EditionSection,
    ExternalAccount,
    FormerAddress,
    Monograph,
    Passkey,
    Review,
    ReviewComment,
    ScheduledEdition,
    Section,
    SectionRevision,
    Signature,
    SiteWord,
    Waiver,
    Withdrawal,
)
from .snapshot import snapshot

SEALED_MODELS: tuple[type[models.Model], ...] = (
    Monograph,
    FormerAddress,
    Section,
    SectionRevision,
    Citation,
    Review,
    ReviewComment,
    CommentResolution,
    Passkey,
    Signature,
    Assertion,
    Waiver,
    SiteWord,
    ScheduledEdition,
    Edition,
    EditionSection,
    Withdrawal,
    AccountChange,
    ExternalAccount,
)
THE_SITE = "(the site)"  # no username: these have no brackets
CHUNK_SIZE = 500  # rows read at once
MAX_SUBJECT = AuditEntry._meta.get_field("subject").max_length or 0
# The key of a PostgreSQL advisory lock. On SQLite, the IMMEDIATE transaction is the lock.
CHAIN_LOCK = 0x6D6F6E6F


def sealed_columns(row: models.Model) -> dict[str, Any]:
    """Return the columns of a row that its seal covers: every one that is not null.

    Null columns are left out, so that a nullable column added later does not change the seals of existing rows.
    """
    values = {column.column: getattr(row, column.attname) for column in row._meta.concrete_fields}
    return {name: json_value(value) for name, value in values.items() if value is not None}


def row_seal(row: models.Model) -> str:
    """Return the seal of a row in memory."""
    return digests.seal(sealed_columns(row))


def entry_columns(entry: AuditEntry) -> dict[str, Any]:
    """Return the columns of an entry that its digest covers."""
    columns = (column for column in entry._meta.concrete_fields if column.name not in ("id", "digest"))
    return {column.column: json_value(getattr(entry, column.attname)) for column in columns}


def _entry_digest(entry: AuditEntry) -> str:
    return digests.seal(entry_columns(entry))


def _changes(changes: Mapping[str, Change] | None, states: Iterable[models.Model]) -> dict[str, dict[str, Any]]:
    """Return what an entry holds about covered records: these changes, and the states of these rows as of now."""
    found = dict(changes or {})
    for row in states:
        found.update(covered_records.read(type(row)._default_manager.filter(pk=row.pk)))
    return {key: change._asdict() for key, change in found.items()}


def record(
    *,
    action: AuditEntry.Action,
    actor: AbstractBaseUser | str,
    subject: models.Model | str,
    at: datetime,
    rows: Iterable[models.Model],
    data: dict[str, Any] | None = None,
    states: Iterable[models.Model] = (),
    changes: Mapping[str, Change] | None = None,
    entries: type[AuditEntry] = AuditEntry,
) -> AuditEntry:
    """Append one entry that seals `rows`, and holds the states of covered records.

    Call this last in the verb's transaction, because it holds the chain's lock until the transaction ends. `actor` is
    an account, or the name of what acts without one. `data` holds only str, int, bool, None, lists and dicts. `states`
    are covered rows that the verb wrote, which it holds locked; `changes` come from `recording.recorded`; `entries` is
    the model as a migration has it. Raises `TransactionManagementError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An audit entry must be in the transaction of its verb.")
    seals = {row_key(row): row_seal(row) for row in rows}
    records = _changes(changes, states)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = entries._default_manager.order_by("-sequence").values_list("sequence", "digest").first()
    entry = entries(
        sequence=last[0] + 1 if last else 1,
        action=action,
        actor_id=None if isinstance(actor, str) else actor.pk,
        actor_name=actor if isinstance(actor, str) else actor.get_username(),
        subject=str(subject)[:MAX_SUBJECT],
        data={**(data or {}), "rows": seals, **({"records": records} if records else {})},
        at=at,
        previous_digest=last[1] if last else "",
    )
    entry.digest = _entry_digest(entry)
    entry.save()
    return entry


@dataclass
class Report:
    """What `verify` found: a sentence for each problem, and the end of the chain."""

    problems: list[str] = field(default_factory=list)
    entries: int = 0
    rows: int = 0
    head: str = "0:"  # sequence:digest of the last entry

    @property
    def is_intact(self) -> bool:
        return not self.problems


def _verify_chain(report: Report, expected_head: str) -> tuple[dict[str, tuple[int, str]], dict[str, Recorded]]:
    """Check the entries in order; return the last seal of each row, and the last state of each covered record.

    Each seal comes with the sequence of its entry.
    """
    seals: dict[str, tuple[int, str]] = {}
    states: dict[str, Recorded] = {}
    previous, is_head_met = "", expected_head in ("", report.head)
    for _, entry in read_rows(AuditEntry.objects.order_by("sequence"), report):
        if not isinstance(entry, AuditEntry):
            continue
        name = f"Audit entry {entry.sequence} ({entry.get_action_display()}, {entry.subject})"
        if entry.sequence != report.entries + 1:
            report.problems.append(f"Audit entries are missing before entry {entry.sequence}.")
        if entry.previous_digest != previous:
            report.problems.append(f"{name} does not follow from the entry before it.")
        if entry.digest != _entry_digest(entry):
            report.problems.append(f"{name} was altered: its digest does not match.")
        data = entry.data if isinstance(entry.data, dict) else {}
        seals.update({key: (entry.sequence, str(seal)) for key, seal in data.get("rows", {}).items()})
        covered_records.follow(states, entry.sequence, data.get("records"))
        previous = entry.digest
        report.entries = entry.sequence
        report.head = entry.head
        is_head_met = is_head_met or report.head == expected_head
    if not is_head_met:
        report.problems.append(
            f"The trail does not contain the head {expected_head}: entries were cut off or replaced."
        )
    return seals, states


def read_rows(rows: models.QuerySet, report: Report) -> Iterator[tuple[int, models.Model | None]]:
    """Yield the key of each row with the row, or with None if it can't be read.

    SQLite stores anything in a column of dates or JSON. Django then fails for the whole chunk of rows.
    """
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK_SIZE):
        chunk = keys[start : start + CHUNK_SIZE]
        try:
            yield from ((row.pk, row) for row in rows.filter(pk__in=chunk))
        except ValueError:
            for key in chunk:
                try:
                    yield key, rows.get(pk=key)
                except ValueError:
                    name = str(rows.model._meta.verbose_name).capitalize()
                    report.problems.append(f"{name} {key} was altered: one of its columns can't be read.")
                    yield key, None


def _name(row: models.Model) -> str:
    # Only for rows with a problem: the name of most rows needs queries for other rows.
    return f"{str(row._meta.verbose_name).capitalize()} {row.pk} ({row})"


def _verify_rows(report: Report, seals: dict[str, tuple[int, str]]) -> None:
    sealed = (
        (model, key, row)
        for model in SEALED_MODELS
        for key, row in read_rows(model._default_manager.order_by("pk"), report)
    )
    for model, key, row in sealed:
        report.rows += 1
        sequence, seal = seals.pop(f"{model._meta.model_name}:{key}", (0, ""))
        if row is None:
            continue
        if not seal:
            report.problems.append(f"{_name(row)} is not in the audit trail: no verb wrote it.")
        elif seal != row_seal(row):
            report.problems.append(f"{_name(row)} was altered after audit entry {sequence}.")
    for name, (sequence, _) in seals.items():
        report.problems.append(f"{name.replace(':', ' ')}, sealed by audit entry {sequence}, is gone.")


def _verify_states(report: Report, states: dict[str, Recorded]) -> None:
    """Compare every covered record with its last recorded state."""
    for model in covered_records.covered_models():
        for key, row in read_rows(covered_records.with_related(model._default_manager.all()), report):
            report.rows += 1
            recorded = states.pop(f"{model._meta.model_name}:{key}", None)
            if row is not None:
                report.problems += covered_records.problems_of_row(row, recorded)
    missing = ((key, recorded) for key, recorded in states.items() if recorded.state is not None)
    report.problems += (covered_records.problem_of_missing(key, recorded) for key, recorded in missing)


def _verify_digests(report: Report) -> None:
    """Recompute the digests that signatures bind to.

    A seal shows a change as well, but only this shows that a digest is the digest of its text.
    """
    discarded = Report()  # _verify_rows has already reported the rows that can't be read
    for _, revision in read_rows(SectionRevision.objects.with_text().order_by("pk"), discarded):
        if isinstance(revision, SectionRevision) and revision.digest != revision.recomputed_digest():
            report.problems.append(f"Revision {revision.pk} ({revision}): its digest does not match its text.")
    signatures = Signature.objects.exclude(review=None).select_related("review__revision__section__monograph")
    for _, signature in read_rows(signatures.select_related("review__revision__section__kind"), discarded):
        if isinstance(signature, Signature) and signature.digest != signature.review.revision.digest:  # type: ignore[union-attr]
            text = signature.review.revision  # type: ignore[union-attr]
            report.problems.append(f"Signature {signature.pk} ({signature}) is for another text than {text}.")
    editions = Edition.objects.select_related("monograph", "release_signature").prefetch_related("lines__revision")
    for _, edition in read_rows(editions, discarded):
        if isinstance(edition, Edition):
            report.problems += _edition_problems(edition)
    _withdrawal_problems(report, discarded)


def _withdrawal_problems(report: Report, discarded: Report) -> None:
    signed = Withdrawal.objects.exclude(signature=None).select_related("edition__monograph", "signature")
    for _, withdrawal in read_rows(signed.defer("edition__article"), discarded):
        if isinstance(withdrawal, Withdrawal) and withdrawal.signature.digest != withdrawal.recomputed_digest():  # type: ignore[union-attr]
            name = f"Withdrawal {withdrawal.pk} ({withdrawal})"
            report.problems.append(f"{name}: its signature is not for this edition and reason.")


def _edition_problems(edition: Edition) -> Iterator[str]:
    name = f"Edition {edition.pk} ({edition})"
    if not edition.is_as_signed:
        yield f"{name}: its lines or its note are not those that were signed."
    for line in edition.lines.all():
        if not line.matches_revision:
            yield f"{name}: its line “{line.heading}” is not the signed text."


def verify(*, expected_head: str = "") -> Report:
    """Check the chain, every sealed row and every digest.

    `expected_head` is the `Report.head` of an earlier run. Reads the whole history in one snapshot, and keeps nobody
    from writing.
    """
    report = Report()
    with snapshot():
        seals, states = _verify_chain(report, expected_head)
        _verify_rows(report, seals)
        _verify_states(report, states)
        _verify_digests(report)
    return report
