"""The readers' form: for everybody, of nobody; what is refused keeps what was typed and says what to do."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from monograph.models import Edition, ReaderReport
from monograph.workflow import publishing

from .desk.browse import HOSTILE, Page
from .factory import Guide
from .feedback_form import ADDRESS, THANKS, WORDS, begun, kept, opened, send, summary


@pytest.fixture(autouse=True)
def nobody_has_sent_anything() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


# What the page is


def test_the_form_asks_both_things_and_says_first_where_help_is(short: Guide, client: Client) -> None:
    page = opened(client)
    assert page.status == 200
    assert page.dom.findtext(".//title") == "Tell us about this guide: Testol (testolumab) – Monograph drug guides"
    assert page.words.index("In an emergency, call 911.") < page.words.index("Was this guide clear?")
    assert "Please write nothing about your own health, and no names." in page.words
    options = page.dom.xpath("//select[@name='section']/option/@value")
    assert options == ["", "drug-facts", "overview", "uses", "dosage"]
    assert page.dom.xpath("//select/option[1]")[0].text == "The whole guide"
    assert (page.dom.xpath("//script[not(@src)]"), page.value("edition")) == ([], "1")


@pytest.mark.parametrize(("numbers", "said"), [(["112", "999"], "call 112."), ([], "")])
def test_the_emergency_number_is_the_one_of_the_site(
    short: Guide, client: Client, settings: LazySettings, numbers: list[str], said: str
) -> None:
    settings.EMERGENCY_NUMBERS = numbers
    page = opened(client)
    assert (said in page.words, "In an emergency" in page.words) == (True, bool(said))


@pytest.mark.parametrize(("asked", "chosen"), [("uses", ["uses"]), ("", [""]), ("nonsense", []), ("<b>\x00", [])])
def test_the_address_may_name_a_part(short: Guide, client: Client, asked: str, chosen: list[str]) -> None:
    assert opened(client, section=asked).dom.xpath("//select/option[@selected]/@value") == chosen


def test_every_field_has_its_name_and_its_hint(short: Guide, client: Client) -> None:
    page = opened(client)
    for field in ("section", "words"):
        assert page.dom.xpath(f"//label[@for='id_{field}']"), field
    assert page.dom.xpath("//textarea/@aria-describedby") == ["id_words_helptext"]
    assert page.words_of(page.dom.get_element_by_id("id_words_helptext")).startswith("Please write nothing")
    assert page.dom.xpath("//fieldset/legend")[0].text == "Was this guide clear?"


def test_the_guide_leads_to_the_form_where_it_is_the_current_edition(short: Guide, client: Client) -> None:
    short.approve(short.write(text="News."))
    short.publish()
    for address, leads in (("/guides/testol/", True), ("/guides/testol/editions/1/", False)):
        assert bool(Page(client.get(address)).dom.xpath(f"//main//a[@href='{ADDRESS}']")) == leads, address


def test_no_answer_sets_a_cookie_or_may_be_kept(short: Guide, client: Client) -> None:
    for page in (opened(client), send(client), send(client, begun=""), send(client, is_clear="maybe")):
        assert not page.response.cookies
        assert "Cookie" not in page.response.get("Vary", "")
        assert "no-store" in page.response["Cache-Control"]


def test_a_reader_needs_no_token_and_who_is_logged_in_is_nobody_else(short: Guide) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(short.cast.ana)
    assert send(browser).status == 303
    assert ReaderReport.objects.get().settled_by is None


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_it_takes_no_other_method(short: Guide, client: Client, method: str) -> None:
    assert getattr(client, method)(ADDRESS).status_code == 405
    assert client.post(THANKS).status_code == 405


# What is taken


def test_a_report_is_stored_and_thanked_for(short: Guide, client: Client) -> None:
    page = send(client)
    assert (page.status, page.target) == (303, THANKS)
    report = ReaderReport.objects.get()
    assert (report.is_clear, report.words) == (False, WORDS)
    assert report.section is not None
    assert (report.edition.number, report.section.kind_code) == (1, "uses")
    thanks = Page(client.get(THANKS))
    assert (thanks.status, thanks.words.count("Thank you")) == (200, 1)
    assert WORDS not in thanks.html


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"is_clear": "yes", "words": "", "section": ""}, (True, "")),
        ({"is_clear": "", "section": ""}, (None, WORDS)),
        ({"words": ""}, (False, "")),
    ],
)
def test_either_of_the_two_is_enough(
    short: Guide, client: Client, given: dict[str, str], expected: tuple[bool | None, str]
) -> None:
    assert send(client, **given).status == 303
    report = ReaderReport.objects.get()
    assert (report.is_clear, report.words) == expected


def test_a_form_without_its_extra_fields_is_a_form_all_the_same(short: Guide, client: Client) -> None:
    assert client.post(ADDRESS, {"is_clear": "yes", "begun": begun()}).status_code == 303


def test_what_was_written_of_an_older_edition_is_stored_with_it(short: Guide, client: Client) -> None:
    form = opened(client)
    short.approve(short.write(text="News."))
    short.publish()
    assert send(client, edition=form.value("edition")).status == 303
    assert ReaderReport.objects.get().edition.number == 1


def test_what_was_written_of_an_edition_withdrawn_since_goes_to_the_current_one(short: Guide, client: Client) -> None:
    short.approve(short.write(text="News."))
    short.publish()
    first = Edition.objects.get(monograph=short.monograph, number=1)
    publishing.withdraw_edition(actor=short.cast.maria, edition=first, reason="An error.")
    assert send(client, edition="1").status == 303
    assert ReaderReport.objects.get().edition.number == 2


@pytest.mark.parametrize("number", ["", "0", "7", "-1", "1.0", "one", "٣", "1" * 9, "1" * 5000, "a\x00b"])
def test_an_edition_that_is_none_is_the_current_one(short: Guide, client: Client, number: str) -> None:
    assert send(client, edition=number).status == 303
    assert ReaderReport.objects.get().edition.number == 1


# What is refused, with everything kept


REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "trap": ({"website": "https://example.org"}, 422, "Something filled in a field that people do not see"),
    "no time": ({"begun": ""}, 422, "This page was open for too long."),
    "false time": ({"begun": "testol:1vO2x3:AAAA"}, 422, "This page was open for too long."),
    "hostile time": ({"begun": "a\x00\ud800:" * 99}, 422, "This page was open for too long."),
    "no such answer": ({"is_clear": "maybe"}, 422, "Choose one of the answers."),
    "unknown section": ({"section": "nonsense"}, 422, "This part is not in the guide any more."),
    "section of another edition": ({"section": "faq"}, 422, "This part is not in the guide any more."),
    "too long": ({"words": "a" * 2001}, 422, "Your text is too long. Please shorten it to 2000 characters or fewer."),
    "NUL": ({"words": "a\x00b"}, 422, "There is a character in your text that we can't keep."),
    "escape": ({"words": "a\x1bb"}, 422, "There is a character in your text that we can't keep."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(short: Guide, client: Client, name: str) -> None:
    given, status, sentence = REFUSED[name]
    page = send(client, **given)
    assert page.status == status
    assert sentence in summary(page)
    assert str(page.dom.findtext(".//title")).startswith("Error: Tell us")
    answer, section, words = kept(page)
    assert answer == ([] if "is_clear" in given else ["no"])
    assert section == ([] if "section" in given else ["uses"])
    if "\x00" not in given.get("words", "") and "\x1b" not in given.get("words", ""):  # no parser takes these
        assert words == given.get("words", WORDS)
    assert page.value("website") == ""
    assert not ReaderReport.objects.exists()


def test_a_form_that_says_nothing_leads_to_its_first_question(short: Guide, client: Client) -> None:
    page = send(client, is_clear="", words=" ")
    assert page.status == 422
    (link,) = page.dom.xpath("//*[contains(@class, 'error-summary')]//a")
    assert link.text == "Answer “yes” or “no”, or write what is wrong in the guide."
    (first,) = page.dom.xpath(f"//*[@id='{link.get('href').removeprefix('#')}']")
    assert (first.get("name"), first.get("value")) == ("is_clear", "yes")
    (described,) = page.dom.xpath("//fieldset/@aria-describedby")
    assert link.text in page.words_of(page.dom.get_element_by_id(described))


def test_an_error_is_told_at_its_field_too(short: Guide, client: Client) -> None:
    page = send(client, words="a" * 2001)
    (area,) = page.dom.xpath("//textarea")
    assert area.get("aria-invalid") == "true"
    hint, error = area.get("aria-describedby").split()
    assert (hint, error) == ("id_words_helptext", "id_words_error")
    assert "too long" in page.words_of(page.dom.get_element_by_id(error))
    assert page.dom.xpath("//*[contains(@class, 'error-summary')]//a/@href") == ["#id_words"]


# Where there is nothing to report on


def test_a_guide_that_was_never_published_has_no_form(guide: Guide, client: Client) -> None:
    guide.write()
    for address in (ADDRESS, THANKS, "/guides/nope/feedback/"):
        assert client.get(address).status_code == 404, address
    assert send(client).status == 404
    assert not ReaderReport.objects.exists()


def test_a_withdrawn_guide_says_so_in_place_of_its_form(short: Guide, client: Client) -> None:
    edition = Edition.objects.get(monograph=short.monograph)
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="A wrong dose.")
    guides_own = client.get("/guides/testol/").content
    for page in (opened(client), send(client), Page(client.get(THANKS))):
        assert page.status == 410
        assert page.response.content == guides_own
    assert not ReaderReport.objects.exists()


# Whatever is sent


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("field", ["is_clear", "section", "words", "edition", "begun", "website"])
def test_nothing_nasty_is_a_fault_or_becomes_markup(short: Guide, client: Client, field: str, name: str) -> None:
    page = send(client, **{field: HOSTILE[name]})
    assert page.status in (303, 422, 429)
    assert re.search(r'<script(?! type="module" src="/static/)', page.html) is None
    for report in ReaderReport.objects.all():
        assert re.search(r"[\x00-\x08\u202e\ud800-\udfff]", report.words) is None


def test_a_report_is_dated_when_it_came(short: Guide, client: Client) -> None:
    noon = datetime(2031, 5, 1, 12, tzinfo=timezone.get_default_timezone())
    with time_machine.travel(noon, tick=False):
        assert send(client).status == 303
    assert ReaderReport.objects.get().created_at == noon


def test_a_form_larger_than_anybody_needs_is_refused_before_it_is_read(short: Guide, client: Client) -> None:
    response = client.post(ADDRESS, {"words": "a\u0301" * 300_000})
    assert response.status_code == 413
    html = response.content.decode()
    assert "Your text is too long" in html
    assert 'href="/guides/testol/">Back to the guide' in html
    assert not ReaderReport.objects.exists()
