"""What the pages of one section share: finding it, its heading, and its titles."""

from django.db.models import OuterRef, Prefetch, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ...models import Citation, Monograph, Section


def get_section_or_404(pk: int, code: str) -> Section:
    """Return a section with its latest revision and its guide's name. Two queries."""
    sections = Section.objects.select_related(
        "monograph", "kind", "latest_revision__author", "latest_revision__section__kind"
    ).prefetch_related(Prefetch("latest_revision__citations", Citation.objects.select_related("reference")))
    name = Subquery(Monograph.objects.named().filter(pk=OuterRef("monograph")).values("name"))
    section = get_object_or_404(sections.annotate(monograph_name=name), monograph=pk, kind__code=code)
    section.monograph.name = section.monograph_name  # as `Monograph.objects.named()` gives it
    return section


def section_heading(section: Section) -> str:
    """Return the heading of the latest revision, or else the catalogue's."""
    latest = section.latest_revision
    return latest.heading if latest else section.kind.heading_for(section.monograph.display_name)


def page_title(section: Section, title: str) -> str:
    return f"{section.monograph.display_name}: {title}"


def read_url(section: Section) -> str:
    """Return the address at which those who may not write read the section."""
    if section.latest_revision is None:
        return reverse("admin:monograph_section_history", args=[section.monograph_id, section.kind.code])
    number = section.latest_revision.number
    return reverse("admin:monograph_section_revision", args=[section.monograph_id, section.kind.code, number])
