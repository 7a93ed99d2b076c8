"""The signature sheet of an edition: who signed which text, whether it is that text still, and the same on paper."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.db import models
from pypdf import PdfReader

from monograph import audit
from monograph.models import AuditEntry, Edition, EditionSection, Profile, SectionKind, SectionRevision, Signature
from monograph.workflow import drafting, publishing

from .. import stories
from ..factory import Guide
from ..intruder import change, without_triggers
from .browse import Desk, Page, address
from .test_queries import asked

STILL = "This text still has the digest that was signed."
ALL_WELL = "Every text, and the edition as a whole, still has the digest that was signed."


def build_edition(guide: Guide, number: int) -> Edition:
    return Edition.objects.get(monograph=guide.monograph, number=number)


def sheet(desk: Desk, guide: Guide, number: int = 1) -> Page:
    return desk.get("edition_signatures", build_edition(guide, number).pk)


def row_of(guide: Guide, code: str, number: int = 1) -> EditionSection:
    return EditionSection.objects.get(edition=build_edition(guide, number), kind_code=code)


@pytest.fixture
def licensed(guide: Guide) -> Guide:
    Profile.objects.filter(user=guide.cast.priya).update(licence_number="PH-7")
    return guide


@pytest.fixture
def three_editions(licensed: Guide) -> Guide:
    """Edition 1 is withdrawn, 2 has a waived text, 3 is without a text that 2 had."""
    stories.eventful(licensed)
    licensed.publish("The third.")
    return licensed


# What it shows


def test_the_edition_and_its_release(licensed: Guide, grace: Desk) -> None:
    stories.short(licensed)
    edition = build_edition(licensed, 1)
    page = sheet(grace, licensed)
    assert "Guide Testol (testolumab), testol Edition 1 State current: the public reads it" in page.words
    assert "Signed by the publisher Maria: released for publication" in page.words
    assert f"Digest {edition.digest} Note to readers none" in page.words
    assert ALL_WELL in page.words
    assert page.dom.xpath("//*[@role='alert']") == []


def test_a_text_with_its_two_signatures_and_the_licence_as_it_was(licensed: Guide, grace: Desk) -> None:
    stories.short(licensed)
    Profile.objects.filter(user=licensed.cast.priya).update(printed_name="Other", licence_number="PH-8", credentials="")
    line = row_of(licensed, "dosage")
    section, text, signatures = sheet(grace, licensed).row("About dosage")
    assert section == "About dosage dosage, revision 1"
    assert text == f"Written by ana Reason A reason. Digest {line.digest} {STILL}"
    first, second = Signature.objects.filter(review=line.review)
    assert signatures.startswith("Priya, PharmD, licence PH-7: medically accurate ")
    assert f"UTC Digest signed {first.digest} Tom, PharmD: medically accurate" in signatures
    assert signatures.endswith(f"Digest signed {second.digest}")
    assert "PH-8" not in sheet(grace, licensed).words


def test_moments_are_said_in_the_zone_of_the_site(guide: Guide, grace: Desk, settings: Any) -> None:
    settings.DESK_TIME_ZONE = ZoneInfo("America/New_York")
    with time_machine.travel(datetime(2026, 12, 1, 14, tzinfo=UTC), tick=False):
        stories.short(guide)
    said = "Tuesday 1 December 2026, 09:00 in New York time (America/New_York), that is 14:00 UTC"
    page = sheet(grace, guide)
    assert f"Public since {said}" in page.words
    assert all(f"medically accurate {said} Digest" in signatures for _, _, signatures in page.rows())


def test_the_texts_are_in_reading_order_each_with_all_who_wrote_it(guide: Guide, grace: Desk) -> None:
    stories.short(guide)
    guide.write("uses", "By Ben.", author=guide.cast.ben)
    guide.write("uses", "By Pat.", author=guide.cast.pat)
    guide.approve(guide.write("uses", "By Ana.", heading="Uses"))
    guide.publish()
    rows = sheet(grace, guide, 2).rows()
    assert [row[0].partition(",")[0] for row in rows] == [
        "About drug-facts drug-facts",
        "About overview overview",
        "Uses uses",
        "About dosage dosage",
    ]
    assert rows[2][0] == "Uses uses, revision 4"
    assert rows[2][1].startswith("Written by ben, pat, ana Reason A reason. Readers were told A reason.")
    assert rows[1][1].startswith("Written by ana Reason")


def test_a_waiver_that_the_text_carries_is_there_with_reason_and_signature(three_editions: Guide, grace: Desk) -> None:
    _, text, signatures = sheet(grace, three_editions, 2).row("About cost")
    assert STILL in text
    assert "Waived " in signatures
    assert "It says: “Ask ask”" in signatures
    assert "Because That is its name. Priya, PharmD, licence PH-7: waived a finding of preflight" in signatures
    assert "Waived" not in sheet(grace, three_editions, 1).words


def test_what_was_taken_out_since_the_edition_before_is_told_apart(three_editions: Guide, grace: Desk) -> None:
    page = sheet(grace, three_editions, 3)
    assert not any(row[0].startswith("About storage") for row in page.rows())
    (removed,) = page.rows(1)
    assert removed[0] == "About storage storage, revision 2 taken out since edition 2"
    assert removed[2].startswith("Priya, PharmD, licence PH-7: medically accurate")
    assert "Sections that are left out" not in sheet(grace, three_editions, 2).words
    three_editions.approve(three_editions.write("faq", "News."))
    three_editions.publish()
    (removed,) = sheet(grace, three_editions, 4).rows(1)
    assert removed[0] == "About storage storage, revision 2 not in edition 3 either"


def test_what_was_left_out_from_the_start_is_told(guide: Guide, grace: Desk) -> None:
    guide.approve(guide.remove("cost"))
    stories.short(guide)
    assert [row[0] for row in sheet(grace, guide).rows(1)] == ["About cost cost, revision 1 left out from the start"]


def test_a_superseded_and_a_withdrawn_edition_say_so(three_editions: Guide, grace: Desk) -> None:
    assert "State superseded by edition 3, " in sheet(grace, three_editions, 2).words
    page = sheet(grace, three_editions, 1)
    assert "State withdrawn by maria, " in page.words
    assert "UTC: An old error." in page.words
    publishing.withdraw_edition(
        actor=three_editions.cast.maria, edition=build_edition(three_editions, 3), reason="A wrong dose."
    )
    assert "State withdrawn by maria, " in sheet(grace, three_editions, 3).words


def test_the_end_of_the_trail_on_the_sheet_is_one_that_verify_audit_takes(three_editions: Guide, grace: Desk) -> None:
    page = sheet(grace, three_editions, 2)
    entry = AuditEntry.objects.get(action="publish", subject="testol edition 2")
    command = f"manage.py verify_audit --head {entry.sequence}:{entry.digest}"
    assert f"Entry {entry.sequence}: maria published an edition, " in page.words
    assert command in page.words
    call_command("verify_audit", head=command.rpartition(" ")[2], verbosity=0)
    assert not audit.verify(kept_head=f"{entry.sequence}:{build_edition(three_editions, 2).digest}").is_intact


def test_an_edition_that_is_not_there_is_not_found(guide: Guide, grace: Desk) -> None:
    for pk in (0, 10**19):
        assert grace.get("edition_signatures", pk).status == 404
        assert grace.get("edition_signatures_pdf", pk).status == 404


# What somebody changed past the guards


def tamper(row: models.Model, **changes: Any) -> None:
    with without_triggers():
        change(row, **changes)


def _text(guide: Guide) -> None:
    tamper(row_of(guide, "uses").revision, body="<p>Take ten.</p>")


def _text_and_digest(guide: Guide) -> None:
    revision = row_of(guide, "uses").revision
    revision.body = "<p>Take ten.</p>"
    tamper(revision, body=revision.body, digest=revision.recomputed_digest())


def _citation(guide: Guide) -> None:
    tamper(row_of(guide, "uses").revision.citations.get(), wording="Another source.")


def _heading(guide: Guide) -> None:
    tamper(row_of(guide, "uses").revision, heading="Other uses")


@pytest.mark.parametrize("harm", [_text, _text_and_digest, _citation, _heading])
def test_a_text_that_is_not_the_one_signed_is_told_at_once(
    harm: Callable[[Guide], None], guide: Guide, grace: Desk
) -> None:
    stories.short(guide)
    harm(guide)
    page = sheet(grace, guide)
    now = SectionRevision.objects.with_text().get(pk=row_of(guide, "uses").revision_id).recomputed_digest()
    said = f"The stored text is NOT the text that was signed. Its digest is now {now}."
    (alarm,) = page.errors
    assert f"“About uses”: {said} Rely on nothing of this edition" in alarm
    assert ALL_WELL not in page.words
    told = [(said in text, STILL in text) for _, text, _ in page.rows()]
    assert told == [(False, True), (False, True), (True, False), (False, True)]


def _signature(guide: Guide) -> str:
    tamper(row_of(guide, "uses").review.signatures.get(), digest="v1:0")
    return "“About uses”: The signature of Priya, PharmD (medically accurate) is NOT for this text."


def _second_signature(guide: Guide) -> str:
    _, second = row_of(guide, "dosage").review.signatures.all()
    tamper(second, review=row_of(guide, "uses").review)
    return "“About dosage”: It has 1 of the 2 signatures that it needed."


def _note(guide: Guide) -> str:
    tamper(build_edition(guide, 1), note="Take ten.")
    return "The edition is NOT what was released: the digest of its lines and its note is now v1:"


def _line(guide: Guide) -> str:
    tamper(row_of(guide, "uses"), change_note="Nothing to see.")
    return "The edition is NOT what was released"


def _release_signature(guide: Guide) -> str:
    tamper(build_edition(guide, 1).release_signature, digest="v1:0")
    return "The edition is NOT what was released"


def _digest(guide: Guide) -> str:
    tamper(build_edition(guide, 1), digest="v1:0")
    return "The audit trail has NO entry that this edition was released with this digest."


@pytest.mark.parametrize("harm", [_signature, _second_signature, _note, _line, _release_signature, _digest])
def test_what_else_was_altered_is_told(harm: Callable[[Guide], str], guide: Guide, grace: Desk) -> None:
    stories.short(guide)
    said = harm(guide)
    page = sheet(grace, guide)
    (alarm,) = page.errors
    assert said in alarm
    assert ALL_WELL not in page.words


def test_a_waiver_signed_for_another_text_is_told(three_editions: Guide, grace: Desk) -> None:
    (waiver,) = row_of(three_editions, "cost", 2).revision.waivers.all()
    tamper(waiver.signature, digest="v1:0")
    (alarm,) = sheet(grace, three_editions, 2).errors
    assert "The signature of Priya, PharmD (waived a finding of preflight) is NOT for this text." in alarm


# What it costs


def test_with_30_sections_it_asks_as_often(three_editions: Guide, grace: Desk) -> None:
    path = address("edition_signatures", build_edition(three_editions, 3).pk)
    before = asked(grace, path)
    assert len(before) <= 15, "\n".join(before)
    for number in range(30):
        kind = SectionKind.objects.create(code=f"more-{number}", position=200 + number, default_heading="More")
        drafting.add_section(actor=three_editions.cast.ana, monograph=three_editions.monograph, kind=kind)
        three_editions.approve(three_editions.write(kind.code, author=three_editions.cast.ben))
    three_editions.publish()
    after = asked(grace, address("edition_signatures", build_edition(three_editions, 4).pk))
    assert len(sheet(grace, three_editions, 4).rows()) >= 30
    assert len(after) == len(before), "\n".join(sql for sql in after if sql not in before)


# What leads to it


def test_the_guide_its_editions_and_the_lists_lead_to_it(licensed: Guide, grace: Desk) -> None:
    stories.short(licensed)
    edition = build_edition(licensed, 1)
    page, pdf = (address(name, edition.pk) for name in ("edition_signatures", "edition_signatures_pdf"))
    guide = licensed.monograph.pk
    assert grace.get("monograph_change", guide).links()["Who signed it"] == page
    assert grace.get("monograph_editions", guide).links()["Signature sheet of edition 1"] == page
    links = grace.get("monograph_edition", guide, 1).links()
    assert (links["Signature sheet"], links["Signature sheet as PDF"]) == (page, pdf)
    assert grace.get("edition_changelist").links()["Signature sheet of testol edition 1"] == page
    assert sheet(grace, licensed).links()["PDF"] == pdf


# On paper


def paper(desk: Desk, guide: Guide, number: int) -> tuple[Any, PdfReader]:
    response = desk.client.get(address("edition_signatures_pdf", build_edition(guide, number).pk))
    return response, PdfReader(BytesIO(response.content))


def squeezed(reader: PdfReader) -> str:
    """All that stands on the pages, without white space: a digest goes over two lines."""
    return "".join("".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.pdf
def test_the_pdf_says_what_the_page_says(three_editions: Guide, grace: Desk) -> None:
    response, made = paper(grace, three_editions, 2)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == 'attachment; filename="testol-edition-2-signatures.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert made.root_object["/Lang"] == "en"
    assert made.metadata is not None and made.metadata.title == "Signature sheet: Testol, edition 2"
    words = squeezed(made)
    lines = EditionSection.objects.filter(edition=build_edition(three_editions, 2))
    signatures = Signature.objects.filter(review__in=lines.values("review"))
    entry = AuditEntry.objects.get(action="publish", subject="testol edition 2")
    for said in (
        *(line.digest for line in lines),
        *(line.heading for line in lines),
        *(f"{each.printed}, licence" if each.signer_licence else each.printed for each in signatures),
        *("Priya, PharmD, licence PH-7: waived a finding of preflight", "Because That is its name.", ALL_WELL),
        *(build_edition(three_editions, 2).digest, f"--head {entry.head}", "superseded by edition 3"),
    ):
        assert "".join(said.split()) in words
    last = made.pages[-1].extract_text()
    assert "Signature sheet: Testol, edition 2" in last
    assert "Sheet made " in last
    assert f"Page {len(made.pages)} of {len(made.pages)}" in last


@pytest.mark.pdf
def test_a_whole_guide_goes_over_several_pages_each_with_the_heads_of_the_table(guide: Guide, grace: Desk) -> None:
    guide.published()
    _, made = paper(grace, guide, 1)
    assert len(made.pages) > 2
    texts = [page.extract_text() for page in made.pages]
    assert ["Section Text Signatures" in text for text in texts] == ["Written by" in text for text in texts]
    # No row is cut in half: each text is on the page of its own verdict.
    assert sum(text.count("Written by") for text in texts) == 9
    assert all(text.count("Written by") == " ".join(text.split()).count(STILL) for text in texts)


@pytest.mark.pdf
def test_the_pdf_of_a_tampered_edition_says_so_first(guide: Guide, grace: Desk) -> None:
    stories.short(guide)
    _text(guide)
    _, made = paper(grace, guide, 1)
    first = " ".join(made.pages[0].extract_text().split())
    assert first.index("Not everything here is what was signed") < first.index("The edition")
    assert "ThestoredtextisNOTthetextthatwassigned." in squeezed(made)
    assert ALL_WELL not in first
