import pytest

from monograph.models import Profile, Review
from monograph.recording import recorded

from .. import stories
from ..cast import Cast
from ..factory import Guide
from ..shared_stories import shared_story
from .desk_client import Desk


@pytest.fixture
def ana(cast: Cast) -> Desk:
    return Desk(cast.ana)


@pytest.fixture
def ben(cast: Cast) -> Desk:
    return Desk(cast.ben)


@pytest.fixture
def priya(cast: Cast) -> Desk:
    return Desk(cast.priya)


@pytest.fixture
def tom(cast: Cast) -> Desk:
    return Desk(cast.tom)


@pytest.fixture
def maria(cast: Cast) -> Desk:
    return Desk(cast.maria)


@pytest.fixture
def grace(cast: Cast) -> Desk:
    return Desk(cast.grace)


@pytest.fixture
def sam(cast: Cast) -> Desk:
    return Desk(cast.sam)


@pytest.fixture
def root(cast: Cast) -> Desk:
    return Desk(cast.root)


@shared_story
def in_review(cast: Cast) -> Guide:
    """A guide whose uses wait for their review."""
    guide = Guide(cast)
    guide.submit(guide.write(heading="Uses", text="For pain."))
    return guide


@pytest.fixture
def review(in_review: Guide) -> Review:
    return in_review.section().reviews.get()


def _license_priya(cast: Cast) -> None:
    with recorded(Profile.objects.all(), actor="tests"):
        Profile.objects.filter(user=cast.priya).update(licence_number="PH-7")


@shared_story
def licensed_guide(cast: Cast) -> Guide:
    """A guide of four sections whose edition 1 is public, signed by a pharmacist with a license."""
    _license_priya(cast)
    return stories.short(Guide(cast))


@shared_story
def three_editions(cast: Cast) -> Guide:
    """Edition 1 is withdrawn, 2 has a waived finding, 3 lacks a section that 2 had."""
    _license_priya(cast)
    guide = stories.eventful(Guide(cast))
    guide.publish("The third.")
    return guide
