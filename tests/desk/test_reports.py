"""Reader reports: listed, shown as plain text, and settled once."""

from typing import Any

import pytest

from monograph import permissions
from monograph.models import AuditEntry, Edition, ReaderReport
from monograph.workflow import publishing, reporting

from ..cast import PASSWORD
from ..factory import Guide
from .desk_client import HOSTILE, Desk, address
from .test_home import card, home
from .test_queries import captured_queries

LIST, REPORT = "readerreport_changelist", "readerreport_change"
DONE = "Fixed in revision 2."
MARKUP = "<script>alert(1)</script> & {{ 7 }}\nA second line."


def report(guide: Guide, **changes: Any) -> ReaderReport:
    edition = Edition.objects.get(monograph=guide.monograph, number=changes.pop("number", 1))
    given = {"section_code": "uses", "is_clear": False, "words": "A mistake.", **changes}
    return reporting.file_report(edition=edition, **given)


def settle(guide: Guide, which: ReaderReport) -> None:
    reporting.settle_report(actor=guide.cast.tom, report=which, answer="Settled by Tom.")


# The list


def test_list_shows_open_reports_newest_first(short: Guide, ana: Desk) -> None:
    settle(short, report(short, words="Settled."))
    report(short, words="Older.", section_code="", is_clear=None)
    report(short, words="Newer " + "and longer " * 20)
    rows = ana.get(LIST).rows()
    assert [(row[-4], row[-1]) for row in rows] == [("About uses", "open"), ("the whole guide", "open")]
    assert "Testol, edition 1" in rows[0]
    assert rows[0][-2].startswith("Newer and longer")
    assert rows[0][-2].endswith("…")


def test_settled_reports_can_be_listed(short: Guide, ana: Desk) -> None:
    settle(short, report(short, words="Settled."))
    report(short, words="Open.")
    assert [row[-2:] for row in ana.get(LIST, state="settled").rows()] == [["Settled.", "tom"]]
    assert [row[-2] for row in ana.get(LIST, state="all").rows()] == ["Open.", "Settled."]
    assert [row[-2] for row in ana.get(LIST, state="nonsense").rows()] == ["Open."]


def test_list_can_be_searched_and_filtered(short: Guide, ana: Desk) -> None:
    report(short, words="A wrong dose.", is_clear=True)
    report(short, words="A slip.")
    assert [row[-2] for row in ana.get(LIST, q="dose").rows()] == ["A wrong dose."]
    assert len(ana.get(LIST, q="testol").rows()) == 2
    assert [row[-2] for row in ana.get(LIST, is_clear__exact="1").rows()] == ["A wrong dose."]


@pytest.mark.parametrize("page", ["list", "report", "home"])
def test_query_count_does_not_grow_with_reports(short: Guide, ana: Desk, page: str) -> None:
    first = report(short)
    path = {"list": address(LIST), "report": address(REPORT, first.pk), "home": "/admin/"}[page]
    before = len(captured_queries(ana, path))
    for number in range(3):
        report(short, words=f"Mistake {number}.", section_code="dosage")
    assert len(captured_queries(ana, path)) == before


def test_reports_cannot_be_added_or_deleted(short: Guide, root: Desk) -> None:
    which = report(short)
    assert root.open(address("readerreport_add")).status == 403
    assert root.post("readerreport_delete", which.pk, post="yes").status == 403
    assert ReaderReport.objects.exists()


# One report


def test_report_is_plain_text_with_links_to_its_section(short: Guide, ana: Desk) -> None:
    which = report(short, words=MARKUP)
    page = ana.get(REPORT, which.pk)
    assert "<script>alert" not in page.html
    assert "<script>alert(1)</script> & {{ 7 }} A second line." in page.words
    assert "Testol, edition 1" in page.words
    assert "Was it clear? no" in page.words
    links = page.links()
    assert links["The edition as readers see it"] == "/guides/testol/editions/1/#uses"
    assert links["History of the section"] == address("section_history", short.monograph.pk, "uses")
    assert links["Revise the section"] == address("section_edit", short.monograph.pk, "uses")


def test_only_writers_get_a_link_to_revise(short: Guide, priya: Desk) -> None:
    assert "Revise the section" not in priya.get(REPORT, report(short).pk).links()


def test_report_on_the_whole_guide_links_to_the_guide(short: Guide, ana: Desk) -> None:
    page = ana.get(REPORT, report(short, section_code="", words="", is_clear=True).pk)
    assert page.links()["The guide"] == address("monograph_change", short.monograph.pk)
    assert "The reader wrote nothing." in page.words


@pytest.mark.parametrize("desk", ["ana", "priya", "maria"])
def test_every_role_that_works_on_guides_can_settle(short: Guide, desk: str, request: pytest.FixtureRequest) -> None:
    who: Desk = request.getfixturevalue(desk)
    which = report(short)
    page = who.after(who.post(REPORT, which.pk, answer=DONE))
    assert page.messages == ["The report is settled."]
    assert page.dom.xpath("//table[@id='result_list']") == []
    which.refresh_from_db()
    assert (which.settled_by, which.answer) == (who.user, DONE)
    shown = who.get(REPORT, which.pk)
    assert f"What was done {DONE}" in shown.words
    assert "Mark as settled" not in shown.buttons


def test_get_with_an_answer_settles_nothing(short: Guide, ana: Desk) -> None:
    assert ana.get(REPORT, report(short).pk, answer=DONE).status == 200
    assert ReaderReport.objects.open().exists()


def test_auditor_can_read_but_not_settle(short: Guide, grace: Desk) -> None:
    which = report(short)
    page = grace.get(REPORT, which.pk)
    assert page.buttons == []
    assert permissions.may_settle_report(grace.user, which).reason in page.words
    refused = grace.post(REPORT, which.pk, answer=DONE)
    assert (refused.status, refused.value("answer")) == (403, DONE)
    assert ReaderReport.objects.open().exists()


def test_user_without_desk_cannot_read_reports(short: Guide, sam: Desk) -> None:
    which = report(short)
    assert [sam.get(REPORT, which.pk).status, sam.get(LIST).status] == [403, 403]


def test_reports_need_their_own_permission(short: Guide, ana: Desk) -> None:
    which = report(short)
    for group in ana.user.groups.all():
        group.permissions.remove(*group.permissions.filter(codename__endswith="_readerreport"))
    assert [ana.get(REPORT, which.pk).status, ana.post(REPORT, which.pk, answer=DONE).status] == [403, 403]
    assert ReaderReport.objects.open().exists()
    assert card(home(ana), "Reader reports") == ""


def test_report_is_settled_once(short: Guide, ana: Desk) -> None:
    which = report(short)
    settle(short, which)
    page = ana.post(REPORT, which.pk, answer=DONE)
    assert page.status == 409
    assert page.error_codes == {"": ["settled"]}
    assert page.value("answer") == DONE
    assert "Settled by Tom." in page.words
    assert AuditEntry.objects.filter(action="report_settled").count() == 1


@pytest.mark.parametrize(
    ("answer", "code"), [("", "required"), ("a" * 4001, "too_long"), ("a\x07", "hidden_character")]
)
def test_invalid_answer_is_refused_at_its_field(short: Guide, ana: Desk, answer: str, code: str) -> None:
    page = ana.post(REPORT, report(short).pk, answer=answer)
    assert page.status == 422
    assert page.error_codes == {"answer": [code]}
    assert page.errors_at("answer")
    assert ReaderReport.objects.open().exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answer_is_never_a_server_error(short: Guide, ana: Desk, name: str) -> None:
    which = report(short)
    page = ana.post(REPORT, which.pk, answer=HOSTILE[name])
    assert page.status in (302, 422)
    assert ana.get(REPORT, which.pk).status == 200


@pytest.mark.parametrize("number", [0, 10**19, 10**30])
def test_unknown_report_is_not_found(short: Guide, ana: Desk, number: int) -> None:
    assert [ana.get(REPORT, number).status, ana.post(REPORT, number).status] == [404, 404]


def test_report_can_be_settled_after_a_withdrawal(short: Guide, ana: Desk) -> None:
    which = report(short)
    publishing.withdraw_edition(
        actor=short.cast.maria, edition=which.edition, reason="A wrong dose.", password=PASSWORD
    )
    assert ana.get(REPORT, which.pk).status == 200
    ana.after(ana.post(REPORT, which.pk, answer=DONE))


def test_home_lists_open_reports(short: Guide, ana: Desk, grace: Desk) -> None:
    assert "No reader reports are open." in card(home(ana), "Reader reports")
    settle(short, report(short, words="Settled."))
    for number in range(6):
        report(short, words=f"Mistake {number}.")
    page = home(ana)
    assert "Testol: About uses 0 minutes ago Mistake 0." in card(page, "Reader reports 6")
    assert page.links()["All 6"] == address(LIST)
    assert "Mistake 4." in card(page, "Reader reports 6")
    assert "Mistake 5." not in card(page, "Reader reports 6")
    assert card(home(grace), "Reader reports") == ""
