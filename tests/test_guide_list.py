"""The lists: every guide that the public can read, under each of its names, its class and its conditions, no other."""

import re
from typing import Any

import pytest
from django.test import Client

from monograph.models import PublicName
from monograph.public import browse
from monograph.workflow import publishing

from .cast import Cast
from .factory import Guide, facts
from .stories import named


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def links(client: Client, address: str = "/guides/") -> list[tuple[str, str]]:
    """Return the words and the address of each entry, as they stand on the page."""
    found = re.findall(
        r'<li><a href="(/guides/[^"]+)">(.*?)</a>(?: <span class="see">(.*?)</span>)?</li>', read(client, address)
    )
    return [(f"{words}: {see}" if see else words, target) for target, words, see in found]


def test_a_guide_stands_under_each_of_its_names(cast: Cast, client: Client) -> None:
    named(cast, "testol", "Testol", generic_name="testolumab", other_names=["Oldname"])
    address = "/guides/testol/"
    assert links(client) == [
        ("Oldname: see Testol", address),
        ("Testol (testolumab)", address),
        ("testolumab: see Testol", address),
    ]


def test_a_guide_whose_two_names_are_one_word_stands_there_once(cast: Cast, client: Client) -> None:
    named(cast, "metformin", "Metformin", generic_name="metformin")
    assert links(client) == [("Metformin", "/guides/metformin/")]


def test_an_entry_leads_to_the_guide(short: Guide, client: Client) -> None:
    found = links(client)
    assert len(found) == 2
    for _, address in found:
        assert client.get(address).status_code == 200


def test_a_guide_that_was_never_published_is_not_listed(guide: Guide, client: Client) -> None:
    guide.approve_all()
    html = read(client, "/guides/")
    assert "No guide is published yet." in html
    assert "testol" not in html.lower()
    assert "No guide is published yet." in read(client, "/")


def test_a_withdrawn_guide_is_not_listed_and_comes_back_with_its_next_edition(short: Guide, client: Client) -> None:
    edition = short.monograph.current_edition
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="An error.")
    assert links(client) == []
    assert not PublicName.objects.exists()
    short.approve(short.write(text="Corrected."))
    short.publish()
    assert len(links(client)) == 2


def test_a_name_that_was_left_behind_by_an_old_edition_leads_nowhere(short: Guide, client: Client) -> None:
    """Lists ask for current editions, whatever else is in the table."""
    old = short.monograph.current_edition
    short.approve(short.write("drug-facts", facts=facts(brand_name="Newname")))
    short.publish()
    PublicName.objects.create(
        edition=old, kind="brand", name="Testol", key="testol", prefix="te", slug="testol", guide="testol"
    )
    assert [words for words, _ in links(client)] == ["Newname (testolumab)", "testolumab: see Newname"]


def test_a_name_under_review_is_not_listed(short: Guide, client: Client) -> None:
    short.approve(short.write("drug-facts", facts=facts(brand_name="Newname", drug_class="New class")))
    assert "Newname" not in read(client, "/guides/")
    assert "New class" not in read(client, "/classes/")
    short.publish()
    assert "Newname" in read(client, "/guides/")
    assert "New class" in read(client, "/classes/")


def test_a_name_is_text_and_not_markup(cast: Cast, client: Client) -> None:
    named(
        cast,
        "odd",
        'Odd"><script>alert(1)</script>',
        generic_name="oddumab & co",
        drug_class="<b>class",
        conditions=["<i>x"],
    )
    for address in ("/", "/guides/", "/classes/", "/conditions/", "/a-to-z/od/"):
        html = read(client, address)
        assert not [mark for mark in ("<script>", "<b>class", "<i>x") if mark in html], address
    assert "oddumab &amp; co" in read(client, "/guides/")


def test_names_are_in_the_order_of_a_dictionary(cast: Cast, client: Client) -> None:
    for number, name in enumerate(("zinc", "Älpha", "Beta", "alpine", "5-HTP")):
        named(cast, f"guide-{number}", name, generic_name=name)
    assert [words for words, _ in links(client)] == ["Älpha", "alpine", "Beta", "zinc", "5-HTP"]
    html = read(client, "/guides/")
    assert re.findall(r'<li><a href="#(letter-[a-z]+)">', html) == [
        f"letter-{each}" for each in ("a", "b", "z", "other")
    ]
    assert re.findall(r'id="(letter-[a-z]+)"', html) == [f"letter-{each}" for each in ("a", "b", "z", "other")]
    assert links(client, "/a-to-z/other/") == [("5-HTP", "/guides/guide-4/")]
    assert [words for words, _ in links(client, "/a-to-z/a/")] == ["Älpha", "alpine"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/a-to-z/x/", "/a-to-z/other/", "/a-to-z/xx/", "/a-to-z/Q/", "/a-to-z/é/", "/a-to-z/xyz/"]
)
def test_letters_with_which_no_name_begins_have_no_page(address: str, client: Client) -> None:
    read(client, address, 404)


def test_where_there_are_many_names_letters_and_pairs_of_letters_have_pages(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browse, "MAX_NAMES_ON_PAGE", 3)
    for name in ("aba", "abb", "aca", "5x"):
        named(cast, f"g-{name}", name, generic_name=name)
    whole = read(client, "/guides/")
    assert links(client) == []
    assert re.findall(r'<li><a href="(/a-to-z/[^"]+)">', whole) == ["/a-to-z/a/", "/a-to-z/other/"]
    assert [words for words, _ in links(client, "/a-to-z/a/")] == ["aba", "abb", "aca"]
    monkeypatch.setattr(browse, "MAX_NAMES_ON_PAGE", 2)
    parted = read(Client(), "/a-to-z/a/?n=2")
    assert re.findall(r'<li><a href="(/a-to-z/[^"]+)">(.*?)</a>', parted) == [
        ("/a-to-z/ab/", "Ab"),
        ("/a-to-z/ac/", "Ac"),
    ]
    assert [words for words, _ in links(client, "/a-to-z/ab/")] == ["aba", "abb"]


def test_each_of_many_names_under_a_letter_is_reached_also_one_letter_or_a_word_of_one(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browse, "MAX_NAMES_ON_PAGE", 2)
    for slug, name in (("g-one", "K"), ("g-two", "K Phos"), ("g-three", "K/T/S"), ("g-four", "Kalium")):
        named(cast, slug, name, generic_name=name)
    assert re.findall(r'<li><a href="(/a-to-z/[^"]+)">', read(client, "/a-to-z/k/")) == ["/a-to-z/k-/", "/a-to-z/ka/"]
    assert [words for words, _ in links(client, "/a-to-z/k-/")] == ["K", "K Phos", "K/T/S"]


# By class and by condition


def test_guides_stand_by_class_and_by_condition_once_for_all_of_the_same(cast: Cast, client: Client) -> None:
    for name in ("Beta", "Alpha"):
        named(
            cast, name.lower(), name, generic_name=name, drug_class="Thinner", conditions=["Blood clots", "Älpha fever"]
        )
    assert re.findall(r'<a href="(/classes/[^"]+)">(.*?)</a>', read(client, "/classes/")) == [
        ("/classes/thinner/", "Thinner")
    ]
    assert re.findall(r'<a href="(/conditions/[^"]+)">(.*?)</a>', read(client, "/conditions/")) == [
        ("/conditions/alpha-fever/", "Älpha fever"),
        ("/conditions/blood-clots/", "Blood clots"),
    ]
    for address in ("/classes/thinner/", "/conditions/blood-clots/"):
        assert [words for words, _ in links(client, address)] == ["Alpha", "Beta"]


@pytest.mark.parametrize("address", ["/classes/nope/", "/conditions/test-drug/", "/conditions/nope/"])
def test_a_class_or_condition_that_no_guide_gives_has_no_page(short: Guide, client: Client, address: str) -> None:
    read(client, address, 404)


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/", 4), ("/guides/", 5), ("/a-to-z/t/", 4), ("/classes/", 3), ("/classes/test-drug/", 3), ("/conditions/", 3)],
)
def test_a_list_takes_as_many_queries_however_many_guides_there_are(
    address: str, queries: int, cast: Cast, django_assert_num_queries: Any
) -> None:
    for number in range(2):
        named(cast, f"testol-{number}", drug_class="test drug")
        with django_assert_num_queries(queries) as asked:
            assert Client().get(address).status_code == 200
        assert not [each for each in asked.captured_queries if '"article"' in each["sql"]]
