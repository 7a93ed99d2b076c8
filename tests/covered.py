"""A guide with a row of every covered model, and what the trail says of a row."""

from typing import Any

from monograph import audit, covered_records
from monograph.models import AuditEntry, GlossaryTerm
from monograph.recording import recorded
from monograph.workflow import reporting

from .factory import Guide


def add_records(guide: Guide) -> Guide:
    """Add what `stories.short` lacks: a settled report and a glossary term."""
    edition = guide.monograph.current_edition
    report = reporting.file_report(edition=edition, section_code="uses", is_clear=False, words="A mistake.")
    reporting.settle_report(actor=guide.cast.tom, report=report, answer="Fixed.")
    with recorded(GlossaryTerm.objects.all(), actor="the tests"):
        GlossaryTerm.objects.create(term="Infusion", meaning="A slow drip into a vein.")
    assert audit.verify().problems == []
    assert [model for model in covered_records.covered_models() if not model._default_manager.exists()] == []
    return guide


def last_entry() -> AuditEntry:
    return AuditEntry.objects.latest("sequence")


def last_change(row: Any) -> dict[str, Any]:
    """Return what the last entry says about a row."""
    change: dict[str, Any] = last_entry().data["records"][covered_records.row_key(row)]
    return change
