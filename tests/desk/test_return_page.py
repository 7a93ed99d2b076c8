"""The page on which a publisher returns to an earlier edition."""

from typing import Any

import pytest

from monograph import edition_permissions

from ..cast import PASSWORD
from ..factory import Guide
from .desk_client import Desk, Page, change_counts

RETURN = "monograph_return"
WHY = "The newer text was wrong."


def post(desk: Desk, guide: Guide, number: int, **changes: Any) -> Page:
    address = (RETURN, guide.monograph.pk, number)
    expected = desk.get(*address).value("expected") or "none"
    return desk.post(*address, **{"expected": expected, "reason": WHY, "password": PASSWORD, **changes})


def test_edition_page_leads_publishers_to_the_return(published_twice: Guide, maria: Desk, grace: Desk) -> None:
    old, current = (("monograph_edition", published_twice.monograph.pk, number) for number in (1, 2))
    assert "Return to this edition" in maria.get(*old).links()
    assert "Return to this edition" not in maria.get(*current).links()
    assert "Return to this edition" not in grace.get(*old).links()


def test_page_shows_what_changes_for_readers(published_twice: Guide, maria: Desk) -> None:
    page = maria.get(RETURN, published_twice.monograph.pk, 1)
    assert page.status == 200
    assert page.buttons == ["Publish edition 1 again"]
    assert "Plain words about uses." in page.words
    assert "edition 1 has an earlier text" in page.words


def test_returning_publishes_the_earlier_texts_and_says_so(published_twice: Guide, maria: Desk) -> None:
    page = maria.after(post(maria, published_twice, 1, note="We took a change back."))
    assert page.messages == ["Edition 3 is published, with the texts of edition 1."]
    assert f"edition 1: {WHY}" in page.words
    assert "We took a change back." in maria.client.get("/guides/testol/").content.decode()
    sheet = maria.get("edition_signatures", published_twice.reread().current_edition_id)
    assert f"edition 1: {WHY}" in sheet.words
    assert not sheet.all("sheet-warning")


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"reason": ""}, 422, "reason"),
        ({"reason": "a\u202eb"}, 422, "reason"),
        ({"password": "not mine"}, 403, "password"),
        ({"expected": "v1:stale"}, 409, ""),
        ({"change-uses": "a\u202eb"}, 422, "change-uses"),
    ],
)
def test_refused_return_keeps_what_was_written(
    published_twice: Guide, maria: Desk, changes: dict[str, str], status: int, field: str
) -> None:
    page = post(maria, published_twice, 1, **{"note": "My own note.", **changes})
    assert (page.status, page.value("note")) == (status, "My own note.")
    assert field in page.error_codes
    assert published_twice.reread().current_edition.number == 2


def test_user_without_permission_reads_why_and_changes_nothing(published_twice: Guide, priya: Desk) -> None:
    edition = published_twice.monograph.editions.get(number=1)
    assert (
        edition_permissions.may_return_to(priya.user, edition).reason
        in priya.get(RETURN, edition.monograph_id, 1).words
    )
    before = change_counts()
    assert post(priya, published_twice, 1).status == 403
    assert change_counts() == before


def test_current_edition_offers_no_return(published_twice: Guide, maria: Desk) -> None:
    assert maria.get(RETURN, published_twice.monograph.pk, 2).buttons == []
    assert post(maria, published_twice, 2).status == 409


@pytest.mark.parametrize("number", [0, 3, 10**19])
def test_unknown_edition_is_not_found(published_twice: Guide, maria: Desk, number: int) -> None:
    assert maria.get(RETURN, published_twice.monograph.pk, number).status == 404
