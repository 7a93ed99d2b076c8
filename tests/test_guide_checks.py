"""What preflight says of one stored text: the same that the gate will say of it among the others."""

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


def test_one_text_has_the_findings_that_it_has_among_all(guide: Guide) -> None:
    """Among signed texts, drafts where none is signed, and without what is removed."""
    short(guide)
    guide.approve(guide.write("uses", "Headache is a common side effect. See the “Cost” section below."))
    guide.approve(guide.write("dosage", "Headache is rare. Say it it twice."))
    guide.write("storage", "Headache is not common.")
    guide.remove("faq")
    every = guide_checks.check_guide(latest(guide))
    assert {"frequency-conflict", "repeated-word", "missing-section"} <= {each.code for each in every}
    for revision in latest(guide):
        own = [each for each in every if each.section == revision.section.kind.code]
        assert guide_checks.check_revision(revision).findings == own


def test_a_draft_is_not_held_against_the_drafts_of_others(guide: Guide) -> None:
    short(guide)
    guide.approve(guide.write("uses", "Headache is a common side effect."))
    guide.write("uses", "Headache is rare.")
    guide.write("dosage", "Headache is rare.")
    codes = {
        revision.section.kind.code: {each.code for each in guide_checks.check_revision(revision).findings}
        for revision in latest(guide)
    }
    assert "frequency-conflict" in codes["dosage"]
    assert "frequency-conflict" not in codes["uses"]


@pytest.mark.parametrize("code", ["uses", "dosage"])
def test_a_citation_behind_the_library_is_told_where_it_stands(guide: Guide, code: str) -> None:
    guide.write("uses")
    guide.write("dosage", references=())
    Reference.objects.filter(key=SOURCE).update(year=2025)
    Reference.objects.create(key="other", title="Other", publisher="Maker", year=2025)
    revision = next(each for each in latest(guide) if each.section.kind.code == code)
    behind = [each.code for each in guide_checks.check_revision(revision).findings].count("reference-behind")
    assert behind == (code == "uses")
    assert [each.code for each in guide_checks.check_guide(latest(guide))].count("reference-behind") == 1
