"""The page on which a guide is started."""

from typing import Any

import pytest

from monograph import permissions
from monograph.models import Monograph

from ..cast import Cast
from ..factory import Guide
from .desk_client import HOSTILE, Desk, Page, address, change_counts

START = "monograph_add"


def start(desk: Desk, **changes: Any) -> Page:
    return desk.post(START, **{"slug": "newtol", "review_interval_months": "12", **changes})


def test_default_review_interval_is_a_year(ana: Desk) -> None:
    page = ana.get(START)
    assert (page.value("slug"), page.value("review_interval_months")) == ("", "12")
    assert page.buttons == ["Start the guide"]


def test_page_says_why_a_user_may_not_start_a_guide(priya: Desk) -> None:
    page = priya.get(START)
    assert page.buttons == []
    assert permissions.may_start(priya.user).reason in page.words


def test_starting_redirects_to_the_guide(ana: Desk) -> None:
    page = start(ana, review_interval_months="6")
    guide = Monograph.objects.get(slug="newtol")
    assert page.target == address("monograph_change", guide.pk)
    assert ana.after(page).messages == ["The guide “newtol” is started. Begin with its key facts."]
    assert guide.review_interval_months == 6
    assert guide.sections.exists()


def test_get_with_a_slug_starts_nothing(ana: Desk) -> None:
    assert ana.get(START, slug="newtol", review_interval_months="12").status == 200
    assert not Monograph.objects.exists()


@pytest.mark.parametrize(
    "slug",
    [
        *("", " ", "New", "new tol", "new_tol", "new--tol", "-new", "new-", "né", "a/b", "../admin", "x" * 81),
        *("<script>alert(1)</script>", "new\ntol", "新", "new\u202etol", "newtol\x00"),
    ],
)
def test_invalid_address_is_refused_at_its_field_and_kept(ana: Desk, slug: str) -> None:
    page = start(ana, slug=slug, review_interval_months="7")
    assert page.status == 422
    assert page.errors_at("slug")
    if slug.isprintable():
        assert page.value("slug") == slug
    assert page.value("review_interval_months") == "7"
    assert not Monograph.objects.exists()


def test_taken_address_is_refused_at_its_field(guide: Guide, ana: Desk) -> None:
    page = start(ana, slug="testol")
    assert page.status == 422
    assert page.error_codes == {"slug": ["unique"]}
    assert page.errors_at("slug")
    assert page.value("slug") == "testol"
    assert Monograph.objects.count() == 1


@pytest.mark.parametrize("months", ["", "0", "-1", "61", "1.5", "abc", str(10**12), str(10**30), "1" * 5000])
def test_invalid_interval_is_refused_at_its_field_and_kept(ana: Desk, months: str) -> None:
    page = start(ana, review_interval_months=months)
    assert page.status == 422
    assert page.errors_at("review_interval_months")
    assert (page.value("slug"), page.value("review_interval_months")) == ("newtol", months)
    assert not Monograph.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"slug": "newtol"}, {"review_interval_months": "6"}])
def test_missing_fields_are_refused_with_an_error(ana: Desk, sent: dict[str, str]) -> None:
    page = ana.post(START, **sent)
    assert page.status == 422
    assert page.errors
    assert not Monograph.objects.exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_never_a_server_error(ana: Desk, name: str) -> None:
    for field in ("slug", "review_interval_months"):
        page = start(ana, **{field: HOSTILE[name]})
        assert page.status in (302, 422), field
        assert page.status == 302 or page.errors_at(field)


def test_user_without_permission_cannot_start_a_guide(cast: Cast, priya: Desk, maria: Desk) -> None:
    before = change_counts()
    for desk in (priya, maria):
        page = start(desk)
        assert page.status == 403
        assert change_counts() == before
    assert not Monograph.objects.exists()
