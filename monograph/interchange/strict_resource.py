"""What the resources share: exports of selected rows, and strict imports.

Imports are all or nothing and name every faulty cell. django-import-export would continue after a faulty header or row,
use the last of two rows with one key, and show raw exceptions. Here the whole file is checked first, and each row is
saved by a verb or a form.
"""

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import Result, RowResult
from import_export.widgets import Widget

from ..content.errors import ContentError, Problem
from ..errors import InvalidContent, WorkflowError
from .table import Fault, Sheet, SpreadsheetDate

MADE_A_DATE = (
    "The spreadsheet program made a date ({}) of this cell, perhaps of a fraction or a range. Format the column as "
    "text, then type again what should be there."
)
Row = dict[str, Any]
SeenRevisions = dict[str, int | None]  # by section, the number of its latest revision; None if it has none


class RawValueWidget(Widget):
    """Exports a value unchanged: the format decides how to write it."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value


def column(attribute: str) -> Field:
    """Return a column of an attribute, such as ``section__kind__code``.

    It is empty if a part of the path is None.
    """
    return Field(attribute=attribute, widget=RawValueWidget())


class ExportResource(Resource):
    """Exports a row for each object of `rows`."""

    @classmethod
    def get_display_name(cls) -> str:
        return str(cls._meta.name)

    def rows(self, queryset: QuerySet) -> QuerySet:
        """Return what to export for the objects selected in the admin.

        Loads everything that the columns read.
        """
        return queryset

    def filter_export(self, queryset: QuerySet, **kwargs: Any) -> QuerySet:
        return self.rows(queryset)


class ImportedRow(RowResult):
    """An imported row, for the preview: what it does, and the cells to show."""

    def __init__(
        self, import_type: str, action: str = "", shown: Iterable[str] = (), seen: SeenRevisions | None = None
    ) -> None:
        super().__init__()
        self.import_type = import_type
        self.action = action
        self.shown = tuple(shown)
        self.seen = seen or {}

    @property
    def is_change(self) -> bool:
        return bool(self.import_type != RowResult.IMPORT_TYPE_SKIP)


class StrictResult(Result):
    """The outcome of an import. With any fault, nothing was imported."""

    MAX_SHOWN = 200  # of rows that change nothing; changes are always shown

    def __init__(self, faults: Iterable[Fault] = (), headers: Iterable[str] = ()) -> None:
        super().__init__()
        self.faults = list(faults)
        self.headers = tuple(headers)

    def append_invalid_row(self, number: int, row: Row, validation_error: list[Fault]) -> None:
        self.faults += validation_error

    def has_errors(self) -> bool:
        return bool(self.faults)

    @property
    def row_faults(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.row is not None]

    @property
    def file_faults(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.row is None]

    @property
    def changes(self) -> list[ImportedRow]:
        return [row for row in self.rows if row.is_change]

    @property
    def listed(self) -> list[ImportedRow]:
        """Return the rows of the preview: all changes, then some of the other rows."""
        changes = self.changes
        unchanged = [row for row in self.rows if not row.is_change]
        return [*changes, *unchanged[: max(0, self.MAX_SHOWN - len(changes))]]

    @property
    def not_listed(self) -> int:
        return len(self.rows) - len(self.listed)

    @property
    def summary(self) -> str:
        """Return the number of rows by action, as in ``new draft: 2, unchanged: 40``."""
        return ", ".join(f"{action}: {count}" for action, count in Counter(row.action for row in self.rows).items())

    @property
    def seen(self) -> SeenRevisions:
        """Return the revisions that the rows were compared with.

        Pass them to `import_data` when the preview is confirmed.
        """
        return {name: number for row in self.rows for name, number in row.seen.items()}


class StrictResource(ExportResource):
    """Imports rows through `save_row`, all or nothing.

    `keys` are the columns that identify a row's object.
    """

    keys: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    preview: tuple[str, ...]
    dates: tuple[str, ...] = ()  # columns of dates

    class Meta:
        instance_loader_class = BaseInstanceLoader

    @abstractmethod
    def save_row(self, row: Row, *, user: User, file_name: str, seen: SeenRevisions | None) -> ImportedRow:
        """Save one row for `user`.

        Raises `ContentError` or `WorkflowError`, whose problems name the column.
        """

    def import_data(self, dataset: Sheet, **kwargs: Any) -> StrictResult:  # type: ignore[override,unused-ignore]
        """Import a table; with ``dry_run=True``, only preview the effects.

        ``user`` is the actor, ``file_name`` becomes part of the reason for change, ``seen`` comes from the preview's
        result.
        """
        faults = self._faults(dataset)
        if faults:
            return StrictResult(faults)
        self.row_numbers = dataset.row_numbers
        result: StrictResult = super().import_data(dataset, **kwargs)
        result.headers = self.preview
        return result

    def _faults(self, dataset: Sheet) -> list[Fault]:
        """Check the header, then the keys of all rows."""
        names = dataset.headers or []
        known = (*self.required, *self.optional)
        faults = [
            *(
                Fault(f"The column “{name}” is missing. Add it.", column=name)
                for name in self.required
                if name not in names
            ),
            *(
                Fault(f"There is no column called “{name}”. The columns are: {', '.join(known)}.", column=name)
                for name in dict.fromkeys(names)
                if name not in known
            ),
            *(
                Fault(f"The column “{name}” is there {count} times. Keep one.", column=name)
                for name, count in Counter(names).items()
                if count > 1
            ),
        ]
        if not faults and not dataset.row_numbers:
            faults.append(Fault("The file has no rows, only the names of the columns. Add the rows to import."))
        return faults or [*self._unwanted_dates(dataset), *self._duplicates(dataset)]

    def _unwanted_dates(self, dataset: Sheet) -> list[Fault]:
        """Refuse the dates that a spreadsheet program made of a fraction or a range, such as 1/2 or 5-10."""
        return [
            Fault(MADE_A_DATE.format(cell), row_number, name)
            for row_number, row in zip(dataset.row_numbers, dataset.dict, strict=True)
            for name, cell in row.items()
            if isinstance(cell, SpreadsheetDate) and name not in self.dates
        ]

    def _duplicates(self, dataset: Sheet) -> list[Fault]:
        first: dict[tuple[str, ...], int] = {}
        faults = []
        for row_number, row in zip(dataset.row_numbers, dataset.dict, strict=True):
            key = tuple(str(row[name]).strip() for name in self.keys)
            if key in first:
                message = f"Rows {first[key]} and {row_number} are both for {' / '.join(key)}. Keep one of them."
                faults.append(Fault(message, row_number, self.keys[-1]))
            first.setdefault(key, row_number)
        return faults

    def import_row(self, row: Row, instance_loader: Any, **kwargs: Any) -> ImportedRow:
        row_number = self.row_numbers[kwargs["row_number"] - 1]
        try:
            return self.save_row(row, user=kwargs["user"], file_name=kwargs["file_name"], seen=kwargs.get("seen"))
        except (ContentError, InvalidContent) as error:
            problems = error.problems
        except WorkflowError as error:
            problems = [Problem("", error.code, error.message)]
        invalid = ImportedRow(RowResult.IMPORT_TYPE_INVALID)
        invalid.validation_error = [Fault(problem.message, row_number, problem.field) for problem in problems]
        return invalid

    def handle_import_error(self, result: Any, error: Exception, raise_errors: bool = False) -> None:  # noqa: FBT001, FBT002
        raise error  # a bug, not a fault in the file: it must reach the error log

    @classmethod
    def get_result_class(cls) -> type[StrictResult]:
        return StrictResult
