"""Help for writers: findings, glossary terms, links, and references."""

import pytest
from playwright.sync_api import expect

from monograph.models import GlossaryTerm, Reference
from tests.browser.conftest import DeskOf
from tests.browser.editor import EditorPage
from tests.factory import Guide

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(committed_guide: Guide, desk_of: DeskOf) -> EditorPage:
    return EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()


def test_finding_selects_its_passage(editor: EditorPage) -> None:
    editor.area.click()
    editor.type("Take 35mcg now.", "<Enter>", "Then 💊 ", "<Shift+Enter>", "again 35mcg.")
    panel = editor.page.get_by_role("region", name="Preflight", exact=True)
    expect(panel).to_contain_text("8 words.")
    jumps = panel.get_by_role("button", name="Show in text").filter(has_text="“35mcg”")
    expect(jumps).to_have_count(2)
    editor.reason.focus()
    jumps.nth(1).click()
    expect(editor.area).to_be_focused()
    assert editor.page.evaluate("getSelection().toString()") == "35mcg"
    editor.type("twice")
    editor.save()
    assert editor.saved() == "<p>Take 35mcg now.</p>\n<p>Then 💊<br>again twice.</p>"


def test_glossary_terms_are_marked_and_explained_once(committed_guide: Guide, desk_of: DeskOf) -> None:
    GlossaryTerm.objects.create(term="Infusion", meaning="A slow drip into a vein.")
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    editor.type("An infusion, or two infusions.")
    marks = editor.area.locator(".glossary-term")
    expect(marks).to_have_text(["infusion", "infusions"])
    expect(marks.first).to_have_attribute("title", "A slow drip into a vein")
    editor.use("Explain a term")
    dialog = editor.page.get_by_role("dialog", name="Explain a term")
    dialog.get_by_role("button", name="Apply").click()
    expect(editor.tool("Explain a term")).to_have_attribute("aria-disabled", "true")
    editor.save()
    assert editor.saved() == "<p>An infusion (A slow drip into a vein), or two infusions.</p>"


def test_link_to_another_section_is_chosen_from_a_list(committed_guide: Guide, desk_of: DeskOf) -> None:
    committed_guide.write("dosage", heading="How to take it")
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    editor.type("dose", "<Control+a>")
    editor.use("Link")
    dialog = editor.page.get_by_role("dialog", name="Link")
    dialog.get_by_label("Section of this guide").select_option("How to take it")
    expect(dialog.get_by_label("Address", exact=True)).to_have_value("#dosage")
    dialog.get_by_role("button", name="Apply").click()
    editor.save()
    assert editor.saved() == '<p><a href="#dosage">dose</a></p>'


def test_references_can_be_added_ordered_and_removed(editor: EditorPage) -> None:
    page = editor.page
    editor.area.click()
    editor.type("Words.")
    editor.search.fill("testol")
    page.get_by_role("option", name="Testol label. Tester. 2024.").click()
    page.get_by_role("button", name="Add a new reference…").click()
    dialog = page.get_by_role("dialog", name="New reference")
    dialog.get_by_label("Title").fill("Other label")
    dialog.get_by_label("Publisher").fill("Maker")
    dialog.get_by_label("Date accessed").fill("03/04/2026")
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog.get_by_role("alert")).to_have_text("Write the date as 2026-10-01: year, month, day.")
    dialog.get_by_label("Date accessed").fill("2026-04-03")
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Up: Other label").click()
    page.get_by_label("Place in the source").first.fill("page 3")
    expect(page.locator("textarea[name=references]")).to_have_value("other-label | page 3\ntestol-label")
    page.get_by_role("button", name="Remove: Testol label").click()
    editor.save()
    editor.saved()
    latest = editor.guide.section("uses").latest_revision
    assert latest is not None
    assert [(cited["key"], cited["locator"]) for cited in latest.references] == [("other-label", "page 3")]
    assert Reference.objects.get(key="other-label").publisher == "Maker"
