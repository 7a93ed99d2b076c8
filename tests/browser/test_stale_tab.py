"""A stale page loses nothing and overwrites nothing."""

import pytest
from playwright.sync_api import expect

from monograph.models import Edition, ReviewComment
from monograph.workflow import reviewing
from tests import stories
from tests.browser.conftest import DeskOf
from tests.browser.editor import EditorPage
from tests.cast import PASSWORD
from tests.factory import Guide

pytestmark = pytest.mark.browser


def test_stale_save_shows_both_texts_and_keeps_own(committed_guide: Guide, desk_of: DeskOf) -> None:
    committed_guide.write("uses", "As it was.")
    mine = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    theirs = EditorPage(desk_of(committed_guide.cast.ben), committed_guide).open()
    for editor, words in ((mine, " Words of Ana."), (theirs, " Words of Ben.")):
        editor.area.click()
        editor.type("<Control+End>", words)
    theirs.save(reason="Ben's reason.")
    assert theirs.saved(number=2) == "<p>As it was. Words of Ben.</p>"

    mine.save(reason="Ana's reason.")
    expect(mine.page.get_by_role("heading", name="There is a newer revision of this section")).to_be_visible()
    expect(mine.page.get_by_role("article", name="Newer revision")).to_contain_text("Words of Ben.")
    expect(mine.area).to_have_text("As it was. Words of Ana.")
    expect(mine.reason).to_have_value("Ana's reason.")
    assert committed_guide.section("uses").revisions.count() == 2

    mine.area.click()
    mine.type("<Control+End>", " Words of Ben.")
    mine.save(reason="")
    assert mine.saved(number=3) == "<p>As it was. Words of Ana. Words of Ben.</p>"
    latest = committed_guide.section("uses").latest_revision
    assert latest is not None and latest.based_on is not None
    assert (latest.reason, latest.based_on.number) == ("Ana's reason.", 2)


def test_stale_text_survives_closing_the_tab(committed_guide: Guide, desk_of: DeskOf) -> None:
    committed_guide.write("uses", "As it was.")
    mine = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    committed_guide.write("uses", "Words of Ben.", author=committed_guide.cast.ben)
    mine.area.click()
    mine.type("<Control+End>", " Words of Ana.")
    mine.save()
    expect(mine.page.get_by_role("article", name="Newer revision")).to_be_visible()
    tab = mine.page.context.new_page()
    mine.page.close()

    again = EditorPage(tab, committed_guide).open()
    expect(again.area).to_have_text("As it was. Words of Ana.")
    expect(tab.get_by_role("article", name="Newer revision")).to_contain_text("Words of Ben.")
    tab.get_by_role("button", name="Discard changes").click()
    expect(tab.get_by_text("Your unsaved changes are discarded.")).to_be_visible()
    expect(again.area).to_have_text("Words of Ben.")


def test_same_user_in_two_tabs_is_warned(committed_guide: Guide, desk_of: DeskOf) -> None:
    first = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    second = EditorPage(first.page.context.new_page(), committed_guide).open()
    for editor, words in ((first, "One."), (second, "Two.")):
        editor.area.click()
        editor.type(words)
    first.save()
    assert first.saved() == "<p>One.</p>"
    second.save()
    expect(second.page.get_by_role("article", name="Newer revision")).to_contain_text("One.")
    expect(second.area).to_have_text("Two.")


def test_comment_on_a_withdrawn_submission_is_handed_back(committed_guide: Guide, desk_of: DeskOf) -> None:
    review = committed_guide.submit(committed_guide.write("uses"))
    priya = desk_of(committed_guide.cast.priya)
    priya.goto(f"/admin/monograph/review/{review.pk}/change/")
    reviewing.withdraw_submission(actor=committed_guide.cast.ana, review=review)
    form = priya.get_by_role("region", name="Comment without deciding")
    form.get_by_label("Comment").fill("An hour of thought.")
    form.get_by_role("button", name="Add comment").click()
    sent = priya.get_by_role("region", name="Your input")
    expect(sent).to_contain_text("This review is closed: withdrawn by the editors.")
    expect(sent.get_by_label("Comment")).to_have_value("An hour of thought.")
    assert not ReviewComment.objects.exists()


def test_edition_changed_meanwhile_is_not_published_and_the_note_kept(committed_guide: Guide, desk_of: DeskOf) -> None:
    stories.short(committed_guide)
    committed_guide.approve(committed_guide.write("uses", "Seen by Maria."))
    maria = desk_of(committed_guide.cast.maria)
    maria.goto(f"/admin/monograph/monograph/{committed_guide.monograph.pk}/release/")
    committed_guide.approve(committed_guide.write("overview", "Signed while Maria was reading."))
    for _ in range(2):
        maria.get_by_label("Note to readers").fill("My note.")
        maria.get_by_label("Your password").fill(PASSWORD)
        maria.get_by_role("button", name="Publish now").click()
        if not Edition.objects.filter(number=2).exists():
            expect(maria.get_by_text("The signed texts have changed since you loaded the page.")).to_be_visible()
            expect(maria.get_by_label("Note to readers")).to_have_value("My note.")
            changed = maria.locator(".desk-changed", has=maria.get_by_role("heading", name="About overview"))
            expect(changed).to_contain_text("changed")
    expect(maria.get_by_text("Edition 2 is published.")).to_be_visible()
