"""The history in the admin: read, searched, and exported, but never changed."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from ...interchange.history import (
    SIGNED_RELATIONS,
    AuditTrailResource,
    RevisionHistoryResource,
    SignatureHistoryResource,
    signed_object,
)
from ...models import AuditEntry, SectionRevision, Signature
from ...models.people import full_name
from .base import ReadOnlyAdmin
from .spreadsheets import ExportOnlyMixin


def as_json(value: Any) -> str:
    """Return indented JSON in a preformatted block."""
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False))


@admin.register(SectionRevision)
class SectionRevisionAdmin(ExportOnlyMixin, ReadOnlyAdmin):
    resource_classes = [RevisionHistoryResource]
    list_display = ["revision", "state", "written_by", "created_at", "reason"]
    list_filter = ["section__kind", "is_removal", ("author", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["section__monograph__slug", "heading", "reason", "digest"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]
    fields = [
        "section",
        "number",
        "based_on",
        "state",
        "heading",
        "body",
        "facts_as_json",
        "references_as_json",
        "is_removal",
        "reason",
        "author",
        "created_at",
        "digest",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SectionRevision]:
        listed = SectionRevision.objects.with_state().defer("body", "facts")
        return listed.select_related("section__kind", "section__monograph", "author")

    @admin.display(ordering="section__monograph__slug")
    def revision(self, revision: SectionRevision) -> str:
        return str(revision)

    @admin.display(ordering="state_code")
    def state(self, revision: SectionRevision) -> str:
        return revision.state_label

    @admin.display(description="author", ordering="author__last_name")
    def written_by(self, revision: SectionRevision) -> str:
        return full_name(revision.author)

    @admin.display(description="facts")
    def facts_as_json(self, revision: SectionRevision) -> str:
        return as_json(revision.facts)

    @admin.display(description="references")
    def references_as_json(self, revision: SectionRevision) -> str:
        return as_json(revision.references)


@admin.register(Signature)
class SignatureAdmin(ExportOnlyMixin, ReadOnlyAdmin):
    resource_classes = [SignatureHistoryResource]
    list_display = ["printed", "meaning", "signed", "signed_at", "digest"]
    list_filter = ["meaning", ("signer", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["signer__username", "signer_name", "digest", "review__section__monograph__slug"]
    date_hierarchy = "signed_at"
    ordering = ["-signed_at", "-pk"]
    fields = [
        "signer",
        "signer_name",
        "signer_credentials",
        "signer_licence",
        "meaning",
        "signed",
        "signed_at",
        "digest",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Signature]:
        return (
            super()
            .get_queryset(request)
            .select_related(*SIGNED_RELATIONS)
            .defer("edition__article", "withdrawal__edition__article")
        )

    @admin.display(description="signed content")
    def signed(self, signature: Signature) -> str:
        return signed_object(signature)


@admin.register(AuditEntry)
class AuditEntryAdmin(ExportOnlyMixin, ReadOnlyAdmin):
    resource_classes = [AuditTrailResource]
    list_display = ["sequence", "at", "actor_name", "action", "subject"]
    list_filter = ["action", ("actor", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["subject", "actor_name", "digest"]
    date_hierarchy = "at"
    ordering = ["-sequence"]
    fields = ["sequence", "at", "actor", "actor_name", "action", "subject", "data_as_json", "previous_digest", "digest"]

    @admin.display(description="data")
    def data_as_json(self, entry: AuditEntry) -> str:
        return as_json(entry.data)
