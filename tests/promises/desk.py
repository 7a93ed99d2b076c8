"""Everything that anybody can try at the desks, for Hypothesis to put in any order."""

from datetime import timedelta
from io import StringIO

from django.core.management import CommandError, call_command
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from monograph.models import (
    CommentResolution,
    Edition,
    Monograph,
    Reference,
    Review,
    ReviewComment,
    ScheduledEdition,
    SectionKind,
    SectionRevision,
    Signature,
)
from monograph.release.draft import Cited, Draft
from monograph.release.release_candidate import release_candidate
from monograph.workflow import drafting, publishing, reviewing

from ..cast import PASSWORD
from ..factory import SOURCE, facts
from .attempts import MINUTE, Attempts
from .chances import (
    AFTERWARDS,
    DETOURS,
    INDEX,
    RARELY,
    SECTIONS,
    SOMEBODY_PUBLISHES,
    SOMEBODY_REVIEWS,
    SOMEBODY_WRITES,
    TEXTS,
    mostly,
)


class Desk(Attempts):
    """Every verb, tried by random people with random texts, stale pages and wrong passwords."""

    # Writing

    def draft(self, kind: SectionKind, text: str, latest: SectionRevision | None, *, boxed: bool) -> Draft:
        word = self.token()
        if text == "removal":
            return Draft(f"Gone {word}", is_removal=True)
        if text == "same" and latest is not None:
            cited = [Cited(**reference) for reference in latest.references]
            return Draft(latest.heading, latest.body, latest.facts, cited, latest.is_removal)
        body = {"unsafe": "<script>1</script>", "empty": "<p> </p>", "hidden": "a\u202eb"}.get(text, f"<p>{word}.</p>")
        cited = {"uncited": [], "unknown reference": [Cited("nowhere")]}.get(text, [Cited(SOURCE, locator="page 1")])
        if kind.is_facts:
            brand = "" if text == "empty" else f"Brand {word}"
            return Draft(f"Facts {word}", facts=facts(brand_name=brand, boxed_warning=boxed), references=cited)
        return Draft(f"About {word}", body, references=cited)

    @rule(where=SECTIONS, who=SOMEBODY_WRITES, text=TEXTS, boxed=RARELY, stale=RARELY)
    def save(self, where: tuple[int, str], who: str, text: str, boxed: bool, stale: bool) -> None:
        section = self.section(where)
        latest = section.latest_revision
        expected = (latest.number if latest else None) if not stale else (latest.number - 1 if latest else 1)
        draft = self.draft(section.kind, text, latest, boxed=boxed)
        is_bad = text in {"empty", "unknown reference"} or (text in {"unsafe", "hidden"} and not section.kind.is_facts)
        if latest is not None:
            is_bad = is_bad or text == "same" or (text == "removal" and latest.is_removal)
        self.attempt(
            "save_revision",
            lambda: drafting.save_revision(
                actor=self.user(who), section=section, draft=draft, reason=f"Why {self.token()}", expected=expected
            ),
            who=who,
            is_wrong=stale or is_bad,
        )

    @rule(where=SECTIONS, who=SOMEBODY_WRITES)
    def type(self, where: tuple[int, str], who: str) -> None:
        section, typed = self.section(where), {"body": f"typed {self.token()}"}
        self.attempt(
            "save_working_copy",
            lambda: drafting.save_working_copy(
                actor=self.user(who), section=section, typed=typed, based_on=section.latest_revision
            ),
            who=who,
            entries=0,
        )

    @rule()
    def reword_the_library(self) -> None:
        """Not a verb: the library is anybody's to correct, and nothing that was written follows it."""
        Reference.objects.filter(key=SOURCE).update(title=f"Label {self.token()}")
        self.check()

    # Reviewing

    @rule(where=SECTIONS, who=SOMEBODY_WRITES, older=RARELY, stale=RARELY)
    def submit(self, where: tuple[int, str], who: str, older: bool, stale: bool) -> None:
        section = self.section(where)
        revision = section.revisions.first() if older else section.latest_revision
        if revision is not None:
            expected = section.latest_revision.number - stale
            self.attempt(
                "submit",
                lambda: reviewing.submit(actor=self.user(who), revision=revision, expected=expected),
                who=who,
                is_wrong=stale,
            )

    def open_review(self, index: int, *, anything: bool) -> Review:
        return self.pick(Review, index, anything=anything, state="open")

    @precondition(lambda self: self.there_is(Review, state="open"))
    @rule(index=INDEX, any_review=RARELY, who=SOMEBODY_WRITES)
    def withdraw_submission(self, index: int, any_review: bool, who: str) -> None:
        self.take_back(self.open_review(index, anything=any_review), who)

    def take_back(self, review: Review, who: str) -> None:
        self.attempt(
            "withdraw_submission", lambda: reviewing.withdraw_submission(actor=self.user(who), review=review), who=who
        )

    @precondition(lambda self: self.there_is(Review, state="open"))
    @rule(index=INDEX, any_review=RARELY, who=SOMEBODY_REVIEWS)
    def comment(self, index: int, any_review: bool, who: str) -> None:
        review, body = self.open_review(index, anything=any_review), f"Comment {self.token()}"
        self.attempt("comment", lambda: reviewing.comment(actor=self.user(who), review=review, body=body), who=who)

    @precondition(lambda self: self.there_is(ReviewComment))
    @rule(index=INDEX, who=SOMEBODY_REVIEWS)
    def reply(self, index: int, who: str) -> None:
        remarks = [*self.world.tables[ReviewComment]]
        remark, body = ReviewComment.objects.get(pk=remarks[index % len(remarks)]), f"Answer {self.token()}"
        self.attempt("reply", lambda: reviewing.reply(actor=self.user(who), comment=remark, body=body), who=who)

    @precondition(lambda self: self.there_is(ReviewComment))
    @rule(index=INDEX, who=SOMEBODY_REVIEWS)
    def resolve_comment(self, index: int, who: str) -> None:
        settled = {row["comment_id"] for row in self.world.all(CommentResolution)}
        remarks = [*self.world.tables[ReviewComment]]
        remarks = [key for key in remarks if key not in settled] or remarks
        remark = ReviewComment.objects.get(pk=remarks[index % len(remarks)])
        self.attempt(
            "resolve_comment", lambda: reviewing.resolve_comment(actor=self.user(who), comment=remark), who=who
        )

    @precondition(lambda self: self.there_is(Review, state="open"))
    @rule(index=INDEX, any_review=RARELY, who=SOMEBODY_REVIEWS, stale=RARELY)
    def request_changes(self, index: int, any_review: bool, who: str, stale: bool) -> None:
        review = self.open_review(index, anything=any_review)
        self.send_back(review, who, "v1:stale" if stale else review.revision.digest)

    def send_back(self, review: Review, who: str, expected: str) -> None:
        body = f"Remark {self.token()}"
        self.attempt(
            "request_changes",
            lambda: reviewing.request_changes(actor=self.user(who), review=review, expected=expected, body=body),
            who=who,
            is_wrong=expected != review.revision.digest,
        )

    @precondition(lambda self: self.there_is(Review, state="open"))
    @rule(index=INDEX, any_review=RARELY, who=SOMEBODY_REVIEWS, stale=RARELY, forgot=RARELY)
    def approve(self, index: int, any_review: bool, who: str, stale: bool, forgot: bool) -> None:
        review = self.open_review(index, anything=any_review)
        self.sign(review, who, "v1:stale" if stale else review.revision.digest, "not mine" if forgot else PASSWORD)

    def sign(self, review: Review, who: str, expected: str, password: str) -> None:
        meaning = Signature.Meaning.ACCURATE
        self.attempt(
            "approve",
            lambda: reviewing.approve(
                actor=self.user(who), review=review, expected=expected, meaning=meaning, password=password
            ),
            who=who,
            is_wrong=expected != review.revision.digest or password != PASSWORD,
        )

    @rule(
        where=SECTIONS,
        author=st.sampled_from(["ana", "pat", "root"]),
        other=st.sampled_from(["pat", "ben", "root"]),
        removal=RARELY,
        detour=DETOURS,
        then=AFTERWARDS,
        who=SOMEBODY_PUBLISHES,
    )
    def carry_a_change_through(
        self, where: tuple[int, str], author: str, other: str, removal: bool, detour: str, then: str, who: str
    ) -> None:
        """Write, submit, sign, publish: what single steps at random would seldom end. Both authors try to sign."""
        which, code = where
        if detour == "written over":
            self.save(where, other, "new", False, False)
        elif detour != "none":
            self.propose(where, other)
        for review in self.section(where).reviews.open():
            if detour == "sent back":
                self.send_back(review, "tom", review.revision.digest)
                self.resolve_comment(-1, "tom")
            elif detour == "taken back":
                self.take_back(review, "ben")
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
                if self.world.get(Review, review.pk)["state"] == "open":
                    self.sign(review, who, review.revision.digest, PASSWORD)

    # Publishing

    def monograph(self, which: int) -> Monograph:
        return self.guides[which].reread()

    @rule(which=st.integers(0, 1), who=SOMEBODY_PUBLISHES, stale=RARELY, forgot=RARELY)
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

    @rule(which=st.integers(0, 1), who=SOMEBODY_PUBLISHES, stale=RARELY, hours=mostly(1, 24, rarely=(-1, 0)))
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
    @rule(index=INDEX, who=SOMEBODY_PUBLISHES, any_schedule=RARELY)
    def cancel_schedule(self, index: int, who: str, any_schedule: bool) -> None:
        scheduled = self.pick(ScheduledEdition, index, anything=any_schedule, state="pending")
        self.attempt(
            "cancel_schedule",
            lambda: publishing.cancel_schedule(actor=self.user(who), scheduled=scheduled),
            who=who,
        )

    @precondition(lambda self: self.there_is(ScheduledEdition, state="pending"))
    @rule(hours=st.sampled_from([0, 2, 30]))
    def publish_due(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        pending = self.world.all(ScheduledEdition, state="pending")
        due = [row for row in pending if row["publish_at"] <= self.now + MINUTE]

        def run_the_timer() -> None:
            try:
                call_command("publish_due", stdout=StringIO(), stderr=StringIO())
            except CommandError:
                self.note("publish_due: refused one")

        self.attempt("publish_due", run_the_timer, who="the timer", entries=len(due))

    @precondition(lambda self: self.there_is(Edition))
    @rule(index=INDEX, who=SOMEBODY_PUBLISHES)
    def withdraw_edition(self, index: int, who: str) -> None:
        edition, reason = self.pick(Edition, index, anything=True), f"Withdrawn {self.token()}"
        self.attempt(
            "withdraw_edition",
            lambda: publishing.withdraw_edition(actor=self.user(who), edition=edition, reason=reason),
            who=who,
        )
