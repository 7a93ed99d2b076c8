"""The promises of the design, while anybody tries anything in any order.

Hypothesis plays the verbs: random people, texts, stale pages and wrong passwords on two guides of a small catalogue.
After every act the whole database is read as plain rows (`World`), and what was promised is worked out anew from those
rows: nothing here calls the code that keeps the promises, save to compare the two.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from monograph import audit
from monograph.models import (
    AuditEntry,
    Citation,
    CommentResolution,
    Edition,
    EditionSection,
    Monograph,
    Reference,
    Review,
    ReviewComment,
    RevisionState,
    ScheduledEdition,
    Section,
    SectionKind,
    SectionRevision,
    Signature,
    Withdrawal,
    WorkingCopy,
)
from monograph.workflow import drafting, publishing, reviewing
from monograph.workflow.drafting import Cited, Draft
from monograph.workflow.errors import WorkflowError
from monograph.workflow.gate import candidate

from .cast import PASSWORD, ROLES, Cast
from .factory import SOURCE, Guide, facts

KINDS = ("drug-facts", "boxed-warning", "uses", "dosage")
HISTORY = (
    *(SectionRevision, Citation, ReviewComment, CommentResolution, Signature),
    *(Edition, EditionSection, Withdrawal, AuditEntry),
)
KEPT = (Monograph, Section, Review, ScheduledEdition)  # rows that change, but stay
TOKEN = re.compile(r"tok\d{5}")  # one in every text that is written, so that it can be found again
MINUTE = timedelta(minutes=1)  # between any two acts

Row = dict[str, Any]


class World:
    """Every row of the product at one moment, by table and primary key."""

    def __init__(self) -> None:
        self.tables = {model: self._rows(model) for model in (*HISTORY, *KEPT, WorkingCopy)}

    def _rows(self, model: type[models.Model]) -> dict[int, Row]:
        return {row["id"]: row for row in model._default_manager.order_by("pk").values()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, World) and self.tables == other.tables

    __hash__ = None  # type: ignore[assignment]

    def all(self, model: type[models.Model], **values: Any) -> list[Row]:
        """Return the rows that have these values, oldest first."""
        rows = self.tables[model].values()
        return [row for row in rows if all(row[name] == value for name, value in values.items())]

    def get(self, model: type[models.Model], key: int) -> Row:
        return self.tables[model][key]


def seal(value: Any) -> str:
    """Digest as docs/content.md says, written a second time."""
    form = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "v1:" + hashlib.sha256(form.encode("utf-8")).hexdigest()


def tokens(*texts: Any) -> set[str]:
    return {found for text in texts for found in TOKEN.findall(text if isinstance(text, str) else json.dumps(text))}


class Promises:
    """What must be true of any world, whatever led to it."""

    def __init__(self, world: World, kinds: dict[int, Row], keys: dict[int, str]) -> None:
        self.world, self.kinds, self.keys = world, kinds, keys

    def check(self) -> None:
        self.check_numbers_and_pointers()
        for signature in self.world.all(Signature):
            self.check_signature(signature)
        for edition in self.world.all(Edition):
            self.check_edition(edition)
        for section in self.world.all(Section):
            self.check_reviews(section)

    def kind_of(self, revision: Row) -> Row:
        return self.kinds[self.world.get(Section, revision["section_id"])["kind_id"]]

    def cited(self, revision: Row) -> list[Row]:
        return sorted(self.world.all(Citation, revision_id=revision["id"]), key=lambda row: row["position"])

    def text_digest(self, revision: Row) -> str:
        references = [
            {"key": self.keys[row["reference_id"]], "locator": row["locator"], "wording": row["wording"]}
            for row in self.cited(revision)
        ]
        text = {name: revision[name] for name in ("heading", "body", "facts")}
        kind, removal = self.kind_of(revision)["code"], revision["is_removal"]
        return seal({**text, "kind": kind, "references": references, "removal": removal})

    def tokens_of(self, revision: Row) -> set[str]:
        texts = [revision["heading"], revision["body"], revision["facts"]]
        return tokens(*texts, *(row["wording"] for row in self.cited(revision)))

    def authors_under_review(self, review: Row) -> set[int]:
        """Return who wrote anything since the section's last revision that had been approved before this review."""
        signed = self.world.get(SectionRevision, review["revision_id"])["number"]
        earlier = [row for row in self.world.all(Review, section_id=review["section_id"]) if row["id"] < review["id"]]
        approved = {
            self.world.get(SectionRevision, row["revision_id"])["number"]
            for row in earlier
            if row["state"] == "approved"
        }
        last = max((number for number in approved if number < signed), default=0)
        texts = self.world.all(SectionRevision, section_id=review["section_id"])
        return {text["author_id"] for text in texts if last < text["number"] <= signed}

    def check_numbers_and_pointers(self) -> None:
        for section in self.world.all(Section):
            texts = self.world.all(SectionRevision, section_id=section["id"])
            assert [text["number"] for text in texts] == list(range(1, len(texts) + 1))
            assert section["latest_revision_id"] == (texts[-1]["id"] if texts else None)
            approved = [
                row["revision_id"] for row in self.world.all(Review, section_id=section["id"], state="approved")
            ]
            assert section["approved_revision_id"] == (approved[-1] if approved else None)
        gone = {row["edition_id"] for row in self.world.all(Withdrawal)}
        for monograph in self.world.all(Monograph):
            editions = self.world.all(Edition, monograph_id=monograph["id"])
            assert [edition["number"] for edition in editions] == list(range(1, len(editions) + 1))
            newest = editions[-1]["id"] if editions else None
            assert monograph["current_edition_id"] == (None if newest in gone else newest)
            pending = self.world.all(ScheduledEdition, monograph_id=monograph["id"], state="pending")
            assert len(pending) <= 1
            for withdrawal in self.world.all(Withdrawal, edition_id=newest):
                for scheduled in pending:
                    signature = self.world.get(Signature, scheduled["signature_id"])
                    assert signature["signed_at"] > withdrawal["created_at"], "it would bring back what was withdrawn"

    def check_signature(self, signature: Row) -> None:
        if signature["review_id"] is None:
            assert signature["meaning"] == "released"
            return
        review = self.world.get(Review, signature["review_id"])
        text = self.world.get(SectionRevision, review["revision_id"])
        assert signature["digest"] == text["digest"] == self.text_digest(text)
        assert signature["signer_id"] not in self.authors_under_review(review), "four eyes"
        for remark in self.world.all(ReviewComment):
            about = self.world.get(Review, remark["review_id"])
            if about["section_id"] == review["section_id"] and remark["created_at"] < signature["signed_at"]:
                (settled,) = self.world.all(CommentResolution, comment_id=remark["id"])
                assert settled["created_at"] < signature["signed_at"], "signed before a remark was settled"

    def check_reviews(self, section: Row) -> None:
        open_reviews = self.world.all(Review, section_id=section["id"], state="open")
        assert [review["revision_id"] for review in open_reviews] in ([], [section["latest_revision_id"]])
        for review in self.world.all(Review, section_id=section["id"], state="approved"):
            signers = {row["signer_id"] for row in self.world.all(Signature, review_id=review["id"])}
            assert len(signers) >= self.kind_of({"section_id": section["id"]})["required_signatures"]

    def check_edition(self, edition: Row) -> None:
        lines = sorted(self.world.all(EditionSection, edition_id=edition["id"]), key=lambda line: line["position"])
        shown, note = set(), edition["note"]
        for line in lines:
            self.check_line(edition, line)
            text = self.world.get(SectionRevision, line["revision_id"])
            shown |= set() if text["is_removal"] else self.tokens_of(text)
        assert tokens(edition["article"]) == shown | tokens(note), "the article is its lines and nothing else"
        kinds = {line["kind_code"] for line in lines if not line["is_removal"]}
        required = {kind["code"] for kind in self.kinds.values() if kind["requirement"] == "always"}
        assert required <= kinds
        (key_facts,) = [
            self.world.get(SectionRevision, line["revision_id"]) for line in lines if line["kind_code"] == "drug-facts"
        ]
        assert ("boxed-warning" in kinds) == key_facts["facts"]["boxed_warning"]
        assert edition["brand_name"] == key_facts["facts"]["brand_name"]
        assert edition["digest"] == self.edition_digest(edition, lines)
        release = self.world.get(Signature, edition["release_signature_id"])
        assert (release["digest"], release["review_id"]) == (edition["digest"], None)

    def edition_digest(self, edition: Row, lines: list[Row]) -> str:
        slug, number = self.world.get(Monograph, edition["monograph_id"])["slug"], edition["number"]
        signed = [
            {
                "position": line["position"],
                "kind": line["kind_code"],
                "heading": line["heading"],
                "digest": line["digest"],
                "removal": line["is_removal"],
            }
            for line in lines
        ]
        return seal({"lines": seal({"slug": slug, "number": number, "lines": signed}), "note": edition["note"]})

    def check_line(self, edition: Row, line: Row) -> None:
        text, review = self.world.get(SectionRevision, line["revision_id"]), self.world.get(Review, line["review_id"])
        kind, section = self.kind_of(text), self.world.get(Section, text["section_id"])
        assert section["monograph_id"] == edition["monograph_id"]
        assert (review["revision_id"], review["state"]) == (text["id"], "approved")
        names = ("heading", "digest", "is_removal")
        assert [line[name] for name in names] == [text[name] for name in names]
        assert (line["kind_code"], line["position"]) == (kind["code"], kind["position"])
        assert text["digest"] == self.text_digest(text)
        decided = [row for row in self.world.all(Review, revision_id=text["id"]) if row["closed_at"]]
        decided = [
            row for row in decided if row["state"] != "withdrawn" and row["closed_at"] <= edition["published_at"]
        ]
        assert decided[-1] == review, "the last word on this text was another"
        signatures = self.world.all(Signature, review_id=review["id"], digest=text["digest"])
        signers = {signature["signer_id"] for signature in signatures}
        assert len(signers - self.authors_under_review(review)) >= kind["required_signatures"]
        assert line["signed_at"] == max(signature["signed_at"] for signature in signatures) <= edition["published_at"]
        assert self.cited(text) or text["is_removal"]
        self.check_signature_is_kept(edition, line)

    def check_signature_is_kept(self, edition: Row, line: Row) -> None:
        """A section that the edition before showed in the same text kept its review, unless it was reviewed afresh."""
        for before in self.world.all(Edition, monograph_id=edition["monograph_id"], number=edition["number"] - 1):
            for old in self.world.all(EditionSection, edition_id=before["id"], revision_id=line["revision_id"]):
                reviews = self.world.all(Review, revision_id=line["revision_id"], state="approved")
                known = {row["id"] for row in reviews if row["closed_at"] <= edition["published_at"]}
                assert line["review_id"] == max(known) >= old["review_id"]


def check_history(before: World, after: World) -> None:
    """Nothing that was written changed or went away; what was closed stayed as it was closed."""
    for model in HISTORY:
        assert before.tables[model].items() <= after.tables[model].items() or all(
            after.tables[model].get(key) == row for key, row in before.tables[model].items()
        ), f"{model.__name__}: history was rewritten"
    for model in KEPT:
        assert before.tables[model].keys() <= after.tables[model].keys()
    for model, is_open in ((Review, "open"), (ScheduledEdition, "pending")):
        for row in before.all(model):
            assert row["state"] == is_open or after.get(model, row["id"]) == row


def check_states_agree() -> set[str]:
    """The state as a property and as a query are the same; return those that there are."""
    revisions = SectionRevision.objects.with_state().select_related("section__monograph")
    states = [(str(revision.state_code), str(revision.state)) for revision in revisions]
    assert [pair for pair in states if pair[0] != pair[1]] == []
    return {state for state, _ in states}


PEOPLE = tuple(ROLES)
EDITORS = {"ana", "ben", "pat", "root"}
PHARMACISTS = {"priya", "tom", "pat", "root"}
PUBLISHERS = {"maria", "root"}
WHO_MAY = {
    **dict.fromkeys(("save_revision", "keep_working_copy", "submit", "withdraw_submission"), EDITORS),
    **dict.fromkeys(("comment", "resolve_comment"), EDITORS | PHARMACISTS),
    **dict.fromkeys(("request_changes", "approve"), PHARMACISTS),
    **dict.fromkeys(("publish", "schedule", "cancel_schedule", "withdraw_edition"), PUBLISHERS),
    "publish_due": {"the timer"},
}


def mostly(*likely: Any, rarely: Iterable[Any] = PEOPLE) -> st.SearchStrategy[Any]:
    """Draw what can succeed four times of five, so that a story gets somewhere; else anything."""
    rare = tuple(rarely)
    return st.sampled_from([*likely * (1 + 4 * len(rare) // len(likely)), *rare])


SOMEBODY_WRITES = mostly("ana", "ben", "ana", "pat", "root")
SOMEBODY_REVIEWS = mostly("priya", "tom", "priya", "tom", "pat", "root")
SOMEBODY_PUBLISHES = mostly("maria", "maria", "root")
RARELY = mostly(False, rarely=(True,))
INDEX = st.integers(0, 99)
SECTIONS = st.tuples(
    st.integers(0, 1), st.sampled_from(("uses", "dosage", "drug-facts", "uses", "dosage", "boxed-warning"))
)
DETOURS = st.sampled_from(("none", "written over", "sent back", "taken back"))
AFTERWARDS = st.sampled_from(("nothing", "publish", "schedule", "publish later", "publish", "publish and withdraw"))
TEXTS = mostly(
    "new", rarely=("same", "unsafe", "empty", "hidden", "uncited", "unknown reference", "removal", "removal")
)


class Desk(RuleBasedStateMachine):
    """Two guides: the first is published; of the second everything needed is signed."""

    cast: Cast
    guides: tuple[Guide, Guide]
    seen: Counter[str]  # what came to be, over all examples

    def __init__(self) -> None:
        super().__init__()
        self.people = vars(self.cast)
        self.outer = transaction.atomic()
        self.outer.__enter__()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # audit.verify() asks for it, and may do so inside a transaction only where it is so already.
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        self.kinds = {kind["id"]: kind for kind in SectionKind.objects.values()}
        self.now = datetime.now(UTC) + timedelta(hours=1)
        self.tokens = 20_000
        self.world = World()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    # What every rule does

    def attempt(
        self, verb: str, act: Callable[[], object], *, who: str, is_wrong: bool = False, entries: int = 1
    ) -> None:
        """Do one act; then it has changed nothing, or has left its entries in the trail and kept every promise.

        `is_wrong` says that it must be refused: made from a stale page, or with another's password.
        """
        before = self.world
        self.now += MINUTE
        try:
            with time_machine.travel(self.now):
                act()
        except WorkflowError as error:
            self.note(f"{verb}: {error.code}")
            assert World() == before, f"{verb} was refused, but changed something"
            return
        self.note(f"{verb}: done")
        assert not is_wrong, f"{verb} should have been refused"
        assert who in WHO_MAY[verb], f"{who} may not {verb}"
        self.world = World()
        check_history(before, self.world)
        assert len(self.world.all(AuditEntry)) - len(before.all(AuditEntry)) == entries, verb
        if any(self.world.tables[model] != before.tables[model] for model in (*HISTORY, *KEPT)):
            self.check()

    def check(self) -> None:
        keys = dict(Reference.objects.values_list("pk", "key"))
        Promises(self.world, self.kinds, keys).check()
        report = audit.verify()
        assert report.is_intact, report.problems
        for state in check_states_agree():
            self.note(f"a revision is {state}")
        current = {row["current_edition_id"] for row in self.world.all(Monograph)} - {None}
        assert set(Edition.objects.current().values_list("pk", flat=True)) == current
        gone = {row["edition_id"] for row in self.world.all(Withdrawal)}
        assert set(Edition.objects.readable().values_list("pk", flat=True)) == {*self.world.tables[Edition]} - gone
        for row in self.world.all(ScheduledEdition):
            self.note(f"a scheduled edition is {row['state']}")
        for row in self.world.all(Edition):
            is_newest = row["number"] == len(self.world.all(Edition, monograph_id=row["monograph_id"]))
            self.note(f"an edition is {'withdrawn' if row['id'] in gone else 'current' if is_newest else 'superseded'}")

    def note(self, what: str) -> None:
        self.seen[what] += 1

    def token(self) -> str:
        self.tokens += 1
        return f"tok{self.tokens}"

    def section(self, where: tuple[int, str]) -> Section:
        return self.guides[where[0]].section(where[1])

    def user(self, who: str) -> User:
        return self.people[who]

    def pick(self, model: type[models.Model], index: int, *, anything: bool, **wanted: Any) -> models.Model | None:
        """Return one of the rows that have these values, or with `anything` (or where there is none) one of all."""
        rows = self.world.all(model) if anything else self.world.all(model, **wanted)
        rows = rows or self.world.all(model)
        return model._default_manager.get(pk=rows[index % len(rows)]["id"]) if rows else None

    def there_is(self, model: type[models.Model], **values: Any) -> bool:
        return bool(self.world.all(model, **values))

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
        is_bad = text in {"empty", "unknown reference", "same" if latest else "removal"} or (
            text in {"unsafe", "hidden"} and not section.kind.is_facts
        )
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
            "keep_working_copy",
            lambda: drafting.keep_working_copy(
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
        expected = "v1:stale" if stale else candidate(monograph).digest
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
        expected = "v1:stale" if stale else candidate(monograph).digest
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


def prepared(cast: Cast) -> tuple[Guide, Guide]:
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
def desk(committed_cast: Cast) -> type[Desk]:
    members = {"cast": committed_cast, "guides": prepared(committed_cast), "seen": Counter()}
    return type("DeskOfTwoGuides", (Desk,), members)


def test_every_promise_holds_whatever_anybody_tries(desk: type[Desk]) -> None:
    quiet = [HealthCheck.too_slow]  # of course: each step reads the whole database
    run_state_machine_as_test(
        desk,
        settings=settings(max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=quiet),
    )
    print(*(f"{number:5} {what}" for what, number in sorted(desk.seen.items())), sep="\n")  # pytest -rP shows it


def test_every_promise_holds_in_a_story_that_reaches_every_state(desk: type[Desk]) -> None:
    """What is promised of states that never came to be would hold of itself: these steps bring about each of them."""
    story = desk()
    try:
        story.check()
        story.carry_a_change_through((0, "uses"), "ana", "root", False, "taken back", "publish", "maria")
        story.carry_a_change_through((0, "boxed-warning"), "root", "ben", False, "sent back", "publish later", "root")
        story.carry_a_change_through(
            (0, "dosage"), "ana", "pat", False, "written over", "publish and withdraw", "maria"
        )
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
        story.type((1, "uses"), "ana")
        story.propose((1, "uses"), "ben")
        story.save((1, "dosage"), "ana", "new", False, False)
        # What must not be, when it would matter most: each of these would succeed if nobody refused it.
        story.save((1, "uses"), "ana", "new", False, False)
        story.submit((1, "dosage"), "ana", True, False)
        story.cancel_schedule(0, "maria", False)
        story.publish(1, "ana", False, False)
        story.publish(1, "maria", True, False)
        story.publish(1, "maria", False, True)
        done = story.seen["publish: done"]
        story.publish(1, "maria", False, False)
        assert story.seen["publish: done"] == done + 1, "what is not signed yet must not keep back what is"
        story.carry_a_change_through((0, "boxed-warning"), "ana", "ben", True, "none", "publish", "maria")
        assert story.seen["publish: done"] == done + 2
        story.carry_a_change_through((0, "uses"), "ana", "ben", False, "none", "nothing", "maria")  # not settled yet
        story.carry_a_change_through((0, "dosage"), "ana", "ben", False, "none", "schedule", "maria")
        assert story.there_is(ScheduledEdition, state="pending")
        story.withdraw_edition(-1, "maria")
        story.submit((1, "drug-facts"), "ana", False, False)
        for review in story.section((1, "drug-facts")).reviews.open():
            story.send_back(review, "priya", review.revision.digest)
        story.carry_a_change_through((1, "dosage"), "ana", "ben", False, "none", "publish", "maria")
    finally:
        story.teardown()
    reached = {what for what in story.seen if what.startswith(("a ", "an "))}
    assert reached == {
        *(f"a revision is {state}" for state in RevisionState),
        *(f"a scheduled edition is {state}" for state in ScheduledEdition.State),
        *(f"an edition is {state}" for state in ("current", "superseded", "withdrawn")),
    }
