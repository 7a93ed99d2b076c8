"""Home: what waits for the user."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from monograph.errors import Blocker, NotReady
from monograph.workflow import drafting, publishing, reviewing

from ..cast import PASSWORD, Cast
from ..factory import Guide
from .desk_client import Desk, Page, address
from .test_queries import captured_queries


def card(page: Page, title: str) -> str:
    """Return the words of the card with this title, "" if there is none."""
    found = [words for words in page.all("home-card") if words.startswith(title)]
    return found[0] if found else ""


def home(desk: Desk) -> Page:
    page = desk.open("/admin/")
    assert page.status == 200
    return page


def request_changes(guide: Guide, code: str = "uses") -> None:
    review = guide.submit(guide.write(code, heading="Its uses"))
    seen = {"expected": review.revision.digest, "body": "Say how often.", "quote": "Plain words"}
    reviewing.request_changes(actor=guide.cast.tom, review=review, **seen)


def test_requested_changes_come_with_the_comments(guide: Guide, ana: Desk, ben: Desk) -> None:
    request_changes(guide)
    page = home(ana)
    assert (
        card(page, "Changes requested 1") == "Changes requested 1 testol: Its uses Say how often. tom, on “Plain words”"
    )
    assert page.links()["testol: Its uses"] == address("section_edit", guide.monograph.pk, "uses")
    assert card(home(ben), "Changes requested") == "Changes requested No changes are requested from you."


def test_revised_section_leaves_the_card_of_requested_changes(guide: Guide, ana: Desk) -> None:
    request_changes(guide)
    guide.write("uses", "Once a day.")
    page = home(ana)
    assert "No changes are requested" in card(page, "Changes requested")
    assert "revision 2, saved 0 minutes ago" in card(page, "Drafts to submit 1")


def test_unsaved_changes_are_shown_only_to_their_author(guide: Guide, ana: Desk, ben: Desk) -> None:
    section = guide.section()
    typed = {"heading": "Half a heading"}
    drafting.save_working_copy(actor=guide.cast.ana, section=section, typed=typed, based_on=None)
    assert "testol: Half a heading autosaved 0 minutes ago" in card(home(ana), "Unsaved changes 1")
    assert "Half a heading" not in home(ben).html
    guide.write(author=guide.cast.ben)
    assert "a newer revision has been saved since" in card(home(ana), "Unsaved changes")


def test_own_reviews_show_age_and_signers(guide: Guide, ana: Desk) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=3, hours=1)):
        review = guide.submit(guide.write("dosage"))
        guide.sign(review)
    words = card(home(ana), "Your revisions in review 1")
    assert (
        words == "Your revisions in review 1 testol: About dosage submitted 3 days ago signed by Priya, PharmD, 1 of 2"
    )


def test_publisher_sees_signed_unpublished_sections(short: Guide, maria: Desk) -> None:
    assert "Everything signed is published." in card(home(maria), "Signed, not yet published")
    short.approve(short.write("cost"))
    page = home(maria)
    assert "Testol 1 signed section is ready for the next edition" in card(page, "Signed, not yet published 1")
    assert page.links()["Testol"] == address("monograph_publish", short.monograph.pk)


def test_publisher_sees_scheduled_and_refused_editions(short: Guide, maria: Desk) -> None:
    short.approve(short.write("cost"))
    then = timezone.now() + timedelta(days=1)
    given = {"expected": short.release_candidate().digest, "publish_at": then, "password": PASSWORD}
    scheduled = publishing.schedule(actor=short.cast.maria, monograph=short.monograph, **given)
    assert "Testol publishes on" in card(home(maria), "Scheduled 1")
    error = NotReady([Blocker("signatures_missing", "cost", "“Cost”: it lacks a signature.")])
    publishing.refuse_scheduled(scheduled=scheduled, error=error, at=timezone.now())
    assert "“Cost”: it lacks a signature." in card(home(maria), "Scheduled 1")


def test_lapsed_guide_review_is_shown_to_everyone(published: Guide, grace: Desk) -> None:
    assert "No guide is due for review" in card(home(grace), "Guides due for review")
    due = published.monograph.current_edition.review_due  # type: ignore[union-attr]
    with time_machine.travel(timezone.now() + timedelta(days=340)):
        assert "review due on" in card(home(Desk(published.cast.grace)), "Guides due for review 1")
    with time_machine.travel(timezone.now() + timedelta(days=(due - timezone.now().date()).days + 1)):
        page = home(Desk(published.cast.grace))
        assert "review lapsed on" in card(page, "Guides due for review 1")
        assert page.links()["Testol"] == address("monograph_change", published.monograph.pk)


def test_cut_list_shows_the_total(guide: Guide, ana: Desk) -> None:
    for number in range(7):
        Guide(guide.cast, f"guide-{number}").write()
    page = home(ana)
    assert "Showing 5 of 7." in card(page, "Drafts to submit 7")


def test_user_without_desk_has_no_cards(guide: Guide, cast: Cast) -> None:
    assert home(Desk(cast.sam)).all("home-card") == []


def test_query_count_does_not_grow_with_guides(guide: Guide, root: Desk) -> None:
    def work(other: Guide) -> None:
        other.approve(other.write("cost", author=guide.cast.root))
        other.submit(other.write("uses", author=guide.cast.root))
        other.write("storage", author=guide.cast.root)
        drafting.save_working_copy(
            actor=guide.cast.root, section=other.section("faq"), typed={"heading": "Half"}, based_on=None
        )

    work(guide)
    before = captured_queries(root, "/admin/")
    for number in range(2):
        work(Guide(guide.cast, f"guide-{number}"))
    assert len(captured_queries(root, "/admin/")) == len(before) <= 17
