"""The feedback form: for everybody, identifying nobody.

A refused form keeps the input and says what to do.
"""

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

from .cast import PASSWORD
from .desk.desk_client import HOSTILE, Page
from .factory import Guide
from .feedback_form import ADDRESS, THANKS, WORDS, error_summary, kept_input, open_form, send, start_token


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


# The page


def test_form_has_both_questions_and_emergency_number_first(short: Guide, client: Client) -> None:
    page = open_form(client)
    assert page.status == 200
    assert page.dom.findtext(".//title") == "Tell us about this guide: Testol (testolumab) – Monograph drug guides"
    assert page.words.index("In an emergency, call 911.") < page.words.index("Was this guide clear?")
    assert "Please write nothing about your own health, and no names." in page.words
    options = page.dom.xpath("//select[@name='section']/option/@value")
    assert options == ["", "drug-facts", "overview", "uses", "dosage"]
    assert page.dom.xpath("//select/option[1]")[0].text == "The whole guide"
    assert (page.dom.xpath("//script[not(@src)]"), page.value("edition")) == ([], "1")


@pytest.mark.parametrize(("numbers", "text"), [(["112", "999"], "call 112."), ([], "")])
def test_emergency_number_comes_from_settings(
    short: Guide, client: Client, settings: LazySettings, numbers: list[str], text: str
) -> None:
    settings.EMERGENCY_NUMBERS = numbers
    page = open_form(client)
    assert (text in page.words, "In an emergency" in page.words) == (True, bool(text))


@pytest.mark.parametrize(("requested", "selected"), [("uses", ["uses"]), ("", [""]), ("nonsense", []), ("<b>\x00", [])])
def test_query_string_can_preselect_section(short: Guide, client: Client, requested: str, selected: list[str]) -> None:
    assert open_form(client, section=requested).dom.xpath("//select/option[@selected]/@value") == selected


def test_every_field_has_label_and_hint(short: Guide, client: Client) -> None:
    page = open_form(client)
    for field in ("section", "words"):
        assert page.dom.xpath(f"//label[@for='id_{field}']"), field
    assert page.dom.xpath("//textarea/@aria-describedby") == ["id_words_helptext"]
    assert page.words_of(page.dom.get_element_by_id("id_words_helptext")).startswith("Please write nothing")
    assert page.dom.xpath("//fieldset/legend")[0].text == "Was this guide clear?"


def test_only_current_edition_links_to_form(short: Guide, client: Client) -> None:
    short.approve(short.write(text="News."))
    short.publish()
    for address, has_link in (("/guides/testol/", True), ("/guides/testol/editions/1/", False)):
        assert bool(Page(client.get(address)).dom.xpath(f"//main//a[@href='{ADDRESS}']")) == has_link, address


def test_form_sets_no_cookie_and_is_never_cached(short: Guide, client: Client) -> None:
    for page in (open_form(client), send(client), send(client, begun=""), send(client, is_clear="maybe")):
        assert not page.response.cookies
        assert "Cookie" not in page.response.get("Vary", "")
        assert "no-store" in page.response["Cache-Control"]


def test_form_needs_no_csrf_token_and_ignores_login(short: Guide) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(short.cast.ana)
    assert send(browser).status == 303
    assert ReaderReport.objects.get().settled_by is None


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_form_accepts_no_other_method(short: Guide, client: Client, method: str) -> None:
    assert getattr(client, method)(ADDRESS).status_code == 405
    assert client.post(THANKS).status_code == 405


# What is accepted


def test_report_is_stored_and_confirmed(short: Guide, client: Client) -> None:
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
def test_either_answer_is_enough(
    short: Guide, client: Client, given: dict[str, str], expected: tuple[bool | None, str]
) -> None:
    assert send(client, **given).status == 303
    report = ReaderReport.objects.get()
    assert (report.is_clear, report.words) == expected


def test_form_without_optional_fields_is_accepted(short: Guide, client: Client) -> None:
    assert client.post(ADDRESS, {"is_clear": "yes", "begun": start_token()}).status_code == 303


def test_report_on_older_edition_is_stored_with_it(short: Guide, client: Client) -> None:
    form = open_form(client)
    short.approve(short.write(text="News."))
    short.publish()
    assert send(client, edition=form.value("edition")).status == 303
    assert ReaderReport.objects.get().edition.number == 1


def test_report_on_withdrawn_edition_is_stored_with_current_one(short: Guide, client: Client) -> None:
    short.approve(short.write(text="News."))
    short.publish()
    first = Edition.objects.get(monograph=short.monograph, number=1)
    publishing.withdraw_edition(actor=short.cast.maria, edition=first, reason="An error.", password=PASSWORD)
    assert send(client, edition="1").status == 303
    assert ReaderReport.objects.get().edition.number == 2


@pytest.mark.parametrize("number", ["", "0", "7", "-1", "1.0", "one", "٣", "1" * 9, "1" * 5000, "a\x00b"])
def test_unknown_edition_number_means_current_edition(short: Guide, client: Client, number: str) -> None:
    assert send(client, edition=number).status == 303
    assert ReaderReport.objects.get().edition.number == 1


# What is refused


# What is sent, and the field and the code of the refusal.
REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "trap": ({"website": "https://example.org"}, "", "trap"),
    "no time": ({"begun": ""}, "", "too_old"),
    "false time": ({"begun": "testol:1vO2x3:AAAA"}, "", "too_old"),
    "hostile time": ({"begun": "a\x00\ud800:" * 99}, "", "too_old"),
    "no such answer": ({"is_clear": "maybe"}, "is_clear", "invalid_choice"),
    "unknown section": ({"section": "nonsense"}, "section", "invalid_choice"),
    "section of another edition": ({"section": "faq"}, "section", "invalid_choice"),
    "too long": ({"words": "a" * 2001}, "words", "too_long"),
    "NUL": ({"words": "a\x00b"}, "words", "null_characters_not_allowed"),
    "escape": ({"words": "a\x1bb"}, "words", "hidden_character"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusal_says_what_to_do_and_keeps_input(short: Guide, client: Client, name: str) -> None:
    given, field, code = REFUSED[name]
    page = send(client, **given)
    assert (page.status, page.error_codes) == (422, {field: [code]})
    assert error_summary(page)
    assert str(page.dom.findtext(".//title")).startswith("Error: Tell us")
    is_clear, section, words = kept_input(page)
    assert is_clear == ([] if "is_clear" in given else ["no"])
    assert section == ([] if "section" in given else ["uses"])
    if "\x00" not in given.get("words", "") and "\x1b" not in given.get("words", ""):  # no parser accepts these
        assert words == given.get("words", WORDS)
    assert page.value("website") == ""
    assert not ReaderReport.objects.exists()


def test_error_of_empty_form_links_to_first_question(short: Guide, client: Client) -> None:
    page = send(client, is_clear="", words=" ")
    assert page.status == 422
    (link,) = page.dom.xpath("//*[contains(@class, 'error-summary')]//a")
    assert link.text == "Answer “yes” or “no”, or write what is wrong in the guide."
    (first,) = page.dom.xpath(f"//*[@id='{link.get('href').removeprefix('#')}']")
    assert (first.get("name"), first.get("value")) == ("is_clear", "yes")
    (description,) = page.dom.xpath("//fieldset/@aria-describedby")
    assert link.text in page.words_of(page.dom.get_element_by_id(description))


def test_error_is_shown_at_its_field(short: Guide, client: Client) -> None:
    page = send(client, words="a" * 2001)
    (area,) = page.dom.xpath("//textarea")
    assert area.get("aria-invalid") == "true"
    hint, error = area.get("aria-describedby").split()
    assert (hint, error) == ("id_words_helptext", "id_words_error")
    assert "too long" in page.words_of(page.dom.get_element_by_id(error))
    assert page.dom.xpath("//*[contains(@class, 'error-summary')]//a/@href") == ["#id_words"]


# Where there is nothing to report on


def test_guide_never_published_has_no_form(guide: Guide, client: Client) -> None:
    guide.write()
    for address in (ADDRESS, THANKS, "/guides/nope/feedback/"):
        assert client.get(address).status_code == 404, address
    assert send(client).status == 404
    assert not ReaderReport.objects.exists()


def test_withdrawn_guide_has_notice_instead_of_form(short: Guide, client: Client) -> None:
    edition = Edition.objects.get(monograph=short.monograph)
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)
    notice = client.get("/guides/testol/").content
    for page in (open_form(client), send(client), Page(client.get(THANKS))):
        assert page.status == 410
        assert page.response.content == notice
    assert not ReaderReport.objects.exists()


# Hostile input


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("field", ["is_clear", "section", "words", "edition", "begun", "website"])
def test_hostile_input_causes_no_error_and_no_markup(short: Guide, client: Client, field: str, name: str) -> None:
    page = send(client, **{field: HOSTILE[name]})
    assert page.status in (303, 422, 429)
    assert re.search(r'<script(?! type="module" src="/static/)', page.html) is None
    for report in ReaderReport.objects.all():
        assert re.search(r"[\x00-\x08\u202e\ud800-\udfff]", report.words) is None


def test_report_has_time_of_arrival(short: Guide, client: Client) -> None:
    noon = datetime(2031, 5, 1, 12, tzinfo=timezone.get_default_timezone())
    with time_machine.travel(noon, tick=False):
        assert send(client).status == 303
    assert ReaderReport.objects.get().created_at == noon


def test_too_large_form_is_refused_unread(short: Guide, client: Client) -> None:
    response = client.post(ADDRESS, {"words": "a\u0301" * 300_000})
    assert response.status_code == 413
    html = response.content.decode()
    assert "Your text is too long" in html
    assert 'href="/guides/testol/">Back to the guide' in html
    assert not ReaderReport.objects.exists()
