"""Who is told what by mail: after the act, never before, never twice, and never the words of a draft."""

from datetime import UTC, datetime, time, timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from config.environment import mail_settings
from monograph.models import (
    AuditEntry,
    MailPreference,
    Notification,
    Reminder,
    Review,
    ScheduledEdition,
)
from monograph.workflow import publishing, reviewing

from . import stories
from .cast import Cast
from .factory import Guide, facts

SITE = "http://127.0.0.1:8000"
PEOPLE = ("ana", "ben", "priya", "tom", "maria", "grace", "pat", "root", "sam", "gone")


@pytest.fixture(autouse=True)
def addresses(cast: Cast) -> None:
    for name in PEOPLE:
        User.objects.filter(username=name).update(email=f"{name}@example.org")


@pytest.fixture
def notified(short: Guide) -> Guide:
    """A guide whose edition 1 is public, with no notification waiting."""
    Notification.objects.all().delete()
    return short


def told(kind: str) -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def only(kind: str) -> set[str]:
    """Who is told of this kind, after a look that nothing else is told."""
    assert set(Notification.objects.values_list("kind", flat=True)) == {kind}
    return told(kind)


def send() -> list[Any]:
    call_command("send_notices")
    sent, mail.outbox = mail.outbox, []
    return sent


def send_back(guide: Guide, review: Review, body: str = "No.", quote: str = "") -> None:
    reviewing.request_changes(
        actor=guide.cast.tom, review=review, expected=review.revision.digest, body=body, quote=quote
    )


def refuse_scheduled(guide: Guide) -> None:
    scheduled = stories.schedule(guide)
    guide.approve(guide.write("faq"))
    Notification.objects.all().delete()
    with pytest.raises(CommandError), time_machine.travel(scheduled.publish_at):
        call_command("publish_due", stderr=StringIO())


# Who is told, and who is not


def test_a_submission_is_told_to_those_who_may_review_it(guide: Guide, cast: Cast) -> None:
    guide.write(author=cast.pat)
    guide.submit(guide.write(text="More."))
    assert only("submitted") == {"priya", "tom"}  # Pat wrote part of it, and Root has every right but no such role


def test_a_text_sent_back_is_told_to_its_authors_and_who_submitted_it(guide: Guide, cast: Cast) -> None:
    guide.write(author=cast.ben)
    review = guide.submit(guide.write(text="More."), actor=cast.pat)
    Notification.objects.all().delete()
    send_back(guide, review)
    assert only("sent_back") == {"ana", "ben", "pat"}


def test_a_comment_is_told_to_all_who_take_part_but_never_to_its_writer(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("dosage", author=cast.ben))
    guide.sign(review, cast.tom)
    Notification.objects.all().delete()
    reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    assert only("commented") == {"ana", "ben", "tom"}
    Notification.objects.all().delete()
    reviewing.comment(actor=cast.ana, review=review, body="Since May.")
    assert only("commented") == {"ben", "priya", "tom"}


def test_an_approval_is_told_with_the_last_signature(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("dosage", author=cast.ben))
    Notification.objects.all().delete()
    guide.sign(review, cast.priya)
    assert not Notification.objects.exists()
    guide.sign(review, cast.tom)
    assert only("approved") == {"ben", "maria"}


def test_an_edition_is_told_to_its_authors_signers_and_publishers(notified: Guide, cast: Cast) -> None:
    notified.approve(notified.write(text="News.", author=cast.ben))
    Notification.objects.all().delete()
    notified.publish()
    assert only("published") == {"ana", "ben", "priya", "tom"}  # Maria did it
    Notification.objects.all().delete()
    edition = notified.reread().current_edition
    publishing.withdraw_edition(actor=cast.root, edition=edition, reason="A wrong dose.")
    assert only("withdrawn") == {"ana", "ben", "priya", "tom", "maria"}


def test_a_scheduled_edition_that_went_out_is_told_to_its_publisher_too(notified: Guide) -> None:
    notified.approve(notified.write(text="News."))
    scheduled = stories.schedule(notified)
    Notification.objects.all().delete()
    publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    assert only("published") == {"ana", "priya", "tom", "maria"}


def test_a_scheduled_edition_that_did_not_go_out_is_told_to_publishers(notified: Guide) -> None:
    notified.approve(notified.write(text="News."))
    refuse_scheduled(notified)
    assert only("schedule_refused") == {"maria"}
    (message,) = send()
    planned = ScheduledEdition.objects.get().publish_at
    assert f"{planned:%H:%M} UTC" in message.body
    assert f"{SITE}/admin/monograph/monograph/{notified.monograph.pk}/release/" in message.body


def test_who_has_no_address_or_may_not_open_the_desks_is_told_nothing(guide: Guide, cast: Cast) -> None:
    User.objects.filter(username="priya").update(email="")
    User.objects.filter(username="tom").update(is_staff=False)
    guide.submit(guide.write())
    assert only("submitted") == {"pat"}
    User.objects.filter(username="pat").update(is_active=False)
    assert send() == []


# What a mail says


def test_a_mail_says_who_did_what_and_leads_its_reader_there(notified: Guide, cast: Cast) -> None:
    review = notified.submit(notified.write(text="News."))
    (message,) = [each for each in send() if each.to == ["priya@example.org"]]
    assert message.subject == "Testol, “What is Testol used for?”: waits for your review"
    assert message.from_email == "Monograph <noreply@127.0.0.1>"
    page = f"/admin/monograph/review/{review.pk}/change/"
    ((html, kind),) = message.alternatives
    for text in (message.body, unescape(html)):
        assert "ana submitted this section for review." in text
        assert f"{SITE}{page}" in text
        assert f"{SITE}/admin/monograph/mail/" in text
    assert kind == "text/html"


def test_every_link_works_for_who_gets_it(notified: Guide, cast: Cast) -> None:
    review = notified.submit(notified.write("faq"))
    reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    send_back(notified, review)
    notified.approve(notified.write(text="News."))
    notified.publish()
    publishing.withdraw_edition(actor=cast.maria, edition=notified.reread().current_edition, reason="Wrong.")
    rows = set(Notification.objects.values_list("recipient__username", "path", "kind"))
    assert {kind for *_, kind in rows} == {
        *("submitted", "commented", "sent_back", "approved", "published", "withdrawn")
    }
    for name, path, _ in rows:
        client = Client()
        client.force_login(User.objects.get(username=name))
        assert client.get(path).status_code == 200, f"{name}: {path}"


def test_no_mail_holds_a_word_of_a_draft(notified: Guide, cast: Cast) -> None:
    """The name of a medicine in drafted facts is a draft too, and what the gate says may quote a text."""
    other = Guide(cast, slug="othol")
    other.submit(other.write("drug-facts", facts=facts(brand_name="zqbrandzq", generic_name="zqgenericzq")))
    for each in (notified, other):
        review = each.submit(each.write("faq", "zqbodyzq zqquotezq", heading="zqheadingzq"))
        reviewing.comment(actor=cast.priya, review=review, body="zqcommentzq", quote="zqquotezq")
        send_back(each, review, body="zqremarkzq", quote="zqquotezq")
        each.approve(each.write(text="zqapprovedzq", heading="zqapprovedheadingzq"))
    scheduled = stories.schedule(notified)
    digest = notified.section().approved_revision.digest
    fresh = notified.submit(notified.section().approved_revision)
    reviewing.request_changes(actor=cast.tom, review=fresh, expected=digest, body="zqagainzq")
    with pytest.raises(CommandError), time_machine.travel(scheduled.publish_at):
        call_command("publish_due", stderr=StringIO())
    assert "zqapprovedheadingzq" in ScheduledEdition.objects.get().outcome
    sent = send()
    assert set(Notification.objects.values_list("kind", flat=True)) == {
        *("submitted", "commented", "sent_back", "approved", "schedule_refused")
    }
    assert len(sent) == Notification.objects.count() > 20
    for message in sent:
        assert "zq" not in " ".join([message.subject, message.body, message.alternatives[0][0]])


def test_a_withdrawal_is_told_with_its_reason_which_is_public(notified: Guide, cast: Cast) -> None:
    reason = "The dose was <wrong>.\nDo not use it."
    publishing.withdraw_edition(actor=cast.root, edition=notified.monograph.current_edition, reason=reason)
    message = send()[0]
    assert message.subject == "Testol: edition 1 is withdrawn"
    assert reason in message.body
    assert "&lt;wrong&gt;" in message.alternatives[0][0]


# When it is sent


def test_what_is_rolled_back_is_told_to_nobody(guide: Guide) -> None:
    with transaction.atomic():
        guide.submit(guide.write())
        transaction.set_rollback(True)
    assert send() == []


def test_a_verb_sends_nothing_itself_and_the_timer_sends_once(guide: Guide) -> None:
    guide.submit(guide.write())
    assert mail.outbox == []
    assert sorted(message.to for message in send()) == [[f"{name}@example.org"] for name in ("pat", "priya", "tom")]
    assert send() == []


def test_a_server_that_is_down_breaks_no_verb_and_loses_no_mail(guide: Guide, settings: Any) -> None:
    working = {name: getattr(settings, name) for name in mail_settings({"BACKEND": "", "OPTIONS": {}})}
    for name, value in mail_settings({"BACKEND": "tests.failing_mail.FailingBackend", "OPTIONS": {}}).items():
        setattr(settings, name, value)
    review = guide.submit(guide.write())
    assert AuditEntry.objects.latest("sequence").action == "submit"
    with pytest.raises(CommandError, match="3 mails could not be sent"):
        call_command("send_notices")
    assert review.is_open
    assert Notification.objects.waiting().count() == 3
    for name, value in working.items():
        setattr(settings, name, value)
    assert send() == [], "the server is given some minutes"
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert len(send()) == 3


def test_what_another_run_is_sending_is_not_sent_again(guide: Guide) -> None:
    guide.submit(guide.write())
    Notification.objects.update(tried_at=timezone.now())
    assert send() == []


def test_the_outbox_is_emptied_after_a_month(guide: Guide) -> None:
    guide.submit(guide.write())
    send()
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        send()
        assert Notification.objects.count() == 3
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        send()
        assert not Notification.objects.exists()


# What people chose


def test_a_muted_kind_is_not_written_at_all(guide: Guide, cast: Cast) -> None:
    MailPreference.objects.create(user=cast.priya, muted=["submitted"])
    review = guide.submit(guide.write())
    assert told("submitted") == {"tom", "pat"}
    reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    reviewing.comment(actor=cast.tom, review=review, body="And how?")
    assert "priya" in told("commented")


def test_one_mail_a_day_holds_all_that_waits(guide: Guide, cast: Cast) -> None:
    MailPreference.objects.create(user=cast.priya, is_daily=True)
    for code in ("uses", "overview"):
        guide.submit(guide.write(code))
    assert "priya@example.org" not in [address for message in send() for address in message.to]
    call_command("send_digest")
    (message,) = mail.outbox
    assert message.to == ["priya@example.org"]
    assert message.subject == "Monograph drug guides: 2 notices"
    for review in Review.objects.all():
        assert f"{SITE}/admin/monograph/review/{review.pk}/change/" in message.body
        assert f"{SITE}/admin/monograph/review/{review.pk}/change/" in message.alternatives[0][0]
    call_command("send_digest")
    assert len(mail.outbox) == 1


# Reminders


def remind(moment: datetime) -> list[str]:
    Notification.objects.all().delete()
    with time_machine.travel(moment, tick=False):
        call_command("remind", stdout=StringIO())
    return sorted({f"{notice.kind}: {notice.subject}" for notice in Notification.objects.all()})


def test_people_are_reminded_once_before_and_once_when_a_review_has_lapsed(notified: Guide) -> None:
    due = notified.monograph.current_edition.review_due
    moment = datetime.combine(due, time(12), UTC)
    day = f"{due.day} {due:%B %Y}"
    assert remind(moment - timedelta(days=31)) == []
    assert remind(moment - timedelta(days=30)) == [f"review_due: Testol: its review is due by {day}"]
    assert only("review_due") == {"ana", "ben", "pat", "maria"}
    assert remind(moment - timedelta(days=29)) == []
    assert remind(moment) == [f"review_lapsed: Testol: its review is overdue since {day}"]
    assert remind(moment + timedelta(days=1)) == []


def test_a_new_edition_is_reminded_of_anew_and_an_old_one_never(notified: Guide) -> None:
    first = notified.monograph.current_edition
    moment = datetime.combine(first.review_due, time(12), UTC)
    assert remind(moment)
    for code in stories.SHORT:
        notified.approve(notified.section(code).approved_revision)
    second = notified.publish()
    remind(moment)
    assert set(Reminder.objects.values_list("edition", flat=True)) <= {first.pk, second.pk}
    publishing.withdraw_edition(actor=notified.cast.maria, edition=second, reason="Wrong.")
    assert remind(moment + timedelta(days=400)) == []


def test_while_nobody_can_be_told_a_reminder_is_not_used_up(notified: Guide) -> None:
    moment = datetime.combine(notified.monograph.current_edition.review_due, time(12), UTC)
    User.objects.update(email="")
    assert remind(moment) == []
    User.objects.filter(username="maria").update(email="maria@example.org")
    assert len(remind(moment)) == 1
