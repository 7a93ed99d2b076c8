"""When the next edition has to be reviewed again: so many months after its oldest signature."""

from datetime import UTC, date, datetime

import pytest

from monograph.models import Monograph, Review, Section, SectionRevision, Signature
from monograph.release.release_candidate import CandidateSection, ReleaseCandidate


def section_signed(*days: date, is_removal: bool = False) -> CandidateSection:
    signatures = [Signature(signed_at=datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)) for day in days]
    return CandidateSection(Section(), SectionRevision(is_removal=is_removal), Review(), signatures)


@pytest.mark.parametrize(
    ("signed", "months", "due"),
    [
        (date(2030, 11, 15), 12, date(2031, 11, 15)),
        (date(2030, 11, 15), 2, date(2031, 1, 15)),
        (date(2031, 1, 31), 1, date(2031, 2, 28)),
        (date(2032, 1, 31), 1, date(2032, 2, 29)),
        (date(2032, 2, 29), 12, date(2033, 2, 28)),
        (date(2030, 8, 31), 1, date(2030, 9, 30)),
        (date(2030, 12, 31), 60, date(2035, 12, 31)),
    ],
)
def test_review_is_due_months_after_the_signature(signed: date, months: int, due: date) -> None:
    monograph = Monograph(review_interval_months=months)
    assert ReleaseCandidate(monograph, lines=[section_signed(signed)]).review_due == due


def test_oldest_section_decides_and_in_it_the_last_signature() -> None:
    lines = [
        section_signed(date(2030, 1, 1), date(2030, 6, 1)),
        section_signed(date(2030, 7, 1)),
        section_signed(date(2029, 1, 1), is_removal=True),
    ]
    assert ReleaseCandidate(Monograph(review_interval_months=12), lines=lines).review_due == date(2031, 6, 1)
