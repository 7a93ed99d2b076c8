"""Every verb writes one entry, in its own transaction, and seals what it wrote."""

import pytest
from django.db import transaction
from django.utils import timezone

from monograph import audit
from monograph.errors import WorkflowError
from monograph.models import AuditEntry
from monograph.workflow import drafting, reviewing

from .accounts.signing_verbs import SIGNING
from .audited_verbs import VERBS, Action
from .cast import PASSWORD
from .factory import Guide


def test_every_action_of_the_trail_has_its_verb_here() -> None:
    """All actions except these, which nobody with an account does, or which changes nothing of a guide."""
    others = {
        Action.FAIL_IDENTITY,
        Action.LOCK_NETWORK,
        Action.CHANGE_RECORDS,
        Action.TAKE_STOCK,
        Action.FILE_REPORT,
    }
    assert {action for _, action, _ in VERBS.values()} == set(Action) - others


def seals_of_all_rows() -> dict[str, str]:
    rows = (row for model in audit.SEALED_MODELS for row in model._default_manager.all())
    return {audit.row_key(row): audit.row_seal(row) for row in rows}


@pytest.mark.parametrize("verb", VERBS)
def test_verb_writes_one_entry_in_the_name_of_its_actor_that_seals_every_row_it_wrote(short: Guide, verb: str) -> None:
    prepare, action, actor = VERBS[verb]
    act = prepare(short)
    last, before = AuditEntry.objects.latest("sequence"), seals_of_all_rows()
    act()
    (entry,) = AuditEntry.objects.filter(sequence__gt=last.sequence)
    assert (entry.sequence, entry.previous_digest) == (last.sequence + 1, last.digest)
    assert (entry.action, entry.actor_name, entry.actor.get_username()) == (action, actor, actor)
    after = seals_of_all_rows()
    written = {key: seal for key, seal in after.items() if before.get(key) != seal}
    assert written.items() <= entry.data["rows"].items() <= after.items()
    signs = any(key.startswith("signature:") for key in written)
    assert signs == (verb in SIGNING), "what signs is in the tests of what a site requires of signers"


def test_unsaved_changes_are_not_history(guide: Guide) -> None:
    before = AuditEntry.objects.count()
    drafting.save_working_copy(actor=guide.cast.ana, section=guide.section(), typed={"body": "ty"}, based_on=None)
    drafting.discard_working_copy(actor=guide.cast.ana, section=guide.section())
    assert AuditEntry.objects.count() == before


def test_verb_that_refuses_writes_no_entry(guide: Guide) -> None:
    review = guide.submit(guide.write())
    before = AuditEntry.objects.count()
    with pytest.raises(WorkflowError):
        reviewing.approve(
            actor=guide.cast.ana,
            review=review,
            expected=review.revision.digest,
            meaning="accurate",
            password=PASSWORD,
        )
    assert AuditEntry.objects.count() == before


def test_entry_needs_the_transaction_of_its_verb(committed_guide: Guide) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        audit.record(
            action=Action.COMMENT,
            actor=committed_guide.cast.ana,
            subject=committed_guide.monograph,
            at=timezone.now(),
            rows=[],
        )


def test_entry_keeps_the_name_a_person_had(guide: Guide) -> None:
    guide.write()
    guide.cast.ana.username = "ana.married"
    guide.cast.ana.save()
    assert AuditEntry.objects.latest("sequence").actor_name == "ana"
