"""The next edition on a page that signs it: what changes, what blocks it, and the form with its change notes."""

from typing import Any

from django.urls import reverse

from ... import edition_permissions
from ...errors import Blocker
from ...models import Review
from ...permissions import Verdict
from ...preflight.guide_links import linked_addresses
from ...release.change_notes import changed_lines, note_field, proposed_notes, revisions_since
from ...release.guide_links import dead_addresses
from ...release.release_candidate import ReleaseCandidate
from ...release.withdrawn_texts import withdrawal_of_same_texts
from ..desk import DeskRequest
from .edition_changes import changed_section, unchanged_lines
from .forms import EditionForm

WHY_NOT_INCLUDED = {
    None: "a draft that is not submitted for review",
    Review.State.OPEN: "in review, not fully signed",
    Review.State.CHANGES_REQUESTED: "a pharmacist requested changes",
    Review.State.APPROVED: "blocked, see above",
}


def _not_included(next_edition: ReleaseCandidate) -> list[tuple[Any, str]]:
    """Return the sections whose latest revision is not in the edition, and why."""
    included = {line.revision.pk for line in next_edition.lines}
    returns_to = next_edition.returns_to
    other = {line.section.pk: "an earlier text" for line in next_edition.lines}
    return [
        (
            section,
            f"edition {returns_to.number} has {other.get(section.pk, 'no such section')}"
            if returns_to
            else WHY_NOT_INCLUDED[section.latest_decision],
        )
        for section in next_edition.sections
        if section.latest_revision_id and section.latest_revision_id not in included
    ]


def _blockers(next_edition: ReleaseCandidate) -> list[tuple[Blocker, str, str]]:
    """Return each blocker with the page that fixes it, as name and URL ("" for none)."""
    guide, names = next_edition.monograph.pk, {}
    for section in next_edition.sections:
        latest = section.latest_revision
        names[section.kind.code] = latest.heading if latest else str(section.kind)
    rows = []
    for blocker in next_edition.blockers:
        url = ""
        if blocker.section in names:
            url = reverse("admin:monograph_section_edit", args=[guide, blocker.section])
        elif blocker.section:  # the kind is newer than the guide, whose page has a button to add the section
            url = reverse("admin:monograph_monograph_change", args=[guide])
        rows.append((blocker, names.get(blocker.section, "the guide"), url))
    return rows


def _dead_links(next_edition: ReleaseCandidate) -> list[tuple[str, str, str]]:
    """Return (heading, address, reason) of the links to guides that readers can't open."""
    linked = {line.revision.heading: linked_addresses([line.revision.body]) for line in next_edition.shown}
    dead = dead_addresses(frozenset().union(*linked.values()))
    return [
        (heading, address, dead[address])
        for heading, addresses in linked.items()
        for address in sorted(addresses & dead.keys())
    ]


class ShownEdition:
    """The next edition with its form, which keeps what was posted."""

    def __init__(self, request: DeskRequest, next_edition: ReleaseCandidate, form_class: type[EditionForm]) -> None:
        self.request, self.next_edition = request, next_edition
        self.since = revisions_since(next_edition)
        self.withdrawal = withdrawal_of_same_texts(next_edition)
        notes = proposed_notes(next_edition, self.since)
        self.proposed = {note_field(code): words for code, words in notes.items()}
        self.shown = {"expected": next_edition.digest}  # of the next edition as it is now, whatever was posted
        self.form = form_class(
            request.POST if request.method == "POST" else None,
            changed=changed_lines(next_edition),
            withdrawal=self.withdrawal,
            initial={**self.proposed, **self.shown},
            user=request.user,
        )

    def show_again(self) -> None:
        """Let the form show what was posted, with the digest of what the page shows now."""
        self.form.data = {**self.proposed, **self.request.POST.dict(), **self.shown}

    def context(self, verdict: Verdict) -> dict[str, Any]:
        """Return what the page shows; `verdict` is on the verb, whatever the texts are."""
        next_edition, last = self.next_edition, self.next_edition.last
        may_publish = verdict and edition_permissions.may_release(self.request.user, next_edition.texts)
        return {
            "monograph": next_edition.monograph,
            "form": self.form,
            "may_publish": may_publish,
            "is_form_shown": (may_publish and next_edition.is_ready) or self.form.is_bound,
            "next_edition": next_edition,
            "is_public": last is not None and last.pk == next_edition.monograph.current_edition_id,
            "blockers": _blockers(next_edition),
            "dead_links": _dead_links(next_edition),
            "changed": [
                changed_section(line, self.since[line.section.kind.code], self.form.change_note_field(line))
                for line in next_edition.changed
            ],
            "unchanged": unchanged_lines(next_edition),
            "not_included": _not_included(next_edition),
            "answers": self.withdrawal,
        }
