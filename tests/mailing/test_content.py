"""What a mail says: who did what and where, and never a word of a draft."""

from html import unescape
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client

from monograph.models import Notification, ScheduledEdition
from monograph.workflow import publishing, reviewing

from .. import stories
from ..cast import PASSWORD, Cast
from ..factory import Guide, facts
from .mailbox import SITE, request_changes, send


def test_mail_says_who_did_what_and_links_to_the_page(notified: Guide, cast: Cast) -> None:
    review = notified.submit(notified.write(text="News."))
    (message,) = [message for message in send() if message.to == ["priya@example.org"]]
    assert message.subject == "Testol, “What is Testol used for?”: waiting for your review"
    assert message.from_email == "Monograph <noreply@127.0.0.1>"
    path = f"/admin/monograph/review/{review.pk}/change/"
    ((html, kind),) = message.alternatives
    for text in (message.body, unescape(html)):
        assert "ana submitted this section for review." in text
        assert f"{SITE}{path}" in text
        assert f"{SITE}/admin/monograph/mail/" in text
    assert kind == "text/html"


def test_every_link_works_for_its_recipient(notified: Guide, cast: Cast) -> None:
    review = notified.submit(notified.write("faq"))
    reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    request_changes(notified, review)
    notified.approve(notified.write(text="News."))
    notified.publish()
    publishing.withdraw_edition(
        actor=cast.maria, edition=notified.reread().current_edition, reason="Wrong.", password=PASSWORD
    )
    notifications = set(Notification.objects.values_list("recipient__username", "path", "kind"))
    assert {kind for *_, kind in notifications} == {
        *("submitted", "commented", "sent_back", "approved", "published", "withdrawn", "signed")
    }
    for name, path, _ in notifications:
        client = Client()
        client.force_login(User.objects.get(username=name))
        assert client.get(path).status_code == 200, f"{name}: {path}"


def test_no_mail_contains_a_word_of_a_draft(notified: Guide, cast: Cast) -> None:
    """The brand name in unpublished facts is a draft, too, and a blocker may quote a text."""
    other = Guide(cast, slug="othol")
    other.submit(other.write("drug-facts", facts=facts(brand_name="zqbrandzq", generic_name="zqgenericzq")))
    for guide in (notified, other):
        review = guide.submit(guide.write("faq", "zqbodyzq zqquotezq", heading="zqheadingzq"))
        reviewing.comment(actor=cast.priya, review=review, body="zqcommentzq", quote="zqquotezq")
        request_changes(guide, review, body="zqchangezq", quote="zqquotezq")
        guide.approve(guide.write(text="zqapprovedzq", heading="zqapprovedheadingzq"))
    scheduled = stories.schedule(notified)
    digest = notified.section().approved_revision.digest
    fresh = notified.submit(notified.section().approved_revision)
    reviewing.request_changes(actor=cast.tom, review=fresh, expected=digest, body="zqagainzq")
    with pytest.raises(CommandError), time_machine.travel(scheduled.publish_at):
        call_command("publish_due", stderr=StringIO())
    assert "zqapprovedheadingzq" in ScheduledEdition.objects.get().outcome
    sent = send()
    assert set(Notification.objects.values_list("kind", flat=True)) == {
        *("submitted", "commented", "sent_back", "approved", "schedule_refused", "signed")
    }
    assert len(sent) == Notification.objects.count() > 20
    for message in sent:
        assert "zq" not in " ".join([message.subject, message.body, message.alternatives[0][0]])


def test_mail_about_a_withdrawal_gives_the_public_reason(notified: Guide, cast: Cast) -> None:
    reason = "The dose was <wrong>.\nDo not use it."
    cast.root.groups.add(Group.objects.get(name="Publisher"))
    publishing.withdraw_edition(
        actor=cast.root, edition=notified.monograph.current_edition, reason=reason, password=PASSWORD
    )
    message = send()[0]
    assert message.subject == "Testol: edition 1 withdrawn"
    assert reason in message.body
    assert "&lt;wrong&gt;" in message.alternatives[0][0]
