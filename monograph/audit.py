"""The audit trail: one chain for everything, that proves itself.

Every verb calls `record` once, in its own transaction. An entry holds its actor, action and data, the digest of the
entry before, and a *seal* (SHA-256 over every column) of each row that the verb wrote or moved. `verify` walks the
chain, then compares every row of the history with its last seal: a changed byte, a row slipped in past the verbs and
a row deleted are all named. What no chain in a database can show is its own end cut off together with the rows; for
that, `Report.head` is kept elsewhere and given to `verify` the next time.
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
    Waiver,
    Withdrawal,
)

SEALED: tuple[type[models.Model], ...] = (
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
    ScheduledEdition,
    Edition,
    EditionSection,
    Withdrawal,
)
CHUNK = 500  # rows read at once
CHAIN_LOCK = 0x6D6F6E6F  # a PostgreSQL advisory lock's key; SQLite's IMMEDIATE transaction is the lock there


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def row_seal(row: models.Model) -> str:
    """Return the seal of a row as it is in memory: every column that holds something, whatever its meaning.

    A column that is null is told by its absence, so that one added later, null in the rows that were there, leaves
    their seals as they are.
    """
    values = {column.column: getattr(row, column.attname) for column in row._meta.concrete_fields}
    return digests.seal({name: _plain(value) for name, value in values.items() if value is not None})


def row_key(row: models.Model) -> str:
    """Return the row's name in the trail, such as ``signature:12``."""
    return f"{row._meta.model_name}:{row.pk}"


def _entry_digest(entry: AuditEntry) -> str:
    columns = (column for column in entry._meta.concrete_fields if column.name not in ("id", "digest"))
    return digests.seal({column.column: _plain(getattr(entry, column.attname)) for column in columns})


def record(
    *,
    action: AuditEntry.Action,
    actor: AbstractBaseUser,
    subject: models.Model,
    at: datetime,
    rows: Iterable[models.Model],
    data: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry that seals `rows`. Call last in the verb's transaction: the chain's lock is held until it ends.

    `data` holds str, int, bool, None, lists and dicts only. Raises `TransactionManagementError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An audit entry belongs in the transaction of its verb.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = AuditEntry.objects.order_by("-sequence").values_list("sequence", "digest").first()
    sequence, previous = last or (0, "")
    entry = AuditEntry(
        sequence=sequence + 1,
        action=action,
        actor_id=actor.pk,
        actor_name=actor.get_username(),
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
    """What `verify` found: each problem in a sentence, in the order found, and the end of the chain."""

    problems: list[str] = field(default_factory=list)
    entries: int = 0
    rows: int = 0
    head: str = "0:"  # sequence:digest of the last entry

    @property
    def is_intact(self) -> bool:
        return not self.problems


def _verify_chain(report: Report, kept_head: str) -> dict[str, tuple[int, str]]:
    """Walk the entries; return each row's last seal, with the sequence of the entry that holds it."""
    seals: dict[str, tuple[int, str]] = {}
    previous, is_head_met = "", kept_head in ("", report.head)
    for _, entry in _readable(AuditEntry.objects.order_by("sequence"), report):
        if not isinstance(entry, AuditEntry):
            continue
        name = f"Audit entry {entry.sequence} ({entry.get_action_display()}, {entry.subject})"
        if entry.sequence != report.entries + 1:
            report.problems.append(f"Audit entries are missing before entry {entry.sequence}.")
        if entry.previous_digest != previous:
            report.problems.append(f"{name} does not follow from the entry before it.")
        if entry.digest != _entry_digest(entry):
            report.problems.append(f"{name} was altered: it no longer has its digest.")
        rows = entry.data.get("rows", {}) if isinstance(entry.data, dict) else {}
        seals.update({key: (entry.sequence, str(seal)) for key, seal in rows.items()})
        previous = entry.digest
        report.entries = entry.sequence
        report.head = entry.head
        is_head_met = is_head_met or report.head == kept_head
    if not is_head_met:
        report.problems.append(
            f"The trail does not hold the end that was kept, {kept_head}: entries were cut off or replaced."
        )
    return seals


def _readable(rows: models.QuerySet, report: Report) -> Iterator[tuple[int, models.Model | None]]:
    """Yield the key of each row with the row, or with None where a column no longer holds what its kind can be.

    SQLite stores anything in a column of dates or of JSON; Django then fails at the whole chunk of rows.
    """
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        try:
            yield from ((row.pk, row) for row in rows.filter(pk__in=chunk))
        except ValueError:
            for key in chunk:
                try:
                    yield key, rows.get(pk=key)
                except ValueError:
                    name = str(rows.model._meta.verbose_name).capitalize()
                    report.problems.append(f"{name} {key} (a column of it can't be read any more) was altered.")
                    yield key, None


def _name(row: models.Model) -> str:
    # Asked only of a row with a problem: most rows name themselves by others, each a query.
    return f"{str(row._meta.verbose_name).capitalize()} {row.pk} ({row})"


def _verify_rows(report: Report, seals: dict[str, tuple[int, str]]) -> None:
    sealed = (
        (model, key, row) for model in SEALED for key, row in _readable(model._default_manager.order_by("pk"), report)
    )
    for model, key, row in sealed:
        report.rows += 1
        sequence, seal = seals.pop(f"{model._meta.model_name}:{key}", (0, ""))
        if row is None:
            continue
        if not seal:
            report.problems.append(f"{_name(row)} is not in the audit trail: it was not made by a verb.")
        elif seal != row_seal(row):
            report.problems.append(f"{_name(row)} was altered since audit entry {sequence}.")
    for name, (sequence, _) in seals.items():
        report.problems.append(f"{name.replace(':', ' ')}, sealed by audit entry {sequence}, is gone.")


def _verify_digests(report: Report) -> None:
    """Recompute what signatures bind to. A seal would show a change too; this shows that the digests mean the text."""
    unseen = Report()  # what can't be read is told by the rows already
    for _, revision in _readable(SectionRevision.objects.with_text().order_by("pk"), unseen):
        if isinstance(revision, SectionRevision) and revision.digest != revision.recomputed_digest():
            report.problems.append(f"Revision {revision.pk} ({revision}): its text is not the one of its digest.")
    signatures = Signature.objects.exclude(review=None).select_related("review__revision__section__monograph")
    for _, signature in _readable(signatures.select_related("review__revision__section__kind"), unseen):
        if isinstance(signature, Signature) and signature.digest != signature.review.revision.digest:  # type: ignore[union-attr]
            text = signature.review.revision  # type: ignore[union-attr]
            report.problems.append(f"Signature {signature.pk} ({signature}) is for another text than {text}.")
    editions = Edition.objects.select_related("monograph", "release_signature").prefetch_related("lines__revision")
    for _, edition in _readable(editions, unseen):
        if isinstance(edition, Edition):
            report.problems += _edition_problems(edition)


def _edition_problems(edition: Edition) -> Iterator[str]:
    name = f"Edition {edition.pk} ({edition})"
    if not edition.is_as_signed:
        yield f"{name}: its lines or its note are not those that were released."
    for line in edition.lines.all():
        if not line.is_of_its_revision:
            yield f"{name}: its line “{line.heading}” is not the text signed."


def verify(*, kept_head: str = "") -> Report:
    """Check the chain, every sealed row and every digest. `kept_head` is a `Report.head` kept from an earlier run.

    Reads the whole history in one transaction, in a snapshot where the database offers one.
    """
    report = Report()
    is_outermost = not connection.in_atomic_block  # inside a caller's transaction, its snapshot is what is read
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Verbs that commit meanwhile must not look like rows without an entry.
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        seals = _verify_chain(report, kept_head)
        _verify_rows(report, seals)
        _verify_digests(report)
    return report
