"""The library as spreadsheets: references by key, glossary terms by term."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.forms.models import modelform_factory
from import_export.results import RowResult

from ..content.errors import ContentError, Problem
from ..content.plain import hidden_characters
from ..models import GlossaryTerm, Reference
from ..recording import recorded
from .strict_resource import ImportedRow, Row, SeenRevisions, StrictResource, StrictResult, column
from .table import Sheet


class ReferenceForm(forms.ModelForm):
    """The form of a reference, for imported rows and for the admin's page."""

    # One date format only: 03/04/2026 is a different day in different countries.
    accessed_on = forms.DateField(
        label="Date accessed",
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Write the date as 2026-10-01: year, month, day."},
    )
    url = forms.URLField(label="Address", required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Reference
        fields = ["key", "title", "publisher", "year", "url", "accessed_on"]


class LibraryResource(StrictResource):
    """Adds rows with a new key and changes the others, by the form of their page."""

    form: type[forms.ModelForm]

    def import_data(self, dataset: Sheet, **kwargs: Any) -> StrictResult:  # type: ignore[override,unused-ignore]
        """Import as `StrictResource` does, and record what changes. A preview changes nothing."""
        if kwargs.get("dry_run"):
            return super().import_data(dataset, **kwargs)
        rows = self._meta.model._default_manager.all()
        with recorded(rows, actor=kwargs["user"], subject=kwargs["file_name"]):
            return super().import_data(dataset, **kwargs)

    def save_row(self, row: Row, *, user: User, file_name: str, seen: SeenRevisions | None) -> ImportedRow:
        """Save a row if it changes anything.

        Raises `ContentError` with the problems of all cells.
        """
        if hidden := [problem for name, cell in row.items() for problem in hidden_characters(str(cell), name)]:
            raise ContentError(hidden)  # references are copied into texts, which may not have these characters
        (key,) = self.keys
        objects = self._meta.model.objects
        instance = objects.filter(**{key: str(row[key]).strip()}).first()
        form = self.form(data={name: str(cell) for name, cell in row.items()}, instance=instance)
        if not form.is_valid():
            problems = [
                Problem(name if name in form.fields else "", "invalid", str(message))
                for name, messages in form.errors.items()
                for message in messages
            ]
            raise ContentError(problems)
        shown = [str(row[name]) for name in self.preview[:-1]]
        if instance is not None and not form.has_changed():
            return ImportedRow(RowResult.IMPORT_TYPE_SKIP, "unchanged", [*shown, ""])
        form.save()
        if instance is None:
            return ImportedRow(RowResult.IMPORT_TYPE_NEW, "new", [*shown, ""])
        return ImportedRow(RowResult.IMPORT_TYPE_UPDATE, "changed", [*shown, ", ".join(form.changed_data)])


class ReferenceResource(LibraryResource):
    key = column("key")
    title = column("title")
    publisher = column("publisher")
    year = column("year")
    url = column("url")
    accessed_on = column("accessed_on")

    form = ReferenceForm
    keys = ("key",)
    required = ("key", "title", "publisher", "year", "url", "accessed_on")
    preview = ("key", "title", "what changes")
    dates = ("accessed_on",)

    class Meta:
        model = Reference
        name = "References"


class GlossaryResource(LibraryResource):
    term = column("term")
    meaning = column("meaning")

    form = modelform_factory(GlossaryTerm, fields=["term", "meaning"])
    keys = ("term",)
    required = ("term", "meaning")
    preview = ("term", "what changes")

    class Meta:
        model = GlossaryTerm
        name = "Glossary"
