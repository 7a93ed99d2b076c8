"""One revision gets the findings that it gets among all texts of its guide."""

import pytest

from monograph.models import Reference, SectionRevision
from monograph.release import guide_checks

from .factory import SOURCE, Guide
from .stories import short


def latest(guide: Guide) -> list[SectionRevision]:
    return list(
        SectionRevision.objects.with_text()
        .filter(pk__in=guide.monograph.sections.values("latest_revision"))
        .order_by("pk")
    )


def test_revision_has_the_same_findings_alone_and_in_its_guide(guide: Guide) -> None:
    """Check it among the signed texts, drafts where none is signed, without removals."""
    short(guide)
    guide.approve(guide.write("uses", "Headache is a common side effect. See the “Cost” section below."))
    guide.approve(guide.write("dosage", "Headache is rare. Say it it twice."))
    guide.write("storage", "Headache is not common.")
    guide.remove("faq")
    findings = guide_checks.check_guide(latest(guide))
    assert {"frequency-conflict", "repeated-word", "missing-section"} <= {finding.code for finding in findings}
    for revision in latest(guide):
        own = [finding for finding in findings if finding.section == revision.section.kind.code]
        assert guide_checks.check_revision(revision).findings == own


def test_draft_is_checked_against_signed_texts(guide: Guide) -> None:
    short(guide)
    guide.approve(guide.write("uses", "Headache is a common side effect."))
    guide.write("uses", "Headache is rare.")
    guide.write("dosage", "Headache is rare.")
    codes = {
        revision.section.kind.code: {finding.code for finding in guide_checks.check_revision(revision).findings}
        for revision in latest(guide)
    }
    assert "frequency-conflict" in codes["dosage"]
    assert "frequency-conflict" not in codes["uses"]


@pytest.mark.parametrize("code", ["uses", "dosage"])
def test_outdated_citation_is_reported_in_its_section(guide: Guide, code: str) -> None:
    guide.write("uses")
    guide.write("dosage", references=())
    Reference.objects.filter(key=SOURCE).update(year=2025)
    Reference.objects.create(key="other", title="Other", publisher="Maker", year=2025)
    revision = next(revision for revision in latest(guide) if revision.section.kind.code == code)
    own = [finding.code for finding in guide_checks.check_revision(revision).findings]
    assert own.count("reference-behind") == (code == "uses")
    everywhere = [finding.code for finding in guide_checks.check_guide(latest(guide))]
    assert everywhere.count("reference-behind") == 1
