"""A guide's own page: its sections with their state in words, what the public reads, and the small acts on it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from monograph.models import Monograph, Presence, SectionKind
from monograph.release import guide_checks
from monograph.workflow import publishing, reviewing
from monograph.workflow.waiving import waive

from ..cast import PASSWORD
from ..factory import Guide, facts
from ..stories import schedule, short
from .browse import NASTY, Desk, Page, address, history

GUIDE, INTERVAL, ADD = "monograph_change", "monograph_interval", "section_add"


def load(desk: Desk, guide: Guide) -> Page:
    return desk.get(GUIDE, guide.monograph.pk)


def set_interval(desk: Desk, guide: Guide, months: Any) -> Page:
    return desk.post(INTERVAL, guide.monograph.pk, months=months)


@pytest.fixture
def travel(guide: Guide) -> SectionKind:
    """A kind that joined the catalogue after the guide was started."""
    return SectionKind.objects.create(code="travel", position=90, default_heading="Travel")


# What the page shows


def test_a_new_guide_has_every_section_of_the_catalogue_in_order_and_none_written(guide: Guide, ana: Desk) -> None:
    page = load(ana, guide)
    assert "The public reads nothing of this guide now." in page.words
    assert [row[0] for row in page.rows()] == [str(kind) for kind in SectionKind.objects.all()]
    assert {(row[1], row[3]) for row in page.rows()} == {("not written yet", "not public")}


def test_the_guide_has_the_name_of_its_latest_key_facts(guide: Guide, ana: Desk) -> None:
    assert load(ana, guide).words_of(load(ana, guide).dom.xpath("//h1")[-1]) == "testol"
    guide.write("drug-facts", facts=facts(brand_name="Newtol"))
    page = load(ana, guide)
    assert page.words_of(page.dom.xpath("//h1")[-1]) == "Newtol"


def test_every_state_is_said_in_words_beside_what_the_public_reads(guide: Guide, ana: Desk) -> None:
    short(guide)
    guide.write("faq", heading="Draft")
    guide.submit(guide.write("cost", heading="In review"))
    review = guide.submit(guide.write("storage", heading="Sent back"))
    reviewing.request_changes(actor=guide.cast.tom, review=review, expected=review.revision.digest, body="No.")
    guide.approve(guide.write("uses", "News.", heading="Signed"))
    guide.remove("overview")
    page = load(ana, guide)
    states = {row[0]: (row[1], row[3]) for row in page.rows()}
    assert states["Draft"] == ("draft", "not public")
    assert states["In review"] == ("in review", "not public")
    assert states["Sent back"] == ("changes requested", "not public")
    assert states["Signed"] == ("approved, not yet published", "revision 1")
    assert states["About overview"] == ("removal: draft", "revision 1")
    assert states["About dosage"] == ("published", "revision 1, the latest")
    assert (
        "The public reads edition 1 , published" in page.words or "The public reads edition 1, published" in page.words
    )


def test_a_withdrawn_guide_is_said_to_be_read_by_nobody(guide: Guide, ana: Desk) -> None:
    short(guide)
    edition = guide.monograph.current_edition
    assert edition is not None
    publishing.withdraw_edition(actor=guide.cast.maria, edition=edition, reason="An error.")
    page = load(ana, guide)
    assert "The public reads nothing of this guide now." in page.words
    assert {row[3] for row in page.rows()} == {"not public"}


def test_a_scheduled_edition_is_announced(guide: Guide, ana: Desk) -> None:
    short(guide)
    guide.approve(guide.write("cost"))
    scheduled = schedule(guide)
    assert f"The next edition is scheduled for {scheduled.publish_at:%-d %B %Y, %H:%M} UTC." in load(ana, guide).words


def test_what_can_be_done_next_depends_on_the_state_and_on_the_person(guide: Guide, ana: Desk, priya: Desk) -> None:
    guide.write("uses", heading="Draft")
    review = guide.submit(guide.write("cost", heading="In review"))
    asked = guide.submit(guide.write("storage", heading="Sent back"))
    reviewing.request_changes(actor=guide.cast.tom, review=asked, expected=asked.revision.digest, body="No.")
    for_ana, for_priya = load(ana, guide), load(priya, guide)
    assert for_ana.row("Draft")[5] == "Submit Draft for review History of Draft Take it out: Draft"
    assert for_priya.row("Draft")[5] == "History of Draft"
    assert for_ana.links()["Open the review: In review"] == address("review_change", review.pk)
    assert for_priya.links()["Review and sign: In review"] == address("review_change", review.pk)
    see = "See the changes asked for: Sent back"
    assert for_ana.links()[see] == address("section_edit", guide.monograph.pk, "storage")
    assert for_priya.links()[see] == address("review_change", asked.pk)
    assert for_ana.links()["Take it out: Draft"] == address("section_edit", guide.monograph.pk, "uses") + "#removal"
    assert not [button for button in for_priya.buttons if button]


def test_who_wrote_part_of_a_text_is_not_asked_to_sign_it(guide: Guide) -> None:
    guide.write("cost", author=guide.cast.pat)
    guide.submit(guide.write("cost", "Other words.", heading="In review"))
    assert "Open the review: In review" in load(Desk(guide.cast.pat), guide).links()
    assert "Open the review: In review" in load(Desk(guide.cast.grace), guide).links()


def test_who_signed_the_approved_text_is_told_and_when(guide: Guide, grace: Desk) -> None:
    guide.approve(guide.write("dosage", heading="Dosage"))
    guide.approve(guide.write("uses", heading="Uses"))
    signed = guide.approve(guide.section("uses").latest_revision).signatures.get()  # type: ignore[arg-type]
    page = load(grace, guide)
    day = f"{signed.signed_at:%-d %b %Y}"
    assert page.row("Dosage")[2].endswith(f"signed by Priya, PharmD and Tom, PharmD, {day}")
    assert page.row("Uses")[2] == f"revision 1, ana, {day} signed by Priya, PharmD, {day}"
    guide.write("uses", "Other words.", heading="Uses")
    assert load(grace, guide).row("Uses")[2] == f"revision 2, ana, {day} signed by Priya, PharmD, {day}"


def test_who_is_writing_now_is_told_and_who_left_is_not(guide: Guide, ana: Desk) -> None:
    now = timezone.now()
    for person, ago in ((guide.cast.ben, 5), (guide.cast.ana, 5), (guide.cast.pat, 60)):
        Presence.objects.create(section=guide.section(), person=person, seen_at=now - timedelta(seconds=ago))
    page = load(ana, guide)
    assert page.all("guide-writing") == ["Writing now: you, ben"]


def test_what_preflight_finds_is_counted_section_by_section(guide: Guide, ana: Desk) -> None:
    guide.write("uses", "Take it it.", heading="Uses")
    page = load(ana, guide)
    assert "error" in page.row("Uses")[4] and page.row("Uses")[4].endswith("in Uses")
    assert page.row("What is")[4] == "1 error", "what a guide lacks is an error as well"
    before = page.row("Uses")[4]
    revision = guide.section().latest_revision
    assert revision is not None
    (error, *_) = guide_checks.unwaived_errors(revision)
    waive(
        actor=guide.cast.priya,
        revision=revision,
        finding=guide_checks.finding_key(error),
        expected=revision.digest,
        reason="Its name.",
        password=PASSWORD,
    )
    assert load(ana, guide).row("Uses")[4] != before, "a waived one is not counted"


def test_the_progress_is_told_in_words_and_drawn(guide: Guide, ana: Desk) -> None:
    short(guide)
    assert "4 of 4 sections are signed." in load(ana, guide).words
    guide.write("faq")
    guide.submit(guide.write("cost"))
    guide.write("uses", "News.")
    page = load(ana, guide)
    assert "3 of 6 sections are signed; 1 waits for a pharmacist, 2 are drafts." in page.words
    bars = [(each.get("data-part"), each.get("x"), each.get("width")) for each in page.dom.iter("rect")]
    assert bars == [("signed", "0", "3"), ("in_review", "3", "1"), ("draft", "4", "2")]


def test_the_next_edition_and_all_editions_are_one_click_away(guide: Guide, grace: Desk) -> None:
    links = load(grace, guide).links()
    assert links["Next edition"] == address("monograph_release", guide.monograph.pk)
    assert links["All editions"] == address("monograph_editions", guide.monograph.pk)
    assert links["Preview"] == address("monograph_preview", guide.monograph.pk)
    assert links["Search its texts, old ones too"] == address("text_search") + f"?guide={guide.monograph.pk}"


# What the forms do


def test_the_review_interval_is_changed(guide: Guide, ana: Desk) -> None:
    page = ana.after(set_interval(ana, guide, 6))
    assert page.messages == ["The review interval is changed. Readers see it with the next edition."]
    assert page.value("months") == "6"


def test_a_section_that_joined_the_catalogue_is_added(guide: Guide, ana: Desk, travel: SectionKind) -> None:
    assert "Add the section “Travel”" in load(ana, guide).buttons
    page = ana.after(ana.post(ADD, guide.monograph.pk, "travel"))
    assert page.messages == ["The section “Travel” is added."]
    assert page.row("Travel")[1] == "not written yet"
    assert "Add the section “Travel”" not in page.buttons


# Changes only by POST, refusals


@pytest.mark.parametrize(("name", "rest"), [(INTERVAL, ()), (ADD, ("travel",))])
def test_acts_are_refused_by_get(guide: Guide, ana: Desk, travel: SectionKind, name: str, rest: tuple[str]) -> None:
    before = history()
    assert ana.get(name, guide.monograph.pk, *rest, months="6").status == 405
    assert history() == before


NO_NUMBERS = {name: value for name, value in NASTY.items() if name != "digits"}


@pytest.mark.parametrize("months", ["", "0", "61", "-1", "1.5", "abc", str(10**12), *NO_NUMBERS.values()])
def test_an_interval_that_cannot_be_is_refused_in_words(guide: Guide, ana: Desk, months: Any) -> None:
    before = history()
    page = set_interval(ana, guide, months)
    assert page.status == 422
    assert page.errors[0].startswith("Review interval in months:")
    assert history() == before
    assert guide.reread().review_interval_months == 12


def test_a_missing_interval_is_refused_in_words(guide: Guide, ana: Desk) -> None:
    page = ana.post(INTERVAL, guide.monograph.pk)
    assert page.status == 422
    assert page.errors


def test_who_may_not_is_refused(guide: Guide, priya: Desk, maria: Desk, travel: SectionKind) -> None:
    before = history()
    for desk in (priya, maria):
        page = set_interval(desk, guide, 6)
        assert page.status == 403
        assert page.errors == ["Your account does not have the right to change a guide's review interval."]
        assert desk.post(ADD, guide.monograph.pk, "travel").status == 403
    assert history() == before


def test_a_section_is_added_once(guide: Guide, ana: Desk, ben: Desk, travel: SectionKind) -> None:
    ben.post(ADD, guide.monograph.pk, "travel")
    page = ana.post(ADD, guide.monograph.pk, "travel")
    assert page.status == 409
    assert page.errors == ["The guide already has a section “Travel”."]


@pytest.mark.parametrize("number", [0, 10**19, 10**30])
def test_a_guide_that_is_not_there_is_not_found(guide: Guide, ana: Desk, number: int) -> None:
    assert ana.get(GUIDE, number).status == 404
    assert ana.post(INTERVAL, number, months=6).status == 404
    assert ana.post(ADD, number, "uses").status == 404
    assert ana.post(ADD, guide.monograph.pk, "no-such-kind").status == 404
    assert Monograph.objects.count() == 1
