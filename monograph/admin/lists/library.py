"""The library in the admin: references, glossary terms, and section kinds."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern

from ...interchange.library import GlossaryResource, ReferenceForm, ReferenceResource
from ...models import GlossaryTerm, Reference, SectionKind
from ..editing import reference_pages
from .base import DeskModelAdmin, ReadOnlyAdmin, RecordedAdmin
from .spreadsheets import SpreadsheetMixin


@admin.register(Reference)
class ReferenceAdmin(SpreadsheetMixin, RecordedAdmin, DeskModelAdmin):
    form = ReferenceForm
    resource_classes = [ReferenceResource]
    list_display = ["key", "title", "publisher", "year", "accessed_on"]
    list_filter = ["publisher"]
    search_fields = ["key", "title", "publisher", "url"]

    def get_urls(self) -> list[URLPattern]:
        return [*reference_pages.urls, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # Revisions cite a reference by its key, which their digests cover: another key would invalidate every one.
        return ["key"] if obj else []


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(SpreadsheetMixin, RecordedAdmin, DeskModelAdmin):
    resource_classes = [GlossaryResource]
    list_display = ["term", "meaning"]
    search_fields = ["term", "meaning"]


@admin.register(SectionKind)
class SectionKindAdmin(ReadOnlyAdmin):
    list_display = ["default_heading", "code", "position", "requirement", "required_signatures", "must_cite"]
    search_fields = ["code", "default_heading"]
