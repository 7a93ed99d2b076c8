"""Who may post which form in each state; a refusal changes nothing."""

from collections.abc import Iterator

import pytest
from django.test import Client

from .admin_table import LEADS_ON, PEOPLE, PEOPLE_PAGES, STOCK, stock_address, stock_pages
from .desk_table import MONOGRAPH, PAGES, READ_ONLY, Action, Page, text
from .populated_site import READERS, STAFF, STATES, PopulatedSite, answer, dealt, differing
from .public_table import FORMS, PUBLIC

pytestmark = pytest.mark.django_db


def expected_status(page: Page, action: Action, who: str, state: str) -> int:
    if who not in READERS:
        return 403
    if state in page.missing:
        return 404
    return action.outcome.get(state, action.otherwise) if who in action.who else 403


def states_to_try(site: PopulatedSite, page: Page, action: Action, who: str) -> Iterator[str]:
    """Yield this user's states: those with the permission share them, and so do those without.

    Each response is shown to each user, and each state to one with the permission and one without.
    """
    states = site.states(page.address)
    sharing = frozenset(STAFF) if action is READ_ONLY else action.who if who in action.who else {*STAFF} - action.who
    statuses = {state: expected_status(page, action, who, state) for state in states}
    for status in sorted({*statuses.values()}):
        yield from dealt(who, sharing, tuple(state for state in states if statuses[state] == status))


@pytest.mark.parametrize("who", STAFF)
def test_desk_actions_by_user_and_state(populated_site: PopulatedSite, who: str) -> None:
    client = populated_site.clients[who]
    found, expected = {}, {}
    for route, page in PAGES.items():
        for name, action in page.actions.items():
            for state in states_to_try(populated_site, page, action, who):
                data = {**action.data(populated_site, state), **({name: ""} if name else {})}
                response = answer(client, "post", page.address(populated_site, state), data)
                key = route, name, state
                found[key] = response.status
                expected[key] = expected_status(page, action, who, state)
                assert not response.is_changed or response.status == action.done, f"{key}: refused, but it changed"
                assert "/login/" not in response.target
    assert differing(found, expected) == {}


@pytest.mark.parametrize("who", STAFF)
def test_stock_admin_forms_by_user(populated_site: PopulatedSite, who: str) -> None:
    client = populated_site.clients[who]
    wrong = {}
    for model, page, rights in stock_pages():
        may_read, may_send = STOCK[page](rights)
        response = answer(client, "post", stock_address(populated_site, model, page), {"post": "yes"})
        allowed = may_read if (model, page) == LEADS_ON else may_send
        if (response.status == 403) == (who in allowed) or response.status >= 500:
            wrong[model, page] = response.status
        assert not response.is_changed or who in may_send, f"{model}{page}"
    assert wrong == {}


@pytest.mark.parametrize("who", STAFF)
def test_pages_of_people_by_user(populated_site: PopulatedSite, who: str) -> None:
    """Every form there asks for the password as well, so that even an administrator's session alone changes nothing."""
    for route in (*PEOPLE_PAGES, f"{PEOPLE}changes/<int:pk>/confirm/", f"{PEOPLE}changes/<int:pk>/decline/"):
        pk = populated_site.change.pk if "changes" in route else populated_site.cast.ben.pk
        address = f"/{route}".replace("<int:pk>", str(pk))
        response = answer(populated_site.clients[who], "post", address, {"reason": "Why not.", "username": "new"})
        assert response.status in ((200, 422) if who == "root" else (403,)), address
        assert not response.is_changed


@pytest.mark.parametrize("number", ["%20{}", "+{}", "{}%20", "%0A{}", "{}%09", "0{}", "_3{}"])
def test_no_spelling_of_a_guides_key_bypasses_the_verbs(populated_site: PopulatedSite, number: str) -> None:
    """Django's own form would bypass the verbs and the audit trail."""
    guide = populated_site.guides["published"].monograph
    address = f"/{MONOGRAPH}{number.format(guide.pk)}/change/"
    client = populated_site.clients["root"]
    assert 'name="slug"' not in client.get(address).content.decode()
    client.post(address, {"slug": "other", "review_interval_months": "7", "_save": ""})
    guide.refresh_from_db()
    assert (guide.slug, guide.review_interval_months) == ("published", 12)


def test_public_pages_accept_only_feedback(populated_site: PopulatedSite) -> None:
    for client in (populated_site.clients[who] for who in ("anonymous", "ana", "root")):
        for route, (address, _) in PUBLIC.items():
            for path, state in {address(state.replace("_", "-")): state for state in STATES}.items():
                response = answer(client, "post", path, text(populated_site, state))
                expected = FORMS.get(route, {}).get(state, 405), False
                assert (response.status, response.is_changed) == expected, route


def test_form_without_csrf_token_is_refused(populated_site: PopulatedSite) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(populated_site.cast.root)
    for page in PAGES.values():
        for name, action in page.actions.items():
            data = {**action.data(populated_site, "published"), name: ""}
            response = answer(client, "post", page.address(populated_site, "published"), data)
            assert (response.status, response.is_changed) == (403, False)
