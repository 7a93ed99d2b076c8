"""load_sample: what a newcomer finds in the demo, made through the verbs, once."""

from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Count

from monograph import audit
from monograph.content.document import read_document
from monograph.interchange import sample
from monograph.models import AuditEntry, Edition, Monograph, ReaderReport, Review, SectionRevision
from monograph.preflight import readability
from monograph.release import guide_checks

from .cast import PASSWORD, Cast


def load() -> str:
    output = StringIO()
    call_command("load_sample", stdout=output)
    return output.getvalue()


def test_sample_is_refused_without_debug(cast: Cast) -> None:
    with pytest.raises(CommandError, match="DEBUG=1"):
        load()
    assert not Monograph.objects.exists()


def test_sample_has_every_state_and_loads_once(
    cast: Cast, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEBUG = True
    # Some people of the tests have user names of the sample's people and take their place.
    monkeypatch.setattr(sample, "PASSWORD", PASSWORD)
    call_command("loaddata", "fixtures/references.json", "fixtures/glossary.json", verbosity=0)
    output = load()
    assert all(f"{person.username:<8}{person.role:<14}{person.name}" in output for person in sample.PEOPLE)

    # Blincyto is complete. Its second edition has a new dosage, signed by two pharmacists.
    blincyto = Monograph.objects.get(slug="blincyto")
    assert [edition.number for edition in blincyto.editions.order_by("number")] == [1, 2]
    lines = blincyto.current_edition.lines.select_related("revision__section__kind")
    assert len(lines) == 16
    (dosage,) = [line for line in lines if line.change_note]
    assert dosage.kind_code == "dosage"
    assert dosage.review.signatures.count() == 2
    texts = [line.revision for line in lines]
    assert 2500 <= sum(len(read_document(text.body).text.split()) for text in texts) <= 3500
    reading = readability(
        [guide_checks.build_preflight_section(text) for text in texts], guide_checks.build_preflight_guide([])
    )
    assert reading.flesch_kincaid <= 8

    # Every state has an example, no current edition has errors, and the audit trail verifies.
    states = Review.objects.values("state").annotate(number=Count("pk")).values_list("state", flat=True)
    assert set(states) == {Review.State.OPEN, Review.State.CHANGES_REQUESTED, Review.State.APPROVED}
    assert Monograph.objects.count() == 5
    for edition in Edition.objects.current():
        revisions = SectionRevision.objects.with_text().filter(lines__edition=edition)
        assert [finding for finding in guide_checks.check_guide(revisions) if finding.is_error] == [], edition
    assert set(ReaderReport.objects.open().values_list("edition__monograph__slug", flat=True)) == {"blincyto"}
    assert audit.verify().problems == []

    before = AuditEntry.objects.count()
    assert "already exists" in load()
    assert AuditEntry.objects.count() == before
