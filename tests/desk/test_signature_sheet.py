"""The signature sheet of an edition as a page."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.core.management import call_command

from monograph import audit
from monograph.models import AuditEntry, Profile, SectionKind, Signature
from monograph.workflow import drafting, publishing

from .. import stories
from ..cast import PASSWORD
from ..factory import Guide
from ..people_cases import change
from .desk_client import Desk, address
from .signature_sheet import ALL_MATCH, MATCHES, get_edition, get_line, load_sheet
from .test_queries import captured_queries


def test_sheet_shows_the_edition_and_its_publisher(licensed_guide: Guide, grace: Desk) -> None:
    edition = get_edition(licensed_guide, 1)
    page = load_sheet(grace, licensed_guide)
    assert "Guide Testol (testolumab), testol Edition 1 State current: the public reads it" in page.words
    assert "Signed by the publisher Maria: released for publication" in page.words
    assert f"Digest {edition.digest} Note to readers none" in page.words
    assert ALL_MATCH in page.words
    assert page.dom.xpath("//*[@role='alert']") == []


def test_row_shows_both_signatures_with_the_license_as_signed(licensed_guide: Guide, grace: Desk) -> None:
    Profile.objects.filter(user=licensed_guide.cast.priya).update(
        printed_name="Other", licence_number="PH-8", credentials=""
    )
    line = get_line(licensed_guide, "dosage")
    section, text, signatures = load_sheet(grace, licensed_guide).row("About dosage")
    assert section == "About dosage dosage, revision 1"
    assert text == f"Written by ana Reason A reason. Digest {line.digest} {MATCHES}"
    first, second = Signature.objects.filter(review=line.review)
    assert signatures.startswith("Priya, PharmD, license PH-7: medically accurate ")
    assert f"UTC Digest signed {first.digest} Tom, PharmD: medically accurate" in signatures
    assert signatures.endswith(f"Digest signed {second.digest}")
    assert "PH-8" not in load_sheet(grace, licensed_guide).words


def test_times_are_in_the_time_zone_of_the_site(guide: Guide, grace: Desk, settings: Any) -> None:
    settings.DESK_TIME_ZONE = ZoneInfo("America/New_York")
    with time_machine.travel(datetime(2026, 12, 1, 14, tzinfo=UTC), tick=False):
        stories.short(guide)
    sentence = "Tuesday 1 December 2026, 09:00 in New York time (America/New_York), that is 14:00 UTC"
    page = load_sheet(grace, guide)
    assert f"Published {sentence}" in page.words
    assert all(f"medically accurate {sentence} Digest" in signatures for _, _, signatures in page.rows())


def test_sections_are_in_reading_order_with_all_authors(short: Guide, grace: Desk) -> None:
    short.write("uses", "By Ben.", author=short.cast.ben)
    short.write("uses", "By Pat.", author=short.cast.pat)
    short.approve(short.write("uses", "By Ana.", heading="Uses"))
    short.publish()
    rows = load_sheet(grace, short, 2).rows()
    assert [row[0].partition(",")[0] for row in rows] == [
        "About drug-facts drug-facts",
        "About overview overview",
        "Uses uses",
        "About dosage dosage",
    ]
    assert rows[2][0] == "Uses uses, revision 4"
    assert rows[2][1].startswith("Written by ben, pat, ana Reason A reason. Change note A reason.")
    assert rows[1][1].startswith("Written by ana Reason")


def test_waiver_is_shown_with_reason_and_signature(three_editions: Guide, grace: Desk) -> None:
    _, text, signatures = load_sheet(grace, three_editions, 2).row("About cost")
    assert MATCHES in text
    assert "Waived " in signatures
    assert "It says: “Ask ask”" in signatures
    assert "Because That is its name. Priya, PharmD, license PH-7: waived a finding of preflight" in signatures
    assert "Waived" not in load_sheet(grace, three_editions, 1).words


def test_removed_section_shows_since_when(three_editions: Guide, grace: Desk) -> None:
    page = load_sheet(grace, three_editions, 3)
    assert not any(row[0].startswith("About storage") for row in page.rows())
    (removed,) = page.rows(1)
    assert removed[0] == "About storage storage, revision 2 removed since edition 2"
    assert removed[2].startswith("Priya, PharmD, license PH-7: medically accurate")
    assert "Removed sections" not in load_sheet(grace, three_editions, 2).words
    three_editions.approve(three_editions.write("faq", "News."))
    three_editions.publish()
    (removed,) = load_sheet(grace, three_editions, 4).rows(1)
    assert removed[0] == "About storage storage, revision 2 also not in edition 3"


def test_section_left_out_from_the_start_is_shown(guide: Guide, grace: Desk) -> None:
    guide.approve(guide.remove("cost"))
    stories.short(guide)
    assert [row[0] for row in load_sheet(grace, guide).rows(1)] == [
        "About cost cost, revision 1 left out from the start"
    ]


def test_sheet_shows_superseded_and_withdrawn_states(three_editions: Guide, grace: Desk) -> None:
    assert "State superseded by edition 3, " in load_sheet(grace, three_editions, 2).words
    page = load_sheet(grace, three_editions, 1)
    assert "State withdrawn by maria, " in page.words
    assert "UTC: An old error." in page.words
    publishing.withdraw_edition(
        actor=three_editions.cast.maria,
        edition=get_edition(three_editions, 3),
        reason="A wrong dose.",
        password=PASSWORD,
    )
    assert "State withdrawn by maria, " in load_sheet(grace, three_editions, 3).words


def test_audit_command_on_the_sheet_works(three_editions: Guide, grace: Desk) -> None:
    page = load_sheet(grace, three_editions, 2)
    entry = AuditEntry.objects.get(action="publish", subject="testol edition 2")
    command = f"manage.py verify_audit --head {entry.sequence}:{entry.digest}"
    assert f"Entry {entry.sequence}: maria published an edition, " in page.words
    assert command in page.words
    call_command("verify_audit", head=command.rpartition(" ")[2], verbosity=0)
    assert not audit.verify(expected_head=f"{entry.sequence}:{get_edition(three_editions, 2).digest}").is_intact


def test_unknown_edition_is_not_found(guide: Guide, grace: Desk) -> None:
    for pk in (0, 10**19):
        assert grace.get("edition_signatures", pk).status == 404
        assert grace.get("edition_signatures_pdf", pk).status == 404


def test_query_count_does_not_grow_with_sections(three_editions: Guide, grace: Desk) -> None:
    path = address("edition_signatures", get_edition(three_editions, 3).pk)
    before = captured_queries(grace, path)
    assert len(before) <= 15, "\n".join(before)
    for number in range(3):
        kind = SectionKind.objects.create(code=f"more-{number}", position=200 + number, default_heading="More")
        drafting.add_section(actor=three_editions.cast.ana, monograph=three_editions.monograph, kind=kind)
        three_editions.approve(three_editions.write(kind.code, author=three_editions.cast.ben))
    three_editions.publish()
    after = captured_queries(grace, address("edition_signatures", get_edition(three_editions, 4).pk))
    rows = [len(load_sheet(grace, three_editions, number).rows()) for number in (3, 4)]
    assert rows[1] == rows[0] + 3
    assert len(after) == len(before), "\n".join(sql for sql in after if sql not in before)


def test_guide_editions_and_lists_link_to_the_sheet(licensed_guide: Guide, grace: Desk) -> None:
    edition = get_edition(licensed_guide, 1)
    page, pdf = (address(name, edition.pk) for name in ("edition_signatures", "edition_signatures_pdf"))
    guide = licensed_guide.monograph.pk
    assert grace.get("monograph_change", guide).links()["Who signed it"] == page
    assert grace.get("monograph_editions", guide).links()["Signature sheet of edition 1"] == page
    links = grace.get("monograph_edition", guide, 1).links()
    assert (links["Signature sheet"], links["Signature sheet as PDF"]) == (page, pdf)
    assert grace.get("edition_changelist").links()["Signature sheet of testol edition 1"] == page
    assert load_sheet(grace, licensed_guide).links()["PDF"] == pdf


def test_sheet_says_whose_rights_one_administrator_granted(guide: Guide, grace: Desk, settings: Any) -> None:
    settings.SECOND_ADMINISTRATOR = False
    change(guide.cast.root, guide.cast.tom, credentials="MD")
    stories.short(guide)
    change(guide.cast.root, guide.cast.priya, credentials="MD")
    words = load_sheet(grace, guide).words
    assert (
        "One administrator alone granted rights, a license or a printed name to tom; no second one confirmed" in words
    )
