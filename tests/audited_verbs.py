"""Every verb that the audit trail records: how a test prepares it, its action and its actor."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.test import override_settings

from config.environment import SingleSignOn
from monograph.accounts import account_changes, passwords, people, second_factor, single_sign_on
from monograph.accounts.provider import Claims
from monograph.accounts.suspension import resume_signing
from monograph.errors import WorkflowError
from monograph.models import AuditEntry, SectionKind
from monograph.release import guide_checks
from monograph.workflow import addresses, drafting, publishing, reporting, reviewing, site_words, waiving

from . import stories
from .authenticator_app import phone_with, set_up_second_factor
from .cast import PASSWORD
from .factory import Guide
from .people_cases import GIVEN, asked_change, change, invite, suspended

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
    return lambda: addresses.add_address(
        actor=guide.cast.ana, monograph=guide.monograph, address="old-name", password=PASSWORD
    )


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
    return lambda: publishing.cancel_schedule(actor=guide.cast.maria, scheduled=scheduled, password=PASSWORD)


def _publish_scheduled(guide: Guide) -> Callable[[], Any]:
    scheduled = stories.schedule(_news(guide))
    return lambda: publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)


def _refuse_scheduled(guide: Guide) -> Callable[[], Any]:
    scheduled = stories.schedule(_news(guide))
    error = WorkflowError("other_candidate", "Something changed.")
    return lambda: publishing.refuse_scheduled(scheduled=scheduled, error=error, at=scheduled.publish_at)


def _withdraw_edition(guide: Guide) -> Callable[[], Any]:
    edition = guide.monograph.current_edition
    return lambda: publishing.withdraw_edition(
        actor=guide.cast.maria, edition=edition, reason="An error.", password=PASSWORD
    )


def _return_to_edition(guide: Guide) -> Callable[[], Any]:
    first = guide.monograph.current_edition
    _news(guide).publish()
    return lambda: stories.return_to(guide, first)


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


def _invite(guide: Guide) -> Callable[[], Any]:
    return lambda: invite(guide.cast.root, "Editor", "Pharmacist", printed_name="Nell Osborne")


def _renew_invitation(guide: Guide) -> Callable[[], Any]:
    person = invite(guide.cast.root)
    return lambda: people.renew_invitation(actor=guide.cast.root, person=person, password=PASSWORD)


def _change_person(guide: Guide) -> Callable[[], Any]:
    return lambda: change(guide.cast.root, guide.cast.sam, last_name="Sam", roles=("Publisher",))


def _confirm_change(guide: Guide) -> Callable[[], Any]:
    waiting = asked_change(guide.cast.priya)
    return lambda: account_changes.confirm_change(actor=guide.cast.root, change=waiting, password=PASSWORD)


def _decline_change(guide: Guide) -> Callable[[], Any]:
    waiting = asked_change(guide.cast.priya)
    return lambda: account_changes.decline_change(actor=guide.cast.root, change=waiting, **GIVEN)


def _close_account(verb: Callable[..., None], name: str) -> Callable[[Guide], Callable[[], Any]]:
    def prepare(guide: Guide) -> Callable[[], Any]:
        person = getattr(guide.cast, name)
        person.email = f"{name}@example.org"
        person.save()
        return lambda: verb(actor=guide.cast.root, person=person, **GIVEN)

    return prepare


def _request_link(guide: Guide) -> Callable[[], Any]:
    guide.cast.tom.email = "tom@example.org"
    guide.cast.tom.save()
    return lambda: passwords.request_link("tom@example.org")


def _choose_password(guide: Guide) -> Callable[[], Any]:
    token = default_token_generator.make_token(guide.cast.tom)
    return lambda: passwords.choose_password(person=guide.cast.tom, token=token, password="another long password")


def _change_password(guide: Guide) -> Callable[[], Any]:
    return lambda: passwords.change_password(actor=guide.cast.tom, password="another long password")


def _resume_signing(guide: Guide) -> Callable[[], Any]:
    suspension = suspended(guide.cast.tom)
    return lambda: resume_signing(actor=guide.cast.tom, change=suspension)


def _link_account(guide: Guide) -> Callable[[], Any]:
    guide.cast.ana.email = "ana@example.org"
    guide.cast.ana.save()
    provider = SingleSignOn("login", "https://login.example.org", "m", "s", {"writers": "Editor"}, "groups")
    roles = frozenset({"Editor"})
    claims = Claims(provider.issuer, "7", "ana", "ana@example.org", True, "Ana", "Rivera", roles, 0)

    def act() -> None:
        with override_settings(SINGLE_SIGN_ON=provider):
            single_sign_on.sign_in(claims)

    return act


def _use_break_glass(guide: Guide) -> Callable[[], Any]:
    return lambda: single_sign_on.use_break_glass(guide.cast.root)


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
    "return_to_edition": (_return_to_edition, Action.RETURN_TO_EDITION, "maria"),
    "settle_report": (_settle_report, Action.SETTLE_REPORT, "tom"),
    "propose_word": (_propose_word, Action.PROPOSE_WORD, "ana"),
    "accept_word": (_accept_word, Action.ACCEPT_WORD, "tom"),
    "decline_word": (_decline_word, Action.DECLINE_WORD, "tom"),
    "enrol": (_enroll, Action.ENROLL_SECOND_FACTOR, "ana"),
    "confirm": (_confirm, Action.CONFIRM_SECOND_FACTOR, "ana"),
    "renew_codes": (_renew_codes, Action.RENEW_RECOVERY_CODES, "ana"),
    "remove": (_remove_second_factor, Action.REMOVE_SECOND_FACTOR, "ana"),
    "remove_lost": (_remove_lost_second_factor, Action.REMOVE_LOST_SECOND_FACTOR, "root"),
    "invite": (_invite, Action.INVITE, "root"),
    "renew_invitation": (_renew_invitation, Action.RENEW_INVITATION, "root"),
    "change_person": (_change_person, Action.CHANGE_PERSON, "root"),
    "confirm_change": (_confirm_change, Action.CONFIRM_CHANGE, "root"),
    "decline_change": (_decline_change, Action.DECLINE_CHANGE, "root"),
    "deactivate": (_close_account(people.deactivate, "tom"), Action.DEACTIVATE, "root"),
    "activate": (_close_account(people.activate, "gone"), Action.ACTIVATE, "root"),
    "reset_password": (_close_account(people.reset_password, "tom"), Action.RESET_PASSWORD, "root"),
    "request_link": (_request_link, Action.REQUEST_PASSWORD_LINK, "tom"),
    "choose_password": (_choose_password, Action.CHOOSE_PASSWORD, "tom"),
    "change_password": (_change_password, Action.CHANGE_PASSWORD, "tom"),
    "sign_in": (_link_account, Action.LINK_ACCOUNT, "ana"),
    "use_break_glass": (_use_break_glass, Action.USE_BREAK_GLASS, "root"),
    "resume_signing": (_resume_signing, Action.RESUME_SIGNING, "tom"),
}
