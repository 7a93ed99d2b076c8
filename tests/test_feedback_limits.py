"""How soon, how late and how often the readers' form may be sent; who is refused keeps what was typed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.signing import TimestampSigner
from django.test import Client
from django.utils import timezone

from monograph.models import Edition, ReaderReport
from monograph.workflow import reporting

from .factory import Guide
from .feedback_form import ADDRESS, ALL_KEPT, begun, filled, kept, opened, send, summary


@pytest.fixture(autouse=True)
def nobody_has_sent_anything() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize(
    ("seconds", "status"), [(-60, 429), (0, 429), (2, 429), (4, 303), (86_400 - 60, 303), (86_400 + 60, 422)]
)
def test_a_form_is_taken_from_three_seconds_to_a_day(short: Guide, client: Client, seconds: int, status: int) -> None:
    page = send(client, begun=begun(timedelta(seconds=seconds)))
    assert page.status == status
    if status != 303:
        assert kept(page) == ALL_KEPT
    assert ReaderReport.objects.exists() == (status == 303)


def test_who_was_too_quick_sends_the_same_form_again(short: Guide, client: Client) -> None:
    quick = send(client, begun=opened(client).value("begun"))
    assert quick.status == 429
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert send(client, begun=quick.value("begun")).status == 303


def test_who_was_too_slow_sends_the_new_form(short: Guide, client: Client) -> None:
    late = send(client, begun=begun(timedelta(days=2)))
    assert late.status == 422
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert send(client, begun=late.value("begun")).status == 303


def test_who_mends_a_mistake_need_not_wait_again(short: Guide, client: Client) -> None:
    assert send(client, begun=send(client, words="a" * 2001).value("begun")).status == 303


def test_the_time_of_another_guide_or_another_form_is_none(short: Guide, client: Client) -> None:
    with time_machine.travel(timezone.now() - timedelta(seconds=10)):
        elsewhere = TimestampSigner(salt="another form").sign("testol")
    for value in (begun(slug="othol"), elsewhere):
        assert send(client, begun=value).status == 422


# How often


def times(number: int, client: Client, headers: dict[str, str] | None = None) -> list[int]:
    return [send(client, headers).status for _ in range(number)]


def test_an_address_sends_five_in_ten_minutes(short: Guide, client: Client) -> None:
    assert times(5, client) == [303] * 5
    page = send(client)
    assert page.status == 429
    assert "Please send yours again in ten minutes." in summary(page)
    assert kept(page) == ALL_KEPT
    assert send(Client(REMOTE_ADDR="192.0.2.7")).status == 303
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert send(client).status == 303


def test_a_household_with_many_addresses_is_one(short: Guide, client: Client) -> None:
    def status(address: str) -> int:
        return send(Client(REMOTE_ADDR=address)).status

    assert [status(f"2001:db8::{number}") for number in range(1, 7)] == [303] * 5 + [429]
    assert status("2001:db8:0:1::1") == 303
    assert [status(f"::ffff:192.0.2.{number}") for number in range(1, 7)] == [303] * 6
    assert status("fe80::1%eth0") == status("unknown") == 303


def test_each_report_counts_for_ten_minutes_of_its_own(short: Guide, client: Client) -> None:
    first = timezone.now()
    assert times(4, client) == [303] * 4
    with time_machine.travel(first + timedelta(minutes=9)):
        assert times(2, client) == [303, 429]
    with time_machine.travel(first + timedelta(minutes=11)):
        assert times(5, client) == [303] * 4 + [429]


def test_what_was_refused_does_not_count(short: Guide, client: Client) -> None:
    assert [send(client, words="a" * 2001).status for _ in range(6)] == [422] * 6
    assert send(client).status == 303


def test_no_address_is_kept_as_it_is(short: Guide, client: Client) -> None:
    send(Client(REMOTE_ADDR="192.0.2.7"))
    known = str(vars(cache._connections[cache._alias]))  # type: ignore[attr-defined]
    assert "monograph.feedback" in known
    assert "192.0.2.7" not in known


def test_without_https_nothing_that_is_sent_along_is_an_address(short: Guide, client: Client) -> None:
    assert [send(client, {"x-forwarded-for": f"192.0.2.{number}"}).status for number in range(6)] == [303] * 5 + [429]


def test_behind_https_the_address_is_what_the_proxy_added(short: Guide, client: Client) -> None:
    def secure(forwarded: str) -> int:
        headers = {"x-forwarded-for": forwarded} if forwarded else {}
        return client.post(ADDRESS, filled(), headers=headers, secure=True).status_code

    assert [secure(f"198.51.100.{number}, 192.0.2.7") for number in range(6)] == [303] * 5 + [429]
    assert secure("192.0.2.7, 192.0.2.8") == 303
    assert secure("") == 303


def test_the_site_has_its_fill_in_an_hour(short: Guide, client: Client) -> None:
    now, edition = timezone.now(), Edition.objects.get(monograph=short.monograph)
    rows = [ReaderReport(edition=edition, is_clear=True, created_at=now) for _ in range(reporting.MAX_REPORTS)]
    ReaderReport.objects.bulk_create(rows)
    page = send(client)
    assert page.status == 429
    assert "Please send yours again in an hour." in summary(page)
    assert kept(page) == ALL_KEPT
