"""What readers find guides by. Made from current editions, in the transaction that publishes; never shown on its own.

Like stored pages these rows can be made anew and are no history. Whoever reads them asks for those of current editions:
one that was left behind leads nowhere.
"""

from django.db import models

from .edition import Edition
from .guide import Monograph


class CurrentQuerySet(models.QuerySet):
    def current(self) -> "CurrentQuerySet":
        """Rows of the editions that the public reads now."""
        # Asked of the guides alone: on SQLite an edition's row is read from as many pages as its article takes.
        return self.filter(edition__in=Monograph.objects.current().values("current_edition"))


class PublicName(models.Model):
    """A name that leads to a guide: in the list from A to Z, by class, by condition, and while one types."""

    class Kind(models.TextChoices):
        BRAND = "brand"
        GENERIC = "generic"
        OTHER = "other"
        CLASS = "class"
        CONDITION = "condition"

    OF_MEDICINES = (Kind.BRAND, Kind.GENERIC, Kind.OTHER)

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=400)  # the name without case and accents: how it sorts
    # The first two letters of the key, "k-" where there is one alone; "" where it begins with none.
    prefix = models.CharField(max_length=2)
    slug = models.CharField(max_length=200)  # of the class's or the condition's page
    # What it leads to. Copied, because an edition's own row is read from as many pages as its article takes.
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
    """The words of a current edition: what `monograph.search` looks in, and what it quotes.

    `names`, `uses` and `words` are stems (content.search_words), each once, between spaces. Each holds those before it.
    """

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="search_text")
    key = models.CharField(max_length=400)  # how the guide sorts among others
    names = models.TextField()  # the names of the medicine, its class, and the conditions that the drug facts give
    uses = models.TextField()  # also the section that says what it is used for
    words = models.TextField()  # everything that readers read
    passages = models.JSONField()  # in order, [section's code, its heading, a sentence, the sentence's stems]

    objects = CurrentQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"words of {self.edition}"
