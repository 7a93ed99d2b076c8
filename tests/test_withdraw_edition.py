"""withdraw_edition: what is wrong leaves the public at once, and nothing comes back by itself."""

import pytest
from django.db import IntegrityError, connection

from monograph import audit, triggers
from monograph.errors import InvalidContent, InvalidState, NotPermitted
from monograph.models import AuditEntry, Edition, Monograph, Notification, Withdrawal
from monograph.workflow import publishing

from . import raw_sql, stories
from .cast import PASSWORD, Cast
from .factory import Guide


def edition(guide: Guide, number: int) -> Edition:
    return guide.monograph.editions.get(number=number)


def withdraw(guide: Guide, number: int, reason: str = "The dose is wrong.") -> Withdrawal:
    return publishing.withdraw_edition(
        actor=guide.cast.maria, edition=edition(guide, number), reason=reason, password=PASSWORD
    )


def test_withdrawn_current_edition_leaves_the_guide_without_one(published_twice: Guide) -> None:
    withdraw(published_twice, 2)
    assert published_twice.reread().current_edition is None
    assert not Monograph.objects.current().exists()
    assert not Edition.objects.current().exists()


def test_earlier_edition_does_not_become_current_again(published_twice: Guide) -> None:
    withdraw(published_twice, 2)
    assert list(Edition.objects.readable()) == [edition(published_twice, 1)]
    assert published_twice.reread().current_edition is None


def test_withdrawn_older_edition_leaves_the_current_one(published_twice: Guide) -> None:
    withdraw(published_twice, 1)
    assert published_twice.reread().current_edition == edition(published_twice, 2)
    assert list(Edition.objects.readable()) == [edition(published_twice, 2)]


def test_older_edition_can_be_withdrawn_after_the_current_one(published_twice: Guide) -> None:
    withdraw(published_twice, 2)
    withdraw(published_twice, 1)
    assert published_twice.reread().current_edition is None
    assert Withdrawal.objects.count() == 2


def test_withdrawal_stores_reason_and_actor(published_twice: Guide, cast: Cast) -> None:
    withdrawal = withdraw(published_twice, 2, "  The dose is wrong.\r\nDo not use. ")
    assert (withdrawal.reason, withdrawal.withdrawn_by) == ("The dose is wrong.\nDo not use.", cast.maria)
    assert edition(published_twice, 2).withdrawal == withdrawal


@pytest.mark.parametrize(
    ("reason", "code"), [("", "required"), (" ", "required"), ("a" * 4001, "too_long"), ("a\x00b", "hidden_character")]
)
def test_nothing_is_withdrawn_without_a_reason_the_public_can_read(
    published_twice: Guide, reason: str, code: str
) -> None:
    with pytest.raises(InvalidContent) as refused:
        withdraw(published_twice, 2, reason)
    assert (refused.value.problems[0].field, refused.value.code) == ("reason", code)
    assert published_twice.reread().current_edition.number == 2
    assert not Withdrawal.objects.exists()


def test_edition_is_withdrawn_once(published_twice: Guide) -> None:
    first = withdraw(published_twice, 2)
    with pytest.raises(InvalidState) as refused:
        withdraw(published_twice, 2, "Another reason.")
    assert refused.value.code == "withdrawn"
    assert Withdrawal.objects.get() == first


def test_only_publishers_withdraw(published_twice: Guide, cast: Cast) -> None:
    with pytest.raises(NotPermitted) as refused:
        publishing.withdraw_edition(
            actor=cast.priya, edition=edition(published_twice, 2), reason="The dose is wrong.", password=PASSWORD
        )
    assert refused.value.code == "no_permission"
    assert published_twice.reread().current_edition.number == 2


def test_withdrawn_text_stays_in_the_history(published_twice: Guide) -> None:
    article = edition(published_twice, 2).article
    withdraw(published_twice, 2)
    assert edition(published_twice, 2).article == article
    assert edition(published_twice, 2).lines.count() == len(stories.SHORT)


def test_corrected_edition_has_the_next_number(published_twice: Guide) -> None:
    withdraw(published_twice, 2)
    published_twice.approve(published_twice.write("uses", "Corrected."))
    corrected = published_twice.publish()
    assert corrected.number == 3
    assert published_twice.reread().current_edition == corrected


def test_one_guides_withdrawal_leaves_the_others(published_twice: Guide, cast: Cast) -> None:
    other = Guide(cast, slug="othol")
    for code in stories.SHORT:
        other.approve(other.write(code))
    current = other.publish()
    withdraw(published_twice, 2)
    assert list(Edition.objects.current()) == [current]


# The signature


def test_withdrawal_asks_for_the_password(published_twice: Guide, cast: Cast) -> None:
    """Whoever finds a publisher's screen unlocked can't take a guide from its readers."""
    with pytest.raises(NotPermitted) as refused:
        publishing.withdraw_edition(
            actor=cast.maria, edition=edition(published_twice, 2), reason="Bored.", password="not mine"
        )
    assert refused.value.code == "wrong_password"
    assert published_twice.reread().current_edition.number == 2
    assert AuditEntry.objects.latest("sequence").action == AuditEntry.Action.FAIL_IDENTITY


def test_wrong_passwords_lock_withdrawals_too(published_twice: Guide, cast: Cast) -> None:
    given = {"actor": cast.maria, "edition": edition(published_twice, 2), "reason": "Bored."}
    for _ in range(5):
        with pytest.raises(NotPermitted):
            publishing.withdraw_edition(**given, password="not mine")
    with pytest.raises(NotPermitted) as refused:
        publishing.withdraw_edition(**given, password=PASSWORD)
    assert refused.value.code == "too_many_failures"


def test_withdrawal_is_signed_for_its_edition_and_reason(published_twice: Guide, cast: Cast) -> None:
    withdrawal = withdraw(published_twice, 2)
    signature = withdrawal.signature
    assert (signature.signer, signature.meaning, signature.printed) == (cast.maria, "withdrawn", "Maria")
    assert signature.digest == withdrawal.recomputed_digest()
    withdrawal.reason = "Another reason."
    assert signature.digest != withdrawal.recomputed_digest()
    notified = Notification.objects.filter(kind="signed", recipient=cast.maria).latest("pk")
    assert "the withdrawal of Testol, edition 2" in notified.subject
    assert audit.verify().is_intact


def test_signature_for_another_reason_is_found(published_twice: Guide) -> None:
    withdrawal = withdraw(published_twice, 2)
    triggers.remove(connection)
    raw_sql.change(withdrawal, reason="Another reason.")
    assert f"Withdrawal {withdrawal.pk} ({withdrawal}): its signature is not for this edition and reason." in (
        audit.verify().problems
    )


def test_sql_cannot_withdraw_without_a_signature(published_twice: Guide, cast: Cast) -> None:
    current = edition(published_twice, 2)
    given = {"edition": current, "reason": "Bored.", "created_at": current.published_at}
    with pytest.raises(IntegrityError, match="guard_withdrawal_signed"):
        raw_sql.insert(Withdrawal(withdrawn_by=cast.maria, **given))
    with pytest.raises(IntegrityError, match="guard_withdrawal_signed"):
        raw_sql.insert(Withdrawal(withdrawn_by=cast.maria, signature=current.release_signature, **given))
