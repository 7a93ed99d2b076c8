"""The lists of guides: all current ones by names, class and conditions, no others."""

import re
from typing import Any

import pytest
from django.test import Client
from lxml import html as lxml_html

from monograph.models import PublicName
from monograph.public import browse
from monograph.workflow import publishing

from .cast import PASSWORD, Cast
from .factory import Guide, facts
from .stories import named, signed


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def links(client: Client, address: str = "/guides/") -> list[tuple[str, str]]:
    """Return the text and the address of each entry, in the order of the page."""
    entries = re.findall(
        r'<li><a href="(/guides/[^"]+)">(.*?)</a>(?: <span class="see">(.*?)</span>)?</li>', read(client, address)
    )
    return [(f"{text}: {see}" if see else text, target) for target, text, see in entries]


def letter_links(html: str) -> list[str]:
    return lxml_html.document_fromstring(html).xpath("//nav[@class='letters']//a/@href")


def topic_links(client: Client, address: str) -> list[tuple[str, str]]:
    links = lxml_html.document_fromstring(read(client, address)).xpath("//ul[@class='entries']//a")
    return [(link.get("href"), link.text_content()) for link in links]


def test_guide_is_listed_under_each_of_its_names(cast: Cast, client: Client) -> None:
    named(cast, "testol", "Testol", generic_name="testolumab", other_names=["Oldname"])
    address = "/guides/testol/"
    assert links(client) == [
        ("Oldname: see Testol", address),
        ("Testol (testolumab)", address),
        ("testolumab: see Testol", address),
    ]


def test_guide_whose_two_names_are_equal_is_listed_once(cast: Cast, client: Client) -> None:
    named(cast, "metformin", "Metformin", generic_name="metformin")
    assert links(client) == [("Metformin", "/guides/metformin/")]


def test_entry_links_to_guide(short: Guide, client: Client) -> None:
    entries = links(client)
    assert len(entries) == 2
    for _, address in entries:
        assert client.get(address).status_code == 200


def test_guide_never_published_is_not_listed(guide: Guide, client: Client) -> None:
    signed(guide)
    html = read(client, "/guides/")
    assert "No guide is published yet." in html
    assert "testol" not in html.lower()
    assert "No guide is published yet." in read(client, "/")


def test_withdrawn_guide_is_listed_again_with_next_edition(short: Guide, client: Client) -> None:
    edition = short.monograph.current_edition
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="An error.", password=PASSWORD)
    assert links(client) == []
    assert not PublicName.objects.exists()
    short.approve(short.write(text="Corrected."))
    short.publish()
    assert len(links(client)) == 2


def test_name_left_over_from_old_edition_is_not_listed(short: Guide, client: Client) -> None:
    """Lists ask for current editions, whatever else is in the table."""
    old = short.monograph.current_edition
    short.approve(short.write("drug-facts", facts=facts(brand_name="Newname")))
    short.publish()
    PublicName.objects.create(
        edition=old, kind="brand", name="Testol", key="testol", prefix="te", slug="testol", guide="testol"
    )
    assert [text for text, _ in links(client)] == ["Newname (testolumab)", "testolumab: see Newname"]


def test_name_under_review_is_not_listed(short: Guide, client: Client) -> None:
    short.approve(short.write("drug-facts", facts=facts(brand_name="Newname", drug_class="New class")))
    assert "Newname" not in read(client, "/guides/")
    assert "New class" not in read(client, "/classes/")
    short.publish()
    assert "Newname" in read(client, "/guides/")
    assert "New class" in read(client, "/classes/")


def test_name_is_escaped(cast: Cast, client: Client) -> None:
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


def test_names_are_in_dictionary_order(cast: Cast, client: Client) -> None:
    for number, name in enumerate(("zinc", "Älpha", "Beta", "alpine", "5-HTP")):
        named(cast, f"guide-{number}", name, generic_name=name)
    assert [text for text, _ in links(client)] == ["Älpha", "alpine", "Beta", "zinc", "5-HTP"]
    html = read(client, "/guides/")
    assert letter_links(html) == ["#letter-a", "#letter-b", "#letter-z", "#letter-other"]
    assert re.findall(r'id="(letter-[a-z]+)"', html) == ["letter-a", "letter-b", "letter-z", "letter-other"]
    assert links(client, "/a-to-z/other/") == [("5-HTP", "/guides/guide-4/")]
    assert [text for text, _ in links(client, "/a-to-z/a/")] == ["Älpha", "alpine"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/a-to-z/x/", "/a-to-z/other/", "/a-to-z/xx/", "/a-to-z/Q/", "/a-to-z/é/", "/a-to-z/xyz/"]
)
def test_letters_without_names_are_not_found(address: str, client: Client) -> None:
    read(client, address, 404)


def test_many_names_are_split_by_letters_and_pairs_of_letters(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browse, "MAX_NAMES_ON_PAGE", 3)
    for name in ("aba", "abb", "aca", "5x"):
        named(cast, f"g-{name}", name, generic_name=name)
    assert links(client) == []
    assert letter_links(read(client, "/guides/")) == ["/a-to-z/a/", "/a-to-z/other/"]
    assert [text for text, _ in links(client, "/a-to-z/a/")] == ["aba", "abb", "aca"]
    monkeypatch.setattr(browse, "MAX_NAMES_ON_PAGE", 2)
    pairs = lxml_html.document_fromstring(read(Client(), "/a-to-z/a/?n=2")).xpath("//nav[@class='letters']//a")
    assert [(pair.get("href"), pair.text) for pair in pairs] == [("/a-to-z/ab/", "Ab"), ("/a-to-z/ac/", "Ac")]
    assert [text for text, _ in links(client, "/a-to-z/ab/")] == ["aba", "abb"]


def test_one_letter_names_are_reachable_among_many_names(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browse, "MAX_NAMES_ON_PAGE", 2)
    for slug, name in (("g-one", "K"), ("g-two", "K Phos"), ("g-three", "K/T/S"), ("g-four", "Kalium")):
        named(cast, slug, name, generic_name=name)
    assert letter_links(read(client, "/a-to-z/k/")) == ["/a-to-z/k-/", "/a-to-z/ka/"]
    assert [text for text, _ in links(client, "/a-to-z/k-/")] == ["K", "K Phos", "K/T/S"]


# By class and by condition


def test_guides_are_grouped_by_class_and_by_condition(cast: Cast, client: Client) -> None:
    for name in ("Beta", "Alpha"):
        named(
            cast, name.lower(), name, generic_name=name, drug_class="Thinner", conditions=["Blood clots", "Älpha fever"]
        )
    assert topic_links(client, "/classes/") == [("/classes/thinner/", "Thinner")]
    assert topic_links(client, "/conditions/") == [
        ("/conditions/alpha-fever/", "Älpha fever"),
        ("/conditions/blood-clots/", "Blood clots"),
    ]
    for address in ("/classes/thinner/", "/conditions/blood-clots/"):
        assert [text for text, _ in links(client, address)] == ["Alpha", "Beta"]


@pytest.mark.parametrize("address", ["/classes/nope/", "/conditions/test-drug/", "/conditions/nope/"])
def test_class_or_condition_of_no_guide_is_not_found(short: Guide, client: Client, address: str) -> None:
    read(client, address, 404)


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/", 4), ("/guides/", 5), ("/a-to-z/t/", 4), ("/classes/", 3), ("/classes/test-drug/", 3), ("/conditions/", 3)],
)
def test_list_takes_same_queries_for_any_number_of_guides(
    address: str, queries: int, cast: Cast, django_assert_num_queries: Any
) -> None:
    for number in range(2):
        named(cast, f"testol-{number}", drug_class="test drug")
        with django_assert_num_queries(queries) as captured:
            assert Client().get(address).status_code == 200
        assert not [query for query in captured.captured_queries if '"article"' in query["sql"]]
