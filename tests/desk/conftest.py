import pytest

from monograph.models import Profile, Review

from .. import stories
from ..cast import Cast
from ..factory import Guide
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


@pytest.fixture
def review(guide: Guide) -> Review:
    return guide.submit(guide.write(heading="Uses", text="For pain."))


@pytest.fixture
def licensed_guide(guide: Guide) -> Guide:
    Profile.objects.filter(user=guide.cast.priya).update(licence_number="PH-7")
    return guide


@pytest.fixture
def three_editions(licensed_guide: Guide) -> Guide:
    """Edition 1 is withdrawn, 2 has a waived finding, 3 lacks a section that 2 had."""
    stories.eventful(licensed_guide)
    licensed_guide.publish("The third.")
    return licensed_guide
