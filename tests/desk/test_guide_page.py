"""The page of a guide: its sections, their states, and actions on the guide."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from monograph import permissions
from monograph.models import Monograph, Presence, SectionKind
from monograph.release import guide_checks
from monograph.workflow import publishing, reviewing
from monograph.workflow.waiving import waive

from ..cast import PASSWORD
from ..factory import Guide, facts
from ..stories import schedule
from .desk_client import HOSTILE, Desk, Page, address, change_counts

GUIDE, INTERVAL, ADD = "monograph_change", "monograph_interval", "section_add"


def load(desk: Desk, guide: Guide) -> Page:
    return desk.get(GUIDE, guide.monograph.pk)


def set_interval(desk: Desk, guide: Guide, months: Any) -> Page:
    return desk.post(INTERVAL, guide.monograph.pk, months=months)


@pytest.fixture
def travel(guide: Guide) -> SectionKind:
    """A kind that is newer than the guide."""
    return SectionKind.objects.create(code="travel", position=90, default_heading="Travel")


# What the page shows


def test_new_guide_has_all_sections_unwritten_in_catalogue_order(guide: Guide, ana: Desk) -> None:
    page = load(ana, guide)
    assert "Not published." in page.words
    assert [row[0] for row in page.rows()] == [str(kind) for kind in SectionKind.objects.all()]
    assert {(row[1], row[3]) for row in page.rows()} == {("not written yet", "not published")}


def test_guide_is_named_after_its_latest_key_facts(guide: Guide, ana: Desk) -> None:
    assert load(ana, guide).words_of(load(ana, guide).dom.xpath("//h1")[-1]) == "testol"
    guide.write("drug-facts", facts=facts(brand_name="Newtol"))
    page = load(ana, guide)
    assert page.words_of(page.dom.xpath("//h1")[-1]) == "Newtol"


def test_each_section_shows_its_state_and_what_is_published(short: Guide, ana: Desk) -> None:
    short.write("faq", heading="Draft")
    short.submit(short.write("cost", heading="In review"))
    review = short.submit(short.write("storage", heading="Changes requested"))
    reviewing.request_changes(actor=short.cast.tom, review=review, expected=review.revision.digest, body="No.")
    short.approve(short.write("uses", "News.", heading="Signed"))
    short.remove("overview")
    page = load(ana, short)
    states = {row[0]: (row[1], row[3]) for row in page.rows()}
    assert states["Draft"] == ("draft", "not published")
    assert states["In review"] == ("in review", "not published")
    assert states["Changes requested"] == ("changes requested", "not published")
    assert states["Signed"] == ("approved, not yet published", "revision 1")
    assert states["About overview"] == ("removal: draft", "revision 1")
    assert states["About dosage"] == ("published", "revision 1, the latest")
    assert (
        "The public reads edition 1 , published" in page.words or "The public reads edition 1, published" in page.words
    )


def test_withdrawn_guide_is_shown_as_not_published(short: Guide, ana: Desk) -> None:
    edition = short.monograph.current_edition
    assert edition is not None
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="An error.", password=PASSWORD)
    page = load(ana, short)
    assert "Not published." in page.words
    assert {row[3] for row in page.rows()} == {"not published"}


def test_scheduled_edition_is_shown(short: Guide, ana: Desk) -> None:
    short.approve(short.write("cost"))
    scheduled = schedule(short)
    assert f"The next edition is scheduled for {scheduled.publish_at:%-d %B %Y, %H:%M} UTC." in load(ana, short).words


def test_next_step_depends_on_state_and_user(guide: Guide, ana: Desk, priya: Desk) -> None:
    guide.write("uses", heading="Draft")
    review = guide.submit(guide.write("cost", heading="In review"))
    asked = guide.submit(guide.write("storage", heading="Changes requested"))
    reviewing.request_changes(actor=guide.cast.tom, review=asked, expected=asked.revision.digest, body="No.")
    for_ana, for_priya = load(ana, guide), load(priya, guide)
    assert for_ana.row("Draft")[5] == "Submit Draft for review History of Draft Remove: Draft"
    assert for_priya.row("Draft")[5] == "History of Draft"
    assert for_ana.links()["Open the review: In review"] == address("review_change", review.pk)
    assert for_priya.links()["Review and sign: In review"] == address("review_change", review.pk)
    see = "See the requested changes: Changes requested"
    assert for_ana.links()[see] == address("section_edit", guide.monograph.pk, "storage")
    assert for_priya.links()[see] == address("review_change", asked.pk)
    assert for_ana.links()["Remove: Draft"] == address("section_edit", guide.monograph.pk, "uses") + "#removal"
    assert not [button for button in for_priya.buttons if button]


@pytest.mark.parametrize("who", ["ana", "priya", "maria", "grace", "pat", "root"])
def test_review_is_offered_exactly_to_those_who_may_decide_it(guide: Guide, who: str) -> None:
    user = getattr(guide.cast, who)
    guide.write("cost", author=guide.cast.pat)
    review = guide.submit(guide.write("cost", "Other words.", heading="In review"))
    is_offered = "Review and sign: In review" in load(Desk(user), guide).links()
    assert is_offered == bool(permissions.may_decide(user, review)) == (who in ("priya", "root"))


def test_signers_of_the_approved_revision_are_shown(guide: Guide, grace: Desk) -> None:
    guide.approve(guide.write("dosage", heading="Dosage"))
    guide.approve(guide.write("uses", heading="Uses"))
    signed = guide.approve(guide.section("uses").latest_revision).signatures.get()  # type: ignore[arg-type]
    page = load(grace, guide)
    day = f"{signed.signed_at:%-d %b %Y}"
    assert page.row("Dosage")[2].endswith(f"signed by Priya, PharmD and Tom, PharmD, {day}")
    assert page.row("Uses")[2] == f"revision 1, ana, {day} signed by Priya, PharmD, {day}"
    guide.write("uses", "Other words.", heading="Uses")
    assert load(grace, guide).row("Uses")[2] == f"revision 2, ana, {day} signed by Priya, PharmD, {day}"


def test_only_present_editors_are_shown(guide: Guide, ana: Desk) -> None:
    now = timezone.now()
    for person, ago in ((guide.cast.ben, 5), (guide.cast.ana, 5), (guide.cast.pat, 60)):
        Presence.objects.create(section=guide.section(), person=person, seen_at=now - timedelta(seconds=ago))
    page = load(ana, guide)
    assert page.all("guide-writing") == ["Editing now: you, ben"]


def test_findings_are_counted_by_section_without_waived_ones(guide: Guide, ana: Desk) -> None:
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


def test_progress_is_shown_in_words_and_as_a_bar(short: Guide, ana: Desk) -> None:
    assert "4 of 4 sections are signed." in load(ana, short).words
    short.write("faq")
    short.submit(short.write("cost"))
    short.write("uses", "News.")
    page = load(ana, short)
    assert "3 of 6 sections are signed; 1 is in review, 2 are drafts." in page.words
    bars = [(element.get("data-part"), element.get("x"), element.get("width")) for element in page.dom.iter("rect")]
    assert bars == [("signed", "0", "3"), ("in_review", "3", "1"), ("draft", "4", "2")]


def test_guide_links_to_its_other_pages(guide: Guide, grace: Desk) -> None:
    links = load(grace, guide).links()
    assert links["Next edition"] == address("monograph_publish", guide.monograph.pk)
    assert links["All editions"] == address("monograph_editions", guide.monograph.pk)
    assert links["Preview"] == address("monograph_preview", guide.monograph.pk)
    assert links["Search revisions"] == address("revision_search") + f"?guide={guide.monograph.pk}"


# What the forms do


def test_review_interval_can_be_changed(guide: Guide, ana: Desk) -> None:
    page = ana.after(set_interval(ana, guide, 6))
    assert page.messages == ["The review interval is changed. Readers see it with the next edition."]
    assert page.value("months") == "6"


def test_section_of_a_new_kind_can_be_added(guide: Guide, ana: Desk, travel: SectionKind) -> None:
    assert "Add the section “Travel”" in load(ana, guide).buttons
    page = ana.after(ana.post(ADD, guide.monograph.pk, "travel"))
    assert page.messages == ["The section “Travel” is added."]
    assert page.row("Travel")[1] == "not written yet"
    assert "Add the section “Travel”" not in page.buttons


# Changes only by POST, refusals


@pytest.mark.parametrize(("name", "rest"), [(INTERVAL, ()), (ADD, ("travel",))])
def test_actions_are_refused_by_get(guide: Guide, ana: Desk, travel: SectionKind, name: str, rest: tuple[str]) -> None:
    before = change_counts()
    assert ana.get(name, guide.monograph.pk, *rest, months="6").status == 405
    assert change_counts() == before


NO_NUMBERS = {name: value for name, value in HOSTILE.items() if name != "digits"}


@pytest.mark.parametrize("months", ["", "0", "61", "-1", "1.5", "abc", str(10**12), *NO_NUMBERS.values()])
def test_invalid_interval_is_refused_with_an_error(guide: Guide, ana: Desk, months: Any) -> None:
    before = change_counts()
    page = set_interval(ana, guide, months)
    assert page.status == 422
    assert page.errors[0].startswith("Review interval in months:")
    assert change_counts() == before
    assert guide.reread().review_interval_months == 12


def test_missing_interval_is_refused_with_an_error(guide: Guide, ana: Desk) -> None:
    page = ana.post(INTERVAL, guide.monograph.pk)
    assert page.status == 422
    assert page.errors


def test_user_without_permission_changes_nothing(guide: Guide, priya: Desk, maria: Desk, travel: SectionKind) -> None:
    before = change_counts()
    for desk in (priya, maria):
        page = set_interval(desk, guide, 6)
        assert page.status == 403
        assert page.error_codes == {"": ["no_permission"]}
        assert desk.post(ADD, guide.monograph.pk, "travel").status == 403
    assert change_counts() == before


def test_section_cannot_be_added_twice(guide: Guide, ana: Desk, ben: Desk, travel: SectionKind) -> None:
    ben.post(ADD, guide.monograph.pk, "travel")
    page = ana.post(ADD, guide.monograph.pk, "travel")
    assert page.status == 409
    assert page.error_codes == {"": ["has_section"]}


@pytest.mark.parametrize("number", [0, 10**19, 10**30])
def test_unknown_guide_is_not_found(guide: Guide, ana: Desk, number: int) -> None:
    assert ana.get(GUIDE, number).status == 404
    assert ana.post(INTERVAL, number, months=6).status == 404
    assert ana.post(ADD, number, "uses").status == 404
    assert ana.post(ADD, guide.monograph.pk, "no-such-kind").status == 404
    assert Monograph.objects.count() == 1
