import pytest
from django.contrib.auth.models import User

from monograph.models import Notification

from ..cast import ROLES, Cast
from ..factory import Guide


@pytest.fixture(autouse=True)
def addresses(cast: Cast) -> None:
    for name in ROLES:
        User.objects.filter(username=name).update(email=f"{name}@example.org")
    cast.root.groups.clear()  # an administrator without a role is notified of no text


@pytest.fixture
def notified(short: Guide) -> Guide:
    """A guide whose edition 1 is public, with no notification waiting."""
    Notification.objects.all().delete()
    return short
