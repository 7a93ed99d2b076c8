"""load_sample: what a newcomer to the demo finds, played through the verbs and never twice."""

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
    told = StringIO()
    call_command("load_sample", stdout=told)
    return told.getvalue()


def test_no_site_that_is_not_a_demo_gets_people_whose_password_is_known(cast: Cast) -> None:
    with pytest.raises(CommandError, match="DEBUG=1 only"):
        load()
    assert not Monograph.objects.exists()


def test_the_sample_has_something_of_everything_and_is_played_once(
    cast: Cast, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEBUG = True
    # The people of the tests bear some names of the sample's; they are met as if the sample had made them.
    monkeypatch.setattr(sample, "PASSWORD", PASSWORD)
    call_command("loaddata", "fixtures/references.json", "fixtures/glossary.json", verbosity=0)
    told = load()
    assert all(f"{person.username:<8}{person.role:<12}{person.name}" in told for person in sample.PEOPLE)

    # The whole of Blincyto, in its second edition since two pharmacists signed the dosage anew.
    blincyto = Monograph.objects.get(slug="blincyto")
    assert [each.number for each in blincyto.editions.order_by("number")] == [1, 2]
    lines = blincyto.current_edition.lines.select_related("revision__section__kind")
    assert len(lines) == 16
    (dosage,) = [line for line in lines if line.change_note]
    assert dosage.kind_code == "dosage"
    assert dosage.review.signatures.count() == 2
    texts = [line.revision for line in lines]
    assert 2500 <= sum(len(read_document(text.body).text.split()) for text in texts) <= 3500
    reading = readability(
        [guide_checks.preflight_section_of(text) for text in texts], guide_checks.preflight_guide_of([])
    )
    assert reading.flesch_kincaid <= 8

    # Every state has an example, nothing in it is faulty, and the audit trail knows it all.
    states = Review.objects.values("state").annotate(number=Count("pk")).values_list("state", flat=True)
    assert set(states) == {Review.State.OPEN, Review.State.CHANGES_REQUESTED, Review.State.APPROVED}
    assert Monograph.objects.count() == 5
    for edition in Edition.objects.current():
        shown = SectionRevision.objects.with_text().filter(lines__edition=edition)
        assert [found for found in guide_checks.check_guide(shown) if found.is_error] == [], edition
    assert set(ReaderReport.objects.open().values_list("edition__monograph__slug", flat=True)) == {"blincyto"}
    assert audit.verify().problems == []

    before = AuditEntry.objects.count()
    assert "already exists" in load()
    assert AuditEntry.objects.count() == before
