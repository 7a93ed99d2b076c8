"""The page of a guide: its current edition, and how long it is good."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import time_machine
from django.test import Client
from lxml import html as lxml_html

from monograph.models import Reference, SectionKind
from monograph.workflow import publishing

from .cast import PASSWORD
from .factory import Guide
from .stories import signed

ADDRESS = "/guides/testol/"


def read(client: Client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def long_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def test_guide_page_has_whole_article_of_current_edition(published: Guide, client: Client) -> None:
    html = read(client)
    assert published.monograph.current_edition.article in html
    assert "Plain words about dosage." in html


def test_guide_page_has_edition_number_and_review_date(published: Guide, client: Client) -> None:
    edition = published.monograph.current_edition
    html = read(client)
    assert f"Edition 1, published {long_date(edition.published_at.date())}." in html
    assert f"Next review due {long_date(edition.review_due)}." in html


def test_new_edition_replaces_old_one_and_links_to_it(published: Guide, client: Client) -> None:
    published.approve(published.write(text="Words of the second edition."))
    published.publish()
    html = read(client)
    assert "Words of the second edition." in html
    assert "Plain words about uses." not in html
    assert "Edition 2, published" in html
    assert "Older editions" in html
    dom = lxml_html.document_fromstring(html)
    assert dom.xpath("//a[@href='/guides/testol/editions/1/']")[0].text == "Edition 1"


def test_first_edition_has_no_list_of_older_editions(published: Guide, client: Client) -> None:
    assert "Older editions" not in read(client)


def test_withdrawn_older_edition_is_listed_as_withdrawn(published: Guide, client: Client) -> None:
    first = published.monograph.current_edition
    published.approve(published.write(text="News."))
    published.publish()
    assert "(withdrawn)" not in read(client)
    publishing.withdraw_edition(actor=published.cast.maria, edition=first, reason="A wrong dose.", password=PASSWORD)
    assert "(withdrawn)" in read(client)


def test_overdue_review_is_shown_from_its_due_day(published: Guide, client: Client) -> None:
    due = published.monograph.current_edition.review_due
    midnight = datetime.combine(due, time(), UTC)
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert "overdue" not in read(client)
    with time_machine.travel(midnight, tick=False):
        html = read(client)
    assert "This guide is overdue for review." in html
    assert f"checked it again by {long_date(due)}." in html
    assert "Next review due" not in html


def test_page_cached_yesterday_is_not_revalidated_when_review_lapses(published: Guide, client: Client) -> None:
    midnight = datetime.combine(published.monograph.current_edition.review_due, time(), UTC)
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        etag = client.get(ADDRESS)["ETag"]
        assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 304
    with time_machine.travel(midnight, tick=False):
        assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 200


def test_note_to_readers_is_escaped(guide: Guide, client: Client) -> None:
    signed(guide).publish("New: <script>alert(1)</script> & more")
    html = read(client)
    assert "<script>" not in html
    assert "New: &lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html


def test_libraries_do_not_change_published_page(published: Guide, client: Client) -> None:
    before = read(client)
    Reference.objects.update(title="Another title", url="https://example.org/elsewhere")
    SectionKind.objects.update(default_heading="Another heading")
    assert read(client) == before


def test_guide_page_takes_two_queries_for_any_number_of_editions(
    published: Guide, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        read(client)
    for number in range(2, 5):
        published.approve(published.write(text=f"Words of edition {number}."))
        published.publish()
    with django_assert_num_queries(2) as queries:
        read(client)
    assert ["publicpage" in query["sql"] for query in queries.captured_queries] == [False, True]


def test_every_rendition_says_that_review_is_overdue(published: Guide, client: Client) -> None:
    published.approve(published.write("ask-your-doctor", "<ul><li>How?</li></ul>"))
    published.publish()
    due = published.reread().current_edition.review_due
    renditions = {
        f"{ADDRESS}large-print/": "This guide is overdue for review.",
        f"{ADDRESS}questions/": "This guide is overdue for review.",
        "/guides/testol.txt": f"OVERDUE: its review was due {due},",
        "/guides/testol.json": '"is_review_overdue": true',
        "/llms.txt": f"OVERDUE for review since {due}",
    }
    midnight = datetime.combine(due, time(), UTC)
    for address, warning in renditions.items():
        with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
            assert warning not in client.get(address).content.decode(), address
        with time_machine.travel(midnight, tick=False):
            assert warning in client.get(address).content.decode(), address


def test_edition_has_one_address(published: Guide, client: Client) -> None:
    for number in ("01", "0", "-1", "1" * 20):
        assert client.get(f"{ADDRESS}editions/{number}/").status_code == 404
