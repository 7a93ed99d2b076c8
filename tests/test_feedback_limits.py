"""How soon, how late and how often the feedback form may be sent.

A refused form keeps the input.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.signing import TimestampSigner
from django.test import Client
from django.utils import timezone

from monograph.models import Edition, ReaderReport
from monograph.workflow import reporting

from .factory import Guide
from .feedback_form import WHOLE_INPUT, error_summary, kept_input, open_form, send, start_token


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize(
    ("seconds", "status"), [(-60, 429), (0, 429), (2, 429), (4, 303), (86_400 - 60, 303), (86_400 + 60, 422)]
)
def test_form_is_accepted_from_three_seconds_to_a_day(short: Guide, client: Client, seconds: int, status: int) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        page = send(client, begun=start_token(timedelta(seconds=seconds)))
    assert page.status == status
    if status != 303:
        assert kept_input(page) == WHOLE_INPUT
    assert ReaderReport.objects.exists() == (status == 303)


def test_form_sent_too_fast_can_be_sent_again(short: Guide, client: Client) -> None:
    quick = send(client, begun=open_form(client).value("begun"))
    assert quick.status == 429
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert send(client, begun=quick.value("begun")).status == 303


def test_form_sent_too_late_gets_new_token(short: Guide, client: Client) -> None:
    late = send(client, begun=start_token(timedelta(days=2)))
    assert late.status == 422
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert send(client, begun=late.value("begun")).status == 303


def test_corrected_form_need_not_wait_again(short: Guide, client: Client) -> None:
    assert send(client, begun=send(client, words="a" * 2001).value("begun")).status == 303


def test_token_of_another_guide_or_form_is_refused(short: Guide, client: Client) -> None:
    with time_machine.travel(timezone.now() - timedelta(seconds=10)):
        elsewhere = TimestampSigner(salt="another form").sign("testol")
    for value in (start_token(slug="othol"), elsewhere):
        assert send(client, begun=value).status == 422


# How often


def send_times(number: int, client: Client, headers: dict[str, str] | None = None) -> list[int]:
    return [send(client, headers).status for _ in range(number)]


def test_address_can_send_five_reports_in_ten_minutes(short: Guide, client: Client) -> None:
    assert send_times(5, client) == [303] * 5
    page = send(client)
    assert page.status == 429
    assert page.error_codes == {"": ["address"]}
    assert error_summary(page)
    assert kept_input(page) == WHOLE_INPUT
    assert send(Client(REMOTE_ADDR="192.0.2.7")).status == 303
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert send(client).status == 303


def test_addresses_of_one_household_share_limit(short: Guide, client: Client) -> None:
    def status(address: str) -> int:
        return send(Client(REMOTE_ADDR=address)).status

    assert [status(f"2001:db8::{number}") for number in range(1, 7)] == [303] * 5 + [429]
    assert status("2001:db8:0:1::1") == 303
    assert [status(f"::ffff:192.0.2.{number}") for number in range(1, 7)] == [303] * 6
    assert [status("192.0.2.1"), status("192.0.2.1:4711")] == [303] * 2
    assert status("fe80::1%eth0") == status("unknown") == 303


def test_each_report_counts_for_ten_minutes(short: Guide, client: Client) -> None:
    first = timezone.now()
    assert send_times(4, client) == [303] * 4
    with time_machine.travel(first + timedelta(minutes=9)):
        assert send_times(2, client) == [303, 429]
    with time_machine.travel(first + timedelta(minutes=11)):
        assert send_times(5, client) == [303] * 4 + [429]


def test_refused_report_does_not_count(short: Guide, client: Client) -> None:
    assert [send(client, words="a" * 2001).status for _ in range(6)] == [422] * 6
    assert send(client).status == 303


def test_address_is_remembered_only_as_digest(short: Guide, client: Client) -> None:
    send(Client(REMOTE_ADDR="192.0.2.7"))
    remembered = str(vars(cache._connections[cache._alias]))  # type: ignore[attr-defined]
    assert "monograph.feedback" in remembered
    assert "192.0.2.7" not in remembered


def test_forwarded_address_is_ignored_without_a_trusted_proxy(short: Guide, client: Client) -> None:
    assert [send(client, {"x-forwarded-for": f"192.0.2.{number}"}).status for number in range(6)] == [303] * 5 + [429]


def test_address_behind_a_trusted_proxy_is_the_one_that_it_added(short: Guide, client: Client, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    senders = [f"198.51.100.{number}, 192.0.2.7" for number in range(6)]
    assert [send(client, {"x-forwarded-for": sender}).status for sender in senders] == [303] * 5 + [429]
    assert send(client, {"x-forwarded-for": "192.0.2.7, 192.0.2.8"}).status == 303
    assert send(client).status == 303


def test_site_accepts_limited_number_of_reports_per_hour(short: Guide, client: Client) -> None:
    now, edition = timezone.now(), Edition.objects.get(monograph=short.monograph)
    rows = [ReaderReport(edition=edition, is_clear=True, created_at=now) for _ in range(reporting.MAX_REPORTS)]
    ReaderReport.objects.bulk_create(rows)
    page = send(client)
    assert page.status == 429
    assert page.error_codes == {"": ["too_many_reports"]}
    assert error_summary(page)
    assert kept_input(page) == WHOLE_INPUT
