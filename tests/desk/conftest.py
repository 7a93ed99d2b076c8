import pytest

from monograph.models import Review

from ..cast import Cast
from ..factory import Guide
from .browse import Desk


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
