"""Who checked an edition, and when, as its signatures say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.db.models import Min, Prefetch

from ..models import Edition, EditionSection, Signature
from .page_order import in_page_order


@dataclass(frozen=True)
class SignedSections:
    """Sections signed by the same people, the last of them on the same day."""

    by: tuple[str, ...]
    on: date
    lines: list[EditionSection]


@dataclass(frozen=True)
class Provenance:
    """What readers learn about an edition's signatures."""

    checked: list[SignedSections]  # the latest first
    last_full_review: Edition  # the last edition with a new signature on every text; else the first edition

    @property
    def reviewers(self) -> list[str]:
        """Return everybody who signed a text of the edition, once, in page order."""
        signed = sorted((line.position, line.kind_code, group.by) for group in self.checked for line in group.lines)
        in_order = in_page_order(signed, code=itemgetter(1))
        return list(dict.fromkeys(name for *_, names in in_order for name in names))

    @property
    def last_signed(self) -> date:
        return max(group.on for group in self.checked)


def load_provenance(shown: Edition, editions: Sequence[Edition]) -> Provenance:
    """Load the provenance of an edition, given all editions of its guide.

    Takes three queries.
    """
    signatures = Prefetch("review__signatures", Signature.objects.order_by("signed_at", "pk"))
    lines = EditionSection.objects.filter(edition=shown, is_removal=False).select_related("review")
    groups: dict[tuple[date, tuple[str, ...]], list[EditionSection]] = {}
    for line in in_page_order(lines.prefetch_related(signatures).order_by("position")):
        signers = tuple(signature.printed for signature in line.review.signatures.all())
        groups.setdefault((line.signed_at.date(), signers), []).append(line)
    # The sort is stable: groups of one day stay in page order.
    latest_first = sorted(groups.items(), key=lambda group: group[0][0], reverse=True)
    checked = [SignedSections(signers, day, lines) for (day, signers), lines in latest_first]
    return Provenance(checked, _last_full_review(shown, editions))


def _last_full_review(shown: Edition, editions: Sequence[Edition]) -> Edition:
    """Return the last edition, up to `shown`, for which every text was newly signed.

    Each of its texts was signed after the edition before it was published.
    """
    oldest_signature = dict(
        EditionSection.objects.filter(edition__in=[edition.pk for edition in editions])
        .values_list("edition")
        .annotate(Min("signed_at"))
    )
    up_to_shown = (edition for edition in editions if edition.number <= shown.number)
    last_full, *later = sorted(up_to_shown, key=lambda edition: edition.number)
    previous = last_full
    for edition in later:
        if oldest_signature[edition.pk] > previous.published_at:
            last_full = edition
        previous = edition
    return last_full
