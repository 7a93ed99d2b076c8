"""Covered records: rows that may change, and whose every state the audit trail holds.

The catalogue, the library, accounts with their rights and profiles, and readers' reports are not history: their rows
change. So an entry holds the values that a row has after a change (`Change.new`), and those it had before. Going
through the trail, `audit.verify` puts together what each row must be now, and names every value that differs. An
UPDATE that bypasses our code does not stay unseen.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.apps import apps as current_apps
from django.contrib.auth.models import Permission
from django.db import models

from .content import digests

State = dict[str, Any]


@dataclass(frozen=True)
class Covered:
    """A model whose states are recorded: these fields, or all, and the names of related rows.

    Of `digested` fields the trail holds a digest, because it keeps everything forever.
    """

    label: str
    fields: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    digested: tuple[str, ...] = ()


COVERED = (
    Covered("monograph.SectionKind"),
    Covered("monograph.Reference"),
    Covered("monograph.GlossaryTerm"),
    Covered("monograph.Profile"),
    Covered("monograph.ReaderReport", digested=("words",)),
    Covered("auth.Group", related=("permissions",)),
    Covered(
        "auth.User",
        ("username", "first_name", "last_name", "email", "is_active", "is_staff", "is_superuser"),
        related=("groups", "user_permissions"),
    ),
)
BY_LABEL = {covered.label.lower(): covered for covered in COVERED}


class Change(NamedTuple):
    """What changed in a row: its name, and old and new values of the fields that differ.

    `old` is None for a new row, or if it is not known; `new` for a deleted one.
    """

    name: str
    old: State | None
    new: State | None


def json_value(value: Any) -> Any:
    """Return a column's value as the trail stores and seals it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def row_key(row: models.Model) -> str:
    """Return the name of a row in the trail, such as ``signature:12``."""
    return f"{row._meta.model_name}:{row.pk}"


def is_covered(model: type[models.Model]) -> bool:
    return model._meta.label_lower in BY_LABEL


def covered_models(apps: Any = current_apps) -> list[type[models.Model]]:
    """Return the covered models of a registry: the present one, or that of a migration."""
    return [apps.get_model(covered.label) for covered in COVERED]


def with_related(rows: models.QuerySet) -> models.QuerySet:
    """Load what `state` reads: one query for each relation."""
    names = BY_LABEL[rows.model._meta.label_lower].related
    paths = (f"{name}__content_type" if name.endswith("permissions") else name for name in names)
    return rows.order_by("pk").prefetch_related(*paths)


def state(row: models.Model) -> State:
    """Return a row's state. Load lists with `with_related`."""
    covered = BY_LABEL[row._meta.label_lower]
    columns = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = {
        field.name: json_value(getattr(row, field.attname))
        for field in columns
        if not covered.fields or field.name in covered.fields
    }
    for name in covered.digested:
        values[name] = digests.seal(values[name]) if values.get(name) else ""
    for name in covered.related:
        values[name] = sorted(_related_name(related) for related in getattr(row, name).all())
    return values


def _related_name(row: Any) -> str:
    if row._meta.label == Permission._meta.label:
        return f"{row.content_type.app_label}.{row.codename}"
    return str(row.name)


def read(rows: models.QuerySet) -> dict[str, Change]:
    """Return every row as new, by its key."""
    return {row_key(row): Change(str(row), None, state(row)) for row in with_related(rows.all())}


def differences(before: Mapping[str, Change], after: Mapping[str, Change]) -> dict[str, Change]:
    """Return what changed between two readings, by key."""
    changes = {key: Change(old.name, old.new, None) for key, old in before.items() if key not in after}
    for key, (name, _, new) in after.items():
        old = before[key].new if key in before else None
        if old is None:
            changes[key] = Change(name, None, new)
        elif changed := [field for field in new or {} if old.get(field) != (new or {})[field]]:
            changes[key] = Change(name, _only(old, changed), _only(new or {}, changed))
    return changes


def _only(values: State, names: Iterable[str]) -> State:
    return {name: values.get(name) for name in names}


class Recorded(NamedTuple):
    """What a row must be according to the trail; None if it was deleted. `sequence` is its last entry."""

    sequence: int
    state: State | None


def follow(recorded: dict[str, Recorded], sequence: int, changes: Any) -> None:
    """Put the changes of the next entry together with those before."""
    for key, change in changes.items() if isinstance(changes, dict) else ():
        new = change.get("new") if isinstance(change, dict) else None
        known = recorded[key].state if key in recorded else None
        recorded[key] = Recorded(sequence, {**(known or {}), **new} if isinstance(new, dict) else None)


def problems_of_row(row: models.Model, recorded: Recorded | None) -> Iterator[str]:
    """Yield a sentence for each field of a row that is not as recorded.

    A field that joined the model after the last entry must have its default.
    """
    name = f"{str(row._meta.verbose_name).capitalize()} {row.pk} ({row})"
    if recorded is None or recorded.state is None:
        yield f"{name} is not in the audit trail: it was added by bypassing the product."
        return
    defaults = {field.name: json_value(field.get_default()) for field in row._meta.concrete_fields}
    for field, value in state(row).items():
        expected = recorded.state.get(field, defaults.get(field))
        if value != expected:
            yield (
                f"{name} was altered after audit entry {recorded.sequence}: {field} is {_shown(value)}, "
                f"and was {_shown(expected)}."
            )


def _shown(value: Any) -> str:
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"“{words[:100]}”"


def problem_of_missing(key: str, recorded: Recorded) -> str:
    return f"{key.replace(':', ' ')}, recorded by audit entry {recorded.sequence}, is gone."
