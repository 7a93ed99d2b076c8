"""Withdrawn texts: published again, unchanged, only with an answer to the reason for which they were withdrawn."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from monograph import audit
from monograph.errors import InvalidContent
from monograph.models import AuditEntry, Edition, ScheduledEdition
from monograph.workflow import publishing

from .cast import PASSWORD
from .desk.desk_client import Desk
from .factory import Guide
from .stories import restore_first, return_to, signed

ANSWER = "The maker corrected the label; the dose was right."


def withdraw(guide: Guide, number: int, reason: str = "The dose may be wrong.") -> None:
    edition = guide.reread().editions.get(number=number)
    publishing.withdraw_edition(actor=guide.cast.maria, edition=edition, reason=reason, password=PASSWORD)


def publish(guide: Guide, answer: str = "", **changes: Any) -> Edition:
    expected = guide.release_candidate().digest
    given = {"actor": guide.cast.maria, "monograph": guide.monograph, "expected": expected, "password": PASSWORD}
    return publishing.publish(**{**given, "withdrawal_answer": answer, **changes})


def test_withdrawn_texts_are_not_published_again_without_an_answer(short: Guide) -> None:
    withdraw(short, 1)
    for answer in ("", " \n "):
        with pytest.raises(InvalidContent) as refused:
            publish(short, answer)
        assert (refused.value.problems[0].field, refused.value.code) == ("withdrawal_answer", "required")
        assert "The dose may be wrong." in refused.value.problems[0].message
    assert short.reread().current_edition is None


def test_answer_is_stored_and_audited(short: Guide) -> None:
    withdraw(short, 1)
    edition = publish(short, f"  {ANSWER} ")
    assert (edition.number, edition.withdrawal_answer) == (2, ANSWER)
    data = AuditEntry.objects.latest("sequence").data
    assert (data["answers_withdrawal"], data["answer"]) == ("testol edition 1", ANSWER)
    assert audit.verify().is_intact


@pytest.mark.parametrize("page", ["edition", "sheet"])
def test_answer_is_shown_to_colleagues_and_not_to_readers(short: Guide, page: str) -> None:
    withdraw(short, 1)
    edition, desk = publish(short, ANSWER), Desk(short.cast.grace)
    shown = {
        "edition": lambda: desk.get("monograph_edition", short.monograph.pk, 2),
        "sheet": lambda: desk.get("edition_signatures", edition.pk),
    }[page]()
    assert ANSWER in shown.words
    assert ANSWER not in desk.client.get("/guides/testol/").content.decode()


def test_changed_texts_need_no_answer(short: Guide) -> None:
    withdraw(short, 1)
    short.approve(short.write("uses", "Corrected."))
    assert publish(short).withdrawal_answer is None


def test_texts_of_an_old_withdrawn_edition_need_an_answer_too(published_twice: Guide) -> None:
    withdraw(published_twice, 1)
    first = published_twice.reread().editions.get(number=1)
    with pytest.raises(InvalidContent) as refused:
        return_to(published_twice, first)
    assert refused.value.problems[0].field == "withdrawal_answer"
    assert return_to(published_twice, first, withdrawal_answer=ANSWER).withdrawal_answer == ANSWER


def test_second_withdrawal_needs_an_answer_of_its_own(short: Guide) -> None:
    withdraw(short, 1)
    publish(short, ANSWER)
    withdraw(short, 2, "It was wrong after all.")
    with pytest.raises(InvalidContent) as refused:
        publish(short)
    assert "It was wrong after all." in refused.value.problems[0].message


def test_unpublished_guide_is_asked_nothing(guide: Guide) -> None:
    signed(guide)
    assert publish(guide).withdrawal_answer is None


def schedule(guide: Guide, answer: str = "") -> ScheduledEdition:
    expected = guide.release_candidate().digest
    given = {"actor": guide.cast.maria, "monograph": guide.monograph, "expected": expected, "password": PASSWORD}
    publish_at = timezone.now() + timedelta(hours=1)
    return publishing.schedule(publish_at=publish_at, withdrawal_answer=answer, **given)


def test_schedule_asks_for_the_answer_and_keeps_it_for_the_edition(short: Guide) -> None:
    withdraw(short, 1)
    with pytest.raises(InvalidContent):
        schedule(short)
    scheduled = schedule(short, ANSWER)
    edition = publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    assert edition.withdrawal_answer == ANSWER


def test_texts_withdrawn_after_they_were_scheduled_are_not_published(published_twice: Guide) -> None:
    """They are withdrawn in an old edition, so the withdrawal does not cancel the schedule."""
    restore_first(published_twice)
    schedule(published_twice)
    withdraw(published_twice, 1)
    with time_machine.travel(timezone.now() + timedelta(hours=2)), pytest.raises(CommandError):
        call_command("publish_due", stdout=StringIO(), stderr=StringIO())
    assert ScheduledEdition.objects.get().state == ScheduledEdition.State.REFUSED
    assert published_twice.reread().current_edition.number == 2


def test_page_asks_for_the_answer_and_keeps_it(short: Guide) -> None:
    maria = Desk(short.cast.maria)
    address = ("monograph_publish", short.monograph.pk)
    assert not maria.get(*address).dom.xpath("//textarea[@name='withdrawal_answer']")
    withdraw(short, 1)
    page = maria.get(*address)
    assert "The dose may be wrong." in page.words
    posted = {"expected": page.value("expected"), "password": "not mine", "publish": "", "withdrawal_answer": ANSWER}
    page = maria.post(*address, **posted)
    assert (page.status, page.value("withdrawal_answer")) == (403, ANSWER)
    page = maria.post(*address, **{**posted, "password": PASSWORD, "withdrawal_answer": ""})
    assert page.errors_at("withdrawal_answer")
    maria.after(maria.post(*address, **{**posted, "password": PASSWORD}))
    assert short.reread().current_edition.withdrawal_answer == ANSWER
