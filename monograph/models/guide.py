"""The identity of a guide, and its slots."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse

from .append_only import AppendOnlyModel
from .catalogue import SectionKind

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*\Z"
valid_slug = RegexValidator(SLUG, "Use small letters, digits and single hyphens, such as blincyto.")


def guide_name(monograph: str) -> Coalesce:
    """Return an annotation for desks: the brand name in the latest drug facts of a guide, else its slug.

    `monograph` is the path from the row to its guide, such as ``section__monograph``; empty for a guide itself.
    """
    path = f"{monograph}__" if monograph else ""
    facts = Section.objects.filter(monograph=OuterRef(f"{path}pk"), kind__code=SectionKind.DRUG_FACTS)
    brand = facts.annotate(brand=KeyTextTransform("brand_name", "latest_revision__facts")).values("brand")[:1]
    given = NullIf(Subquery(brand, output_field=models.CharField()), Value(""))
    return Coalesce(given, f"{path}slug", output_field=models.CharField())


class MonographQuerySet(models.QuerySet):
    def current(self) -> "MonographQuerySet":
        """Guides that the public can read now."""
        return self.filter(current_edition__isnull=False)

    def named(self) -> "MonographQuerySet":
        """Annotate `name`, for desks only: see `guide_name`."""
        return self.annotate(name=guide_name(""))


class Monograph(models.Model):
    slug = models.CharField(
        "address",
        max_length=80,
        unique=True,
        validators=[valid_slug],
        help_text="The guide's address: /guides/<slug>/. It is for good.",
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
        """Return the name for desks: the annotation of `named`, else asked for."""
        annotated: str | None = getattr(self, "name", None)
        return annotated or type(self).objects.named().values_list("name", flat=True).get(pk=self.pk)


class FormerAddress(AppendOnlyModel):
    """Another address that leads to a guide for good, such as that of an earlier site or of an earlier name.

    A guide's own slug is part of what publishers sign and never changes.
    """

    monograph = models.ForeignKey(Monograph, on_delete=models.PROTECT, related_name="former_addresses")
    address = models.CharField(
        max_length=80,
        unique=True,
        validators=[valid_slug],
        error_messages={"unique": "This address leads to a guide already."},
        help_text="The part of it that stands for the slug: /guides/<address>/",
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
        """Sections whose latest text nobody has approved."""
        return self.exclude(latest_revision=None).exclude(latest_revision=F("approved_revision"))

    def unreleased(self) -> "SectionQuerySet":
        """Sections whose approved text is not what the public reads: they wait for the next edition."""
        from .edition import EditionSection

        public = EditionSection.objects.filter(
            edition=OuterRef("monograph__current_edition"), revision=OuterRef("approved_revision")
        )
        return self.exclude(approved_revision=None).exclude(Exists(public))


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
