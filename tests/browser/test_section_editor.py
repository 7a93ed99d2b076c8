"""Rich text, from the keyboard to the stored revision, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DeskOf
from tests.browser.editor import EditorPage
from tests.factory import Guide

pytestmark = pytest.mark.browser

# Every element of docs/content.md in the normal form, and the nestings in which editors differ.
EVERYTHING = "\n".join(
    [
        "<h3>When to call</h3>",
        "<p>Take <strong>one <em>tablet</em></strong> of 35\u00a0mcg<br>with H<sub>2</sub>O, at most 10<sup>3</sup>"
        '<sup class="footnote-marker" data-note="star">*</sup> a day.</p>',
        "<h4>Whom</h4>",
        '<p>See <a href="https://example.org/?a=1&amp;b=2">the label</a>, '
        '<a href="#dosage"><strong>dosage</strong></a>, <a href="/guides/warfarin/">warfarin</a>, '
        '<a href="mailto:a@example.org">write</a> or '
        '<a href="tel:911">call</a><sup class="footnote-marker" data-note="dagger">†</sup>'
        '<sup class="footnote-marker" data-note="star">*</sup>.</p>',
        "<ul><li><p>fever</p><ul><li>high</li><li>low</li></ul></li><li><p>chills</p><p>at night</p></li></ul>",
        "<ol><li>first</li><li>second</li></ol>",
        '<ol start="3" type="a"><li>third</li></ol>',
        '<ol reversed="" start="9"><li>nine</li><li>eight</li></ol>',
        "<blockquote><p>Words of others.</p><p>More of them.</p></blockquote>",
        '<table><thead><tr><th scope="col">Weight</th><th colspan="2" scope="col">Dose</th></tr></thead>'
        '<tbody><tr><th rowspan="2" scope="row">45 kg</th><td>9 mcg</td><td>28 mcg</td></tr>'
        "<tr><td><ul><li>by day</li></ul></td><td>&lt; 5</td></tr></tbody></table>",
        *(
            f'<aside class="callout" data-tone="{tone}"><p>A <strong>{tone}</strong>.</p><ul><li>one</li></ul></aside>'
            for tone in ("note", "warning", "doctor", "emergency")
        ),
        '<p class="footnote" data-note="star">* The note of the <em>star</em>.</p>',
        '<p class="footnote" data-note="dagger">† The note of the dagger.</p>',
    ]
)


@pytest.fixture
def editor(committed_guide: Guide, desk_of: DeskOf) -> EditorPage:
    """Ana's page of a section without a revision."""
    return EditorPage(desk_of(committed_guide.cast.ana), committed_guide)


def test_typed_spaces_are_stored_as_spaces(editor: EditorPage) -> None:
    editor.open().area.click()
    editor.type("Take  one tablet ", "<Enter>", " a day. ")
    editor.save()
    assert editor.saved() == "<p>Take one tablet</p>\n<p>a day.</p>"


def test_every_allowed_element_survives_the_editor(editor: EditorPage) -> None:
    assert editor.guide.write("uses", EVERYTHING).body == EVERYTHING
    editor.open().area.click()
    editor.type("x", "<Backspace>")
    expect(editor.sent).not_to_have_value(EVERYTHING)  # the editor has written it in its own way
    editor.save()
    expect(editor.page.get_by_text("Nothing has changed, so there is nothing to save.")).to_be_visible()


def test_toolbar_output_is_stored_in_normal_form(editor: EditorPage) -> None:
    editor.open().area.click()
    editor.use("Heading")
    editor.type("When to call", "<Enter>")
    editor.use("Bold")
    editor.type("Call")
    editor.use("Bold")
    editor.type(" us.", "<Enter>")
    editor.use("Bulleted list")
    editor.type("fever", "<Enter>", "chills", "<Enter>", "<Enter>")
    editor.use("Warning callout")
    editor.type("Do not drive.", "<Enter>", "<Enter>")
    editor.use("Table")
    editor.type("Dose", "<Tab>", "Time", "<Tab>", "9 mcg", "<Tab>", "noon")
    editor.use("Delete row")
    editor.save()
    assert editor.saved().split("\n") == [
        "<h3>When to call</h3>",
        "<p><strong>Call</strong> us.</p>",
        "<ul><li>fever</li><li>chills</li></ul>",
        '<aside class="callout" data-tone="warning"><p>Do not drive.</p></aside>',
        '<table><thead><tr><th scope="col">Dose</th><th scope="col">Time</th></tr></thead>'
        "<tbody><tr><td></td><td></td></tr></tbody></table>",
    ]


def test_footnote_has_a_marker_and_a_note(editor: EditorPage) -> None:
    editor.open().area.click()
    editor.type("Once a day")
    editor.use("Footnote")
    dialog = editor.page.get_by_role("dialog", name="Footnote")
    expect(dialog.get_by_label("Mark")).to_have_value("*")
    dialog.get_by_label("Name of the note").fill("unless")
    dialog.get_by_role("button", name="Apply").click()
    expect(editor.area).to_be_focused()
    editor.type("Unless told otherwise.")
    editor.save()
    assert editor.saved() == (
        '<p>Once a day<sup class="footnote-marker" data-note="unless">*</sup></p>\n'
        '<p class="footnote" data-note="unless">* Unless told otherwise.</p>'
    )


def test_list_can_begin_at_another_number(editor: EditorPage) -> None:
    editor.open().area.click()
    expect(editor.tool("Numbering of this list")).to_be_hidden()
    editor.use("Numbered list")
    editor.type("Close")
    editor.use("Numbering of this list")
    dialog = editor.page.get_by_role("dialog", name="Numbering")
    expect(dialog.get_by_label("First number")).to_have_value("1")
    dialog.get_by_label("First number").fill("two")
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog.get_by_role("alert")).to_have_text("Enter a whole number of at most four digits, such as 3.")
    dialog.get_by_label("First number").fill("2")
    dialog.get_by_label("Numbers").select_option("a, b, c")
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog).to_be_hidden()
    editor.save()
    assert editor.saved() == '<ol start="2" type="a"><li>Close</li></ol>'


def test_disallowed_link_is_refused(editor: EditorPage) -> None:
    editor.open().area.click()
    editor.type("dosage", "<Control+a>")
    editor.use("Link")
    dialog = editor.page.get_by_role("dialog", name="Link")
    dialog.get_by_label("Address").fill("javascript:alert(1)")
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog.get_by_role("alert")).to_have_text(
        "This address is not allowed. Check how it starts, and that it contains no spaces."
    )
    dialog.get_by_label("Address").fill("#dosage")
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog).to_be_hidden()
    editor.save()
    assert editor.saved() == '<p><a href="#dosage">dosage</a></p>'


def test_refused_save_keeps_the_text(editor: EditorPage) -> None:
    editor.open().area.click()
    editor.type("Words that ")
    editor.use("Bold")
    editor.type("must not")
    editor.use("Bold")
    editor.type(" be lost.")
    editor.heading.fill("A heading of mine")
    editor.save(reason="")
    expect(editor.reason).to_have_attribute("aria-invalid", "true")
    expect(editor.reason).to_have_accessible_description(
        "For the reviewer and the history. The reason for the change is missing."
    )
    expect(editor.heading).to_have_value("A heading of mine")
    expect(editor.area).to_have_text("Words that must not be lost.")
    editor.save()
    assert editor.saved() == "<p>Words that <strong>must not</strong> be lost.</p>"


def test_changes_kept_for_later_are_restored(editor: EditorPage) -> None:
    editor.open().area.click()
    editor.type("Half a thought")
    editor.save(button="Keep changes for later")
    expect(editor.page.get_by_text("Your changes are kept.")).to_be_visible()
    assert editor.guide.section("uses").latest_revision is None
    editor.page.goto("/admin/")
    expect(editor.open().area).to_have_text("Half a thought")
    expect(editor.reason).to_have_value("A reason.")


def test_writing_by_keyboard_only(editor: EditorPage) -> None:
    editor.open().heading.focus()
    editor.type("<Tab>")
    expect(editor.tool("Undo")).to_be_focused()
    editor.type(*["<ArrowRight>"] * 5)
    expect(editor.tool("Bold")).to_be_focused()
    editor.type("<Enter>")
    expect(editor.area).to_be_focused()
    editor.type("Call your doctor.", "<Tab>")
    expect(editor.search).to_be_focused()
    editor.type("tester label")
    expect(editor.page.get_by_role("option", name="Testol label. Tester. 2024.")).to_be_visible()
    editor.type("<ArrowDown>", "<Enter>", *["<Shift+Tab>"] * 4)
    expect(editor.page.get_by_label("Place in the source")).to_be_focused()
    editor.type("page 3", *["<Tab>"] * 4)
    expect(editor.search).to_be_focused()
    editor.type("<Tab>")
    expect(editor.page.get_by_role("button", name="Add a new reference…")).to_be_focused()
    editor.type("<Tab>")
    expect(editor.reason).to_be_focused()
    editor.type("Typed without a mouse.", "<Tab>", "<Tab>")
    expect(editor.page.get_by_role("button", name="Save and submit for review")).to_be_focused()
    editor.page.keyboard.press("Enter")
    expect(editor.page.get_by_text("Submitted for review.")).to_be_visible()
    assert editor.saved() == "<p><strong>Call your doctor.</strong></p>"
    latest = editor.guide.section("uses").latest_revision
    assert latest is not None
    assert [(cited["key"], cited["locator"]) for cited in latest.references] == [("testol-label", "page 3")]


def test_tab_leaves_a_table_at_its_end(editor: EditorPage) -> None:
    editor.open().area.click()
    editor.use("Table")
    editor.type(*["<Tab>"] * 6)
    expect(editor.search).to_be_focused()


def test_text_can_be_written_as_html_without_javascript(committed_guide: Guide, desk_of: DeskOf) -> None:
    committed_guide.write("uses", "<p>As it was.</p>")
    page: Page = desk_of(committed_guide.cast.ana, java_script_enabled=False)
    editor = EditorPage(page, committed_guide)
    page.goto(editor.address)
    text = page.get_by_label("Text", exact=True)
    expect(text).to_have_value("<p>As it was.</p>")
    text.fill("<p>As it <b>is</b> now.</p>")
    editor.save()
    assert editor.saved(number=2) == "<p>As it <strong>is</strong> now.</p>"
