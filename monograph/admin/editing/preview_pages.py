"""The preview of a guide with its unpublished revisions, marked as a preview."""

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from ...models import EditionSection, Monograph, SectionKind, SectionRevision
from ...rendering import render_article
from ..desk import DeskRequest, desk_path


def preview(request: DeskRequest, pk: int) -> HttpResponse:
    """Render unpublished revisions as the article of the public page.

    Shows the latest revisions, or with ``?signed=1`` the approved ones.
    """
    guides = Monograph.objects.named().select_related("current_edition").defer("current_edition__article")
    monograph = get_object_or_404(guides, pk=pk)
    is_signed = request.GET.get("signed") == "1"
    pointer = "section__approved_revision" if is_signed else "section__latest_revision"
    rows = SectionRevision.objects.with_text().with_state().filter(**{pointer: F("pk")}, section__monograph=monograph)
    revisions = list(rows.order_by("section__kind__position"))
    shown = {revision.section.kind.code for revision in revisions if not revision.is_removal}
    required = SectionKind.objects.filter(requirement=SectionKind.Requirement.ALWAYS)
    name = str(getattr(monograph, "name", monograph.slug))
    context = {
        "monograph": monograph,
        "is_signed": is_signed,
        "article": render_article(revisions, note="", placeholder_facts={"brand_name": name, "generic_name": name}),
        "differences": _differences(monograph, revisions),
        "missing_kinds": [kind for kind in required if kind.code not in shown],
        "lacks_facts": SectionKind.DRUG_FACTS not in shown,
    }
    response = render(request, "monograph/desk/editing/preview.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _differences(monograph: Monograph, revisions: list[SectionRevision]) -> list[tuple[SectionRevision, str]]:
    """Return the revisions that differ from the current edition, and how."""
    lines = EditionSection.objects.filter(edition=monograph.current_edition_id).select_related("revision")
    published = {line.revision.section_id: line.revision for line in lines.defer("revision__body", "revision__facts")}
    rows = []
    for revision in revisions:
        current = published.get(revision.section_id)
        is_public = current is not None and not current.is_removal
        if revision == current or (revision.is_removal and not is_public):
            continue
        if revision.is_removal:
            difference = "is removed; the published edition still has it"
        elif is_public and current is not None:
            difference = f"is changed; the published edition has revision {current.number}"
        else:
            difference = "is new; it is not published yet"
        rows.append((revision, difference))
    return rows


urls = [desk_path("<int:pk>/preview/", preview, "monograph_monograph_preview")]
