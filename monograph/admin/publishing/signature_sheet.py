"""The signature sheet of an edition: who signed which text, when and meaning what, and whether it is that text still.

What is signed is digested again as the sheet is made, so that it vouches for nothing that was changed past the guards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery

from ...models import AuditEntry, Citation, Edition, EditionSection, Waiver
from ...models.people import full_name
from ...models.revision import written_since_approval


def sheet_editions() -> QuerySet[Edition]:
    """Return the editions with all that their sheets show but authors and audit trail: five queries for one."""
    before = EditionSection.objects.filter(
        edition__monograph=OuterRef("edition__monograph"),
        edition__number=OuterRef("edition__number") - 1,
        kind_code=OuterRef("kind_code"),
        is_removal=False,
    )
    lines = EditionSection.objects.select_related("revision__section__kind", "review").prefetch_related(
        "review__signatures",
        Prefetch("revision__citations", Citation.objects.select_related("reference")),
        Prefetch("revision__waivers", Waiver.objects.select_related("signature").order_by("pk")),
    )
    after = Edition.objects.filter(monograph=OuterRef("monograph"), number=OuterRef("number") + 1)
    editions = Edition.objects.select_related("monograph", "release_signature", "withdrawal__withdrawn_by")
    return (
        editions.defer("article")
        .annotate(superseded_at=Subquery(after.values("published_at")))
        .prefetch_related(Prefetch("lines", lines.annotate(was_shown=Exists(before))))
    )


@dataclass(frozen=True)
class SheetRow:
    """One text of the edition, by whom it was written since the last signed one, and its digest as it is stored now."""

    line: Any  # an EditionSection that knows whether the edition before showed the section
    authors: list[str]

    @cached_property
    def digest_now(self) -> str:
        return self.line.revision.recomputed_digest()

    @cached_property
    def alarms(self) -> list[str]:
        """Return what is not as it was signed, in sentences; empty when all is well."""
        return list(self._alarms())

    def _alarms(self) -> Iterator[str]:
        line, signatures = self.line, self.line.review.signatures.all()
        if self.digest_now != line.digest or not line.is_of_its_revision:
            yield f"The stored text is NOT the text that was signed. Its digest is now {self.digest_now}."
        for each in (*signatures, *(waiver.signature for waiver in line.revision.waivers.all())):
            if each.digest != line.digest:
                yield f"The signature of {each.printed} ({each.get_meaning_display()}) is NOT for this text."
        valid = {each.signer_id for each in signatures if each.digest == line.digest}
        if len(valid) < line.review.required_signatures:
            yield f"It has {len(valid)} of the {line.review.required_signatures} signatures that it needed."


class SignatureSheet:
    """Everything on the sheet of one edition, in two queries more than `sheet_editions`, whatever is on it."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        authors = self._authors()
        rows = [SheetRow(line, authors.get(line.pk, [])) for line in edition.lines.all()]
        self.rows = [row for row in rows if not row.line.is_removal]
        self.left_out = [row for row in rows if row.line.is_removal]
        published = AuditEntry.objects.filter(action=AuditEntry.Action.PUBLISH, subject=str(edition))
        self.entry = published.filter(data__digest=edition.digest).first()
        self.alarms = [*self._alarms(), *(f"“{row.line.heading}”: {each}" for row in rows for each in row.alarms)]

    def _authors(self) -> dict[int, list[str]]:
        """Return by line, in order of their first revision, who wrote any of the text since the one signed before."""
        wrote = written_since_approval(OuterRef("revision__section"), OuterRef("revision__number"))
        lines = EditionSection.objects.filter(edition=self.edition, revision__section__revisions__in=wrote)
        written = lines.order_by("revision__section__revisions__number").annotate(
            author=F("revision__section__revisions__author")
        )
        keys: dict[int, dict[int, None]] = {}
        for line, author in written.values_list("pk", "author"):
            keys.setdefault(line, {})[author] = None
        people = User.objects.in_bulk({author for found in keys.values() for author in found})
        return {line: [full_name(people[author]) for author in found] for line, found in keys.items()}

    def _alarms(self) -> Iterator[str]:
        if not self.edition.is_as_signed:
            now = self.edition.recomputed_digest()
            yield f"The edition is NOT what was released: the digest of its lines and its note is now {now}."
        if self.entry is None:
            yield "The audit trail has NO entry that this edition was released with this digest."
