"""Home: what waits for the person who opens it, each thing one click from the work."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from monograph.errors import Blocker, NotReady
from monograph.workflow import drafting, publishing, reviewing

from ..cast import PASSWORD, Cast
from ..factory import Guide
from ..stories import short
from .browse import Desk, Page, address
from .test_queries import asked


def card(page: Page, title: str) -> str:
    """Return the words of one card, empty where there is none of this title."""
    found = [words for words in page.all("home-card") if words.startswith(title)]
    return found[0] if found else ""


def home(desk: Desk) -> Page:
    page = desk.open("/admin/")
    assert page.status == 200
    return page


def send_back(guide: Guide, code: str = "uses") -> None:
    review = guide.submit(guide.write(code, heading="Its uses"))
    seen = {"expected": review.revision.digest, "body": "Say how often.", "quote": "Plain words"}
    reviewing.request_changes(actor=guide.cast.tom, review=review, **seen)


def test_what_was_sent_back_comes_with_the_reviewers_words(guide: Guide, ana: Desk, ben: Desk) -> None:
    send_back(guide)
    page = home(ana)
    assert (
        card(page, "Sent back to you 1") == "Sent back to you 1 testol: Its uses Say how often. tom, on “Plain words”"
    )
    assert page.links()["testol: Its uses"] == address("section_edit", guide.monograph.pk, "uses")
    assert card(home(ben), "Sent back to you") == "Sent back to you Nothing is sent back to you."


def test_what_was_revised_since_is_no_longer_sent_back(guide: Guide, ana: Desk) -> None:
    send_back(guide)
    guide.write("uses", "Once a day.")
    page = home(ana)
    assert "Nothing is sent back" in card(page, "Sent back to you")
    assert "revision 2, saved 0 minutes ago" in card(page, "Your drafts, not submitted 1")


def test_typing_that_was_kept_is_offered_to_its_writer_alone(guide: Guide, ana: Desk, ben: Desk) -> None:
    section = guide.section()
    typed = {"heading": "Half a heading"}
    drafting.save_working_copy(actor=guide.cast.ana, section=section, typed=typed, based_on=None)
    assert "testol: Half a heading kept 0 minutes ago" in card(home(ana), "Your unfinished typing 1")
    assert "Half a heading" not in home(ben).html
    guide.write(author=guide.cast.ben)
    assert "somebody has saved a newer text meanwhile" in card(home(ana), "Your unfinished typing")


def test_what_is_in_review_says_how_long_and_who_signed(guide: Guide, ana: Desk) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=3, hours=1)):
        review = guide.submit(guide.write("dosage"))
        guide.sign(review)
    said = card(home(ana), "Yours, in review 1")
    assert said == "Yours, in review 1 testol: About dosage for 3 days signed by Priya, PharmD, 1 of 2"


def test_a_publisher_sees_what_is_signed_and_not_public(guide: Guide, maria: Desk) -> None:
    short(guide)
    assert "Everything that is signed is public." in card(home(maria), "Signed, not yet public")
    guide.approve(guide.write("cost"))
    page = home(maria)
    assert "Testol 1 signed section waits for the next edition" in card(page, "Signed, not yet public 1")
    assert page.links()["Testol"] == address("monograph_release", guide.monograph.pk)


def test_a_publisher_sees_what_is_scheduled_and_what_was_refused(guide: Guide, maria: Desk) -> None:
    short(guide)
    guide.approve(guide.write("cost"))
    then = timezone.now() + timedelta(days=1)
    given = {"expected": guide.release_candidate().digest, "publish_at": then, "password": PASSWORD}
    scheduled = publishing.schedule(actor=guide.cast.maria, monograph=guide.monograph, **given)
    assert "Testol goes out on" in card(home(maria), "Scheduled 1")
    error = NotReady([Blocker("signatures_missing", "cost", "“Cost”: it lacks a signature.")])
    publishing.refuse_scheduled(scheduled=scheduled, error=error, at=timezone.now())
    assert "“Cost”: it lacks a signature." in card(home(maria), "Scheduled 1")


def test_a_review_that_lapsed_is_told_to_everybody_who_works_here(published: Guide, grace: Desk) -> None:
    assert "No guide's review is due" in card(home(grace), "Review due")
    due = published.monograph.current_edition.review_due  # type: ignore[union-attr]
    with time_machine.travel(timezone.now() + timedelta(days=340)):
        assert "review due on" in card(home(Desk(published.cast.grace)), "Review due 1")
    with time_machine.travel(timezone.now() + timedelta(days=(due - timezone.now().date()).days + 1)):
        page = home(Desk(published.cast.grace))
        assert "review lapsed on" in card(page, "Review due 1")
        assert page.links()["Testol"] == address("monograph_change", published.monograph.pk)


def test_a_short_list_says_how_many_there_are(guide: Guide, ana: Desk) -> None:
    for number in range(7):
        Guide(guide.cast, f"guide-{number}").write()
    page = home(ana)
    assert "The 5 that have waited longest are shown." in card(page, "Your drafts, not submitted 7")


def test_who_has_no_desk_has_no_cards(guide: Guide, cast: Cast) -> None:
    assert home(Desk(cast.sam)).all("home-card") == []


def test_home_takes_as_many_queries_for_many_guides_as_for_one(guide: Guide, root: Desk) -> None:
    def work(each: Guide) -> None:
        each.approve(each.write("cost", author=guide.cast.root))
        each.submit(each.write("uses", author=guide.cast.root))
        each.write("storage", author=guide.cast.root)
        drafting.save_working_copy(
            actor=guide.cast.root, section=each.section("faq"), typed={"heading": "Half"}, based_on=None
        )

    work(guide)
    before = asked(root, "/admin/")
    for number in range(6):
        work(Guide(guide.cast, f"guide-{number}"))
    assert len(asked(root, "/admin/")) == len(before) <= 15
