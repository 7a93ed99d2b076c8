"""What programs put on the clipboard arrives in the editor, and in the form that is sent, as on the server."""

import pytest
from playwright.sync_api import expect

from monograph.content.intake import clean_body
from tests.browser.conftest import DeskOf
from tests.browser.editor import EditorPage
from tests.corpus.clipboards import CLIPBOARDS
from tests.factory import Guide

pytestmark = pytest.mark.browser


def test_every_clipboard_is_pasted_as_the_server_takes_it(committed_guide: Guide, desk_of: DeskOf) -> None:
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    pasted = {}
    for clipboard in CLIPBOARDS:
        editor.type("<Control+A>", "<Delete>")
        expect(editor.sent).to_have_value("")
        editor.paste(clipboard.html or {"text": clipboard.text})
        report = editor.page.locator(".paste-report")
        expect(report).to_be_visible(visible=bool(clipboard.notices or clipboard.refusals))
        pasted[str(clipboard)] = clean_body(editor.sent.input_value()) or None
    assert pasted == {str(clipboard): clipboard.body for clipboard in CLIPBOARDS}
