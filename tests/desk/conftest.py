import pytest

from ..cast import Cast
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
