"""Who checked an edition, and when: told from its signatures, as they were printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.db.models import Min, Prefetch

from ..models import Edition, EditionSection, Signature
from .page_order import in_page_order


@dataclass(frozen=True)
class Checked:
    """The sections that the same people signed, the last of them on the same day."""

    by: tuple[str, ...]
    on: date
    lines: list[EditionSection]


@dataclass(frozen=True)
class Provenance:
    """What readers are told of an edition's signatures."""

    checked: list[Checked]  # the latest first
    last_full_review: Edition  # the last one in which every text was signed anew; the first edition, if none since

    @property
    def reviewers(self) -> list[str]:
        """Return everybody who signed a text of the edition, as printed, each once, in the order of the page."""
        signed = sorted((line.position, line.kind_code, group.by) for group in self.checked for line in group.lines)
        in_order = in_page_order(signed, code=itemgetter(1))
        return list(dict.fromkeys(name for *_, names in in_order for name in names))

    @property
    def last_signed(self) -> date:
        return max(group.on for group in self.checked)


def provenance_of(shown: Edition, editions: Sequence[Edition]) -> Provenance:
    """Ask for it: three queries. `editions` are all those of the guide."""
    signatures = Prefetch("review__signatures", Signature.objects.order_by("signed_at", "pk"))
    lines = EditionSection.objects.filter(edition=shown, is_removal=False).select_related("review")
    groups: dict[tuple[date, tuple[str, ...]], list[EditionSection]] = {}
    in_order = in_page_order(lines.prefetch_related(signatures).order_by("position"))
    for line in in_order:
        by = tuple(signature.printed for signature in line.review.signatures.all())
        groups.setdefault((line.signed_at.date(), by), []).append(line)
    latest_first = sorted(groups.items(), key=lambda group: group[0][0], reverse=True)  # in page order on each day
    checked = [Checked(by, on, signed) for (on, by), signed in latest_first]
    return Provenance(checked, _last_full_review(shown, editions))


def _last_full_review(shown: Edition, editions: Sequence[Edition]) -> Edition:
    """Return the last edition up to this one of which every text was signed after the one before it went out."""
    oldest = dict(
        EditionSection.objects.filter(edition__in=[each.pk for each in editions])
        .values_list("edition")
        .annotate(Min("signed_at"))
    )
    found, *later = sorted((each for each in editions if each.number <= shown.number), key=lambda each: each.number)
    before = found
    for each in later:
        if oldest[each.pk] > before.published_at:
            found = each
        before = each
    return found
