"""All editions of a guide, and the change notes of each for readers."""

from dataclasses import dataclass

from ..models import Edition, EditionSection, Monograph
from .page_order import in_page_order

EditionChanges = tuple[Edition, list[EditionSection]]  # an edition, and its lines that have a note on what changed


@dataclass(frozen=True)
class PublicationHistory:
    """The editions of a guide, newest first, without their articles."""

    monograph: Monograph
    editions: list[Edition]
    changes: list[EditionChanges]

    @classmethod
    def load(cls, slug: str) -> "PublicationHistory | None":
        """Load the history of a guide; None if nothing was ever published.

        Takes two queries, however many editions there are.
        """
        editions = Edition.objects.filter(monograph__slug=slug).select_related("monograph", "withdrawal")
        newest_first = list(editions.defer("article").order_by("-number"))
        return cls(newest_first[0].monograph, newest_first, _load_changes(newest_first)) if newest_first else None

    @property
    def current(self) -> Edition | None:
        return next((edition for edition in self.editions if edition.is_current), None)


def _load_changes(editions: list[Edition]) -> list[EditionChanges]:
    """Return the change notes by edition, newest first, without withdrawn editions."""
    readable = {edition.pk: edition for edition in editions if not hasattr(edition, "withdrawal")}
    lines = EditionSection.objects.filter(edition__in=readable).exclude(change_note="").order_by("position")
    by_edition: dict[int, list[EditionSection]] = {key: [] for key in readable}
    for line in in_page_order(lines):
        by_edition[line.edition_id].append(line)
    return [(readable[key], lines) for key, lines in by_edition.items() if lines]
