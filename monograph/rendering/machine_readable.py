"""An edition for programs: JSON, plain text, and JSON-LD for search engines.

Made from the edition's lines and their signed texts, and from nothing else. docs/data.md describes the format.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from ..content.plain_text import plain_text
from ..models import Edition, EditionSection, Withdrawal
from .article import callout_labels, fact_rows
from .provenance import Provenance

VERSION = 1  # of the format; goes up when a name in it is renamed, moved or given another meaning


def _guide_url(edition: Edition) -> str:
    return f"{settings.SITE_URL}{edition.monograph.get_absolute_url()}"


def edition_data(
    edition: Edition, lines: Iterable[EditionSection], provenance: Provenance, *, today: date
) -> dict[str, Any]:
    """Return a current edition, on a given day, as the JSON has it."""
    return {
        "version": VERSION,
        "slug": edition.monograph.slug,
        "address": _guide_url(edition),
        "brand_name": edition.brand_name,
        "generic_name": edition.generic_name,
        "edition": {
            "number": edition.number,
            "published_at": edition.published_at.isoformat(),
            "review_due": edition.review_due.isoformat(),
            "is_review_overdue": edition.is_review_lapsed(today),
            "note": edition.note,
            "digest": edition.digest,
        },
        "reviewed_by": provenance.reviewers,
        "sections": [_section(line) for line in lines],
    }


def _section(line: EditionSection) -> dict[str, Any]:
    revision = line.revision
    return {
        "code": line.kind_code,
        "heading": line.heading,
        "html": revision.body,
        "text": _text(line),
        "facts": revision.facts,
        "references": [
            {"wording": reference["wording"], "locator": reference["locator"]} for reference in revision.references
        ],
        "signed_at": line.signed_at.isoformat(),
        "digest": line.digest,
    }


def _text(line: EditionSection) -> str:
    """Return the words of a section as plain text, or a line for each fact."""
    if line.revision.facts:
        return "\n".join(f"{label}: {value}" for label, value in fact_rows(line.revision.facts))
    return plain_text(line.revision.body, callout_labels()) if line.revision.body else ""


def edition_text(edition: Edition, lines: Iterable[EditionSection], provenance: Provenance, *, today: date) -> str:
    """Return a current edition, on a given day, as plain text.

    It is headed by its address and the state of its review.
    """
    due = f"Next review due {edition.review_due}."
    if edition.is_review_lapsed(today):
        due = f"OVERDUE: its review was due {edition.review_due}, and some of it may be out of date."
    about = [
        f"Edition {edition.number}, published {edition.published_at:%Y-%m-%d}. {due}",
        f"Checked by {'; '.join(provenance.reviewers)}.",
        f"The current edition is at {_guide_url(edition)}",
        edition.note,
    ]
    sections = (f"## {line.heading}\n\n{_text(line)}" for line in lines)
    return "\n\n".join([f"# {edition.full_name}", "\n".join(filter(None, about)), *sections]) + "\n"


def withdrawal_data(withdrawal: Withdrawal) -> dict[str, Any]:
    """Return what the JSON of a withdrawn guide says."""
    edition = withdrawal.edition
    return {
        "version": VERSION,
        "slug": edition.monograph.slug,
        "address": _guide_url(edition),
        "withdrawn": {
            "edition": edition.number,
            "at": withdrawal.created_at.isoformat(),
            "reason": withdrawal.reason,
        },
    }


def structured_data(edition: Edition, facts: dict[str, Any], provenance: Provenance) -> SafeString:
    """Return the page and its drug in the terms of schema.org.

    The JSON can't close the script element that it is placed in.
    """
    drug = {
        "@type": "Drug",
        "name": edition.brand_name,
        "nonProprietaryName": edition.generic_name,
        "alternateName": facts["other_names"],
        "drugClass": facts["drug_class"],
        "dosageForm": facts["form"],
        "administrationRoute": facts["route"],
        "prescriptionStatus": "https://schema.org/PrescriptionOnly"
        if facts["prescription"]
        else "https://schema.org/OTC",
        "manufacturer": {"@type": "Organization", "name": facts["maker"]} if facts["maker"] else None,
        "rxcui": facts["identifiers"].get("rxnorm"),
    }
    page = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": edition.brand_name,
        "url": _guide_url(edition),
        "inLanguage": settings.GUIDE_LANGUAGE,
        "datePublished": edition.published_at.date().isoformat(),
        "lastReviewed": provenance.last_signed.isoformat(),
        "reviewedBy": [{"@type": "Person", "name": name} for name in provenance.reviewers],
        "audience": {"@type": "Patient"},
        "about": {name: value for name, value in drug.items() if value},
    }
    json_ld = json.dumps(page, ensure_ascii=False)
    return mark_safe(json_ld.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S308
