"""The processes of the races in tests/test_concurrency.py: several people, each with a connection of their own.

``python -m tests.race_process`` reads one race a line from standard input, as a JSON list of attempts. Each attempt has
a thread in one of the processes, which first reads what a person's page would show. When all have read, all act at
once. The outcomes are printed as a JSON list.
"""

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from secrets import randbelow
from threading import Barrier, BrokenBarrierError, Event, Thread
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from monograph.accounts import people, single_sign_on  # noqa: E402
from monograph.accounts.provider import Claims  # noqa: E402
from monograph.errors import WorkflowError  # noqa: E402
from monograph.models import (  # noqa: E402
    Edition,
    GlossaryTerm,
    Monograph,
    ReaderReport,
    Reference,
    Review,
    ReviewComment,
    ScheduledEdition,
    Section,
    SectionRevision,
    Signature,
    SiteWord,
)
from monograph.recording import recorded  # noqa: E402
from monograph.release.draft import Cited, Draft  # noqa: E402
from monograph.release.release_candidate import release_candidate  # noqa: E402
from monograph.workflow import addresses, drafting, publishing, reporting, reviewing, site_words  # noqa: E402
from monograph.workflow.autosave import autosave_working_copy  # noqa: E402

from .cast import PASSWORD  # noqa: E402
from .factory import SOURCE  # noqa: E402

PROCESSES = 4  # more threads in one would wait for its pool of connections
TIMEOUT = 60  # seconds; only a race that hangs takes so long
Act = Callable[[], object]


def start(actor: User, row: str) -> Act:
    return lambda: drafting.start_monograph(actor=actor, slug=row)


def add_address(actor: User, row: str) -> Act:
    monograph = Monograph.objects.order_by("pk")[0]
    return lambda: addresses.add_address(actor=actor, monograph=monograph, address=row, password=PASSWORD)


def save(actor: User, row: int) -> Act:
    section = Section.objects.select_related("latest_revision").get(pk=row)
    expected = section.latest_revision.number if section.latest_revision else None
    words = f"<p>Words of thread {os.getpid()}-{id(actor)}.</p>"
    draft = Draft("A heading", words, references=[Cited(SOURCE)])
    return lambda: drafting.save_revision(actor=actor, section=section, draft=draft, reason="Why.", expected=expected)


def save_working_copy(actor: User, row: int) -> Act:
    section = Section.objects.get(pk=row)
    return lambda: drafting.save_working_copy(
        actor=actor, section=section, typed={"body": "Unsaved changes."}, based_on=None
    )


def autosave(actor: User, row: int) -> Act:
    """Send unsaved changes from a page that opened the section before anything was kept."""
    section = Section.objects.select_related("latest_revision").get(pk=row)
    changes, based_on = {"body": "Unsaved changes."}, section.latest_revision
    return lambda: autosave_working_copy(actor=actor, section=section, typed=changes, based_on=based_on, seen="")


def restore(actor: User, row: int) -> Act:
    revision = SectionRevision.objects.select_related("section__latest_revision").get(pk=row)
    expected = revision.section.latest_revision.number
    return lambda: drafting.restore_revision(actor=actor, revision=revision, reason="It was right.", expected=expected)


def submit(actor: User, row: int) -> Act:
    revision = SectionRevision.objects.get(pk=row)
    return lambda: reviewing.submit(actor=actor, revision=revision, expected=revision.number)


def withdraw_submission(actor: User, row: int) -> Act:
    review = Review.objects.get(pk=row)
    return lambda: reviewing.withdraw_submission(actor=actor, review=review)


def resolve(actor: User, row: int) -> Act:
    comment = ReviewComment.objects.get(pk=row)
    return lambda: reviewing.resolve_comment(actor=actor, comment=comment)


def request_changes(actor: User, row: int) -> Act:
    review = Review.objects.select_related("revision").get(pk=row)
    expected = review.revision.digest
    return lambda: reviewing.request_changes(actor=actor, review=review, expected=expected, body="Not yet.")


def approve(actor: User, row: int) -> Act:
    review = Review.objects.select_related("revision").get(pk=row)
    meaning, expected = Signature.Meaning.ACCURATE, review.revision.digest
    return lambda: reviewing.approve(actor=actor, review=review, expected=expected, meaning=meaning, password=PASSWORD)


def publish(actor: User, row: int) -> Act:
    monograph = Monograph.objects.get(pk=row)
    expected = release_candidate(monograph).digest
    return lambda: publishing.publish(actor=actor, monograph=monograph, expected=expected, password=PASSWORD)


def schedule(actor: User, row: int) -> Act:
    monograph, publish_at = Monograph.objects.get(pk=row), timezone.now() + timedelta(hours=1)
    expected = release_candidate(monograph).digest
    return lambda: publishing.schedule(
        actor=actor, monograph=monograph, expected=expected, publish_at=publish_at, password=PASSWORD
    )


def publish_scheduled(actor: User, row: int) -> Act:
    scheduled = ScheduledEdition.objects.get(pk=row)
    return lambda: publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)


def cancel_schedule(actor: User, row: int) -> Act:
    scheduled = ScheduledEdition.objects.get(pk=row)
    return lambda: publishing.cancel_schedule(actor=actor, scheduled=scheduled, password=PASSWORD)


def withdraw(actor: User, row: int) -> Act:
    edition = Edition.objects.get(pk=row)
    return lambda: publishing.withdraw_edition(actor=actor, edition=edition, reason="A mistake.", password=PASSWORD)


def propose(actor: User, row: int) -> Act:
    given = {"section": Section.objects.get(pk=row), "word": "flombering", "sentence": "Stop flombering."}
    return lambda: site_words.propose_word(actor=actor, **given)


def accept_word(actor: User, row: int) -> Act:
    word = SiteWord.objects.get(pk=row)
    return lambda: site_words.accept_word(actor=actor, word=word, expected=word.state)


def edit_reference(actor: User, row: int) -> Act:
    def act() -> None:
        with recorded(Reference.objects.all(), actor=actor):
            Reference.objects.filter(pk=row).update(title=f"As {actor} has it", year=1900 + randbelow(100))

    return act


def add_term(actor: User, _row: int) -> Act:
    def act() -> None:
        with recorded(GlossaryTerm.objects.all(), actor=actor):
            GlossaryTerm.objects.create(term=f"Term {randbelow(10**9)}", meaning="A meaning.")

    return act


def invite(actor: User, row: str) -> Act:
    given = dict(zip(("username", "email"), row.split(), strict=True))
    return lambda: people.invite_administrator(**given, first_name="", last_name="")


def sign_in(actor: User, row: str) -> Act:
    """Log in at the provider for the first time, as this subject and username."""
    subject, username = row.split()
    claims = Claims(
        "https://login.example.org", subject, username, f"{subject}@example.org", True, "", "", frozenset({"Editor"}), 0
    )
    return lambda: single_sign_on.sign_in(claims)


def settle(actor: User, row: int) -> Act:
    report = ReaderReport.objects.get(pk=row)
    return lambda: reporting.settle_report(actor=actor, report=report, answer=f"Fixed by {actor}.")


ATTEMPTS: dict[str, Callable[[User, Any], Act]] = {
    prepare.__name__: prepare
    for prepare in (
        *(
            start,
            add_address,
            save,
            save_working_copy,
            autosave,
            restore,
            submit,
            withdraw_submission,
            resolve,
            request_changes,
            approve,
        ),
        *(publish, schedule, publish_scheduled, cancel_schedule, withdraw, settle, propose, accept_word),
        *(edit_reference, add_term, invite, sign_in),
    )
}


def attempt(verb: str, person: str, row: Any, all_ready: Barrier, start_signal: Event) -> dict[str, str]:
    """Try one verb. An error that is not a refusal has an outcome of its own, at which the test fails."""
    try:
        act = ATTEMPTS[verb](User.objects.get(username=person), row)
        all_ready.wait(TIMEOUT)
        start_signal.wait(TIMEOUT)
        act()
    except WorkflowError as error:
        return {"verb": verb, "outcome": "refused", "code": error.code, "kind": type(error).__name__}
    except Exception as error:
        all_ready.abort()
        return {"verb": verb, "outcome": "broke", "code": f"{type(error).__name__}: {error}"}
    finally:
        connection.close()
    return {"verb": verb, "outcome": "won", "code": ""}


def race(attempts: list[tuple[str, str, Any]], pipe: Connection) -> list[dict[str, str]]:
    """Make the attempts together: all have their page and a connection before the first of them acts."""
    all_ready, start_signal = Barrier(len(attempts) + 1), Event()
    outcomes: list[dict[str, str]] = []
    threads = [
        Thread(target=lambda given=given: outcomes.append(attempt(*given, all_ready, start_signal)), daemon=True)
        for given in attempts
    ]
    for thread in threads:
        thread.start()
    with suppress(BrokenBarrierError):  # what broke it is among the outcomes
        all_ready.wait(TIMEOUT)
    pipe.send("ready")
    pipe.recv()
    start_signal.set()
    for thread in threads:
        thread.join(TIMEOUT)
    return outcomes


def run_races(pipe: Connection) -> None:
    """Run one process's part of each race until it is sent None."""
    while (attempts := pipe.recv()) is not None:
        pipe.send(race(attempts, pipe))
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()


def hear(pipe: Connection) -> Any:
    """Return what a process says. One that died says nothing."""
    assert pipe.poll(2 * TIMEOUT), "a process said nothing"
    return pipe.recv()


def main() -> int:
    fork = get_context("fork")  # starting Django is most of what a process costs, so it is started once for all
    pipes = [fork.Pipe() for _ in range(PROCESSES)]
    processes = [fork.Process(target=run_races, args=(inner,)) for _, inner in pipes]
    for process in processes:
        process.start()
    ours = [outer for outer, _ in pipes]
    while given := sys.stdin.readline():
        attempts = json.loads(given)
        for number, pipe in enumerate(ours):
            pipe.send(attempts[number::PROCESSES])
        for pipe in ours:
            hear(pipe)
        for pipe in ours:
            pipe.send("go")
        print(json.dumps([outcome for pipe in ours for outcome in hear(pipe)]), flush=True)
    for pipe in ours:
        pipe.send(None)
    for process in processes:
        process.join()
    return max(abs(process.exitcode or 0) for process in processes)


if __name__ == "__main__":
    sys.exit(main())
