"""Every page of the desks opens on each database."""

import pytest

from .desk_addresses import desk_addresses
from .populated_site import PopulatedSite

pytestmark = pytest.mark.django_db


def test_every_page_opens(populated_site: PopulatedSite) -> None:
    addresses = desk_addresses(populated_site, ("in_review", "published"))
    statuses = {address: populated_site.get("root", address).status for address in addresses}
    assert {address: status for address, status in statuses.items() if status not in (200, 302, 403)} == {}
