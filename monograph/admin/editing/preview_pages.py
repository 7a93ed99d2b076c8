"""A guide as the public would see it, with what nobody released yet: for those who work on it, marked as what it is."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ...models import EditionSection, Monograph, SectionKind, SectionRevision
from ...rendering import render_article
from ..desk import desk_path


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the latest texts, or with ``?signed=1`` the approved ones, through the article of the public page."""
    guides = Monograph.objects.named().select_related("current_edition").defer("current_edition__article")
    monograph = get_object_or_404(guides, pk=pk)
    is_signed = request.GET.get("signed") == "1"
    pointer = "section__approved_revision" if is_signed else "section__latest_revision"
    texts = SectionRevision.objects.with_text().with_state().filter(**{pointer: F("pk")}, section__monograph=monograph)
    revisions = list(texts.order_by("section__kind__position"))
    shown = {each.section.kind.code: each for each in revisions if not each.is_removal}
    always = SectionKind.objects.filter(requirement=SectionKind.Requirement.ALWAYS)
    name = str(getattr(monograph, "name", monograph.slug))
    context = {
        "monograph": monograph,
        "is_signed": is_signed,
        "article": render_article(revisions, note="", stand_in={"brand_name": name, "generic_name": name}),
        "differing": _differing(monograph, revisions),
        "missing": [kind for kind in always if kind.code not in shown],
        "lacks_facts": SectionKind.DRUG_FACTS not in shown,
    }
    response = render(request, "monograph/desk/editing/preview.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _differing(monograph: Monograph, revisions: list[SectionRevision]) -> list[tuple[SectionRevision, str]]:
    """Return the texts that are not what the public reads now, and how they differ from it, in words."""
    lines = EditionSection.objects.filter(edition=monograph.current_edition_id).select_related("revision")
    public = {line.revision.section_id: line.revision for line in lines.defer("revision__body", "revision__facts")}
    rows = []
    for revision in revisions:
        now = public.get(revision.section_id)
        is_read = now is not None and not now.is_removal
        if revision == now or (revision.is_removal and not is_read):
            continue
        if revision.is_removal:
            how = "is taken out; the public still reads it"
        elif is_read and now is not None:
            how = f"is changed; the public reads revision {now.number}"
        else:
            how = "is new; the public reads nothing of it"
        rows.append((revision, how))
    return rows


urls = [desk_path("<int:pk>/preview/", preview, "monograph_monograph_preview")]
