"""Every verb writes one entry, in its own transaction, and seals what it wrote."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from monograph import audit
from monograph.accounts import second_factor
from monograph.errors import WorkflowError
from monograph.models import AuditEntry, SectionKind
from monograph.release import guide_checks
from monograph.workflow import addresses, drafting, publishing, reporting, reviewing, site_words, waiving

from . import stories
from .authenticator_app import phone_with, set_up_second_factor
from .cast import PASSWORD
from .factory import Guide

Action = AuditEntry.Action


def _submitted(guide: Guide, code: str = "uses") -> Any:
    return guide.submit(guide.write(code, "Words to review."))


def _commented(guide: Guide) -> Any:
    return reviewing.comment(actor=guide.cast.priya, review=_submitted(guide), body="Since when?")


def _news(guide: Guide) -> Guide:
    guide.approve(guide.write("uses", "News."))
    return guide


def _start(guide: Guide) -> Callable[[], Any]:
    return lambda: drafting.start_monograph(actor=guide.cast.ana, slug="another")


def _add_section(guide: Guide) -> Callable[[], Any]:
    kind = SectionKind.objects.create(code="travel", position=99, default_heading="Travel")
    return lambda: drafting.add_section(actor=guide.cast.ana, monograph=guide.monograph, kind=kind)


def _add_address(guide: Guide) -> Callable[[], Any]:
    return lambda: addresses.add_address(actor=guide.cast.ana, monograph=guide.monograph, address="old-name")


def _set_review_interval(guide: Guide) -> Callable[[], Any]:
    return lambda: drafting.set_review_interval(actor=guide.cast.ana, monograph=guide.monograph, months=3)


def _save_revision(guide: Guide) -> Callable[[], Any]:
    return lambda: guide.write("uses", "News.")


def _submit(guide: Guide) -> Callable[[], Any]:
    revision = guide.write("uses", "News.")
    return lambda: guide.submit(revision)


def _withdraw_submission(guide: Guide) -> Callable[[], Any]:
    review = _submitted(guide)
    return lambda: reviewing.withdraw_submission(actor=guide.cast.ana, review=review)


def _comment(guide: Guide) -> Callable[[], Any]:
    review = _submitted(guide)
    return lambda: reviewing.comment(actor=guide.cast.ana, review=review, body="A comment.")


def _reply(guide: Guide) -> Callable[[], Any]:
    comment = _commented(guide)
    return lambda: reviewing.reply(actor=guide.cast.ana, comment=comment, body="A reply.")


def _resolve_comment(guide: Guide) -> Callable[[], Any]:
    comment = _commented(guide)
    return lambda: reviewing.resolve_comment(actor=guide.cast.priya, comment=comment)


def _request_changes(guide: Guide) -> Callable[[], Any]:
    review = _submitted(guide)
    digest = review.revision.digest
    return lambda: reviewing.request_changes(actor=guide.cast.tom, review=review, expected=digest, body="No.")


def _approve(guide: Guide) -> Callable[[], Any]:
    review = _submitted(guide)
    return lambda: guide.sign(review)


def _waive(guide: Guide) -> Callable[[], Any]:
    revision = guide.write("uses", "Ask ask us.")
    (error,) = guide_checks.unwaived_errors(revision)
    given = {
        "finding": guide_checks.finding_key(error),
        "expected": revision.digest,
        "reason": "A name.",
        "password": PASSWORD,
    }
    return lambda: waiving.waive(actor=guide.cast.priya, revision=revision, **given)


def _publish(guide: Guide) -> Callable[[], Any]:
    return _news(guide).publish


def _schedule(guide: Guide) -> Callable[[], Any]:
    _news(guide)
    return lambda: stories.schedule(guide)


def _cancel_schedule(guide: Guide) -> Callable[[], Any]:
    scheduled = stories.schedule(_news(guide))
    return lambda: publishing.cancel_schedule(actor=guide.cast.maria, scheduled=scheduled)


def _publish_scheduled(guide: Guide) -> Callable[[], Any]:
    scheduled = stories.schedule(_news(guide))
    return lambda: publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)


def _refuse_scheduled(guide: Guide) -> Callable[[], Any]:
    scheduled = stories.schedule(_news(guide))
    error = WorkflowError("other_candidate", "Something changed.")
    return lambda: publishing.refuse_scheduled(scheduled=scheduled, error=error, at=scheduled.publish_at)


def _withdraw_edition(guide: Guide) -> Callable[[], Any]:
    edition = guide.monograph.current_edition
    return lambda: publishing.withdraw_edition(actor=guide.cast.maria, edition=edition, reason="An error.")


def _settle_report(guide: Guide) -> Callable[[], Any]:
    report = reporting.file_report(
        edition=guide.monograph.current_edition, section_code="uses", is_clear=False, words="A mistake."
    )
    return lambda: reporting.settle_report(actor=guide.cast.tom, report=report, answer="Fixed.")


def _propose_word(guide: Guide) -> Callable[[], Any]:
    return lambda: stories.propose(guide)


def _accept_word(guide: Guide) -> Callable[[], Any]:
    word = stories.propose(guide)
    return lambda: site_words.accept_word(actor=guide.cast.tom, word=word, expected="proposed")


def _decline_word(guide: Guide) -> Callable[[], Any]:
    given = {"word": stories.propose(guide), "expected": "proposed", "reason": "No word."}
    return lambda: site_words.decline_word(actor=guide.cast.tom, **given)


def _enroll(guide: Guide) -> Callable[[], Any]:
    return lambda: second_factor.enroll(actor=guide.cast.ana)


def _confirm(guide: Guide) -> Callable[[], Any]:
    phone = phone_with(second_factor.enroll(actor=guide.cast.ana))
    return lambda: second_factor.confirm(actor=guide.cast.ana, password=PASSWORD, token=phone.code)


def _renew_codes(guide: Guide) -> Callable[[], Any]:
    _, recovery = set_up_second_factor(guide.cast.ana)
    return lambda: second_factor.renew_codes(actor=guide.cast.ana, password=PASSWORD, token=recovery[0])


def _remove_second_factor(guide: Guide) -> Callable[[], Any]:
    _, recovery = set_up_second_factor(guide.cast.ana)
    return lambda: second_factor.remove(actor=guide.cast.ana, password=PASSWORD, token=recovery[0])


def _remove_lost_second_factor(guide: Guide) -> Callable[[], Any]:
    set_up_second_factor(guide.cast.ana)
    given = {"actor": guide.cast.root, "person": guide.cast.ana, "reason": "She called.", "password": PASSWORD}
    return lambda: second_factor.remove_lost(**given)


VERBS: dict[str, tuple[Callable[[Guide], Callable[[], Any]], AuditEntry.Action, str]] = {
    "start_monograph": (_start, Action.START_MONOGRAPH, "ana"),
    "add_section": (_add_section, Action.ADD_SECTION, "ana"),
    "add_address": (_add_address, Action.ADD_ADDRESS, "ana"),
    "set_review_interval": (_set_review_interval, Action.SET_REVIEW_INTERVAL, "ana"),
    "save_revision": (_save_revision, Action.SAVE_REVISION, "ana"),
    "submit": (_submit, Action.SUBMIT, "ana"),
    "withdraw_submission": (_withdraw_submission, Action.WITHDRAW_SUBMISSION, "ana"),
    "comment": (_comment, Action.COMMENT, "ana"),
    "reply": (_reply, Action.COMMENT, "ana"),
    "resolve_comment": (_resolve_comment, Action.RESOLVE_COMMENT, "priya"),
    "request_changes": (_request_changes, Action.REQUEST_CHANGES, "tom"),
    "approve": (_approve, Action.APPROVE, "priya"),
    "waive": (_waive, Action.WAIVE, "priya"),
    "publish": (_publish, Action.PUBLISH, "maria"),
    "schedule": (_schedule, Action.SCHEDULE, "maria"),
    "cancel_schedule": (_cancel_schedule, Action.CANCEL_SCHEDULE, "maria"),
    "publish_scheduled": (_publish_scheduled, Action.PUBLISH, "maria"),
    "refuse_scheduled": (_refuse_scheduled, Action.REFUSE_SCHEDULED, "maria"),
    "withdraw_edition": (_withdraw_edition, Action.WITHDRAW_EDITION, "maria"),
    "settle_report": (_settle_report, Action.SETTLE_REPORT, "tom"),
    "propose_word": (_propose_word, Action.PROPOSE_WORD, "ana"),
    "accept_word": (_accept_word, Action.ACCEPT_WORD, "tom"),
    "decline_word": (_decline_word, Action.DECLINE_WORD, "tom"),
    "enrol": (_enroll, Action.ENROLL_SECOND_FACTOR, "ana"),
    "confirm": (_confirm, Action.CONFIRM_SECOND_FACTOR, "ana"),
    "renew_codes": (_renew_codes, Action.RENEW_RECOVERY_CODES, "ana"),
    "remove": (_remove_second_factor, Action.REMOVE_SECOND_FACTOR, "ana"),
    "remove_lost": (_remove_lost_second_factor, Action.REMOVE_LOST_SECOND_FACTOR, "root"),
}


def test_every_action_of_the_trail_has_its_verb_here() -> None:
    """All actions except failed checks of identity, whose verb did nothing: see test_verify_identity.py, accounts/."""
    without_verb = {Action.FAIL_IDENTITY, Action.LOCK_NETWORK}
    assert {action for _, action, _ in VERBS.values()} == set(Action) - without_verb


@pytest.mark.parametrize("verb", VERBS)
def test_verb_writes_exactly_one_entry_in_the_name_of_its_actor(short: Guide, verb: str) -> None:
    prepare, action, actor = VERBS[verb]
    act = prepare(short)
    before = AuditEntry.objects.latest("sequence")
    act()
    (entry,) = AuditEntry.objects.filter(sequence__gt=before.sequence)
    assert (entry.sequence, entry.previous_digest) == (before.sequence + 1, before.digest)
    assert (entry.action, entry.actor_name, entry.actor.get_username()) == (action, actor, actor)


def seals_of_all_rows() -> dict[str, str]:
    rows = (row for model in audit.SEALED_MODELS for row in model._default_manager.all())
    return {audit.row_key(row): audit.row_seal(row) for row in rows}


@pytest.mark.parametrize("verb", VERBS)
def test_verb_seals_every_row_it_wrote(short: Guide, verb: str) -> None:
    prepare, _, _ = VERBS[verb]
    act = prepare(short)
    before = seals_of_all_rows()
    act()
    after = seals_of_all_rows()
    written = {key: seal for key, seal in after.items() if before.get(key) != seal}
    sealed = AuditEntry.objects.latest("sequence").data["rows"]
    assert written.items() <= sealed.items()
    assert sealed.items() <= after.items()


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
