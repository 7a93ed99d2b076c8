"""What programs put on the clipboard becomes the text that they show, with what there is to say of it."""

import pytest

from monograph.content.intake import intake, intake_plain

from ..corpus.clipboards import CLIPBOARDS, Clipboard


@pytest.mark.parametrize("clipboard", CLIPBOARDS, ids=str)
def test_clipboard_is_taken_as_its_program_shows_it(clipboard: Clipboard) -> None:
    taken = intake(clipboard.html, is_pasted=True) if clipboard.html else intake_plain(clipboard.text)
    assert taken.html == clipboard.body
    assert tuple(notice.code for notice in taken.notices) == clipboard.notices
    assert tuple(refusal.code for refusal in taken.refusals) == clipboard.refusals


def test_corpus_has_every_program_and_enough_fragments() -> None:
    programs = {clipboard.program for clipboard in CLIPBOARDS}
    needed = {"Word", "Word Online", "Google Docs", "Excel", "Google Sheets", "LibreOffice Writer", "PDF viewer"}
    assert needed <= programs
    assert len({str(clipboard) for clipboard in CLIPBOARDS}) == len(CLIPBOARDS) >= 60
