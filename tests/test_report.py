"""report, settle_report: a report is stored whole, belongs to its edition, and is settled once."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from monograph import audit
from monograph.errors import InvalidContent, InvalidState, WorkflowError
from monograph.models import AuditEntry, Edition, ReaderReport
from monograph.workflow import publishing, reporting

from .cast import PASSWORD
from .factory import Guide


@pytest.fixture
def edition(short: Guide) -> Edition:
    return Edition.objects.get(monograph=short.monograph)


def send(edition: Edition, **changes: Any) -> ReaderReport:
    given = {"section_code": "uses", "is_clear": False, "words": "A mistake.", **changes}
    return reporting.file_report(edition=edition, **given)


def test_report_is_linked_to_its_edition_and_section(edition: Edition) -> None:
    report = ReaderReport.objects.get(pk=send(edition).pk)
    assert (report.edition, report.section) == (edition, edition.lines.get(kind_code="uses"))
    assert (report.is_clear, report.words, report.is_open) == (False, "A mistake.", True)
    assert list(ReaderReport.objects.open()) == [report]


def test_nothing_of_the_reader_is_stored() -> None:
    columns = {field.name for field in ReaderReport._meta.concrete_fields}
    said = {"id", "edition", "section", "is_clear", "words", "created_at"}
    assert columns == said | {"settled_at", "settled_by", "answer"}


KEPT = {
    "yes alone": ({"is_clear": True, "words": "", "section_code": ""}, ""),
    "no alone": ({"is_clear": False, "words": " \r\n"}, ""),
    "words alone": ({"is_clear": None}, "A mistake."),
    "lines": ({"words": " One.\r\n\r\nTwo. "}, "One.\n\nTwo."),
    "as long as may be": ({"words": "a" * 2000}, "a" * 2000),
    "twice as long with what nobody sees": ({"words": "a\u200b" * 2000}, "a" * 2000),
    "pasted soft hyphens": ({"words": "a mis\u00adtake\u200b"}, "a mistake"),
    "reversed": ({"words": "\u202ea mistake"}, "a mistake"),
    "markup": ({"words": "<script>alert(1)</script>"}, "<script>alert(1)</script>"),
    "formula": ({"words": "=1+1"}, "=1+1"),
}


@pytest.mark.parametrize("name", KEPT)
def test_report_is_stored_as_cleaned(edition: Edition, name: str) -> None:
    given, words = KEPT[name]
    assert ReaderReport.objects.get(pk=send(edition, **given).pk).words == words


REFUSED = {
    "nothing": ({"is_clear": None, "words": ""}, "is_clear", "required"),
    "white space": ({"is_clear": None, "words": " \n\t"}, "is_clear", "required"),
    "invisible alone": ({"is_clear": None, "words": "\u200b\ufeff"}, "is_clear", "required"),
    "too long": ({"words": "a" * 2001}, "words", "too_long"),
    "NUL": ({"words": "a\x00b"}, "words", "hidden_character"),
    "escape": ({"words": "a\x1bb"}, "words", "hidden_character"),
    "half a pair": ({"words": "a\ud800b"}, "words", "hidden_character"),
    "marks": ({"words": "a" + "\u0301" * 99}, "words", "hidden_character"),
    "a section that no guide has": ({"section_code": "nonsense"}, "section", "unknown_section"),
    "a section that this edition lacks": ({"section_code": "faq"}, "section", "unknown_section"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_invalid_report_is_refused_at_its_field(edition: Edition, name: str) -> None:
    given, field, code = REFUSED[name]
    with pytest.raises(InvalidContent) as refused:
        send(edition, **given)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [(field, code)]
    assert not ReaderReport.objects.exists()


def test_removed_section_takes_no_report(short: Guide) -> None:
    short.approve(short.write("cost"))
    short.publish()
    short.approve(short.remove("cost"))
    with pytest.raises(InvalidContent) as refused:
        send(short.publish(), section_code="cost")
    assert refused.value.code == "unknown_section"


def test_withdrawn_edition_takes_no_report(short: Guide, edition: Edition) -> None:
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="An error.", password=PASSWORD)
    with pytest.raises(InvalidState) as refused:
        send(edition)
    assert refused.value.code == "withdrawn"


def test_site_accepts_200_reports_an_hour(edition: Edition) -> None:
    begun = timezone.now()
    rows = [ReaderReport(edition=edition, is_clear=True, created_at=begun) for _ in range(reporting.MAX_REPORTS - 1)]
    ReaderReport.objects.bulk_create(rows)
    with time_machine.travel(begun, tick=False):
        send(edition)
        for _ in range(2):  # at the limit and, as two sent at once may both be stored, above it
            with pytest.raises(InvalidState) as refused:
                send(edition)
            assert refused.value.code == "too_many_reports"
            ReaderReport.objects.create(edition=edition, is_clear=True, created_at=begun)
    with time_machine.travel(begun + timedelta(hours=1), tick=False):
        send(edition)


def test_trail_has_the_report_of_a_reader_without_their_words(edition: Edition) -> None:
    report = send(edition, words="My mother took it.")
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor, entry.actor_name) == ("file_report", None, "a reader")
    assert f"readerreport:{report.pk}" in entry.data["records"]
    assert "mother" not in str(entry.data)
    assert audit.verify().problems == []


def settle(guide: Guide, report: ReaderReport, answer: str = "Fixed in revision 2.") -> ReaderReport:
    return reporting.settle_report(actor=guide.cast.tom, report=report, answer=answer)


def test_settling_stores_who_did_what_and_when(short: Guide, edition: Edition) -> None:
    settle(short, send(edition), " Fixed.\r\nSee revision 2. ")
    report = ReaderReport.objects.get()
    assert (report.settled_by, report.answer) == (short.cast.tom, "Fixed.\nSee revision 2.")
    assert not ReaderReport.objects.open().exists()
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor_name, entry.at) == ("report_settled", "tom", report.settled_at)
    assert (entry.subject, entry.data["report"]) == (str(edition), report.pk)
    assert entry.data["answer"] == report.answer
    assert audit.verify().problems == []


def test_report_is_settled_once(short: Guide, edition: Edition) -> None:
    report = send(edition)
    settle(short, report, "Fixed.")
    with pytest.raises(InvalidState) as refused:
        settle(short, report, "No mistake.")  # of a page that still shows it as open
    assert refused.value.code == "settled"
    assert ReaderReport.objects.get().answer == "Fixed."


@pytest.mark.parametrize(
    ("answer", "code"),
    [("", "required"), (" \n", "required"), ("a" * 4001, "too_long"), ("a\x00b", "hidden_character")],
)
def test_settling_needs_an_answer_that_can_be_stored(short: Guide, edition: Edition, answer: str, code: str) -> None:
    report = send(edition)
    with pytest.raises(WorkflowError) as refused:
        settle(short, report, answer)
    assert refused.value.code == code
    assert ReaderReport.objects.open().exists()


def test_database_refuses_inconsistent_reports(short: Guide, edition: Edition) -> None:
    now, tom = timezone.now(), short.cast.tom
    senseless: dict[str, dict[str, Any]] = {
        "says nothing": {},
        "settled by nobody": {"is_clear": True, "settled_at": now, "answer": "Fixed."},
        "settled at no time": {"is_clear": True, "settled_by": tom, "answer": "Fixed."},
        "settled without an answer": {"is_clear": True, "settled_by": tom, "settled_at": now},
        "answered, and open": {"is_clear": True, "answer": "Fixed."},
    }
    for name, given in senseless.items():
        with pytest.raises(IntegrityError, match=r"readerreport_s"), transaction.atomic():
            ReaderReport.objects.create(edition=edition, created_at=now, **given)
            pytest.fail(name)
