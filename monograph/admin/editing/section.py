"""What the pages of one section share: finding it, and what it is called."""

from django.shortcuts import get_object_or_404

from ...models import Section


def section_at(pk: int, code: str) -> Section:
    sections = Section.objects.select_related(
        "monograph", "kind", "latest_revision__author", "latest_revision__section__kind"
    )
    return get_object_or_404(
        sections.prefetch_related("latest_revision__citations__reference"), monograph=pk, kind__code=code
    )


def heading_of(section: Section) -> str:
    """Return the heading that the section has, or would be given."""
    latest = section.latest_revision
    return latest.heading if latest else section.kind.heading_for(section.monograph.display_name)


def title_of(section: Section, what: str) -> str:
    return f"{section.monograph.display_name}: {what}"
