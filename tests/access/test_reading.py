"""Who may read which page, in each state of a guide."""

import pytest
from django.contrib.contenttypes.models import ContentType

from monograph.models import Monograph

from .admin_table import ADMIN, FRAME, LEADS_ON, RIGHTS, STOCK, stock_address, stock_pages
from .desk_table import PAGES
from .populated_site import OUTSIDERS, READERS, ROOT, STAFF, STATES, PopulatedSite, answer, differing
from .public_table import PUBLIC

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", STAFF)
def test_desk_pages_by_user_and_state(populated_site: PopulatedSite, who: str) -> None:
    client = populated_site.clients[who]
    found, expected = {}, {}
    for route, page in PAGES.items():
        for state in STATES:
            status, _, is_changed = answer(client, "get", page.address(populated_site, state))
            assert not is_changed
            found[route, state] = status
            there = 404 if state in page.missing and page.status != 405 else page.status
            expected[route, state] = 403 if who not in READERS else 302 if who not in page.writers else there
    assert differing(found, expected) == {}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_are_redirected_to_login(populated_site: PopulatedSite, who: str) -> None:
    client = populated_site.clients[who]
    addresses = {page.address(populated_site, state) for page in PAGES.values() for state in STATES}
    addresses |= {stock_address(populated_site, model, page) for model, page, _ in stock_pages()}
    addresses |= {f"/{ADMIN}{model}{populated_site.pk('draft')}/" for model in RIGHTS}
    addresses |= {f"/{ADMIN}", f"/{ADMIN}password_change/", f"/{ADMIN}jsi18n/", f"/{ADMIN}nothing-here/"}
    addresses |= {f"/{ADMIN}autocomplete/?app_label=monograph&model_name=section&field_name=monograph&term="}
    addresses |= {f"/{ADMIN}monograph/", f"/{ADMIN}auth/"}
    for address in sorted(addresses):
        for method in ("get", "post"):
            status, target, is_changed = answer(client, method, address)
            assert (status, target.partition("?")[0]) == (302, "/admin/login/"), f"{method} {address}"
            assert not is_changed


@pytest.mark.parametrize("who", STAFF)
def test_stock_admin_pages_by_user(populated_site: PopulatedSite, who: str) -> None:
    client = populated_site.clients[who]
    found, expected = {}, {}
    for model, page, rights in stock_pages():
        may_read, _ = STOCK[page](rights)
        found[model, page], _, is_changed = answer(client, "get", stock_address(populated_site, model, page))
        assert not is_changed
        expected[model, page] = 200 if who in may_read else 403
        if page == "process_import/":
            expected[model, page] = 405  # said before anybody is asked for a right
        elif (model, page) == LEADS_ON and who in may_read:
            expected[model, page] = 302
    assert differing(found, expected) == {}


@pytest.mark.parametrize("who", STAFF + OUTSIDERS)
def test_general_admin_pages_by_user(populated_site: PopulatedSite, who: str) -> None:
    client = populated_site.clients[who]
    guide = ContentType.objects.get_for_model(Monograph).pk
    for route, statuses in FRAME.items():
        address = {
            "admin/r/<path:content_type_id>/<path:object_id>/": f"/admin/r/{guide}/{populated_site.pk('published')}/",
            r"admin/(?P<url>.*)$": "/admin/nothing-here/",
            "admin/second-factor/<int:pk>/lost/": f"/admin/second-factor/{populated_site.cast.ben.pk}/lost/",
        }.get(route, f"/{route}")
        assert answer(client, "get", address)[0] == statuses.get(who, 302), address
    for app, readers in (("monograph", READERS), ("auth", ROOT)):
        expected = 302 if who in OUTSIDERS else 200 if who in readers else 404
        assert answer(client, "get", f"/admin/{app}/")[0] == expected


@pytest.mark.parametrize("who", STAFF)
def test_autocompletion_by_user(populated_site: PopulatedSite, who: str) -> None:
    client = populated_site.clients[who]
    for model, name, readers in (("section", "monograph", READERS), ("sectionrevision", "author", ROOT)):
        query = {"app_label": "monograph", "model_name": model, "field_name": name, "term": ""}
        assert answer(client, "get", "/admin/autocomplete/", query)[0] == (200 if who in readers else 403)


def test_public_pages_are_the_same_for_everybody(populated_site: PopulatedSite) -> None:
    found, expected = {}, {}
    for who, client in populated_site.clients.items():
        for route, (address, statuses) in PUBLIC.items():
            for state in STATES:
                found[who, route, state] = answer(client, "get", address(state.replace("_", "-")))[0]
                expected[who, route, state] = statuses[state]
    assert differing(found, expected) == {}
