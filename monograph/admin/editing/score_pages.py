"""The score sheet of a guide: what the machine counted of its plain language, and what a person has to answer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from ...models import Monograph, SectionRevision
from ...preflight.score_sheet import Item
from ...release import guide_checks
from ..desk import DeskRequest, desk_path, render_desk_page


def score(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the score sheet of a guide's latest revisions."""
    monograph = get_object_or_404(Monograph.objects.named(), pk=pk)
    latest = monograph.sections.values("latest_revision")
    revisions = list(SectionRevision.objects.with_text().filter(pk__in=latest, is_removal=False))
    headings = {revision.section.kind.code: revision.heading for revision in revisions}
    sheet = guide_checks.score_guide(revisions)
    context = {
        "monograph": monograph,
        "sheet": sheet,
        "rows": [_row(item, headings) for item in sheet.items],
        "to_answer": len(sheet.items) - sheet.counted,
    }
    return render_desk_page(
        request, "editing/guide_score.html", context, title=f"Score sheet: {monograph.display_name}"
    )


def _row(item: Item, headings: dict[str, str]) -> dict[str, Any]:
    """Return an item with its passages as (code, heading, quote)."""
    passages = [(place.section, headings.get(place.section, ""), place.quote) for place in item.passages]
    return {"item": item, "passages": passages}


urls = [desk_path("<int:pk>/score/", score, "monograph_monograph_score")]
