"""The list of a guide's editions, and the page of one, where it is withdrawn."""

from typing import Any

import pytest

from monograph import permissions
from monograph.models import Edition, ScheduledEdition, Withdrawal
from monograph.workflow import publishing

from ..cast import PASSWORD
from ..factory import Guide
from ..stories import schedule
from .desk_client import HOSTILE, Desk, Page, address, change_counts

EDITIONS, EDITION = "monograph_editions", "monograph_edition"
OWN = "My own reason."


def load(desk: Desk, guide: Guide, number: int) -> Page:
    return desk.get(EDITION, guide.monograph.pk, number)


def withdraw(desk: Desk, guide: Guide, number: int, **changes: Any) -> Page:
    return desk.post(EDITION, guide.monograph.pk, number, **{"reason": OWN, "password": PASSWORD, **changes})


def is_public(desk: Desk) -> bool:
    return bool(desk.client.get("/guides/testol/").status_code == 200)


# What the pages show


def test_unpublished_guide_has_no_editions(guide: Guide, grace: Desk) -> None:
    assert "This guide has never been published." in grace.get(EDITIONS, guide.monograph.pk).words


def test_editions_are_listed_newest_first_with_state(published_twice: Guide, grace: Desk) -> None:
    rows = grace.get(EDITIONS, published_twice.monograph.pk).rows()
    assert [(row[0], row[1], row[3], row[4]) for row in rows] == [
        ("Edition 2", "current", "Maria", "What is new."),
        ("Edition 1", "superseded", "Maria", ""),
    ]


def test_withdrawn_edition_is_listed_with_reason(published_twice: Guide, maria: Desk) -> None:
    withdraw(maria, published_twice, 2)
    rows = maria.get(EDITIONS, published_twice.monograph.pk).rows()
    assert [row[1] for row in rows] == [f"withdrawn: {OWN}", "superseded"]


def test_edition_shows_signatures_of_each_section(published_twice: Guide, grace: Desk) -> None:
    page = load(grace, published_twice, 2)
    edition = Edition.objects.get(monograph=published_twice.monograph, number=2)
    assert "State current" in page.words
    assert "Published by Maria: released for publication" in page.words
    assert "Note to readers What is new." in page.words
    assert f"Digest {edition.digest}" in page.words
    assert [row[0] for row in page.rows()] == ["About drug-facts", "About overview", "Uses", "About dosage"]
    assert page.row("Uses")[1] == "revision 2"
    assert page.row("About dosage")[3].count("medically accurate") == 2
    assert page.links()["Public page of this edition"] == "/guides/testol/editions/2/"


def test_page_explains_what_withdrawing_does(published_twice: Guide, maria: Desk) -> None:
    assert "The guide is no longer public from that moment." in load(maria, published_twice, 2).words
    assert "Readers can no longer open this old edition." in load(maria, published_twice, 1).words


def test_page_says_why_a_user_may_not_withdraw(published_twice: Guide, grace: Desk) -> None:
    page = load(grace, published_twice, 2)
    edition = Edition.objects.get(monograph=published_twice.monograph, number=2)
    assert page.buttons == []
    assert permissions.may_withdraw_edition(grace.user, edition).reason in page.words


# What the form does


def test_withdrawing_the_current_edition_unpublishes_the_guide(published_twice: Guide, maria: Desk) -> None:
    page = maria.after(withdraw(maria, published_twice, 2))
    assert page.messages == ["Edition 2 is withdrawn. Readers see your reason in its place."]
    assert "withdrawn by maria" in page.words
    assert page.buttons == []
    response = maria.client.get("/guides/testol/")
    assert response.status_code == 410
    assert OWN in response.content.decode()


def test_withdrawing_an_old_edition_keeps_the_current_one(published_twice: Guide, maria: Desk) -> None:
    maria.after(withdraw(maria, published_twice, 1))
    assert is_public(maria)
    assert maria.client.get("/guides/testol/editions/1/").status_code == 410


def test_withdrawing_the_current_edition_cancels_the_schedule(published_twice: Guide, maria: Desk) -> None:
    published_twice.approve(published_twice.write("cost"))
    schedule(published_twice)
    withdraw(maria, published_twice, 2)
    assert ScheduledEdition.objects.get().state == ScheduledEdition.State.CANCELLED


def test_get_with_a_reason_withdraws_nothing(published_twice: Guide, maria: Desk) -> None:
    assert maria.get(EDITION, published_twice.monograph.pk, 2, reason=OWN).status == 200
    assert is_public(maria)


# Preview of the notice


def preview(desk: Desk, guide: Guide, number: int, **changes: Any) -> Page:
    return withdraw(desk, guide, number, preview="", **changes)


def notice(page: Page) -> str:
    (found,) = page.all("desk-public")
    return found


@pytest.mark.parametrize("number", [1, 2])
def test_preview_equals_the_public_notice_and_withdraws_nothing(
    published_twice: Guide, maria: Desk, number: int
) -> None:
    before = change_counts()
    page = preview(maria, published_twice, number, reason="Too much <b>.\n\nDo not use it.")
    assert (page.status, page.value("reason")) == (200, "Too much <b>.\n\nDo not use it.")
    assert "withdrawn by" not in page.words
    assert page.buttons == ["Preview the notice again", f"Withdraw edition {number}"]
    assert change_counts() == before
    assert is_public(maria)
    withdraw(maria, published_twice, number, reason=page.value("reason"))
    public = Page(maria.client.get(f"/guides/testol/editions/{number}/"))
    assert public.status == 410
    assert notice(page) == public.words_of(public.dom.xpath("//main/div")[0])


def test_withdrawal_is_offered_only_after_a_valid_preview(published_twice: Guide, maria: Desk) -> None:
    assert load(maria, published_twice, 2).buttons == ["Preview the notice"]
    page = preview(maria, published_twice, 2, reason="")
    assert page.status == 422
    assert page.error_codes == {"reason": ["required"]}
    assert page.errors_at("reason")
    assert page.buttons == ["Preview the notice"]


def test_user_without_permission_gets_no_preview(published_twice: Guide, priya: Desk) -> None:
    page = preview(priya, published_twice, 2)
    assert page.status == 403
    assert page.all("desk-public") == []
    assert page.value("reason") == OWN


# Invalid input, refusals, a stale tab


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", "required"),
        (" \n ", "required"),
        ("r" * 4001, "too_long"),
        ("a\u202eb", "hidden_character"),
        ("a\x00b", "null_characters_not_allowed"),
    ],
)
def test_invalid_reason_is_refused_at_its_field_and_kept(
    published_twice: Guide, maria: Desk, reason: str, code: str
) -> None:
    page = withdraw(maria, published_twice, 2, reason=reason)
    assert page.status == 422
    assert page.error_codes == {"reason": [code]}
    assert page.errors_at("reason")
    if "\x00" not in reason:
        assert page.value("reason") == reason
    assert is_public(maria)


def test_missing_reason_field_is_refused_with_an_error(published_twice: Guide, maria: Desk) -> None:
    page = maria.post(EDITION, published_twice.monograph.pk, 2)
    assert page.status == 422
    assert page.errors
    assert is_public(maria)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_reason_is_never_a_server_error(published_twice: Guide, maria: Desk, name: str) -> None:
    page = withdraw(maria, published_twice, 2, reason=HOSTILE[name])
    assert page.status in (302, 422)
    assert load(maria, published_twice, 2).status == 200
    assert is_public(maria) == (page.status == 422)


def test_user_without_permission_cannot_withdraw_and_keeps_the_reason(
    published_twice: Guide, priya: Desk, ana: Desk
) -> None:
    before = change_counts()
    for desk in (priya, ana):
        page = withdraw(desk, published_twice, 2)
        assert page.status == 403
        assert page.error_codes == {"": ["no_permission"]}
        assert page.value("reason") == OWN
    assert change_counts() == before
    assert is_public(ana)


def test_second_withdrawal_is_refused_and_keeps_both_reasons(published_twice: Guide, maria: Desk) -> None:
    load(maria, published_twice, 2)
    edition = Edition.objects.get(monograph=published_twice.monograph, number=2)
    publishing.withdraw_edition(
        actor=published_twice.cast.root, edition=edition, reason="The first reason.", password=PASSWORD
    )
    before = change_counts()
    page = withdraw(maria, published_twice, 2)
    assert page.status == 409
    assert page.error_codes == {"": ["withdrawn"]}
    assert page.value("reason") == OWN
    assert "The first reason." in page.words
    assert Withdrawal.objects.get().reason == "The first reason."
    assert change_counts() == before


def test_stale_tab_withdraws_only_the_edition_it_showed(published_twice: Guide, maria: Desk) -> None:
    """The newer edition, which the tab did not show, stays public."""
    load(maria, published_twice, 2)
    published_twice.approve(published_twice.write(text="Newer."))
    published_twice.publish()
    withdraw(maria, published_twice, 2)
    assert is_public(maria)


@pytest.mark.parametrize("number", [0, 3, 10**19, 10**30])
def test_unknown_edition_is_not_found(published_twice: Guide, maria: Desk, number: int) -> None:
    assert load(maria, published_twice, number).status == 404
    assert withdraw(maria, published_twice, number).status == 404
    if number > 3:
        assert maria.get(EDITIONS, number).status == 404
        assert maria.get(EDITION, number, 1).status == 404


def test_edition_is_not_found_under_another_guide(published_twice: Guide, maria: Desk) -> None:
    other = Guide(published_twice.cast, "othol")
    assert maria.post(EDITION, other.monograph.pk, 2, reason=OWN, password=PASSWORD).status == 404
    assert is_public(maria)


def test_list_links_to_each_edition(published_twice: Guide, grace: Desk) -> None:
    links = grace.get(EDITIONS, published_twice.monograph.pk).links()
    assert links["Edition 1"] == address(EDITION, published_twice.monograph.pk, 1)
