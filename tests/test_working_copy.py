"""Working copies: an editor's unsaved changes are stored exactly as entered, for that editor alone."""

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


def test_changes_are_stored_exactly_as_entered(guide: Guide) -> None:
    typed = {"body": "  <script>half a thou", "heading": "", "note": "\r\n\u202e é e\u0301"}
    keep(guide, "", typed=typed)
    assert WorkingCopy.objects.get().typed == typed


@pytest.mark.parametrize("character", ["\x00", "\ud800"], ids=["NUL", "half a pair"])
def test_characters_that_databases_refuse_are_stored_or_refused(guide: Guide, character: str) -> None:
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
    stored = {copy.editor.username: copy.typed["body"] for copy in WorkingCopy.objects.all()}
    assert stored == {"ana": "Ana's second words.", "ben": "Ben's words."}


def test_working_copy_is_not_a_revision(guide: Guide) -> None:
    keep(guide, "Words.")
    assert guide.section().latest_revision is None
    assert not SectionRevision.objects.exists()


def test_changes_can_be_stored_while_the_section_is_in_review(guide: Guide) -> None:
    review = guide.submit(guide.write())
    keep(guide, "More words.", based_on=review.revision)
    assert WorkingCopy.objects.get().based_on == review.revision


def test_editor_discards_only_their_own_working_copy(guide: Guide, cast: Cast) -> None:
    keep(guide, "Ana's words.")
    keep(guide, "Ben's words.", actor=cast.ben)
    drafting.discard_working_copy(actor=cast.ana, section=guide.section())
    assert WorkingCopy.objects.get().editor == cast.ben
