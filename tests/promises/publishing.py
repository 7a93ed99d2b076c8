"""What publishers and the timer can try, and whole stories, for Hypothesis to put in any order."""

from datetime import timedelta
from io import StringIO

from django.core.management import CommandError, call_command
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from monograph.models import (
    Edition,
    Monograph,
    Review,
    ScheduledEdition,
)
from monograph.release.release_candidate import release_candidate
from monograph.workflow import publishing

from ..cast import PASSWORD
from .attempts import MINUTE
from .reviewing import Reviewing
from .strategies import (
    AFTERWARDS,
    ANY_PUBLISHER,
    DETOURS,
    INDEX,
    RARELY,
    SECTIONS,
    mostly,
)


class Publishing(Reviewing):
    """Every verb, tried by random people with random texts, stale pages and wrong passwords."""

    def monograph(self, which: int) -> Monograph:
        return self.guides[which].reread()

    @rule(which=st.integers(0, 1), who=ANY_PUBLISHER, stale=RARELY, forgot=RARELY)
    def publish(self, which: int, who: str, stale: bool, forgot: bool) -> None:
        monograph, note, password = self.monograph(which), f"Note {self.token()}", "not mine" if forgot else PASSWORD
        expected = "v1:stale" if stale else release_candidate(monograph).digest
        self.attempt(
            "publish",
            lambda: publishing.publish(
                actor=self.user(who), monograph=monograph, expected=expected, note=note, password=password
            ),
            who=who,
            is_wrong=stale or forgot,
        )

    @rule(which=st.integers(0, 1), who=ANY_PUBLISHER, stale=RARELY, hours=mostly(1, 24, rarely=(-1, 0)))
    def schedule(self, which: int, who: str, stale: bool, hours: int) -> None:
        monograph, note = self.monograph(which), f"Note {self.token()}"
        expected = "v1:stale" if stale else release_candidate(monograph).digest
        publish_at = self.now + timedelta(hours=hours)
        self.attempt(
            "schedule",
            lambda: publishing.schedule(
                actor=self.user(who),
                monograph=monograph,
                expected=expected,
                publish_at=publish_at,
                note=note,
                password=PASSWORD,
            ),
            who=who,
            is_wrong=stale or hours <= 0,
        )

    @precondition(lambda self: self.there_is(ScheduledEdition))
    @rule(index=INDEX, who=ANY_PUBLISHER, any_schedule=RARELY)
    def cancel_schedule(self, index: int, who: str, any_schedule: bool) -> None:
        scheduled = self.pick(ScheduledEdition, index, anything=any_schedule, state="pending")
        self.attempt(
            "cancel_schedule",
            lambda: publishing.cancel_schedule(actor=self.user(who), scheduled=scheduled, password=PASSWORD),
            who=who,
        )

    @precondition(lambda self: self.there_is(ScheduledEdition, state="pending"))
    @rule(hours=st.sampled_from([0, 2, 30]))
    def publish_due(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        pending = self.snapshot.all(ScheduledEdition, state="pending")
        due = [row for row in pending if row["publish_at"] <= self.now + MINUTE]

        def run_the_timer() -> None:
            try:
                call_command("publish_due", stdout=StringIO(), stderr=StringIO())
            except CommandError:
                self.note("publish_due: refused one")

        self.attempt("publish_due", run_the_timer, who="the timer", entries=len(due))

    @precondition(lambda self: self.there_is(Edition))
    @rule(index=INDEX, who=ANY_PUBLISHER)
    def withdraw_edition(self, index: int, who: str) -> None:
        edition, reason = self.pick(Edition, index, anything=True), f"Withdrawn {self.token()}"
        self.attempt(
            "withdraw_edition",
            lambda: publishing.withdraw_edition(
                actor=self.user(who), edition=edition, reason=reason, password=PASSWORD
            ),
            who=who,
        )

    # Whole stories

    @rule(
        where=SECTIONS,
        author=st.sampled_from(["ana", "pat", "root"]),
        other=st.sampled_from(["pat", "ben", "root"]),
        removal=RARELY,
        detour=DETOURS,
        then=AFTERWARDS,
        who=ANY_PUBLISHER,
    )
    def carry_a_change_through(
        self, where: tuple[int, str], author: str, other: str, removal: bool, detour: str, then: str, who: str
    ) -> None:
        """Write, submit, sign and publish, which random steps would seldom complete.

        Both authors try to sign.
        """
        which, code = where
        if detour == "revised":
            self.save(where, other, "new", False, False)
        elif detour != "none":
            self.propose(where, other)
        for review in self.section(where).reviews.open():
            if detour == "changes requested":
                self.ask_for_changes(review, "tom", review.revision.digest)
                self.resolve_comment(-1, "tom")
            elif detour == "withdrawn":
                self.withdraw(review, "ben")
        self.write_and_sign(which, code, author, other, removal=removal and code != "drug-facts")
        if code == "boxed-warning":
            self.write_and_sign(which, "drug-facts", author, other, boxed=not removal)
        if then in ("publish", "publish and withdraw"):
            self.publish(which, who, False, False)
        if then in ("schedule", "publish later"):
            self.schedule(which, who, False, 1)
        if then == "publish later" and self.there_is(ScheduledEdition, state="pending"):
            self.publish_due(2)
        if then == "publish and withdraw":
            self.withdraw_edition(-1, who)

    def propose(self, where: tuple[int, str], author: str, *, text: str = "new", boxed: bool = False) -> None:
        self.save(where, author, text, boxed, False)
        self.submit(where, "ben", False, False)

    def write_and_sign(
        self, which: int, code: str, author: str, other: str, *, removal: bool = False, boxed: bool = False
    ) -> None:
        if code == "drug-facts" and not boxed:
            warning = self.section((which, "boxed-warning")).approved_revision
            boxed = warning is not None and not warning.is_removal
        self.propose((which, code), author, text="removal" if removal else "new", boxed=boxed)
        for review in self.section((which, code)).reviews.open():
            self.sign(review, "priya", "v1:stale", PASSWORD)
            self.sign(review, "tom", review.revision.digest, "not mine")
            for who in (author, other, "priya", "tom"):
                if self.snapshot.get(Review, review.pk)["state"] == "open":
                    self.sign(review, who, review.revision.digest, PASSWORD)
