"""The publisher's pages take at most 15 queries; the next edition 17, for who wrote it and what was withdrawn."""

import pytest

from monograph.models import SectionKind
from monograph.workflow import publishing, reviewing

from ..cast import PASSWORD, Cast
from ..factory import Guide
from ..shared_stories import shared_story
from ..stories import schedule, short
from .desk_client import Desk, address
from .test_queries import excess_queries


@shared_story
def full(cast: Cast) -> Guide:
    """A guide of two editions, with sections in every state after that."""
    guide = short(Guide(cast))
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


def assert_few_queries(guide: Guide) -> None:
    """Assert that the publish page takes few queries for everyone who may open it."""
    for user in (guide.cast.maria, guide.cast.grace, guide.cast.root):
        excess = excess_queries(Desk(user), address("monograph_publish", guide.monograph.pk), most=17)
        assert not excess, "\n".join([str(user), *excess])


def test_publish_page_of_a_guide_never_published(guide: Guide) -> None:
    guide.approve(guide.write("uses", "Ask ask us."))
    guide.write("faq")
    assert_few_queries(guide)


def test_publish_page_of_a_ready_edition(full: Guide) -> None:
    assert_few_queries(full)


def test_publish_page_of_a_scheduled_edition(full: Guide) -> None:
    publishing.cancel_schedule(actor=full.cast.maria, scheduled=schedule(full), password=PASSWORD)
    schedule(full)
    assert_few_queries(full)


def test_publish_page_of_a_refused_edition(full: Guide) -> None:
    planned = schedule(full)
    full.approve(full.write("before-taking", "Ask ask us."))
    SectionKind.objects.filter(code="overdose").update(requirement=SectionKind.Requirement.ALWAYS)
    publishing.cancel_schedule(actor=full.cast.maria, scheduled=planned, password=PASSWORD)
    assert_few_queries(full)


@pytest.mark.parametrize(("name", "more"), [("monograph_editions", ()), ("monograph_edition", (2,))])
def test_edition_pages(name: str, more: tuple[int, ...], full: Guide, maria: Desk) -> None:
    excess = excess_queries(maria, address(name, full.monograph.pk, *more))
    assert not excess, "\n".join(excess)


def test_notification_preferences(maria: Desk) -> None:
    assert excess_queries(maria, "/admin/monograph/mail/") == []
