"""Who may read which page, in each state of a guide."""

import pytest
from django.contrib.contenttypes.models import ContentType

from monograph.models import Monograph

from .admin_table import ADMIN, FRAME, LEADS_ON, RIGHTS, STOCK, stock_address, stock_pages
from .desk_table import GUIDE, PAGES, Page
from .populated_site import NOBODY, OUTSIDERS, READERS, STAFF, STATES, PopulatedSite, answer, dealt, differing
from .public_table import PUBLIC

pytestmark = pytest.mark.django_db

# Who may read no desk is refused before anybody asks for the guide: a page that is there and one that is not show that.
REFUSED_IN = ("draft", "published")


def readers_like(who: str, page: Page) -> frozenset[str]:
    """Return who is offered the same on this page as this user, which no state changes: they share its states.

    The page of a guide offers something else to each of them.
    """

    def offers(user: str) -> list[bool]:
        return [user in page.writers, *(user in action.who for action in page.actions.values())]

    if page is PAGES[GUIDE]:
        return frozenset({who})
    return frozenset(user for user in READERS if offers(user) == offers(who))


@pytest.mark.parametrize("who", STAFF)
def test_desk_pages_by_user_and_state(populated_site: PopulatedSite, who: str) -> None:
    found, expected = {}, {}
    for route, page in PAGES.items():
        states = populated_site.states(page.address)
        if page.status == 405:  # answered before anybody asks for the guide
            states = dealt(who, frozenset(STAFF), states)
        elif who in READERS:
            states = dealt(who, readers_like(who, page), states)
        else:  # refused in every state
            states = tuple(state for state in states if state in REFUSED_IN)
        for state in states:
            response = populated_site.get(who, page.address(populated_site, state))
            assert not response.is_changed
            found[route, state] = response.status
            there = 404 if state in page.missing and page.status != 405 else page.status
            expected[route, state] = 403 if who not in READERS else 302 if who not in page.writers else there
    assert differing(found, expected) == {}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_are_redirected_to_login(populated_site: PopulatedSite, who: str) -> None:
    client = populated_site.clients[who]
    addresses = {page.address(populated_site, state) for page in PAGES.values() for state in REFUSED_IN}
    addresses |= {stock_address(populated_site, model, page) for model, page, _ in stock_pages()}
    addresses |= {f"/{ADMIN}{model}{populated_site.pk('draft')}/" for model in RIGHTS}
    addresses |= {f"/{ADMIN}", f"/{ADMIN}password_change/", f"/{ADMIN}jsi18n/", f"/{ADMIN}nothing-here/"}
    addresses |= {f"/{ADMIN}autocomplete/?app_label=monograph&model_name=section&field_name=monograph&term="}
    addresses |= {f"/{ADMIN}monograph/"}
    for address in sorted(addresses):
        for method in ("get", "post"):
            response = answer(client, method, address)
            target = response.target.partition("?")[0]
            # What somebody sends after their session has ended is handed back.
            refused = (403, "") if method == "post" and who != "anonymous" else (302, "/admin/login/")
            assert (response.status, target) == refused, f"{method} {address}"
            assert not response.is_changed


@pytest.mark.parametrize("who", STAFF)
def test_stock_admin_pages_by_user(populated_site: PopulatedSite, who: str) -> None:
    found, expected = {}, {}
    for model, page, rights in stock_pages():
        may_read, _ = STOCK[page](rights)
        response = populated_site.get(who, stock_address(populated_site, model, page))
        found[model, page] = response.status
        assert not response.is_changed
        expected[model, page] = 200 if who in may_read else 403
        if page == "process_import/":
            expected[model, page] = 405  # said before anybody is asked for a right
        elif (model, page) == LEADS_ON and who in may_read:
            expected[model, page] = 302
    assert differing(found, expected) == {}


@pytest.mark.parametrize("who", STAFF + OUTSIDERS)
def test_general_admin_pages_by_user(populated_site: PopulatedSite, who: str) -> None:
    guide = ContentType.objects.get_for_model(Monograph).pk
    somebody, change = populated_site.cast.ben.pk, populated_site.change.pk
    for route, statuses in FRAME.items():
        address = {
            "admin/r/<path:content_type_id>/<path:object_id>/": f"/admin/r/{guide}/{populated_site.pk('published')}/",
            r"admin/(?P<url>.*)$": "/admin/nothing-here/",
            "admin/passkeys/<int:pk>/lost/": f"/admin/passkeys/{populated_site.passkey.pk}/lost/",
        }.get(route, f"/{route}".replace("<int:pk>", str(change if "changes" in route else somebody)))
        assert populated_site.get(who, address).status == statuses.get(who, 302), address
    expected = 302 if who in OUTSIDERS else 200 if who in READERS else 404
    assert populated_site.get(who, "/admin/monograph/").status == expected


@pytest.mark.parametrize("who", STAFF)
def test_autocompletion_by_user(populated_site: PopulatedSite, who: str) -> None:
    client = populated_site.clients[who]
    for model, name, readers in (("section", "monograph", READERS), ("sectionrevision", "author", NOBODY)):
        query = {"app_label": "monograph", "model_name": model, "field_name": name, "term": ""}
        assert answer(client, "get", "/admin/autocomplete/", query).status == (200 if who in readers else 403)


def public_states(who: str, statuses: dict[str, int]) -> list[str]:
    """Return every state for three users; the others share the states of each status."""
    if who in ("anonymous", "ana", "root"):
        return list(STATES)
    groups = [tuple(state for state in STATES if statuses[state] == status) for status in sorted({*statuses.values()})]
    return [state for group in groups for state in dealt(who, frozenset(STAFF + OUTSIDERS), group)]


def test_public_pages_are_the_same_for_everybody(populated_site: PopulatedSite) -> None:
    found, expected = {}, {}
    for who in populated_site.clients:
        for route, (address, statuses) in PUBLIC.items():
            states = public_states(who, statuses)
            for path, state in {address(state.replace("_", "-")): state for state in states}.items():
                found[who, route, state] = populated_site.get(who, path).status
                expected[who, route, state] = statuses[state]
    assert differing(found, expected) == {}
