"""start_monograph, set_review_interval, add_section: the identity of a guide, and its slots."""

from typing import Any

import pytest

from monograph.errors import InvalidContent, InvalidState
from monograph.models import Monograph, SectionKind
from monograph.workflow import drafting

from .cast import Cast
from .factory import REQUIRED, Guide


def test_new_guide_has_an_empty_section_of_every_kind_in_order(cast: Cast) -> None:
    monograph = drafting.start_monograph(actor=cast.ana, slug="testol")
    sections = list(monograph.sections.in_order())
    assert [section.kind for section in sections] == list(SectionKind.objects.order_by("position"))
    assert {(section.latest_revision, section.approved_revision) for section in sections} == {(None, None)}


def test_new_guide_is_not_public(cast: Cast) -> None:
    monograph = drafting.start_monograph(actor=cast.ana, slug="testol")
    assert monograph.current_edition is None
    assert not Monograph.objects.current().exists()


def test_new_guide_is_reviewed_every_year_by_default(cast: Cast) -> None:
    assert drafting.start_monograph(actor=cast.ana, slug="testol").review_interval_months == 12
    assert (
        drafting.start_monograph(actor=cast.ana, slug="othol", review_interval_months=24).review_interval_months == 24
    )


def test_factory_writes_every_section_that_the_catalogue_requires(cast: Cast) -> None:
    always = SectionKind.objects.filter(requirement=SectionKind.Requirement.ALWAYS)
    assert set(always.values_list("code", flat=True)) == set(REQUIRED)


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("", "blank"),
        ("Two words", "invalid"),
        ("../etc", "invalid"),
        ("tést", "invalid"),
        ("a\x00b", "invalid"),
        ("a" * 81, "max_length"),
        ("taken", "unique"),
    ],
)
def test_guide_needs_an_address_of_its_own(cast: Cast, slug: str, code: str) -> None:
    drafting.start_monograph(actor=cast.ana, slug="taken")
    with pytest.raises(InvalidContent) as refused:
        drafting.start_monograph(actor=cast.ana, slug=slug)
    assert ("slug", code) in {(problem.field, problem.code) for problem in refused.value.problems}
    assert Monograph.objects.count() == 1


@pytest.mark.parametrize(("months", "code"), [(0, "min_value"), (-1, "min_value"), (61, "max_value")])
def test_review_interval_is_between_one_month_and_five_years(cast: Cast, months: int, code: str) -> None:
    with pytest.raises(InvalidContent) as refused:
        drafting.start_monograph(actor=cast.ana, slug="testol", review_interval_months=months)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [("review_interval_months", code)]
    assert not Monograph.objects.exists()


def test_every_problem_of_a_new_guide_is_reported_at_once(cast: Cast) -> None:
    with pytest.raises(InvalidContent) as refused:
        drafting.start_monograph(actor=cast.ana, slug="", review_interval_months=0)
    assert {problem.field for problem in refused.value.problems} == {"slug", "review_interval_months"}


def test_review_interval_of_a_guide_can_be_changed(guide: Guide, cast: Cast) -> None:
    drafting.set_review_interval(actor=cast.ana, monograph=guide.monograph, months=6)
    assert guide.reread().review_interval_months == 6


@pytest.mark.parametrize("months", [0, 61])
def test_review_interval_out_of_bounds_changes_nothing(guide: Guide, cast: Cast, months: int) -> None:
    with pytest.raises(InvalidContent) as refused:
        drafting.set_review_interval(actor=cast.ana, monograph=guide.monograph, months=months)
    assert refused.value.problems[0].field == "review_interval_months"
    assert guide.reread().review_interval_months == 12


def test_changed_interval_does_not_change_the_current_edition(published: Guide, cast: Cast) -> None:
    due = published.monograph.current_edition.review_due
    drafting.set_review_interval(actor=cast.ana, monograph=published.monograph, months=1)
    assert published.reread().current_edition.review_due == due


@pytest.fixture
def travel(guide: Guide) -> SectionKind:
    """A kind that joined the catalogue after the guide was started."""
    return SectionKind.objects.create(code="travel", position=99, default_heading="Traveling with {brand}")


def test_section_of_a_newer_kind_can_be_added(guide: Guide, cast: Cast, travel: SectionKind) -> None:
    section = drafting.add_section(actor=cast.ana, monograph=guide.monograph, kind=travel)
    assert section.latest_revision is None
    assert guide.write("travel").section == section


def test_guide_has_each_section_once(guide: Guide, cast: Cast, travel: SectionKind) -> None:
    drafting.add_section(actor=cast.ana, monograph=guide.monograph, kind=travel)
    with pytest.raises(InvalidState) as refused:
        drafting.add_section(actor=cast.ana, monograph=guide.monograph, kind=travel)
    assert refused.value.code == "has_section"
    assert guide.monograph.sections.filter(kind=travel).count() == 1


def test_default_heading_contains_the_brand_name(travel: Any) -> None:
    assert travel.heading_for("Testol") == "Traveling with Testol"
