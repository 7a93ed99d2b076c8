"""The pages of a guide and of its history take at most 15 queries."""

import pytest
from django.utils import timezone

from monograph.models import Presence
from monograph.workflow import reviewing

from ..factory import Guide
from ..stories import short
from .desk_client import Desk, address
from .section_merge import keep_changes
from .test_queries import captured_queries

MAX_QUERIES = 15


@pytest.fixture
def busy(guide: Guide) -> Guide:
    """A guide with something of everything that these pages show."""
    short(guide)
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
def test_editing_pages_take_at_most_15_queries(who: str, busy: Guide) -> None:
    desk, pk = Desk(getattr(busy.cast, who)), busy.monograph.pk
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
    counted = {name: len(captured_queries(desk, path)) for name, path in paths.items()}
    assert {name: number for name, number in counted.items() if number > MAX_QUERIES} == {}


def test_merge_page_takes_at_most_15_queries(busy: Guide, ana: Desk) -> None:
    base = busy.section("uses").latest_revision
    keep_changes(ana, busy, base, body="<p>Mine.</p>")
    busy.write("uses", "Theirs.", author=busy.cast.ben)
    assert len(captured_queries(ana, address("section_merge", busy.monograph.pk, "uses"))) <= MAX_QUERIES
