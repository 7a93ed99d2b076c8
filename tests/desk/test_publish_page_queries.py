"""The publisher's pages take at most 15 queries."""

import pytest

from monograph.models import SectionKind
from monograph.workflow import publishing, reviewing

from ..factory import Guide
from ..stories import schedule, short
from .desk_client import Desk, address
from .test_queries import captured_queries

MAX_QUERIES = 15


def _full(guide: Guide) -> Guide:
    """Publish two editions, with sections in every state after that."""
    short(guide)
    for code in ("cost", "storage"):
        guide.approve(guide.write(code))
    guide.publish("A note.")
    for number in range(4):
        guide.write(text=f"Text {number}.")
    guide.approve(guide.write(text="The last text."))
    guide.approve(guide.remove("cost"))
    guide.approve(guide.write("faq"))
    guide.write("interactions")
    guide.submit(guide.write("pregnancy"))
    review = guide.submit(guide.write("side-effects"))
    reviewing.request_changes(actor=guide.cast.tom, review=review, expected=review.revision.digest, body="No.")
    return guide


@pytest.mark.parametrize("who", ["maria", "grace", "root"])
@pytest.mark.parametrize("state", ["ready", "scheduled", "refused", "never published"])
def test_publish_page(state: str, who: str, guide: Guide) -> None:
    if state == "never published":
        guide.approve(guide.write("uses", "Ask ask us."))
        guide.write("faq")
    else:
        _full(guide)
    if state == "scheduled":
        publishing.cancel_schedule(actor=guide.cast.maria, scheduled=schedule(guide))
        schedule(guide)
    if state == "refused":
        planned = schedule(guide)
        guide.approve(guide.write("before-taking", "Ask ask us."))
        SectionKind.objects.filter(code="overdose").update(requirement=SectionKind.Requirement.ALWAYS)
        publishing.cancel_schedule(actor=guide.cast.maria, scheduled=planned)
    queries = captured_queries(Desk(getattr(guide.cast, who)), address("monograph_publish", guide.monograph.pk))
    assert len(queries) <= MAX_QUERIES, "\n".join(queries)


@pytest.mark.parametrize(("name", "more"), [("monograph_editions", ()), ("monograph_edition", (2,))])
def test_edition_pages(name: str, more: tuple[int, ...], guide: Guide) -> None:
    _full(guide)
    queries = captured_queries(Desk(guide.cast.maria), address(name, guide.monograph.pk, *more))
    assert len(queries) <= MAX_QUERIES, "\n".join(queries)


def test_notification_preferences(guide: Guide) -> None:
    assert len(captured_queries(Desk(guide.cast.maria), "/admin/monograph/mail/")) <= MAX_QUERIES
