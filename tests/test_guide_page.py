"""A guide's own address: its current edition, when it was published, and how far it can be relied on."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import time_machine
from django.test import Client

from monograph.models import Reference, SectionKind
from monograph.workflow import publishing

from .factory import Guide

ADDRESS = "/guides/testol/"


def read(client: Client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def test_the_guide_shows_the_whole_article_of_its_current_edition(published: Guide, client: Client) -> None:
    html = read(client)
    assert published.monograph.current_edition.article in html
    assert "Plain words about dosage." in html


def test_the_guide_says_which_edition_it_is_and_until_when_it_is_good(published: Guide, client: Client) -> None:
    edition = published.monograph.current_edition
    html = read(client)
    assert f"Edition 1, published {words(edition.published_at.date())}." in html
    assert f"Next review due {words(edition.review_due)}." in html


def test_a_new_edition_takes_the_place_of_the_old_one_which_stays_linked(published: Guide, client: Client) -> None:
    published.approve(published.write(text="Words of the second edition."))
    published.publish()
    html = read(client)
    assert "Words of the second edition." in html
    assert "Plain words about uses." not in html
    assert "Edition 2, published" in html
    assert "Older editions" in html
    assert '<a href="/guides/testol/editions/1/">Edition 1</a>' in html


def test_the_first_edition_has_no_list_of_older_ones(published: Guide, client: Client) -> None:
    assert "Older editions" not in read(client)


def test_a_withdrawn_older_edition_is_said_to_be_withdrawn(published: Guide, client: Client) -> None:
    first = published.monograph.current_edition
    published.approve(published.write(text="News."))
    published.publish()
    assert "(withdrawn)" not in read(client)
    publishing.withdraw_edition(actor=published.cast.maria, edition=first, reason="A wrong dose.")
    assert "(withdrawn)" in read(client)


def test_an_overdue_review_is_said_from_the_day_on_which_it_is_due(published: Guide, client: Client) -> None:
    due = published.monograph.current_edition.review_due
    midnight = datetime.combine(due, time(), UTC)
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert "overdue" not in read(client)
    with time_machine.travel(midnight, tick=False):
        html = read(client)
    assert "This guide is overdue for review." in html
    assert f"checked it again by {words(due)}." in html
    assert "Next review due" not in html


def test_a_page_kept_yesterday_is_not_confirmed_on_the_day_its_review_lapses(published: Guide, client: Client) -> None:
    midnight = datetime.combine(published.monograph.current_edition.review_due, time(), UTC)
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        etag = client.get(ADDRESS)["ETag"]
        assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 304
    with time_machine.travel(midnight, tick=False):
        assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 200


def test_the_note_to_readers_is_shown_as_text(guide: Guide, client: Client) -> None:
    guide.approve_all().publish("New: <script>alert(1)</script> & more")
    html = read(client)
    assert "<script>" not in html
    assert "New: &lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html


def test_the_libraries_do_not_reach_a_published_page(published: Guide, client: Client) -> None:
    before = read(client)
    Reference.objects.update(title="Another title", url="https://example.org/elsewhere")
    SectionKind.objects.update(default_heading="Another heading")
    assert read(client) == before


def test_the_guide_takes_two_queries_however_many_editions_it_has(
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


def test_every_form_of_a_guide_says_that_its_review_is_overdue(published: Guide, client: Client) -> None:
    published.approve(published.write("ask-your-doctor", "<ul><li>How?</li></ul>"))
    published.publish()
    due = published.reread().current_edition.review_due
    forms = {
        f"{ADDRESS}large-print/": "This guide is overdue for review.",
        f"{ADDRESS}questions/": "This guide is overdue for review.",
        "/guides/testol.txt": f"OVERDUE: its review was due {due},",
        "/guides/testol.json": '"is_review_overdue": true',
        "/llms.txt": f"OVERDUE for review since {due}",
    }
    midnight = datetime.combine(due, time(), UTC)
    for address, told in forms.items():
        with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
            assert told not in client.get(address).content.decode(), address
        with time_machine.travel(midnight, tick=False):
            assert told in client.get(address).content.decode(), address


def test_an_edition_has_one_address(published: Guide, client: Client) -> None:
    for number in ("01", "0", "-1", "1" * 20):
        assert client.get(f"{ADDRESS}editions/{number}/").status_code == 404
