"""The search index: names and words of current editions.

It is written in the transaction that publishes. Like stored pages, these rows can be made again and are not history.
Read them with `current()`, which leaves out those of editions that are no longer current.
"""

from django.db import models

from .edition import Edition
from .guide import Monograph


class CurrentQuerySet(models.QuerySet):
    def current(self) -> "CurrentQuerySet":
        """Return the rows of the editions that the public reads now."""
        # Without the table of editions: SQLite reads an edition's row from as many pages as its article fills.
        return self.filter(edition__in=Monograph.objects.current().values("current_edition"))


class PublicName(models.Model):
    """A name that leads to a guide.

    Names are in the lists by letter, class and condition, and in suggestions.
    """

    class Kind(models.TextChoices):
        BRAND = "brand"
        GENERIC = "generic"
        OTHER = "other"
        CLASS = "class"
        CONDITION = "condition"

    MEDICINE_KINDS = (Kind.BRAND, Kind.GENERIC, Kind.OTHER)

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=400)  # the name without case and accents: how it sorts
    # The first two letters of the key; "k-" if there is only one letter, "" if it starts with none.
    prefix = models.CharField(max_length=2)
    slug = models.CharField(max_length=200)  # of the page of the class or condition
    # What the name leads to, copied so that no query reads the large rows of editions.
    brand = models.CharField(max_length=200)
    generic = models.CharField(max_length=200)
    guide = models.CharField(max_length=80)  # its slug

    objects = CurrentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["prefix", "kind"], name="publicname_by_prefix"),
            models.Index(fields=["kind", "slug"], name="publicname_by_slug"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"


class PublicText(models.Model):
    """The words of a current edition that `monograph.search` searches and quotes.

    `names`, `uses` and `words` are stems (`content.search_words`), each once, between spaces. Each field includes the
    one before it.
    """

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="search_text")
    # content.search_words.INDEX_FORM when the row was made; null before forms had numbers.
    form = models.PositiveSmallIntegerField(null=True)
    key = models.CharField(max_length=400)  # how the guide sorts among others
    names = models.TextField()  # the names of the medicine, its class, and the conditions that the drug facts give
    uses = models.TextField()  # also the words of the section that says what it is used for
    words = models.TextField()  # everything that readers read
    passages = models.JSONField()  # in order, [section's code, its heading, a sentence, the sentence's stems]

    objects = CurrentQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"words of {self.edition}"
