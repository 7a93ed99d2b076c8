"""One attempt by anybody: it is refused and changes nothing, or succeeds and keeps every promise."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.contrib.auth.models import User
from django.db import connection, models, transaction
from hypothesis.stateful import RuleBasedStateMachine

from monograph import audit
from monograph.errors import WorkflowError
from monograph.models import (
    AuditEntry,
    Edition,
    Monograph,
    Reference,
    ScheduledEdition,
    Section,
    SectionKind,
    Withdrawal,
)

from ..cast import Cast
from ..factory import Guide
from .checks import Promises, check_history, check_states_agree
from .snapshot import HISTORY, MUTABLE, Snapshot

MINUTE = timedelta(minutes=1)  # between any two acts
EDITORS = {"ana", "ben", "pat", "root"}
PHARMACISTS = {"priya", "tom", "pat", "root"}
PUBLISHERS = {"maria", "root"}
WHO_MAY = {
    **dict.fromkeys(("save_revision", "save_working_copy", "submit", "withdraw_submission"), EDITORS),
    **dict.fromkeys(("comment", "reply", "resolve_comment"), EDITORS | PHARMACISTS),
    **dict.fromkeys(("request_changes", "approve"), PHARMACISTS),
    **dict.fromkeys(("publish", "schedule", "cancel_schedule", "withdraw_edition"), PUBLISHERS),
    "publish_due": {"the timer"},
}


class Attempts(RuleBasedStateMachine):
    """Attempts at two guides. The first is published; in the second, everything required is signed."""

    cast: Cast
    guides: tuple[Guide, Guide]
    seen: Counter[str]  # outcomes and states, over all examples

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
        self.snapshot = Snapshot()

    def teardown(self) -> None:
        try:
            report = audit.verify()  # once, in the end: a chain that was broken on the way does not heal
            assert report.is_intact, report.problems
        finally:
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def attempt(
        self, verb: str, act: Callable[[], object], *, who: str, is_wrong: bool = False, entries: int = 1
    ) -> None:
        """Attempt an act: it must change nothing, or leave its audit entries and keep every promise.

        `is_wrong` says that it must be refused: made from a stale page, or with another's password.
        """
        before = self.snapshot
        self.now += MINUTE
        try:
            with time_machine.travel(self.now):
                act()
        except WorkflowError as error:
            self.note(f"{verb}: {error.code}")
            self.snapshot = Snapshot()
            if error.code == "wrong_password":  # the failed attempt is recorded, and nothing else
                key, failure = next(reversed(self.snapshot.tables[AuditEntry].items()))
                assert failure["action"] == AuditEntry.Action.FAIL_IDENTITY
                before.tables[AuditEntry] = {**before.tables[AuditEntry], key: failure}
            assert self.snapshot == before, f"{verb} was refused, but changed something"
            return
        self.note(f"{verb}: done")
        assert not is_wrong, f"{verb} should have been refused"
        assert who in WHO_MAY[verb], f"{who} may not {verb}"
        self.snapshot = Snapshot()
        check_history(before, self.snapshot)
        assert len(self.snapshot.all(AuditEntry)) - len(before.all(AuditEntry)) == entries, verb
        if any(self.snapshot.tables[model] != before.tables[model] for model in (*HISTORY, *MUTABLE)):
            self.check()

    def check(self) -> None:
        keys = dict(Reference.objects.values_list("pk", "key"))
        Promises(self.snapshot, self.kinds, keys).check()
        for state in check_states_agree():
            self.note(f"a revision is {state}")
        current = {row["current_edition_id"] for row in self.snapshot.all(Monograph)} - {None}
        assert set(Edition.objects.current().values_list("pk", flat=True)) == current
        gone = {row["edition_id"] for row in self.snapshot.all(Withdrawal)}
        assert set(Edition.objects.readable().values_list("pk", flat=True)) == {*self.snapshot.tables[Edition]} - gone
        for row in self.snapshot.all(ScheduledEdition):
            self.note(f"a scheduled edition is {row['state']}")
        for row in self.snapshot.all(Edition):
            is_newest = row["number"] == len(self.snapshot.all(Edition, monograph_id=row["monograph_id"]))
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
        """Return one of the rows that have these values; any row if there is none, or with `anything`."""
        rows = self.snapshot.all(model) if anything else self.snapshot.all(model, **wanted)
        rows = rows or self.snapshot.all(model)
        return model._default_manager.get(pk=rows[index % len(rows)]["id"]) if rows else None

    def there_is(self, model: type[models.Model], **values: Any) -> bool:
        return bool(self.snapshot.all(model, **values))
