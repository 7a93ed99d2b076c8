"""Other addresses of a guide: former ones, and each of its names."""

from typing import Any

import pytest
from django.test import Client

from monograph.errors import InvalidContent, NotPermitted
from monograph.models import AuditEntry, FormerAddress, Notification
from monograph.workflow import addresses, drafting, publishing

from .cast import PASSWORD, Cast
from .factory import Guide, facts
from .stories import named


def led(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, response.get("Location", "")


def add(guide: Guide, slug: str, who: str = "ana") -> FormerAddress:
    return addresses.add_address(
        actor=getattr(guide.cast, who), monograph=guide.monograph, address=slug, password=PASSWORD
    )


def test_former_address_redirects_permanently(short: Guide, client: Client) -> None:
    assert led(client, "/guides/old-name/")[0] == 404
    made = add(short, "old-name")
    assert led(client, "/guides/old-name/") == (301, "/guides/testol/")
    assert led(client, "/es/guides/old-name/") == (301, "/es/guides/testol/")
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.data["address"]) == ("add_address", "old-name")
    assert f"formeraddress:{made.pk}" in entry.data["rows"]


def test_unpublished_guide_is_not_found_at_a_former_address(guide: Guide, client: Client) -> None:
    add(guide, "old-name")
    assert led(client, "/guides/old-name/")[0] == 404


def test_former_address_of_a_withdrawn_guide_leads_to_the_reason(short: Guide, client: Client) -> None:
    add(short, "old-name")
    edition = short.monograph.current_edition
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)
    assert led(client, "/guides/old-name/") == (301, "/guides/testol/")
    assert client.get("/guides/testol/").status_code == 410


@pytest.mark.parametrize("typed", ["old-name", " old-name ", "/guides/old-name/", "guides/old-name"])
def test_pasted_paths_are_accepted_as_addresses(short: Guide, typed: str) -> None:
    assert add(short, typed).address == "old-name"


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("", "blank"),
        ("Old Name", "invalid"),
        ("a/b", "invalid"),
        ("x" * 81, "max_length"),
        ("testol", "unique"),
        ("taken", "unique"),
    ],
)
def test_address_that_is_malformed_or_taken_is_refused(short: Guide, slug: str, code: str) -> None:
    add(short, "taken")
    before = AuditEntry.objects.count()
    with pytest.raises(InvalidContent) as refusal:
        add(short, slug)
    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [("address", code)]
    assert (FormerAddress.objects.count(), AuditEntry.objects.count()) == (1, before)


def test_no_guide_is_started_at_an_address_that_leads_to_another(short: Guide) -> None:
    add(short, "old-name")
    with pytest.raises(InvalidContent) as refusal:
        drafting.start_monograph(actor=short.cast.ana, slug="old-name")
    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [("slug", "unique")]


@pytest.mark.parametrize("who", ["priya", "maria", "grace", "sam", "gone"])
def test_only_those_who_may_change_guides_add_an_address(short: Guide, who: str) -> None:
    with pytest.raises(NotPermitted):
        add(short, "old-name", who)


# Its names


@pytest.mark.parametrize("name", ["testolumab", "oldname"])
def test_unique_name_redirects_to_its_guide(cast: Cast, client: Client, name: str) -> None:
    guide = named(cast, "testol", generic_name="testolumab", other_names=["Oldname"])
    assert led(client, f"/guides/{name}/") == (302, "/guides/testol/")
    guide.approve(guide.write("drug-facts", facts=facts(generic_name="other")))
    guide.publish()
    assert led(client, f"/guides/{name}/")[0] == 404


def test_shared_name_leads_to_all_its_guides(cast: Cast, client: Client) -> None:
    for slug in ("one", "two"):
        named(cast, slug, generic_name="testolumab")
    assert led(client, "/guides/testolumab/") == (302, "/search/?q=testolumab")
    html = client.get("/search/?q=testolumab").content.decode()
    assert 'href="/guides/one/"' in html
    assert 'href="/guides/two/"' in html


def test_class_or_condition_is_not_an_address(short: Guide, client: Client) -> None:
    assert led(client, "/guides/test-drug/")[0] == 404


# On the desk


def test_editor_adds_an_address_on_the_guides_page(short: Guide, client: Client, cast: Any) -> None:
    client.force_login(cast.ana)
    page = f"/admin/monograph/monograph/{short.monograph.pk}/"
    answer = client.post(f"{page}addresses/", {"address": "old-name", "password": PASSWORD}, follow=True)
    assert FormerAddress.objects.get().monograph == short.monograph
    assert "/guides/old-name/" in answer.content.decode()
    refused = client.post(f"{page}addresses/", {"address": "Old <b>Name", "password": PASSWORD})
    assert refused.status_code == 422
    assert "Old &lt;b&gt;Name" in refused.content.decode()


def test_address_asks_for_the_password(short: Guide, cast: Any) -> None:
    """Patients who follow it read another guide: a screen left unlocked is not enough."""
    given = {"actor": cast.ana, "monograph": short.monograph, "address": "old-name"}
    with pytest.raises(NotPermitted) as refused:
        addresses.add_address(**given, password="not mine")
    assert refused.value.code == "wrong_password"
    assert not FormerAddress.objects.exists()
    addresses.add_address(**given, password=PASSWORD)
    assert AuditEntry.objects.latest("sequence").data["identity"] == "confirmed"
    assert "old-name" in Notification.objects.filter(kind="signed", recipient=cast.ana).latest("pk").subject
