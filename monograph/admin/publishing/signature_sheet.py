"""The signature sheet of an edition: who signed what, when, and why.

Every digest is recomputed for the sheet, so that it also shows what was changed by bypassing the triggers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery

from ...accounts.account_changes import granted_alone
from ...accounts.stored_assertions import is_genuine
from ...models import AuditEntry, Citation, Edition, EditionSection, Signature, Waiver
from ...models.people import full_name
from ...models.revision import contributions


def sheet_editions() -> QuerySet[Edition]:
    """Return editions with what their sheets show, except authors and audit trail.

    Takes five queries for one edition.
    """
    before = EditionSection.objects.filter(
        edition__monograph=OuterRef("edition__monograph"),
        edition__number=OuterRef("edition__number") - 1,
        kind_code=OuterRef("kind_code"),
        is_removal=False,
    )
    lines = EditionSection.objects.select_related("revision__section__kind", "review").prefetch_related(
        Prefetch("review__signatures", Signature.objects.select_related("assertion__passkey")),
        Prefetch("revision__citations", Citation.objects.select_related("reference")),
        Prefetch("revision__waivers", Waiver.objects.select_related("signature__assertion__passkey").order_by("pk")),
    )
    after = Edition.objects.filter(monograph=OuterRef("monograph"), number=OuterRef("number") + 1)
    editions = Edition.objects.select_related(
        "monograph",
        "release_signature__assertion__passkey",
        "release_signature__schedule",
        "withdrawal__withdrawn_by",
        "withdrawal__signature__assertion__passkey",
        "returns_to",
    ).defer("returns_to__article")
    return (
        editions.defer("article")
        .annotate(superseded_at=Subquery(after.values("published_at")))
        .prefetch_related(Prefetch("lines", lines.annotate(was_shown=Exists(before))))
    )


@dataclass(frozen=True)
class SheetRow:
    """One line of the edition, and everyone who counts as an author of its text."""

    line: Any  # an EditionSection, with `was_shown`: whether the edition before had the section
    authors: list[str]

    @cached_property
    def digest_now(self) -> str:
        return self.line.revision.recomputed_digest()

    @cached_property
    def warnings(self) -> list[str]:
        """Return a sentence for everything that is not as it was signed."""
        return list(self._warnings())

    @property
    def removal_label(self) -> str:
        """Return since which edition the section is removed."""
        previous = self.line.edition.number - 1
        if self.line.was_shown:
            return f"removed since edition {previous}"
        return f"also not in edition {previous}" if previous else "left out from the start"

    def _warnings(self) -> Iterator[str]:
        line, signatures = self.line, self.line.review.signatures.all()
        if self.digest_now != line.digest or not line.matches_revision:
            yield f"The stored text is NOT the text that was signed. Its digest is now {self.digest_now}."
        for signature in (*signatures, *(waiver.signature for waiver in line.revision.waivers.all())):
            if signature.digest != line.digest:
                yield f"The signature of {signature.printed} ({signature.get_meaning_display()}) is NOT for this text."
            yield from _passkey_warnings(signature)
        valid = {signature.signer_id for signature in signatures if signature.digest == line.digest}
        if len(valid) < line.review.required_signatures:
            yield f"It has {len(valid)} of the {line.review.required_signatures} signatures that it needs."


def _passkey_warnings(signature: Signature) -> Iterator[str]:
    assertion = getattr(signature, "assertion", None)
    if assertion is not None and not is_genuine(assertion):
        yield f"The signature of {signature.printed} ({signature.get_meaning_display()}) is NOT what a passkey signed."


class SignatureSheet:
    """Everything on the sheet of one edition. Three queries after `sheet_editions`."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        authors = self._authors()
        rows = [SheetRow(line, authors.get(line.pk, [])) for line in edition.lines.all()]
        self.rows = [row for row in rows if not row.line.is_removal]
        self.removed = [row for row in rows if row.line.is_removal]
        actions = [AuditEntry.Action.PUBLISH, AuditEntry.Action.RETURN_TO_EDITION]
        published = AuditEntry.objects.filter(action__in=actions, subject=str(edition))
        self.entry = published.filter(data__digest=edition.digest).first()
        self.granted_alone = self._granted_alone()
        self.warnings = [
            *self._warnings(),
            *(f"“{row.line.heading}”: {warning}" for row in rows for warning in row.warnings),
        ]

    def _granted_alone(self) -> list[str]:
        signed = {self.edition.release_signature.signer_id: self.edition.release_signature.signed_at}
        for line in self.edition.lines.all():
            signed |= {signature.signer_id: signature.signed_at for signature in line.review.signatures.all()}
        return granted_alone(signed)

    def _authors(self) -> dict[int, list[str]]:
        """Return, by line, who counts as an author of its text (`models.revision.contributions`).

        They are in the order of their first revisions.
        """
        wrote = contributions(OuterRef("revision__section"), OuterRef("revision__number"))
        lines = EditionSection.objects.filter(edition=self.edition, revision__section__revisions__in=wrote)
        written = lines.order_by("revision__section__revisions__number").annotate(
            author=F("revision__section__revisions__author")
        )
        keys: dict[int, dict[int, None]] = {}
        for line, author in written.values_list("pk", "author"):
            keys.setdefault(line, {})[author] = None
        people = User.objects.in_bulk({author for found in keys.values() for author in found})
        return {line: [full_name(people[author]) for author in found] for line, found in keys.items()}

    def _warnings(self) -> Iterator[str]:
        yield from _passkey_warnings(self.edition.release_signature)
        if not self.edition.is_as_signed:
            now = self.edition.recomputed_digest()
            yield f"The edition is NOT what was published: the digest of its lines and its note is now {now}."
        withdrawal = getattr(self.edition, "withdrawal", None)
        signature = withdrawal.signature if withdrawal else None
        if withdrawal and signature:
            yield from _passkey_warnings(signature)
            if signature.digest != withdrawal.recomputed_digest():
                yield f"The signature of {signature.printed} is NOT for this withdrawal."
        if self.entry is None:
            yield "The audit trail has NO entry that this edition was published with this digest."
