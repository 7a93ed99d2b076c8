"""Who may post which form in each state; a refusal changes nothing."""

import pytest
from django.test import Client

from .admin_table import LEADS_ON, STOCK, stock_address, stock_pages
from .desk_table import MONOGRAPH, PAGES, text
from .populated_site import READERS, STAFF, STATES, PopulatedSite, answer, differing
from .public_table import FORMS, PUBLIC

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", STAFF)
def test_desk_actions_by_user_and_state(populated_site: PopulatedSite, who: str) -> None:
    client = populated_site.clients[who]
    found, expected = {}, {}
    for route, page in PAGES.items():
        for name, action in page.actions.items():
            for state in STATES:
                data = {**action.data(populated_site, state), **({name: ""} if name else {})}
                status, target, is_changed = answer(client, "post", page.address(populated_site, state), data)
                key = route, name, state
                found[key] = status
                if who not in READERS:
                    expected[key] = 403
                elif state in page.missing:
                    expected[key] = 404
                else:
                    expected[key] = action.outcome.get(state, action.otherwise) if who in action.who else 403
                assert not is_changed or status == action.done, f"{key}: refused, but something changed"
                assert "/login/" not in target
    assert differing(found, expected) == {}


@pytest.mark.parametrize("who", STAFF)
def test_stock_admin_forms_by_user(populated_site: PopulatedSite, who: str) -> None:
    client = populated_site.clients[who]
    wrong = {}
    for model, page, rights in stock_pages():
        may_read, may_send = STOCK[page](rights)
        status, _, is_changed = answer(client, "post", stock_address(populated_site, model, page), {"post": "yes"})
        allowed = may_read if (model, page) == LEADS_ON else may_send
        if (status == 403) == (who in allowed) or status >= 500:
            wrong[model, page] = status
        assert not is_changed or who in may_send, f"{model}{page}"
    assert wrong == {}


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
    for client in populated_site.clients.values():
        for route, (address, _) in PUBLIC.items():
            for state in STATES:
                path, data = address(state.replace("_", "-")), text(populated_site, state)
                status, _, is_changed = answer(client, "post", path, data)
                assert (status, is_changed) == (FORMS.get(route, {}).get(state, 405), False), route


def test_form_without_csrf_token_is_refused(populated_site: PopulatedSite) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(populated_site.cast.root)
    for page in PAGES.values():
        for name, action in page.actions.items():
            data = {**action.data(populated_site, "published"), name: ""}
            status, _, is_changed = answer(client, "post", page.address(populated_site, "published"), data)
            assert (status, is_changed) == (403, False)
