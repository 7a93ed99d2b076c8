from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import cache
from time_machine import Traveller

from .. import authenticator_app
from ..authenticator import Authenticator, add_passkey
from ..authenticator_app import Phone, set_up_second_factor
from ..cast import Cast
from .sign_on import Provider, running_provider


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(authenticator_app.NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def priya(cast: Cast, clock: Traveller) -> tuple[User, Phone, list[str]]:
    """Priya, her phone half a minute after its setup, and her recovery codes."""
    phone, recovery = set_up_second_factor(cast.priya)
    clock.shift(authenticator_app.STEP)
    return cast.priya, phone, recovery


@pytest.fixture
def laptop(cast: Cast, clock: Traveller) -> Authenticator:
    """Priya's passkey, half a minute after she added it."""
    laptop = add_passkey(cast.priya, count=1)
    clock.shift(30)
    return laptop


@pytest.fixture(scope="session")
def provider_process() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(provider_process: Provider, cast: Cast, settings: Any) -> Provider:
    """The provider through which people log in here."""
    settings.SINGLE_SIGN_ON = provider_process.settings
    cache.clear()
    return provider_process
