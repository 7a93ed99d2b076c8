"""Working copies: what an editor types is kept for that editor alone, exactly as typed."""

from typing import Any

import pytest

from monograph.errors import WorkflowError
from monograph.models import SectionRevision, WorkingCopy
from monograph.workflow import drafting

from .cast import Cast
from .factory import Guide


def keep(guide: Guide, body: str, **given: Any) -> WorkingCopy:
    usual = {"actor": guide.cast.ana, "section": guide.section(), "typed": {"body": body}, "based_on": None}
    return drafting.save_working_copy(**{**usual, **given})


def test_typing_is_kept_exactly_as_typed(guide: Guide) -> None:
    typed = {"body": "  <script>half a thou", "heading": "", "note": "\r\n\u202e é e\u0301"}
    keep(guide, "", typed=typed)
    assert WorkingCopy.objects.get().typed == typed


@pytest.mark.parametrize("character", ["\x00", "\ud800"], ids=["NUL", "half a pair"])
def test_typing_that_no_database_takes_is_kept_or_refused_with_a_sentence(guide: Guide, character: str) -> None:
    typed = f"before{character}after"
    try:
        keep(guide, typed)
    except WorkflowError as error:
        assert error.code == "hidden_character"
    else:
        assert WorkingCopy.objects.get().typed == {"body": typed}


def test_each_editor_has_one_working_copy_of_a_section(guide: Guide, cast: Cast) -> None:
    keep(guide, "Ana's first words.")
    keep(guide, "Ben's words.", actor=cast.ben)
    keep(guide, "Ana's second words.")
    kept = {copy.editor.username: copy.typed["body"] for copy in WorkingCopy.objects.all()}
    assert kept == {"ana": "Ana's second words.", "ben": "Ben's words."}


def test_a_working_copy_is_no_text_of_the_guide(guide: Guide) -> None:
    keep(guide, "Words.")
    assert guide.section().latest_revision is None
    assert not SectionRevision.objects.exists()


def test_typing_goes_on_while_the_section_is_in_review(guide: Guide) -> None:
    review = guide.submit(guide.write())
    keep(guide, "More words.", based_on=review.revision)
    assert WorkingCopy.objects.get().based_on == review.revision


def test_dropping_a_working_copy_drops_ones_own(guide: Guide, cast: Cast) -> None:
    keep(guide, "Ana's words.")
    keep(guide, "Ben's words.", actor=cast.ben)
    drafting.discard_working_copy(actor=cast.ana, section=guide.section())
    assert WorkingCopy.objects.get().editor == cast.ben
