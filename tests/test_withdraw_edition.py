"""withdraw_edition: what is wrong leaves the public at once, and nothing comes back by itself."""

import pytest

from monograph.errors import InvalidContent, InvalidState, NotPermitted
from monograph.models import Edition, Monograph, Withdrawal
from monograph.workflow import publishing

from . import stories
from .beginnings import beginning
from .cast import Cast
from .factory import Guide


@beginning
def second(cast: Cast) -> Guide:
    """A guide whose edition 2 the public reads, and edition 1 as an old one."""
    guide = stories.short(Guide(cast))
    guide.approve(guide.write("uses", "News."))
    guide.publish()
    return guide


def edition(guide: Guide, number: int) -> Edition:
    return guide.monograph.editions.get(number=number)


def withdraw(guide: Guide, number: int, reason: str = "The dose is wrong.") -> Withdrawal:
    return publishing.withdraw_edition(actor=guide.cast.maria, edition=edition(guide, number), reason=reason)


def test_a_withdrawn_current_edition_leaves_the_guide_without_one(second: Guide) -> None:
    withdraw(second, 2)
    assert second.reread().current_edition is None
    assert not Monograph.objects.current().exists()
    assert not Edition.objects.current().exists()


def test_the_edition_before_does_not_come_back(second: Guide) -> None:
    withdraw(second, 2)
    assert list(Edition.objects.readable()) == [edition(second, 1)]
    assert second.reread().current_edition is None


def test_a_withdrawn_older_edition_leaves_the_current_one(second: Guide) -> None:
    withdraw(second, 1)
    assert second.reread().current_edition == edition(second, 2)
    assert list(Edition.objects.readable()) == [edition(second, 2)]


def test_the_reason_and_who_gave_it_are_kept(second: Guide, cast: Cast) -> None:
    withdrawal = withdraw(second, 2, "  The dose is wrong.\r\nDo not use. ")
    assert (withdrawal.reason, withdrawal.withdrawn_by) == ("The dose is wrong.\nDo not use.", cast.maria)
    assert edition(second, 2).withdrawal == withdrawal


@pytest.mark.parametrize(
    ("reason", "code"), [("", "required"), (" ", "required"), ("a" * 4001, "too_long"), ("a\x00b", "hidden_character")]
)
def test_nothing_is_withdrawn_without_a_reason_the_public_can_read(second: Guide, reason: str, code: str) -> None:
    with pytest.raises(InvalidContent) as refused:
        withdraw(second, 2, reason)
    assert (refused.value.problems[0].field, refused.value.code) == ("reason", code)
    assert second.reread().current_edition.number == 2
    assert not Withdrawal.objects.exists()


def test_an_edition_is_withdrawn_once(second: Guide) -> None:
    first = withdraw(second, 2)
    with pytest.raises(InvalidState) as refused:
        withdraw(second, 2, "Another reason.")
    assert refused.value.code == "withdrawn"
    assert Withdrawal.objects.get() == first


def test_who_may_not_withdraw_changes_nothing(second: Guide, cast: Cast) -> None:
    with pytest.raises(NotPermitted) as refused:
        publishing.withdraw_edition(actor=cast.priya, edition=edition(second, 2), reason="The dose is wrong.")
    assert refused.value.code == "no_permission"
    assert second.reread().current_edition.number == 2


def test_the_withdrawn_text_stays_in_the_history(second: Guide) -> None:
    article = edition(second, 2).article
    withdraw(second, 2)
    assert edition(second, 2).article == article
    assert edition(second, 2).lines.count() == len(stories.SHORT)


def test_the_corrected_edition_takes_the_next_number(second: Guide) -> None:
    withdraw(second, 2)
    second.approve(second.write("uses", "Corrected."))
    corrected = second.publish()
    assert corrected.number == 3
    assert second.reread().current_edition == corrected


def test_one_guides_withdrawal_leaves_the_others(second: Guide, cast: Cast) -> None:
    other = Guide(cast, slug="othol")
    for code in stories.SHORT:
        other.approve(other.write(code))
    kept = other.publish()
    withdraw(second, 2)
    assert list(Edition.objects.current()) == [kept]
