"""The list of a guide's editions, and the page of one: what was signed by whom, and the form to withdraw it."""

from typing import Any

import pytest

from monograph.models import Edition, ScheduledEdition, Withdrawal
from monograph.workflow import publishing

from ..factory import Guide
from ..stories import schedule
from .browse import NASTY, Desk, Page, address, history

EDITIONS, EDITION = "monograph_editions", "monograph_edition"
OWN = "My own reason."


def load(desk: Desk, guide: Guide, number: int) -> Page:
    return desk.get(EDITION, guide.monograph.pk, number)


def withdraw(desk: Desk, guide: Guide, number: int, **changes: Any) -> Page:
    return desk.post(EDITION, guide.monograph.pk, number, **{"reason": OWN, **changes})


def is_public(desk: Desk) -> bool:
    return bool(desk.client.get("/guides/testol/").status_code == 200)


# What the pages show


def test_a_guide_never_published_says_so(guide: Guide, grace: Desk) -> None:
    assert "This guide has never been published." in grace.get(EDITIONS, guide.monograph.pk).words


def test_every_edition_is_listed_newest_first_with_its_state(published_twice: Guide, grace: Desk) -> None:
    rows = grace.get(EDITIONS, published_twice.monograph.pk).rows()
    assert [(row[0], row[1], row[3], row[4]) for row in rows] == [
        ("Edition 2", "current", "Maria", "What is new."),
        ("Edition 1", "old", "Maria", ""),
    ]


def test_a_withdrawn_edition_is_listed_with_its_reason(published_twice: Guide, maria: Desk) -> None:
    withdraw(maria, published_twice, 2)
    rows = maria.get(EDITIONS, published_twice.monograph.pk).rows()
    assert [row[1] for row in rows] == [f"withdrawn: {OWN}", "old"]


def test_an_edition_shows_what_was_signed_by_whom(published_twice: Guide, grace: Desk) -> None:
    page = load(grace, published_twice, 2)
    edition = Edition.objects.get(monograph=published_twice.monograph, number=2)
    assert "State current" in page.words
    assert "Released by Maria: released for publication" in page.words
    assert "Note to readers What is new." in page.words
    assert f"Digest {edition.digest}" in page.words
    assert [row[0] for row in page.rows()] == ["About drug-facts", "About overview", "Uses", "About dosage"]
    assert page.row("Uses")[1] == "revision 2"
    assert page.row("About dosage")[3].count("medically accurate") == 2
    assert page.links()["The public page of this edition"] == "/guides/testol/editions/2/"


def test_what_withdrawing_means_is_said_before(published_twice: Guide, maria: Desk) -> None:
    assert "The guide is then no longer public, at once." in load(maria, published_twice, 2).words
    assert "This old edition is then no longer readable." in load(maria, published_twice, 1).words


def test_who_may_not_withdraw_reads_why(published_twice: Guide, grace: Desk) -> None:
    page = load(grace, published_twice, 2)
    assert page.buttons == []
    assert "Your account does not have the right to withdraw editions." in page.words


# What the form does


def test_withdrawing_the_current_edition_takes_the_guide_from_the_public(published_twice: Guide, maria: Desk) -> None:
    page = maria.after(withdraw(maria, published_twice, 2))
    assert page.messages == ["Edition 2 is withdrawn. Readers see your reason in its place."]
    assert "withdrawn by maria" in page.words
    assert page.buttons == []
    response = maria.client.get("/guides/testol/")
    assert response.status_code == 410
    assert OWN in response.content.decode()


def test_withdrawing_an_old_edition_leaves_the_current_one(published_twice: Guide, maria: Desk) -> None:
    maria.after(withdraw(maria, published_twice, 1))
    assert is_public(maria)
    assert maria.client.get("/guides/testol/editions/1/").status_code == 410


def test_withdrawing_the_current_edition_cancels_what_was_scheduled(published_twice: Guide, maria: Desk) -> None:
    published_twice.approve(published_twice.write("cost"))
    schedule(published_twice)
    withdraw(maria, published_twice, 2)
    assert ScheduledEdition.objects.get().state == ScheduledEdition.State.CANCELLED


def test_reading_the_page_with_a_reason_in_its_address_withdraws_nothing(published_twice: Guide, maria: Desk) -> None:
    assert maria.get(EDITION, published_twice.monograph.pk, 2, reason=OWN).status == 200
    assert is_public(maria)


# The notice, read before


def preview(desk: Desk, guide: Guide, number: int, **changes: Any) -> Page:
    return withdraw(desk, guide, number, preview="", **changes)


def notice(page: Page) -> str:
    (found,) = page.all("desk-public")
    return found


@pytest.mark.parametrize("number", [1, 2])
def test_the_notice_is_shown_as_readers_will_read_it_and_withdraws_nothing(
    published_twice: Guide, maria: Desk, number: int
) -> None:
    before = history()
    page = preview(maria, published_twice, number, reason="Too much <b>.\n\nDo not use it.")
    assert (page.status, page.value("reason")) == (200, "Too much <b>.\n\nDo not use it.")
    assert page.buttons == ["Show me the notice again", f"Withdraw edition {number}"]
    assert history() == before
    assert is_public(maria)
    withdraw(maria, published_twice, number, reason=page.value("reason"))
    public = Page(maria.client.get(f"/guides/testol/editions/{number}/"))
    assert public.status == 410
    assert notice(page) == public.words_of(public.dom.xpath("//main/div")[0])


def test_the_notice_is_asked_for_before_the_withdrawal_is_offered(published_twice: Guide, maria: Desk) -> None:
    assert load(maria, published_twice, 2).buttons == ["Show me the notice"]
    page = preview(maria, published_twice, 2, reason="")
    assert page.status == 422
    assert page.errors_at("reason") == ["The reason is missing."]
    assert page.buttons == ["Show me the notice"]


def test_who_may_not_withdraw_is_shown_no_notice(published_twice: Guide, priya: Desk) -> None:
    page = preview(priya, published_twice, 2)
    assert page.status == 403
    assert page.all("desk-public") == []
    assert page.value("reason") == OWN


# Bad input, refusals, a stale tab


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "The reason is missing."),
        (" \n ", "The reason is missing."),
        ("r" * 4001, "The reason has 4,001 characters; the limit is 4,000."),
        ("a\u202eb", "There is an invisible character (U+202E)"),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_a_bad_reason_is_a_sentence_at_its_field_and_is_kept(
    published_twice: Guide, maria: Desk, reason: str, sentence: str
) -> None:
    page = withdraw(maria, published_twice, 2, reason=reason)
    assert page.status == 422
    assert sentence in " ".join(page.errors_at("reason"))
    if "\x00" not in reason:
        assert page.value("reason") == reason
    assert is_public(maria)


def test_a_missing_reason_is_refused_in_words(published_twice: Guide, maria: Desk) -> None:
    page = maria.post(EDITION, published_twice.monograph.pk, 2)
    assert page.status == 422
    assert page.errors
    assert is_public(maria)


@pytest.mark.parametrize("name", NASTY)
def test_nothing_nasty_as_a_reason_is_a_fault(published_twice: Guide, maria: Desk, name: str) -> None:
    page = withdraw(maria, published_twice, 2, reason=NASTY[name])
    assert page.status in (302, 422)
    assert load(maria, published_twice, 2).status == 200
    assert is_public(maria) == (page.status == 422)


def test_who_may_not_withdraw_is_refused_and_keeps_the_reason(published_twice: Guide, priya: Desk, ana: Desk) -> None:
    before = history()
    for desk in (priya, ana):
        page = withdraw(desk, published_twice, 2)
        assert page.status == 403
        assert page.errors == ["Your account does not have the right to withdraw editions."]
        assert page.value("reason") == OWN
    assert history() == before
    assert is_public(ana)


def test_an_edition_withdrawn_meanwhile_keeps_the_first_reason_and_hands_back_the_second(
    published_twice: Guide, maria: Desk
) -> None:
    load(maria, published_twice, 2)
    edition = Edition.objects.get(monograph=published_twice.monograph, number=2)
    publishing.withdraw_edition(actor=published_twice.cast.root, edition=edition, reason="The first reason.")
    before = history()
    page = withdraw(maria, published_twice, 2)
    assert page.status == 409
    assert page.errors == ["This edition is already withdrawn."]
    assert page.value("reason") == OWN
    assert "The first reason." in page.words
    assert Withdrawal.objects.get().reason == "The first reason."
    assert history() == before


def test_a_tab_that_showed_an_edition_as_current_withdraws_that_one_only(published_twice: Guide, maria: Desk) -> None:
    """The newer edition, which the tab has not seen, stays public."""
    load(maria, published_twice, 2)
    published_twice.approve(published_twice.write(text="Newer."))
    published_twice.publish()
    withdraw(maria, published_twice, 2)
    assert is_public(maria)


@pytest.mark.parametrize("number", [0, 3, 10**19, 10**30])
def test_an_edition_that_is_not_there_is_not_found(published_twice: Guide, maria: Desk, number: int) -> None:
    assert load(maria, published_twice, number).status == 404
    assert withdraw(maria, published_twice, number).status == 404
    if number > 3:
        assert maria.get(EDITIONS, number).status == 404
        assert maria.get(EDITION, number, 1).status == 404


def test_the_edition_of_one_guide_is_not_found_under_another(published_twice: Guide, maria: Desk) -> None:
    other = Guide(published_twice.cast, "othol")
    assert maria.post(EDITION, other.monograph.pk, 2, reason=OWN).status == 404
    assert is_public(maria)


def test_the_list_of_editions_leads_to_each(published_twice: Guide, grace: Desk) -> None:
    links = grace.get(EDITIONS, published_twice.monograph.pk).links()
    assert links["Edition 1"] == address(EDITION, published_twice.monograph.pk, 1)
