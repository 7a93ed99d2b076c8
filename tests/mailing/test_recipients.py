"""Who is notified of each action, and who mutes what."""

from django.contrib.auth.models import Group, User

from monograph.models import MailPreference, Notification, ScheduledEdition
from monograph.workflow import publishing, reviewing

from .. import stories
from ..cast import PASSWORD, Cast
from ..factory import Guide
from .mailbox import SITE, only, recipients, refuse_scheduled, request_changes, send


def test_submission_notifies_those_who_may_review_it(guide: Guide, cast: Cast) -> None:
    guide.write(author=cast.pat)
    guide.submit(guide.write(text="More."))
    assert only("submitted") == {"priya", "tom"}  # Pat wrote part of it; Root was given no permission


def test_request_for_changes_notifies_authors_and_submitter(guide: Guide, cast: Cast) -> None:
    guide.write(author=cast.ben)
    review = guide.submit(guide.write(text="More."), actor=cast.pat)
    Notification.objects.all().delete()
    request_changes(guide, review)
    assert only("sent_back") == {"ana", "ben", "pat"}


def test_comment_notifies_participants_except_its_author(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("dosage", author=cast.ben))
    guide.sign(review, cast.tom)
    Notification.objects.all().delete()
    comment = reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    assert only("commented") == {"ana", "ben", "tom"}
    Notification.objects.all().delete()
    reviewing.comment(actor=cast.ana, review=review, body="Since May.")
    assert only("commented") == {"ben", "priya", "tom"}
    Notification.objects.all().delete()
    reviewing.reply(actor=cast.ben, comment=comment, body="In both strengths.")
    assert only("commented") == {"ana", "priya", "tom"}


def test_approval_notifies_with_the_last_signature(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("dosage", author=cast.ben))
    Notification.objects.all().delete()
    guide.sign(review, cast.priya)
    assert only("signed") == {"priya"}
    guide.sign(review, cast.tom)
    assert only("approved") == {"ben", "maria"}


def test_edition_notifies_authors_signers_and_publishers(notified: Guide, cast: Cast) -> None:
    notified.approve(notified.write(text="News.", author=cast.ben))
    Notification.objects.all().delete()
    notified.publish()
    assert only("published") == {"ana", "ben", "priya", "tom"}  # Maria did it
    Notification.objects.all().delete()
    edition = notified.reread().current_edition
    cast.root.groups.add(Group.objects.get(name="Publisher"))
    publishing.withdraw_edition(actor=cast.root, edition=edition, reason="A wrong dose.", password=PASSWORD)
    assert only("withdrawn") == {"ana", "ben", "priya", "tom", "maria"}


def test_published_schedule_notifies_its_publisher_too(notified: Guide) -> None:
    notified.approve(notified.write(text="News."))
    scheduled = stories.schedule(notified)
    Notification.objects.all().delete()
    publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    assert only("published") == {"ana", "priya", "tom", "maria"}


def test_refused_schedule_notifies_publishers(notified: Guide) -> None:
    notified.approve(notified.write(text="News."))
    refuse_scheduled(notified)
    assert only("schedule_refused") == {"maria"}
    (message,) = send()
    planned = ScheduledEdition.objects.get().publish_at
    assert f"{planned:%H:%M} UTC" in message.body
    assert f"{SITE}/admin/monograph/monograph/{notified.monograph.pk}/release/" in message.body


def test_people_without_address_or_access_get_no_mail(guide: Guide, cast: Cast) -> None:
    User.objects.filter(username="priya").update(email="")
    User.objects.filter(username="tom").update(is_staff=False)
    guide.submit(guide.write())
    assert only("submitted") == {"pat"}
    User.objects.filter(username="pat").update(is_active=False)
    assert send() == []


def test_muted_kind_is_not_queued(guide: Guide, cast: Cast) -> None:
    MailPreference.objects.create(user=cast.priya, muted=["submitted"])
    review = guide.submit(guide.write())
    assert recipients("submitted") == {"tom", "pat"}
    reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    reviewing.comment(actor=cast.tom, review=review, body="And how?")
    assert "priya" in recipients("commented")


def test_every_signature_notifies_its_signer(guide: Guide, cast: Cast) -> None:
    MailPreference.objects.create(user=cast.priya, muted=["signed"])
    stories.signed(guide)
    Notification.objects.all().delete()
    stories.waive_first_error(guide, guide.write("uses", "Ask ask us."))
    guide.approve(guide.write("overview", "News."))
    guide.publish()
    guide.approve(guide.write("overview", "More news."))
    stories.schedule(guide)
    signed = Notification.objects.filter(kind="signed").order_by("pk")
    assert list(signed.values_list("recipient__username", "subject")) == [
        ("priya", "You signed: testol, “What is testol used for?”"),
        ("priya", "You signed: testol, “What is testol?”"),
        ("maria", "You signed: Testol, edition 1"),
        ("priya", "You signed: Testol, “What is Testol?”"),
        ("maria", "You signed: Testol, a scheduled edition"),
    ]
