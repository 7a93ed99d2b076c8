"""Invalid input to the publish page is refused at its field, and nothing is lost."""

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monograph.models import ScheduledEdition

from ..cast import PASSWORD
from ..factory import Guide
from ..stories import schedule
from .desk_client import HOSTILE, Desk, assert_each_is_refused_or_taken, change_counts
from .publish_page import CANCEL, PUBLISH, editions, load, publish, schedule_for


def test_wrong_password_is_refused_at_its_field_and_the_note_kept(ready: Guide, maria: Desk) -> None:
    before = change_counts()
    page = publish(maria, ready, note="My own note.", password="not my password")
    assert page.status == 403
    assert page.error_codes == {"password": ["wrong_password"]}
    assert page.errors_at("password")
    assert page.value("note") == "My own note."
    assert "not my password" not in page.html
    assert change_counts() == before


@pytest.mark.parametrize("password", ["", " ", f"{PASSWORD} ", "x" * 100_000, "a\x00b"])
def test_only_the_exact_password_publishes(ready: Guide, maria: Desk, password: str) -> None:
    page = publish(maria, ready, note="My own note.", password=password)
    assert page.status in (403, 422)
    assert page.errors_at("password")
    assert page.value("note") == "My own note."
    assert editions(ready) == [1]


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("n" * 4001, "too_long"),
        ("a\u202eb", "hidden_character"),
        ("a\u200bb", "hidden_character"),
    ],
)
def test_invalid_note_is_refused_at_its_field_and_kept(ready: Guide, maria: Desk, note: str, code: str) -> None:
    for send in (publish, schedule_for):
        page = send(maria, ready, note=note)
        assert page.status == 422
        assert page.error_codes == {"note": [code]}
        assert page.errors_at("note")
        assert page.value("note") == note
    assert editions(ready) == [1]


@pytest.mark.parametrize(
    ("day", "time", "code"),
    [
        ("2020-01-01", "00:00", "in_past"),
        ("0001-01-01", "00:00", "in_past"),
        ("2030-02-30", "12:00", "invalid"),
        ("next week", "12:00", "invalid"),
        ("10000-01-01", "00:00", "invalid"),
        ("2030-01-01", "25:00", "invalid"),
        ("2030-01-01", "", "invalid_time"),
        ("", "12:00", "invalid_date"),
        ("2030-01-01\x00", "12:00", "invalid"),
        ("1" * 5000, "1" * 5000, "invalid"),
    ],
)
def test_invalid_time_is_refused_at_its_field(ready: Guide, maria: Desk, day: str, time: str, code: str) -> None:
    """Above all, nothing is published now, as it would be without a time."""
    before = change_counts()
    page = publish(maria, ready, note="My own note.", publish_at_0=day, publish_at_1=time)
    assert page.status == 422
    assert {*page.error_codes["publish_at"]} == {code}
    assert page.errors_at("publish_at")
    assert page.value("note") == "My own note."
    assert change_counts() == before


def test_publish_now_with_a_time_is_refused(ready: Guide, maria: Desk) -> None:
    page = schedule_for(maria, ready, publish="")
    assert page.status == 422
    assert page.errors_at("publish_at")
    assert (editions(ready), ScheduledEdition.objects.exists()) == ([1], False)


def test_schedule_without_a_time_is_refused(ready: Guide, maria: Desk) -> None:
    page = publish(maria, ready, schedule="")
    assert page.status == 422
    assert page.errors_at("publish_at")
    assert (editions(ready), ScheduledEdition.objects.exists()) == ([1], False)


def test_invalid_time_is_kept(ready: Guide, maria: Desk) -> None:
    page = publish(maria, ready, publish_at_0="2030-01-01", publish_at_1="25:00")
    assert (page.value("publish_at_0"), page.value("publish_at_1")) == ("2030-01-01", "25:00")


@pytest.mark.parametrize("moment", [("9999-12-31", "23:59:59"), ("2999-06-01", "00:00")])
def test_distant_time_is_accepted(ready: Guide, maria: Desk, moment: tuple[str, str]) -> None:
    maria.after(publish(maria, ready, publish_at_0=moment[0], publish_at_1=moment[1]))
    assert load(maria, ready).status == 200


@pytest.mark.parametrize("sent", [{}, {"note": "My own note."}, {"password": PASSWORD}])
def test_missing_fields_are_refused_with_an_error(ready: Guide, maria: Desk, sent: dict[str, str]) -> None:
    before = change_counts()
    page = maria.post(PUBLISH, ready.monograph.pk, **sent)
    assert page.status == 422
    assert page.errors
    assert page.value("note") == sent.get("note", "")
    assert change_counts() == before


def test_publishing_without_expected_digest_is_refused(ready: Guide, maria: Desk) -> None:
    page = publish(maria, ready, expected="")
    assert page.status in (409, 422)
    assert page.errors, "refused, and the page does not say why"
    assert editions(ready) == [1]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_never_a_server_error(ready: Guide, maria: Desk, name: str) -> None:
    fields = ("expected", "note", "publish_at_0", "publish_at_1", "password")
    assert_each_is_refused_or_taken(partial(publish, maria, ready), dict.fromkeys(fields, HOSTILE[name]))
    assert load(maria, ready).status == 200


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    note=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    day=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
    hour=st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
def test_arbitrary_date_never_publishes_and_keeps_the_note(
    ready: Guide, maria: Desk, note: str, day: str, hour: str
) -> None:
    page = publish(maria, ready, note=note, publish_at_0=day, publish_at_1=hour)
    assert page.status in (302, 422)
    assert page.status == 302 or page.response.context["form"]["note"].value() == note
    assert editions(ready) == [1] or not day.strip()


@pytest.mark.parametrize("number", [0, 10**19, 10**30])
def test_unknown_guide_or_schedule_is_not_found(ready: Guide, maria: Desk, number: int) -> None:
    scheduled = schedule(ready)
    assert maria.get(PUBLISH, number).status == 404
    assert maria.post(CANCEL, number, scheduled.pk, password=PASSWORD).status == 404
    assert maria.post(CANCEL, ready.monograph.pk, number).status == 404


def test_schedule_is_not_found_under_another_guide(ready: Guide, maria: Desk) -> None:
    scheduled = schedule(ready)
    other = Guide(ready.cast, "othol")
    assert maria.post(CANCEL, other.monograph.pk, scheduled.pk, password=PASSWORD).status == 404
