"""What the checks read of a text: raised figures as such, and no more than a section can be."""

import pytest

from monograph.preflight import Finding
from monograph.preflight.examined import MAX_BLOCKS, MAX_CHARACTERS

from .test_preflight import ALONE, codes, findings_in


@pytest.mark.parametrize(
    "html",
    [
        "<p>Take ten (10<sup>1</sup>) tablets.</p>",
        "<p>1 in 10<sup>4</sup> people (0.01%) had a seizure.</p>",
        "<p>The bag holds 10<sup>9</sup> units to 10<sup>10</sup> units.</p>",
        "<p>The dose is 75 mg/m<sup>2</sup> a day. Take vitamin B<sub>12</sub> and O<sub>2</sub>.</p>",
    ],
)
def test_power_is_no_number_with_more_figures(html: str) -> None:
    assert not {"number-mismatch", "wrong-equivalent", "backwards-range"} & set(codes(html, ALONE))


def test_finding_quotes_the_text_and_its_place_with_a_power_before_it() -> None:
    (finding,) = findings_in(
        "<p>It has 10<sup>6</sup> cells. The dose is 10<sup>6</sup> cells or or 1.5 mg.</p>", ALONE
    )
    assert (finding.code, finding.quote) == ("repeated-word", "or or")
    assert (finding.start, finding.end) == (40, 45)


def too_long(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.code == "too-long"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Drink a glass of water.</p>" * (MAX_BLOCKS + 1),
        f"<p>{'Drink a glass of water. ' * (MAX_CHARACTERS // 20)}</p>",
        "x" * (MAX_CHARACTERS + 1),
        f"<p>Drink.</p><p>{'water ' * (MAX_CHARACTERS // 6)}</p>",
    ],
    ids=["blocks", "sentences", "a word", "one long block"],
)
def test_text_too_long_to_check_is_an_error_where_the_checks_end(html: str) -> None:
    findings = findings_in(f"{html}<p>The the.</p>", ALONE)
    (finding,) = too_long(findings)
    assert finding.severity == "error"
    assert finding.end is not None
    assert all((other.end or 0) <= finding.end <= MAX_CHARACTERS for other in findings)


def test_text_at_the_limit_is_checked_to_its_end() -> None:
    html = "<p>Drink a glass of water.</p>" * (MAX_CHARACTERS // 30)
    findings = findings_in(f"{html}<p>Take the the tablet.</p>", ALONE)
    assert not too_long(findings)
    assert "the the" in {finding.quote for finding in findings}
