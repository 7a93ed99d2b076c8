"""Bad input to the publisher's page is a sentence at its field; nothing is published and the note is kept."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..cast import PASSWORD
from ..factory import Guide
from ..stories import schedule
from .browse import NASTY, Desk, history
from .publish_page import CANCEL, RELEASE, editions, load, plan, release


def test_a_wrong_password_is_said_at_its_field_and_the_note_is_kept(ready: Guide, maria: Desk) -> None:
    before = history()
    page = release(maria, ready, note="My own note.", password="not my password")
    assert page.status == 403
    assert page.errors_at("password") == ["Wrong password. Nothing was changed. Try again."]
    assert page.value("note") == "My own note."
    assert "not my password" not in page.html
    assert history() == before


@pytest.mark.parametrize("password", ["", " ", f"{PASSWORD} ", "x" * 100_000, "a\x00b"])
def test_nothing_but_the_password_publishes(ready: Guide, maria: Desk, password: str) -> None:
    page = release(maria, ready, note="My own note.", password=password)
    assert page.status in (403, 422)
    assert page.errors_at("password")
    assert page.value("note") == "My own note."
    assert editions(ready) == [1]


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("n" * 4001, "The note to readers has 4,001 characters; the limit is 4,000."),
        ("a\u202eb", "There is an invisible character (U+202E)"),
        ("a\u200bb", "There is an invisible character (U+200B)"),
    ],
)
def test_a_bad_note_is_a_sentence_at_its_field_and_is_kept(ready: Guide, maria: Desk, note: str, sentence: str) -> None:
    for send in (release, plan):
        page = send(maria, ready, note=note)
        assert page.status == 422
        assert sentence in " ".join(page.errors_at("note"))
        assert page.value("note") == note
    assert editions(ready) == [1]


@pytest.mark.parametrize(
    "when",
    [
        ("2020-01-01", "00:00", "That time is in the past. Choose a later time, or publish now."),
        ("0001-01-01", "00:00", "That time is in the past. Choose a later time, or publish now."),
        ("2030-02-30", "12:00", "Enter a valid date."),
        ("next week", "12:00", "Enter a valid date."),
        ("10000-01-01", "00:00", "Enter a valid date."),
        ("2030-01-01", "25:00", "Enter a valid time."),
        ("2030-01-01", "", "Enter a valid time."),
        ("", "12:00", "Enter a valid date."),
        ("2030-01-01\x00", "12:00", "Enter a valid date."),
        ("1" * 5000, "1" * 5000, "Enter a valid date."),
    ],
)
def test_a_time_that_cannot_be_is_a_sentence_at_its_field(
    ready: Guide, maria: Desk, when: tuple[str, str, str]
) -> None:
    """Above all it does not publish now, as no time at all would."""
    before = history()
    page = release(maria, ready, note="My own note.", publish_at_0=when[0], publish_at_1=when[1])
    assert page.status == 422
    assert when[2] in " ".join(page.errors_at("publish_at"))
    assert page.value("note") == "My own note."
    assert history() == before


def test_the_time_that_was_typed_is_kept(ready: Guide, maria: Desk) -> None:
    page = release(maria, ready, publish_at_0="2030-01-01", publish_at_1="25:00")
    assert (page.value("publish_at_0"), page.value("publish_at_1")) == ("2030-01-01", "25:00")


@pytest.mark.parametrize("moment", [("9999-12-31", "23:59:59"), ("2999-06-01", "00:00")])
def test_a_time_far_away_is_a_time(ready: Guide, maria: Desk, moment: tuple[str, str]) -> None:
    maria.after(release(maria, ready, publish_at_0=moment[0], publish_at_1=moment[1]))
    assert load(maria, ready).status == 200


@pytest.mark.parametrize("sent", [{}, {"note": "My own note."}, {"password": PASSWORD}])
def test_missing_fields_are_refused_in_words(ready: Guide, maria: Desk, sent: dict[str, str]) -> None:
    before = history()
    page = maria.post(RELEASE, ready.monograph.pk, **sent)
    assert page.status == 422
    assert page.errors
    assert page.value("note") == sent.get("note", "")
    assert history() == before


def test_publishing_without_what_was_seen_is_refused_in_words(ready: Guide, maria: Desk) -> None:
    page = release(maria, ready, expected="")
    assert page.status in (409, 422)
    assert page.errors, "refused, and the page does not say why"
    assert editions(ready) == [1]


@pytest.mark.parametrize("name", NASTY)
def test_nothing_nasty_in_any_field_is_a_fault(ready: Guide, maria: Desk, name: str) -> None:
    for field in ("expected", "note", "publish_at_0", "publish_at_1", "password"):
        page = release(maria, ready, **{field: NASTY[name]})
        if page.status == 302:  # only a note may be strange and be printed all the same
            assert field == "note"
            ready.approve(ready.write(text=f"News after {field}."))
        else:
            assert page.status in (403, 409, 422), field
            assert page.errors, f"{field}: refused without a word"
    assert load(maria, ready).status == 200


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    note=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    day=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
    hour=st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
def test_whatever_is_typed_as_a_day_publishes_nothing_and_keeps_the_note(
    ready: Guide, maria: Desk, note: str, day: str, hour: str
) -> None:
    page = release(maria, ready, note=note, publish_at_0=day, publish_at_1=hour)
    assert page.status in (302, 422)
    assert page.status == 302 or page.response.context["form"]["note"].value() == note
    assert editions(ready) == [1] or not day.strip()


@pytest.mark.parametrize("number", [0, 10**19, 10**30])
def test_what_is_not_there_is_not_found(ready: Guide, maria: Desk, number: int) -> None:
    scheduled = schedule(ready)
    assert maria.get(RELEASE, number).status == 404
    assert maria.post(CANCEL, number, scheduled.pk).status == 404
    assert maria.post(CANCEL, ready.monograph.pk, number).status == 404


def test_a_schedule_is_not_found_under_another_guide(ready: Guide, maria: Desk) -> None:
    scheduled = schedule(ready)
    other = Guide(ready.cast, "othol")
    assert maria.post(CANCEL, other.monograph.pk, scheduled.pk).status == 404
