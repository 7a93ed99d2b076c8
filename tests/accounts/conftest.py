from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth.models import User
from time_machine import Traveller

from .. import codes
from ..cast import Cast
from ..codes import Phone, set_up


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(codes.NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def priya(cast: Cast, clock: Traveller) -> tuple[User, Phone, list[str]]:
    """Priya, her phone half a minute after its setup, and her recovery codes."""
    phone, recovery = set_up(cast.priya)
    clock.shift(codes.STEP)
    return cast.priya, phone, recovery
