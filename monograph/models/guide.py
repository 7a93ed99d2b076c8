"""Guides, their addresses and their sections."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse

from .append_only import AppendOnlyModel
from .catalogue import SectionKind

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*\Z"
valid_slug = RegexValidator(SLUG, "Use lowercase letters, digits and single hyphens, such as blincyto.")


def guide_name(monograph: str) -> Coalesce:
    """Return an annotation with a guide's name for the desks.

    It is the brand name in the guide's latest drug facts, or else its slug. `monograph` is the path from the row to its
    guide, such as ``section__monograph``; "" for a guide itself.
    """
    path = f"{monograph}__" if monograph else ""
    facts = Section.objects.filter(monograph=OuterRef(f"{path}pk"), kind__code=SectionKind.DRUG_FACTS)
    brand = facts.annotate(brand=KeyTextTransform("brand_name", "latest_revision__facts")).values("brand")[:1]
    given = NullIf(Subquery(brand, output_field=models.CharField()), Value(""))
    return Coalesce(given, f"{path}slug", output_field=models.CharField())


class MonographQuerySet(models.QuerySet):
    def current(self) -> "MonographQuerySet":
        """Return the guides that the public can read now."""
        return self.filter(current_edition__isnull=False)

    def named(self) -> "MonographQuerySet":
        """Annotate `name`, for the desks only: see `guide_name`."""
        return self.annotate(name=guide_name(""))

    def get_locked(self, pk: int) -> "Monograph":
        """Re-read a guide under a lock that lasts until the transaction ends.

        All verbs on one guide wait here, so that each sees the result of the one before: numbers have no gaps, and
        "latest" and "expected" can be compared. Verbs on different guides wait for each other only at the audit chain,
        whose lock is always taken last.
        """
        monograph: Monograph = self.select_for_update().get(pk=pk)
        return monograph


class Monograph(models.Model):
    slug = models.CharField(
        "address",
        max_length=80,
        unique=True,
        validators=[valid_slug],
        help_text="The guide's address: /guides/<slug>/. It is permanent.",
    )
    review_interval_months = models.PositiveSmallIntegerField(
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="How long a pharmacist's signature counts as recent, in months.",
    )
    current_edition = models.ForeignKey(
        "Edition", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(editable=False)

    objects = MonographQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = "guide"
        default_permissions = ("add", "change", "view")
        permissions = [("import_monograph", "Can import guides as drafts"), ("export_monograph", "Can export guides")]
        constraints = [
            models.CheckConstraint(
                condition=Q(review_interval_months__range=(1, 60)), name="monograph_review_interval_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("monograph:guide", args=[self.slug])

    @property
    def display_name(self) -> str:
        """Return the name for the desks, by a query unless `named` annotated it."""
        annotated: str | None = getattr(self, "name", None)
        return annotated or type(self).objects.named().values_list("name", flat=True).get(pk=self.pk)


class FormerAddress(AppendOnlyModel):
    """An address that redirects to a guide permanently.

    For example one on an earlier site, or of an earlier name. A guide's own slug never changes, because publishers sign
    it.
    """

    monograph = models.ForeignKey(Monograph, on_delete=models.PROTECT, related_name="former_addresses")
    address = models.CharField(
        max_length=80,
        unique=True,
        validators=[valid_slug],
        error_messages={"unique": "This address already leads to a guide."},
        help_text="The part in place of the slug: /guides/<address>/",
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["address"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.address} (leads to {self.monograph})"


class SectionQuerySet(models.QuerySet):
    def in_order(self) -> "SectionQuerySet":
        return self.select_related("kind").order_by("kind__position")

    def unsigned(self) -> "SectionQuerySet":
        """Return the sections whose latest revision is not approved."""
        return self.exclude(latest_revision=None).exclude(latest_revision=F("approved_revision"))

    def unpublished(self) -> "SectionQuerySet":
        """Return the sections whose approved revision waits for the next edition."""
        public = self.model._default_manager.filter(
            pk=OuterRef("pk"), approved_revision__lines__edition=F("monograph__current_edition")
        )
        return self.exclude(approved_revision=None).exclude(Exists(public))

    def get_locked(self, pk: int) -> "Section":
        """Lock a section's guide, then re-read the section.

        Its pointers may have changed before the lock. Its guide can't have changed (`triggers`).
        """
        monograph = Monograph.objects.select_for_update(of=("self",)).get(sections=pk)
        section: Section = self.select_related("kind", "latest_revision").get(pk=pk)
        section.monograph = monograph
        return section


class Section(models.Model):
    monograph = models.ForeignKey(Monograph, on_delete=models.PROTECT, related_name="sections", db_index=False)
    kind = models.ForeignKey(SectionKind, on_delete=models.PROTECT, related_name="+")
    latest_revision = models.ForeignKey("SectionRevision", null=True, on_delete=models.PROTECT, related_name="+")
    approved_revision = models.ForeignKey("SectionRevision", null=True, on_delete=models.PROTECT, related_name="+")

    objects = SectionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["monograph", "kind"], name="section_once_per_guide")]

    def __str__(self) -> str:
        return f"{self.monograph} / {self.kind.code}"
