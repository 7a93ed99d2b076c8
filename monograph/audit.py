"""The audit trail: one hash chain for everything, which anyone can verify.

Every verb calls `record` once, in its own transaction. An entry holds its actor, action and data, the digest of the
entry before, and a *seal* (SHA-256 over every column) of each row that the verb wrote. `verify` walks the chain, then
compares every row of the history with its last seal. It names each changed byte, each row that no verb wrote and each
deleted row. No chain in a database can show that its own end was cut off together with the rows. For that, keep
`Report.head` elsewhere and pass it to the next `verify`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models, transaction

from .content import digests
from .models import (
    AuditEntry,
    Citation,
    CommentResolution,
    Edition,
    EditionSection,
    FormerAddress,
    Monograph,
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

SEALED_MODELS: tuple[type[models.Model], ...] = (
    Monograph,
    FormerAddress,
    Section,
    SectionRevision,
    Citation,
    Review,
    ReviewComment,
    CommentResolution,
    Signature,
    Waiver,
    SiteWord,
    ScheduledEdition,
    Edition,
    EditionSection,
    Withdrawal,
)
THE_SITE = "(the site)"  # no username: these have no brackets
CHUNK_SIZE = 500  # rows read at once
# The key of a PostgreSQL advisory lock. On SQLite, the IMMEDIATE transaction is the lock.
CHAIN_LOCK = 0x6D6F6E6F


def _json_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def row_seal(row: models.Model) -> str:
    """Return the seal of a row in memory, over every column that is not null.

    Null columns are left out, so that a nullable column added later does not change the seals of existing rows.
    """
    values = {column.column: getattr(row, column.attname) for column in row._meta.concrete_fields}
    return digests.seal({name: _json_value(value) for name, value in values.items() if value is not None})


def row_key(row: models.Model) -> str:
    """Return the name of a row in the trail, such as ``signature:12``."""
    return f"{row._meta.model_name}:{row.pk}"


def _entry_digest(entry: AuditEntry) -> str:
    columns = (column for column in entry._meta.concrete_fields if column.name not in ("id", "digest"))
    return digests.seal({column.column: _json_value(getattr(entry, column.attname)) for column in columns})


def record(
    *,
    action: AuditEntry.Action,
    actor: AbstractBaseUser | None,
    subject: models.Model,
    at: datetime,
    rows: Iterable[models.Model],
    data: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry that seals `rows`.

    Call this last in the verb's transaction, because it holds the chain's lock until the transaction ends. `actor` is
    None for what the site does by itself. `data` holds only str, int, bool, None, lists and dicts. Raises
    `TransactionManagementError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An audit entry must be in the transaction of its verb.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = AuditEntry.objects.order_by("-sequence").values_list("sequence", "digest").first()
    sequence, previous = last or (0, "")
    entry = AuditEntry(
        sequence=sequence + 1,
        action=action,
        actor_id=actor.pk if actor else None,
        actor_name=actor.get_username() if actor else THE_SITE,
        subject=str(subject),
        data={**(data or {}), "rows": {row_key(row): row_seal(row) for row in rows}},
        at=at,
        previous_digest=previous,
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


def _verify_chain(report: Report, expected_head: str) -> dict[str, tuple[int, str]]:
    """Check the entries in order; return the last seal of each row.

    Each seal comes with the sequence of its entry.
    """
    seals: dict[str, tuple[int, str]] = {}
    previous, is_head_met = "", expected_head in ("", report.head)
    for _, entry in _read_rows(AuditEntry.objects.order_by("sequence"), report):
        if not isinstance(entry, AuditEntry):
            continue
        name = f"Audit entry {entry.sequence} ({entry.get_action_display()}, {entry.subject})"
        if entry.sequence != report.entries + 1:
            report.problems.append(f"Audit entries are missing before entry {entry.sequence}.")
        if entry.previous_digest != previous:
            report.problems.append(f"{name} does not follow from the entry before it.")
        if entry.digest != _entry_digest(entry):
            report.problems.append(f"{name} was altered: its digest does not match.")
        rows = entry.data.get("rows", {}) if isinstance(entry.data, dict) else {}
        seals.update({key: (entry.sequence, str(seal)) for key, seal in rows.items()})
        previous = entry.digest
        report.entries = entry.sequence
        report.head = entry.head
        is_head_met = is_head_met or report.head == expected_head
    if not is_head_met:
        report.problems.append(
            f"The trail does not contain the head {expected_head}: entries were cut off or replaced."
        )
    return seals


def _read_rows(rows: models.QuerySet, report: Report) -> Iterator[tuple[int, models.Model | None]]:
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
        for key, row in _read_rows(model._default_manager.order_by("pk"), report)
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


def _verify_digests(report: Report) -> None:
    """Recompute the digests that signatures bind to.

    A seal shows a change as well, but only this shows that a digest is the digest of its text.
    """
    discarded = Report()  # _verify_rows has already reported the rows that can't be read
    for _, revision in _read_rows(SectionRevision.objects.with_text().order_by("pk"), discarded):
        if isinstance(revision, SectionRevision) and revision.digest != revision.recomputed_digest():
            report.problems.append(f"Revision {revision.pk} ({revision}): its digest does not match its text.")
    signatures = Signature.objects.exclude(review=None).select_related("review__revision__section__monograph")
    for _, signature in _read_rows(signatures.select_related("review__revision__section__kind"), discarded):
        if isinstance(signature, Signature) and signature.digest != signature.review.revision.digest:  # type: ignore[union-attr]
            text = signature.review.revision  # type: ignore[union-attr]
            report.problems.append(f"Signature {signature.pk} ({signature}) is for another text than {text}.")
    editions = Edition.objects.select_related("monograph", "release_signature").prefetch_related("lines__revision")
    for _, edition in _read_rows(editions, discarded):
        if isinstance(edition, Edition):
            report.problems += _edition_problems(edition)


def _edition_problems(edition: Edition) -> Iterator[str]:
    name = f"Edition {edition.pk} ({edition})"
    if not edition.is_as_signed:
        yield f"{name}: its lines or its note are not those that were signed."
    for line in edition.lines.all():
        if not line.matches_revision:
            yield f"{name}: its line “{line.heading}” is not the signed text."


def verify(*, expected_head: str = "") -> Report:
    """Check the chain, every sealed row and every digest.

    `expected_head` is the `Report.head` of an earlier run. Reads the whole history in one transaction, on PostgreSQL in
    one snapshot.
    """
    report = Report()
    # Inside a caller's transaction, this reads that transaction's snapshot.
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Rows of verbs that commit during the run must not look like rows without an entry.
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        seals = _verify_chain(report, expected_head)
        _verify_rows(report, seals)
        _verify_digests(report)
    return report
