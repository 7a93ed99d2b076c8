"""The promises of the design hold while anybody tries anything in any order."""

from collections import Counter

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from monograph.models import RevisionState, ScheduledEdition, SectionKind
from monograph.recording import recorded

from ..cast import Cast
from ..factory import Guide, facts
from .publishing import Publishing

# The rules are the same code on both databases, and each step takes PostgreSQL twice as long.
EXAMPLES = {"sqlite": 6, "postgresql": 3}
KINDS = ("drug-facts", "boxed-warning", "uses", "dosage")


def prepared(cast: Cast) -> tuple[Guide, Guide]:
    with recorded(SectionKind.objects.all(), actor="the tests"):
        SectionKind.objects.exclude(code__in=KINDS).delete()
    first, second = Guide(cast), Guide(cast, "second")
    for number, (guide, code) in enumerate((guide, code) for guide in (first, second) for code in KINDS):
        word = f"tok{10_000 + number}"
        text = {"facts": facts(brand_name=f"Brand {word}")} if code == "drug-facts" else {"body": f"<p>{word}.</p>"}
        if code != "boxed-warning":
            guide.approve(guide.write(code, heading=f"About {word}", **text))
    first.publish("Note tok10099.")
    return first, second


@pytest.fixture
def two_guides(committed_cast: Cast) -> type[Publishing]:
    members = {"cast": committed_cast, "guides": prepared(committed_cast), "seen": Counter()}
    return type("TwoGuides", (Publishing,), members)


def test_every_promise_holds_whatever_anybody_tries(two_guides: type[Publishing]) -> None:
    quiet, examples = [HealthCheck.too_slow], EXAMPLES[connection.vendor]  # each step reads the whole database
    run_state_machine_as_test(
        two_guides,
        settings=settings(max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=quiet),
    )
    print(*(f"{number:5} {what}" for what, number in sorted(two_guides.seen.items())), sep="\n")  # pytest -rP shows it


def reach_every_state(story: Publishing) -> None:
    story.carry_a_change_through((0, "uses"), "ana", "root", False, "withdrawn", "publish", "maria")
    story.carry_a_change_through(
        (0, "boxed-warning"), "root", "ben", False, "changes requested", "publish later", "maria"
    )
    story.carry_a_change_through((0, "dosage"), "ana", "pat", False, "revised", "publish and withdraw", "maria")
    story.reword_the_library()
    story.propose((0, "uses"), "ana")
    story.request_changes(0, False, "priya", False)
    story.comment(0, False, "tom")
    story.schedule(1, "maria", False, 1)
    story.cancel_schedule(0, "maria", False)
    story.schedule(1, "maria", False, 1)
    story.carry_a_change_through((1, "dosage"), "ana", "ben", False, "none", "nothing", "maria")
    story.publish_due(2)
    story.carry_a_change_through((1, "uses"), "ana", "ben", False, "none", "schedule", "maria")
    story.save_unsaved_changes((1, "uses"), "ana")
    story.propose((1, "uses"), "ben")
    story.save((1, "dosage"), "ana", "new", False, False)


def try_what_must_be_refused(story: Publishing) -> None:
    """Try in the right state what only its rule forbids: each of these would succeed if nobody refused it."""
    story.save((1, "uses"), "ana", "new", False, False)
    story.submit((1, "dosage"), "ana", True, False)
    story.cancel_schedule(0, "maria", False)
    story.publish(1, "ana", False, False)
    story.publish(1, "maria", True, False)
    story.publish(1, "maria", False, True)


def test_every_promise_holds_in_a_story_that_reaches_every_state(two_guides: type[Publishing]) -> None:
    """A promise about a state that never occurs would hold trivially, so these steps reach every state."""
    story = two_guides()
    try:
        story.check()
        reach_every_state(story)
        try_what_must_be_refused(story)
        done = story.seen["publish: done"]
        story.publish(1, "maria", False, False)
        assert story.seen["publish: done"] == done + 1, "an unsigned text must not block the signed ones"
        story.carry_a_change_through((0, "boxed-warning"), "ana", "ben", True, "none", "publish", "maria")
        assert story.seen["publish: done"] == done + 2
        story.carry_a_change_through((0, "uses"), "ana", "ben", False, "none", "nothing", "maria")  # not settled yet
        story.carry_a_change_through((0, "dosage"), "ana", "ben", False, "none", "schedule", "maria")
        assert story.there_is(ScheduledEdition, state="pending")
        story.withdraw_edition(-1, "maria")
        story.submit((1, "drug-facts"), "ana", False, False)
        for review in story.section((1, "drug-facts")).reviews.open():
            story.ask_for_changes(review, "priya", review.revision.digest)
        story.carry_a_change_through((1, "dosage"), "ana", "ben", False, "none", "publish", "maria")
    finally:
        story.teardown()
    reached = {what for what in story.seen if what.startswith(("a ", "an "))}
    assert reached == {
        *(f"a revision is {state}" for state in RevisionState),
        *(f"a scheduled edition is {state}" for state in ScheduledEdition.State),
        *(f"an edition is {state}" for state in ("current", "superseded", "withdrawn")),
    }
