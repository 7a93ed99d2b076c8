"""The guides for programs: signed text and nothing else, in valid formats."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree
from lxml import html as lxml_html

from monograph.workflow import publishing

from . import raw_sql, stories
from .cast import PASSWORD
from .factory import Guide, facts

JSON, TEXT = "/guides/testol.json", "/guides/testol.txt"
ALL = [JSON, TEXT, "/sitemap.xml", "/robots.txt", "/llms.txt", "/feed.atom"]
SITE = settings.SITE_URL
DATA = "//script[@type='application/ld+json']"
ATOM = {"atom": "http://www.w3.org/2005/Atom"}
MAP = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def read(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status
    text = response.content.decode()
    return json.loads(text) if address.endswith(".json") else text


def withdraw(guide: Guide, reason: str = "A wrong dose.") -> None:
    edition = guide.reread().current_edition
    publishing.withdraw_edition(actor=guide.cast.maria, edition=edition, reason=reason, password=PASSWORD)


def test_json_has_current_edition(short: Guide, client: Client) -> None:
    edition = short.monograph.current_edition
    data = read(client, JSON)
    assert (data["version"], data["slug"], data["address"]) == (1, "testol", f"{SITE}/guides/testol/")
    assert (data["brand_name"], data["generic_name"]) == ("Testol", "testolumab")
    assert data["edition"] == {
        "number": 1,
        "published_at": edition.published_at.isoformat(),
        "review_due": edition.review_due.isoformat(),
        "is_review_overdue": False,
        "note": "",
        "digest": edition.digest,
    }
    assert data["reviewed_by"] == ["Priya, PharmD", "Tom, PharmD"]
    assert [section["code"] for section in data["sections"]] == ["drug-facts", "overview", "uses", "dosage"]
    uses = data["sections"][2]
    line = edition.lines.get(kind_code="uses")
    assert uses == {
        "code": "uses",
        "heading": "About uses",
        "html": "<p>Plain words about uses.</p>",
        "text": "Plain words about uses.",
        "facts": None,
        "references": [{"wording": "Testol label. Tester. 2024.", "locator": ""}],
        "signed_at": line.signed_at.isoformat(),
        "digest": line.digest,
    }
    assert data["sections"][0]["facts"] == facts()


def test_plain_text_has_heading_and_all_text_of_readers(short: Guide, client: Client) -> None:
    short.approve(short.write("uses", "<h3>What for?</h3><ul><li>pain</li><li>fever &amp; 10<sup>6</sup></li></ul>"))
    short.publish("A note.")
    text = read(client, TEXT)
    assert text.startswith("# Testol (testolumab)\n\nEdition 2, published ")
    assert f"Checked by Priya, PharmD; Tom, PharmD.\nThe current edition is at {SITE}/guides/testol/\nA note.\n" in text
    assert (
        "## About uses\n\n### What for?\n- pain\n- fever & 10⁶\n\n## About dosage\n\nPlain words about dosage.\n"
        in text
    )
    assert "Brand name: Testol\n" in text


def test_drafts_and_removed_sections_are_in_no_machine_readable_form(short: Guide, client: Client) -> None:
    short.approve(short.write("cost", "It costs much."))
    short.publish()
    short.approve(short.remove("cost"))
    short.publish()
    short.write("uses", "Draft words.", heading="Draft heading")
    short.approve(short.write("overview", "Signed, but not published."))
    everything = "".join(client.get(address).content.decode() for address in ALL)
    assert not [words for words in ("costs much", "Draft", "Signed, but") if words in everything]


@pytest.mark.parametrize("address", [JSON, TEXT])
def test_withdrawn_guide_is_replaced_by_reason(short: Guide, client: Client, address: str) -> None:
    withdraw(short)
    body = read(client, address, 410)
    assert "Plain words" not in str(body)
    if address == JSON:
        assert body["withdrawn"]["reason"] == "A wrong dose."
        assert "sections" not in body
    else:
        assert body == "Edition 1 of this guide is withdrawn.\n\nA wrong dose.\n"


@pytest.mark.parametrize("address", [JSON, TEXT, "/guides/nope.json", "/guides/nope.txt"])
def test_guide_never_published_is_not_found(guide: Guide, client: Client, address: str) -> None:
    stories.signed(guide)
    assert client.get(address).status_code == 404


def test_sitemap_lists_current_guides_with_publication_time(short: Guide, client: Client) -> None:
    Guide(short.cast, "draft")
    sitemap = etree.fromstring(client.get("/sitemap.xml").content)
    assert sitemap.xpath("//map:loc/text()", namespaces=MAP) == [f"{SITE}/guides/", f"{SITE}/guides/testol/"]
    at = short.monograph.current_edition.published_at.isoformat()
    assert sitemap.xpath("//map:lastmod/text()", namespaces=MAP) == [at, at]
    withdraw(short)
    sitemap = etree.fromstring(client.get("/sitemap.xml").content)
    assert sitemap.xpath("//map:loc/text()", namespaces=MAP) == [f"{SITE}/guides/"]


def test_robots_txt_excludes_desks_and_names_sitemap(client: Client, db: None) -> None:
    text = read(client, "/robots.txt")
    assert "Disallow: /admin/\n" in text
    assert text.endswith(f"Sitemap: {SITE}/sitemap.xml\n")


def test_llms_txt_links_to_plain_texts(short: Guide, client: Client) -> None:
    assert f"- [Testol (testolumab)]({SITE}/guides/testol.txt): edition 1 of " in read(client, "/llms.txt")


def test_feed_has_editions_with_changes_and_withdrawals_with_reasons(short: Guide, client: Client) -> None:
    short.approve(short.write("uses", "News."))
    short.publish()
    withdraw(short, "A wrong dose, <5 mg & more.")
    feed = etree.fromstring(client.get("/feed.atom").content)
    entries = feed.xpath("atom:entry", namespaces=ATOM)
    texts = [
        (entry.findtext("atom:title", namespaces=ATOM), entry.findtext("atom:summary", namespaces=ATOM))
        for entry in entries
    ]
    assert texts == [
        ("Testol: edition 2 is withdrawn", "<p>A wrong dose, &lt;5 mg &amp; more.</p>"),
        ("Testol: edition 1", "<p>The first edition of this guide.</p>"),
    ]
    links = feed.xpath("atom:entry/atom:link/@href", namespaces=ATOM)
    assert links == [f"{SITE}/guides/testol/", f"{SITE}/guides/testol/editions/1/"]


def test_feed_says_when_texts_were_only_signed_again(short: Guide, client: Client) -> None:
    short.approve(short.section("uses").approved_revision)  # type: ignore[arg-type]
    short.publish()
    assert "Texts were signed again; none of them changed." in read(client, "/feed.atom")


def test_feed_has_change_notes_for_readers(short: Guide, client: Client) -> None:
    short.approve(short.write("uses", "News."))
    edition = short.publish()
    line = edition.lines.exclude(change_note="").get()
    assert f"{line.heading}: {line.change_note}" in read(client, "/feed.atom")


def test_page_links_to_other_forms_and_has_structured_data(short: Guide, client: Client) -> None:
    dom = lxml_html.document_fromstring(read(client, "/guides/testol/"))
    assert {"/feed.atom", JSON, TEXT} == set(dom.xpath("//link[@rel='alternate'][@type]/@href"))
    assert dom.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/guides/testol/"]
    assert dict(zip(dom.xpath("//link/@hreflang"), dom.xpath("//link[@hreflang]/@href"), strict=True)) == {
        "en": f"{SITE}/guides/testol/",
        "es": f"{SITE}/es/guides/testol/",
    }
    (json_ld,) = dom.xpath(f"{DATA}/text()")
    page = json.loads(json_ld)
    assert page["@type"] == "MedicalWebPage"
    assert page["reviewedBy"] == [{"@type": "Person", "name": name} for name in ("Priya, PharmD", "Tom, PharmD")]
    assert (page["about"]["name"], page["about"]["nonProprietaryName"]) == ("Testol", "testolumab")
    assert "manufacturer" not in page["about"]
    assert dom.xpath("//meta[@property='og:title']/@content") == ["Testol (testolumab)"]
    short.approve(short.write("uses", "News."))
    short.publish()
    old = lxml_html.document_fromstring(read(Client(), "/guides/testol/editions/1/"))
    assert not old.xpath(f"{DATA} | //meta[starts-with(@property, 'og:')]")


def test_structured_data_cannot_close_its_script_element(short: Guide, client: Client) -> None:
    nasty = "</script ><script>alert(1)</script><!--"  # a space ends the name of a tag as well
    short.approve(short.write("drug-facts", facts=facts(maker=nasty)))
    short.publish()
    (script,) = lxml_html.document_fromstring(read(client, "/guides/testol/")).xpath(DATA)
    assert json.loads(script.text)["about"]["manufacturer"]["name"] == nasty


@pytest.mark.parametrize("address", ALL)
def test_machine_readable_forms_are_cached_like_pages(
    short: Guide, client: Client, address: str, django_assert_num_queries: Any
) -> None:
    first = client.get(address)
    with django_assert_num_queries(1):
        assert client.get(address).content == first.content
    assert first["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert not first.cookies


def test_queries_do_not_grow_with_number_of_guides(short: Guide, django_assert_num_queries: Any) -> None:
    for number in range(2):
        for address, queries in {JSON: 9, TEXT: 9, "/sitemap.xml": 2, "/llms.txt": 2, "/feed.atom": 4}.items():
            with django_assert_num_queries(queries):
                assert Client().get(address).status_code == 200
        short.approve(short.write("uses", f"News {number}."))
        short.publish()
        stories.named(short.cast, f"another-{number}")


def test_health_check_fails_without_database(committing: None, client: Client) -> None:
    healthy = client.get("/healthz")
    assert (healthy.status_code, healthy.content) == (200, b"ok\n")
    assert "no-store" in healthy["Cache-Control"]
    raw_sql.run("ALTER TABLE monograph_publicversion RENAME TO monograph_away")
    try:
        assert client.get("/healthz").status_code == 503
    finally:
        raw_sql.run("ALTER TABLE monograph_away RENAME TO monograph_publicversion")
