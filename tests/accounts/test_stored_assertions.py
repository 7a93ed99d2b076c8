"""What passkeys signed is checked again from what is stored, even where the audit trail was rebuilt after a change."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone
from time_machine import Traveller

from monograph import audit
from monograph.accounts.stored_assertions import signatures_without_passkey
from monograph.models import Assertion, AuditEntry, Passkey, PasskeyUse, Signature, Withdrawal
from monograph.workflow import publishing

from .. import authenticator_app, raw_sql, stories
from ..authenticator import Authenticator, add_passkey
from ..cast import PASSWORD, find_cast
from ..factory import Guide
from .signing_verbs import sign, to_approve, to_withdraw


def verify() -> list[str]:
    """Run the command that checks everything again; return the problems that it names."""
    errors = StringIO()
    try:
        call_command("verify_audit", stdout=StringIO(), stderr=errors)
    except CommandError:
        return errors.getvalue().splitlines()
    return []


@pytest.fixture
def signed(guide: Guide, laptop: Authenticator) -> Signature:
    signature: Signature = sign(laptop, guide.cast.priya, to_approve(guide))
    assert verify() == []
    return signature


def reseal(*rows: Any) -> None:
    """Write an audit entry that seals altered rows, as somebody with the database and this code could."""
    audit.record(
        action=AuditEntry.Action.COMMENT, actor=find_cast().root, subject=rows[0], at=timezone.now(), rows=rows
    )


@pytest.mark.parametrize(
    "change",
    [
        {"meaning": "second_check"},
        {"signer_name": "Tom"},
        {"signer_credentials": "MD"},
        {"signed_at": authenticator_app.NOON + timedelta(days=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_altered_signature_is_reported_although_the_trail_is_rebuilt(signed: Signature, change: dict[str, Any]) -> None:
    with raw_sql.without_triggers():
        raw_sql.change(signed, **change)
    reseal(Signature.objects.get(pk=signed.pk))
    (problem,) = verify()
    assert problem.startswith(f"Signature {signed.pk} (") and "passkey" in problem


def test_signature_for_altered_text_is_reported_although_the_trail_is_rebuilt(signed: Signature) -> None:
    revision = signed.review.revision
    revision.body = "<p>Take ten.</p>"
    digest = revision.recomputed_digest()
    with raw_sql.without_triggers():
        raw_sql.change(revision, body=revision.body, digest=digest)
        raw_sql.change(signed, digest=digest)
    revision.refresh_from_db()
    reseal(revision, Signature.objects.get(pk=signed.pk))
    (problem,) = verify()
    assert problem.startswith(f"Signature {signed.pk} (")


def test_withdrawal_for_another_reason_is_reported_although_the_trail_is_rebuilt(
    guide: Guide, clock: Traveller
) -> None:
    verb = to_withdraw(stories.short(guide))
    key = add_passkey(guide.cast.maria)
    clock.shift(30)
    withdrawal: Withdrawal = sign(key, guide.cast.maria, verb)
    signature = Assertion.objects.get().signature
    assert verify() == []
    withdrawal.reason = "Another reason."
    with raw_sql.without_triggers():
        raw_sql.change(withdrawal, reason=withdrawal.reason)
        raw_sql.change(signature, digest=withdrawal.recomputed_digest())
    reseal(Withdrawal.objects.get(), Signature.objects.get(pk=signature.pk))
    (problem,) = verify()
    assert problem.startswith(f"Signature {signature.pk} (") and "passkey" in problem


@pytest.mark.parametrize("column", ["client_data", "authenticator_data", "value", "nonce", "origin"])
def test_altered_assertion_is_reported_although_the_trail_is_rebuilt(signed: Signature, column: str) -> None:
    value = getattr(signed.assertion, column)
    with raw_sql.without_triggers():
        raw_sql.change(signed.assertion, **{column: ("B" if value[0] != "B" else "C") + value[1:]})
    reseal(Assertion.objects.get())
    assert [problem for problem in verify() if problem.startswith(f"Signature {signed.pk} (")]


def test_replaced_public_key_is_reported(signed: Signature) -> None:
    passkey = Passkey.objects.get()
    with raw_sql.without_triggers():
        raw_sql.change(passkey, public_key=passkey.public_key[:-4] + "AAAA")
    reseal(Passkey.objects.get())
    assert [problem for problem in verify() if problem.startswith(f"Signature {signed.pk} (")]


def test_signatures_without_passkey_are_named_on_request(guide: Guide, signed: Signature) -> None:
    by_password = guide.sign(to_approve(Guide(guide.cast, "another"))[1]["review"], guide.cast.tom)
    errors = StringIO()
    since = authenticator_app.NOON.date()
    with pytest.raises(CommandError):
        call_command("verify_audit", passkeys_since=since, stdout=StringIO(), stderr=errors)
    (problem,) = errors.getvalue().splitlines()
    assert problem == f"Signature {by_password.pk} ({by_password}) was given without a passkey."
    later = since + timedelta(days=1)
    call_command("verify_audit", passkeys_since=later, stdout=StringIO(), stderr=StringIO())


def test_withdrawals_are_no_exception_where_passkeys_are_required(guide: Guide, clock: Traveller) -> None:
    """One by passkey is not named; one by password is, and one that somebody with the database wrote unsigned."""
    stories.short(guide)
    for text in ("News.", "More news."):
        guide.approve(guide.write("uses", text))
        guide.publish()
    first, second, third = guide.monograph.editions.order_by("number")
    key = add_passkey(guide.cast.maria)
    clock.shift(timedelta(days=1))
    given = {"edition": first, "reason": "Wrong."}
    sign(key, guide.cast.maria, (publishing.withdraw_edition, given))
    publishing.withdraw_edition(actor=guide.cast.root, **{**given, "edition": second}, password=PASSWORD)
    now = timezone.now()
    with raw_sql.without_triggers():
        raw_sql.insert(Withdrawal(edition=third, reason="Wrong.", withdrawn_by=guide.cast.maria, created_at=now))
    by_password, unsigned = Signature.objects.latest("pk"), Withdrawal.objects.get(signature=None)
    assert list(signatures_without_passkey(now.date())) == [
        f"Signature {by_password.pk} ({by_password}) was given without a passkey.",
        f"Withdrawal {unsigned.pk} ({unsigned}) was not signed.",
    ]


def test_database_keeps_passkeys_and_assertions(guide: Guide, signed: Signature) -> None:
    passkey, assertion, use = Passkey.objects.get(), Assertion.objects.get(), PasskeyUse.objects.get()
    by_password = guide.sign(to_approve(Guide(guide.cast, "another"))[1]["review"], guide.cast.tom)
    another = Assertion(signature=by_password, passkey=passkey, asked_at=timezone.now(), nonce="n")
    for act, row, changes in (
        (raw_sql.change, passkey, {"public_key": "A"}),
        (raw_sql.change, passkey, {"user": guide.cast.tom}),
        (raw_sql.remove, passkey, {}),
        (raw_sql.change, assertion, {"value": "A"}),
        (raw_sql.remove, assertion, {}),
        (raw_sql.insert, another, {}),  # a passkey of somebody else than the signer
        (raw_sql.change, use, {"sign_count": 0}),
        (raw_sql.change, use, {"asked_at": use.asked_at - timedelta(seconds=1)}),
        (raw_sql.remove, use, {}),
    ):
        with pytest.raises(IntegrityError):
            act(row, **changes)
    raw_sql.change(passkey, removed_at=timezone.now())
    with pytest.raises(IntegrityError):
        raw_sql.change(passkey, removed_at=None)
