"""A snapshot of the database: every row of the product at one moment, as plain values."""

import re
from typing import Any

from django.db import models

from monograph.models import (
    AuditEntry,
    Citation,
    CommentResolution,
    Edition,
    EditionSection,
    Monograph,
    Review,
    ReviewComment,
    ScheduledEdition,
    Section,
    SectionRevision,
    Signature,
    Withdrawal,
    WorkingCopy,
)

HISTORY = (
    *(SectionRevision, Citation, ReviewComment, CommentResolution, Signature),
    *(Edition, EditionSection, Withdrawal, AuditEntry),
)
MUTABLE = (Monograph, Section, Review, ScheduledEdition)  # rows that may change but not disappear
TOKEN = re.compile(r"tok\d{5}")  # one in every text that is written, so that it can be found again

Row = dict[str, Any]


class Snapshot:
    """Every row of the product at one moment, by table and primary key."""

    def __init__(self) -> None:
        self.tables = {model: self._rows(model) for model in (*HISTORY, *MUTABLE, WorkingCopy)}

    def _rows(self, model: type[models.Model]) -> dict[int, Row]:
        return {row["id"]: row for row in model._default_manager.order_by("pk").values()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Snapshot) and self.tables == other.tables

    __hash__ = None  # type: ignore[assignment]

    def all(self, model: type[models.Model], **values: Any) -> list[Row]:
        """Return the rows that have these values, oldest first."""
        rows = self.tables[model].values()
        return [row for row in rows if all(row[name] == value for name, value in values.items())]

    def get(self, model: type[models.Model], key: int) -> Row:
        return self.tables[model][key]
