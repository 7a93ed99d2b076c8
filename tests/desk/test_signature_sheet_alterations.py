"""The signature sheet of an edition that was altered by bypassing the triggers."""

from collections.abc import Callable

import pytest

from monograph.models import SectionRevision

from ..factory import Guide
from .desk_client import Desk
from .signature_sheet import ALL_MATCH, MATCHES, alter_text, get_edition, get_line, load_sheet, tamper


def _text_and_digest(guide: Guide) -> None:
    revision = get_line(guide, "uses").revision
    revision.body = "<p>Take ten.</p>"
    tamper(revision, body=revision.body, digest=revision.recomputed_digest())


def _citation(guide: Guide) -> None:
    tamper(get_line(guide, "uses").revision.citations.get(), wording="Another source.")


def _heading(guide: Guide) -> None:
    tamper(get_line(guide, "uses").revision, heading="Other uses")


@pytest.mark.parametrize("alter", [alter_text, _text_and_digest, _citation, _heading])
def test_altered_text_is_reported(alter: Callable[[Guide], None], short: Guide, grace: Desk) -> None:
    alter(short)
    page = load_sheet(grace, short)
    now = SectionRevision.objects.with_text().get(pk=get_line(short, "uses").revision_id).recomputed_digest()
    sentence = f"The stored text is NOT the text that was signed. Its digest is now {now}."
    (alarm,) = page.errors
    assert f"“About uses”: {sentence} Do not rely on this edition" in alarm
    assert ALL_MATCH not in page.words
    found = [(sentence in text, MATCHES in text) for _, text, _ in page.rows()]
    assert found == [(False, True), (False, True), (True, False), (False, True)]


def _signature(guide: Guide) -> str:
    tamper(get_line(guide, "uses").review.signatures.get(), digest="v1:0")
    return "“About uses”: The signature of Priya, PharmD (medically accurate) is NOT for this text."


def _second_signature(guide: Guide) -> str:
    _, second = get_line(guide, "dosage").review.signatures.all()
    tamper(second, review=get_line(guide, "uses").review)
    return "“About dosage”: It has 1 of the 2 signatures that it needs."


def _note(guide: Guide) -> str:
    tamper(get_edition(guide, 1), note="Take ten.")
    return "The edition is NOT what was published: the digest of its lines and its note is now v1:"


def _line(guide: Guide) -> str:
    tamper(get_line(guide, "uses"), change_note="Nothing to see.")
    return "The edition is NOT what was published"


def _release_signature(guide: Guide) -> str:
    tamper(get_edition(guide, 1).release_signature, digest="v1:0")
    return "The edition is NOT what was published"


def _digest(guide: Guide) -> str:
    tamper(get_edition(guide, 1), digest="v1:0")
    return "The audit trail has NO entry that this edition was published with this digest."


@pytest.mark.parametrize("alter", [_signature, _second_signature, _note, _line, _release_signature, _digest])
def test_other_alterations_are_reported(alter: Callable[[Guide], str], short: Guide, grace: Desk) -> None:
    sentence = alter(short)
    page = load_sheet(grace, short)
    (alarm,) = page.errors
    assert sentence in alarm
    assert ALL_MATCH not in page.words


def test_waiver_of_another_text_is_reported(three_editions: Guide, grace: Desk) -> None:
    (waiver,) = get_line(three_editions, "cost", 2).revision.waivers.all()
    tamper(waiver.signature, digest="v1:0")
    (alarm,) = load_sheet(grace, three_editions, 2).errors
    assert "The signature of Priya, PharmD (waived a finding of preflight) is NOT for this text." in alarm
