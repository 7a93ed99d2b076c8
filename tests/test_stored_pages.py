"""The stored page of a guide: made with its edition, sent as it is, and never when it no longer holds."""

import gzip
from datetime import UTC, datetime, time, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from monograph.models import PublicName, PublicPage, PublicText, PublicVersion
from monograph.release import stored_pages
from monograph.rendering import compress
from monograph.workflow import publishing

from . import raw_sql
from .cast import PASSWORD
from .factory import Guide

ADDRESS = "/guides/testol/"


def stored() -> PublicPage:
    return PublicPage.objects.select_related("edition").get(language="en")


def read(**given: Any) -> str:
    """Return the guide's page as a worker with an empty cache sends it."""
    return Client(**given).get(ADDRESS).content.decode()


def test_publishing_stores_the_page_that_is_sent(short: Guide, django_assert_num_queries: Any) -> None:
    page = stored()
    assert page.edition == short.monograph.current_edition
    with django_assert_num_queries(2):  # whether anything was published, and the page
        html = read()
    assert gzip.decompress(page.gzip).decode() == html
    assert page.edition.article in html


def test_stored_page_is_what_the_edition_renders(short: Guide) -> None:
    html = read()
    PublicPage.objects.all().delete()
    assert read() == html


def test_each_publication_stores_a_new_page_and_changes_the_token(short: Guide) -> None:
    before = PublicVersion.current()
    short.approve(short.write("uses", "News."))
    short.publish()
    assert stored().edition.number == 2
    assert PublicVersion.current() != before


def test_withdrawing_the_current_edition_leaves_no_page(short: Guide) -> None:
    before = PublicVersion.current()
    edition = short.monograph.current_edition
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)
    assert not PublicPage.objects.exists()
    assert PublicVersion.current() != before


def test_stored_page_shows_the_withdrawal_of_an_old_edition(short: Guide) -> None:
    first = short.monograph.current_edition
    short.approve(short.write("uses", "News."))
    short.publish()
    publishing.withdraw_edition(actor=short.cast.maria, edition=first, reason="A wrong dose.", password=PASSWORD)
    assert "(withdrawn)" in gzip.decompress(stored().gzip).decode()


def test_page_of_an_edition_that_is_not_current_is_not_sent(short: Guide) -> None:
    old = stored()
    short.approve(short.write("uses", "News."))
    short.publish()
    PublicPage.objects.all().delete()
    old.save(force_insert=True)
    assert "News." in read()


def test_from_the_day_the_review_lapses_the_stored_page_is_not_sent(short: Guide) -> None:
    midnight = datetime.combine(stored().edition.review_due, time(), UTC)
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert "overdue" not in read()
    with time_machine.travel(midnight, tick=False):
        assert "This guide is overdue for review." in read()


def test_page_made_under_another_site_name_is_not_sent_until_it_is_rendered_again(short: Guide, settings: Any) -> None:
    settings.SITE_NAME = "Green Valley"
    assert "Green Valley" in read()
    output = StringIO()
    call_command("render_pages", stdout=output)
    assert output.getvalue() == "1 page made.\n"
    assert b"Green Valley" in gzip.decompress(stored().gzip)


def test_stored_page_that_was_altered_is_found(short: Guide) -> None:
    call_command("verify_audit", stdout=StringIO())
    sent = compress(read().replace("Plain words", "Wrong words").encode())
    broken = ({"gzip": b"none"}, {"gzip": bytes(stored().gzip)[:-9]}, {"brotli": b"none"})
    for changes in ({"gzip": sent.gzip}, {"brotli": sent.brotli}, *broken):
        intact = stored()
        raw_sql.change(intact, **changes)
        assert list(stored_pages.altered_pages()) == [
            "The stored page of testol edition 1 differs from its edition. Run render_pages."
        ]
        with pytest.raises(CommandError, match="not intact"):
            call_command("verify_audit", stdout=StringIO(), stderr=StringIO())
        raw_sql.change(stored(), gzip=bytes(intact.gzip), brotli=bytes(intact.brotli))
    assert list(stored_pages.altered_pages()) == []


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (PublicText, {"words": " other "}),
        (PublicText, {"passages": []}),
        (PublicName, {"name": "Another medicine"}),
        (PublicName, {"slug": "elsewhere"}),
    ],
)
def test_altered_search_index_is_found(short: Guide, model: Any, change: dict[str, Any]) -> None:
    assert list(stored_pages.altered_pages()) == []
    model.objects.filter(pk=model.objects.first().pk).update(**change)
    (problem,) = stored_pages.altered_pages()
    assert problem == "The search index of testol edition 1 differs from its text. Run render_pages."
    call_command("render_pages", stdout=StringIO())
    assert list(stored_pages.altered_pages()) == []


def test_missing_search_index_is_reported_and_rebuilt(short: Guide) -> None:
    PublicText.objects.all().delete()
    assert len(list(stored_pages.altered_pages())) == 1
    call_command("render_pages", stdout=StringIO())
    assert (list(stored_pages.altered_pages()), PublicText.objects.count()) == ([], 1)
