"""The check of readiness: what it names, and how little it costs."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from monograph import triggers
from monograph.models import (
    AuditVerification,
    MailPreference,
    Monograph,
    Notification,
    NotificationKind,
    PasswordLinkRequest,
    SectionKind,
)
from monograph.models.edition import REVIEW_DUE_SOON
from monograph.public.readiness import check_readiness

from .cast import Cast
from .factory import Guide
from .scheduling.timer import schedule

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def faults(after: timedelta = timedelta()) -> dict[str, str]:
    return {name: state for name, state in check_readiness(timezone.now() + after).items() if state != "ok"}


def drop_a_trigger() -> None:
    trigger = triggers.all_triggers(connection.vendor)[0]
    on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger.name}{on}")


def forget_a_migration() -> None:
    MigrationRecorder.Migration.objects.filter(app="monograph").latest("pk").delete()


def find_a_problem() -> None:
    AuditVerification.objects.create(at=timezone.now(), problems=1)


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (drop_a_trigger, {"triggers": "missing"}),
        (forget_a_migration, {"migrations": "not applied"}),
        (lambda: SectionKind.objects.all().delete(), {"catalogue": "empty"}),
        (find_a_problem, {"verify_audit": "found problems"}),
    ],
)
def test_fault_is_named_and_the_status_is_503(
    db: None, client: Client, harm: Callable[[], Any], expected: dict[str, str]
) -> None:
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    cache.clear()
    harm()
    page = client.get("/readyz")
    assert (page.status_code, page.json()["ready"]) == (503, False)
    assert {name: state for name, state in page.json()["checks"].items() if state != "ok"} == expected
    assert "no-store" in page["Cache-Control"]


def test_verification_is_late_after_a_day_and_a_half(guide: Guide) -> None:
    guide.write()
    assert faults(35 * HOUR) == {}
    assert faults(37 * HOUR) == {"verify_audit": "never run"}
    call_command("verify_audit", verbosity=0)
    assert faults(35 * HOUR) == {}
    assert faults(37 * HOUR) == {"verify_audit": "late"}


def test_altered_history_is_remembered_until_the_next_run(guide: Guide) -> None:
    guide.write()
    Monograph.objects.filter(pk=guide.monograph.pk).update(review_interval_months=3)
    with pytest.raises(Exception, match="not intact"):
        call_command("verify_audit", verbosity=0)
    assert faults() == {"verify_audit": "found problems"}
    Monograph.objects.filter(pk=guide.monograph.pk).update(
        review_interval_months=guide.monograph.review_interval_months
    )
    call_command("verify_audit", verbosity=0)
    assert faults() == {}


def test_scheduled_edition_that_nobody_published_is_late(ready: Guide) -> None:
    call_command("verify_audit", verbosity=0)
    delay = schedule(ready).publish_at - timezone.now()
    assert "publish_due" not in faults(delay + 4 * MINUTE)
    assert faults(delay + 6 * MINUTE)["publish_due"] == "late"


def test_mail_that_nobody_tried_to_send_is_late(cast: Cast) -> None:
    cast.ana.email = "ana@example.org"
    cast.ana.save()
    mail = Notification.objects.create(
        kind=NotificationKind.APPROVED, recipient=cast.ana, subject="a", body="b", path="/", created_at=timezone.now()
    )
    assert faults(14 * MINUTE) == {}
    assert faults(16 * MINUTE) == {"send_notices": "late"}
    MailPreference.objects.create(user=cast.ana, is_daily=True)
    assert faults(24 * HOUR) == {}
    assert faults(26 * HOUR) == {"send_notices": "late"}
    mail.tried_at = timezone.now()
    mail.save()
    assert faults(26 * HOUR) == {}


def test_review_that_nobody_was_reminded_of_is_late(short: Guide) -> None:
    User.objects.filter(pk=short.cast.maria.pk).update(email="maria@example.org")
    due = short.monograph.current_edition.review_due - REVIEW_DUE_SOON - timezone.now().date()
    assert "remind" not in faults(due + timedelta(days=1))
    assert faults(due + timedelta(days=3))["remind"] == "late"
    with time_machine.travel(timezone.now() + due, tick=False):
        call_command("remind")
    assert "remind" not in faults(due + timedelta(days=3))


def test_request_for_a_new_password_that_nobody_answered_is_late(cast: Cast) -> None:
    PasswordLinkRequest.objects.create(name="nobody", asked_at=timezone.now())
    assert faults(14 * MINUTE) == {}
    assert faults(16 * MINUTE) == {"send_notices": "late"}
    call_command("send_notices")
    assert faults(16 * MINUTE) == {}


def test_asking_again_within_seconds_checks_nothing(
    db: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.get("/readyz")
    with django_assert_max_num_queries(1):  # of the page cache, which asks for news
        client.get("/readyz")
