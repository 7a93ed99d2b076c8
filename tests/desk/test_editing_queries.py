"""The pages of a guide and of its history take at most 15 queries."""

import pytest
from django.utils import timezone

from monograph.models import Presence
from monograph.workflow import reviewing

from ..cast import Cast
from ..factory import Guide
from ..shared_stories import shared_story
from ..stories import short
from .desk_client import Desk, address
from .section_merge import keep_changes
from .test_queries import excess_queries


@shared_story
def edited(cast: Cast) -> Guide:
    """A guide with something of everything that these pages show."""
    guide = short(Guide(cast))
    guide.write("faq", "It it is so.")
    for code in ("cost", "storage"):
        review = guide.submit(guide.write(code))
        reviewing.comment(actor=guide.cast.priya, review=review, body="Since when?")
    reviewing.request_changes(actor=guide.cast.tom, review=review, expected=review.revision.digest, body="No.")
    Presence.objects.create(section=guide.section("faq"), person=guide.cast.ben, seen_at=timezone.now())
    for number in range(3):
        guide.write("uses", f"Text {number}, and and more.")
    return guide


@pytest.mark.parametrize("who", ["ana", "priya", "maria", "root"])
def test_editing_pages_take_at_most_15_queries(who: str, edited: Guide) -> None:
    desk, pk = Desk(getattr(edited.cast, who)), edited.monograph.pk
    paths = {
        "guide": address("monograph_change", pk),
        "preview": address("monograph_preview", pk),
        "history": address("section_history", pk, "uses"),
        "old revision": address("section_revision", pk, "uses", 2),
        "latest revision": address("section_revision", pk, "uses", 4),
        "commented revision": address("section_revision", pk, "storage", 1),
        "comparison": address("section_compare", pk, "uses") + "?from=1&to=4",
        "search": address("revision_search") + "?words=plain",
    }
    excess = {name: excess_queries(desk, path) for name, path in paths.items()}
    assert {name: queries for name, queries in excess.items() if queries} == {}


def test_merge_page_takes_at_most_15_queries(edited: Guide, ana: Desk) -> None:
    base = edited.section("uses").latest_revision
    keep_changes(ana, edited, base, body="<p>Mine.</p>")
    edited.write("uses", "Theirs.", author=edited.cast.ben)
    assert excess_queries(ana, address("section_merge", edited.monograph.pk, "uses")) == []
