"""The anchor of a comment: where its passage was in the text that it was made on."""

from django.db import models
from django.db.models import Q

from ..content.passages import Passage

COLUMNS = ("anchor_digest", "anchor_block", "anchor_offset", "anchor_length")
HAS_NONE_OR_WHOLE = Q(**{f"{column}__isnull": True for column in COLUMNS}) | Q(
    ~Q(quote=""), anchor_length__gte=1, **{f"{column}__isnull": False for column in COLUMNS[:3]}
)


class Anchor(models.Model):
    """Where the words of `quote` are: in the section's text with that digest, at a `content.passages.Passage`.

    Written once. All columns are null for a row without a passage and for rows from before anchors, whose seals do not
    change by them.
    """

    anchor_digest = models.CharField(max_length=80, null=True)  # noqa: DJ001  # "" would change the seals
    anchor_block = models.PositiveIntegerField(null=True)
    anchor_offset = models.PositiveIntegerField(null=True)
    anchor_length = models.PositiveIntegerField(null=True)

    class Meta:
        abstract = True

    @property
    def passage(self) -> Passage | None:
        """Return the place of the passage in the text that has `anchor_digest`."""
        if self.anchor_block is None or self.anchor_offset is None or self.anchor_length is None:
            return None
        return Passage(self.anchor_block, self.anchor_offset, self.anchor_length)
