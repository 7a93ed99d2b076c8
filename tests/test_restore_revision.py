"""restore_revision: an old text becomes the next revision, and unsaved changes stay where they are."""

from threading import Thread

import pytest
from django.db import connection, transaction

from monograph.errors import InvalidContent, InvalidState, NotPermitted, StaleEdit, WorkflowError
from monograph.models import Reference, Section, SectionRevision, WorkingCopy
from monograph.release.draft import Cited
from monograph.workflow import drafting
from monograph.workflow.autosave import autosave_working_copy

from .cast import Cast
from .factory import SOURCE, Guide


@pytest.fixture
def old(guide: Guide) -> SectionRevision:
    """The first of two revisions."""
    revision = guide.write(text="As it was.", references=[Cited(SOURCE, "page 3")])
    guide.write(text="Worse.")
    return revision


def test_restored_revision_has_the_old_text_and_a_new_author(old: SectionRevision, cast: Cast) -> None:
    Reference.objects.filter(key=SOURCE).update(title="Another title")
    restored = drafting.restore_revision(actor=cast.ben, revision=old, reason="It was right.", expected=2)
    assert (restored.number, restored.digest, restored.author) == (3, old.digest, cast.ben)
    assert (restored.references, restored.reason) == (old.references, "It was right.")
    assert restored.based_on is not None and restored.based_on.number == 2


def test_own_unsaved_changes_block_a_restore_and_are_kept(old: SectionRevision, cast: Cast) -> None:
    copy = drafting.save_working_copy(actor=cast.ana, section=old.section, typed={"body": "Mine."}, based_on=old)
    with pytest.raises(InvalidState) as refused:
        drafting.restore_revision(actor=cast.ana, revision=old, reason="It was right.", expected=2)
    assert refused.value.code == "unsaved_typing"
    assert WorkingCopy.objects.get() == copy


def test_unsaved_changes_of_a_colleague_do_not_block_a_restore(old: SectionRevision, cast: Cast) -> None:
    copy = drafting.save_working_copy(actor=cast.ana, section=old.section, typed={"body": "Mine."}, based_on=old)
    drafting.restore_revision(actor=cast.ben, revision=old, reason="It was right.", expected=2)
    assert WorkingCopy.objects.get() == copy


def test_stale_page_restores_nothing(guide: Guide, old: SectionRevision, cast: Cast) -> None:
    newest = guide.write(text="Somebody else's words.", author=cast.ben)
    with pytest.raises(StaleEdit) as refused:
        drafting.restore_revision(actor=cast.ana, revision=old, reason="It was right.", expected=2)
    assert (refused.value.code, refused.value.latest) == ("newer_revision", newest)


def test_latest_revision_is_not_restored(guide: Guide, old: SectionRevision, cast: Cast) -> None:
    latest = guide.section().latest_revision
    assert latest is not None
    with pytest.raises(InvalidState) as refused:
        drafting.restore_revision(actor=cast.ana, revision=latest, reason="It was right.", expected=2)
    assert refused.value.code == "nothing_changed"


def test_nothing_is_restored_during_a_review(guide: Guide, old: SectionRevision, cast: Cast) -> None:
    latest = guide.section().latest_revision
    assert latest is not None
    guide.submit(latest)
    with pytest.raises(InvalidState) as refused:
        drafting.restore_revision(actor=cast.ana, revision=old, reason="It was right.", expected=2)
    assert refused.value.code == "in_review"


def test_only_editors_restore_and_with_a_reason(old: SectionRevision, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        drafting.restore_revision(actor=cast.priya, revision=old, reason="It was right.", expected=2)
    with pytest.raises(InvalidContent) as refused:
        drafting.restore_revision(actor=cast.ana, revision=old, reason=" ", expected=2)
    assert [problem.field for problem in refused.value.problems] == ["reason"]


def test_changes_autosaved_while_a_restore_waits_for_the_lock_are_kept(committed_guide: Guide) -> None:
    old = committed_guide.write(text="As it was.")
    latest = committed_guide.write(text="Worse.")
    actor, outcomes = committed_guide.cast.ana, []

    def restore() -> None:
        try:
            drafting.restore_revision(actor=actor, revision=old, reason="It was right.", expected=2)
            outcomes.append("restored")
        except WorkflowError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    waiting = Thread(target=restore, daemon=True)
    with transaction.atomic():
        section = Section.objects.get_locked(old.section_id)
        waiting.start()
        waiting.join(1)  # long enough to reach the lock
        autosave_working_copy(actor=actor, section=section, typed={"body": "Mine."}, based_on=latest, seen="")
    waiting.join(60)
    assert outcomes == ["unsaved_typing"]
    assert WorkingCopy.objects.get().typed == {"body": "Mine."}
