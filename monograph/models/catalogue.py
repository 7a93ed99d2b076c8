"""What guides are made from: section kinds, references, and glossary terms.

A revision copies what it uses from here when it is saved; nothing public reads these tables.
"""

from django.core.validators import MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q


class NaturalKeyManager(models.Manager):
    """A manager that finds a row by its one stable key, for fixtures."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field

    def get_by_natural_key(self, key: str) -> models.Model:
        return self.get(**{self.field: key})


class SectionKind(models.Model):
    class Requirement(models.TextChoices):
        ALWAYS = "always", "always"
        IF_BOXED = "if-boxed", "if the drug facts say that there is a boxed warning"
        OPTIONAL = "optional", "no"

    # The kinds that code knows by their permanent codes, which editions freeze.
    DRUG_FACTS = "drug-facts"
    OVERVIEW = "overview"
    USES = "uses"
    QUESTIONS = "ask-your-doctor"
    BOXED_WARNING = "boxed-warning"

    code = models.SlugField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(unique=True)
    default_heading = models.CharField(max_length=200, help_text="{brand} is filled in with the brand name.")
    loinc_codes = models.JSONField(default=list, blank=True)
    requirement = models.CharField(max_length=10, choices=Requirement, default=Requirement.OPTIONAL)
    required_signatures = models.PositiveSmallIntegerField(default=1)
    must_cite = models.BooleanField(default=False)
    needs_emergency_number = models.BooleanField(
        default=False, help_text="Preflight asks for a number to call in an emergency."
    )
    is_about_other_medicines = models.BooleanField(
        default=False, help_text="Preflight takes no other medicine in it for this one."
    )
    groups_serious_effects = models.BooleanField(
        default=False, help_text="On the page, serious effects are set off from the others."
    )
    also_called = models.JSONField(
        default=list, blank=True, help_text="What writers call the section beside its heading, lowercase."
    )

    objects = NaturalKeyManager("code")

    class Meta:
        ordering = ["position"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=Q(required_signatures__gte=1), name="sectionkind_signed_at_least_once"),
        ]

    def __str__(self) -> str:
        return self.default_heading.replace("{brand}", "…")

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def heading_for(self, brand: str) -> str:
        """Return the heading offered to the editor of a guide with this brand name.

        It becomes part of the text when a revision is saved.
        """
        return self.default_heading.replace("{brand}", brand)

    @property
    def is_facts(self) -> bool:
        return self.code == self.DRUG_FACTS


class Reference(models.Model):
    key = models.SlugField(max_length=80, unique=True, help_text="Short and lasting, such as warfarin-label.")
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1800)])
    url = models.URLField("address", max_length=500, blank=True, validators=[URLValidator(schemes=["https", "http"])])
    accessed_on = models.DateField("date accessed", null=True, blank=True)

    objects = NaturalKeyManager("key")

    class Meta:
        ordering = ["key"]
        permissions = [("import_reference", "Can import references"), ("export_reference", "Can export references")]

    def __str__(self) -> str:
        return f"{self.title} ({self.key})"

    def natural_key(self) -> tuple[str]:
        return (self.key,)

    @property
    def wording(self) -> str:
        """Return the words that a citation freezes, from the title to the date accessed."""
        parts = [self.title.rstrip("."), self.publisher.rstrip("."), str(self.year or "")]
        words = ". ".join(filter(None, parts)) + "."
        if self.url:
            words += f" {self.url}"
        if self.accessed_on:
            words += f" (accessed {self.accessed_on:%Y-%m-%d})"
        return words


class GlossaryTerm(models.Model):
    term = models.CharField(max_length=120, unique=True)
    meaning = models.CharField(max_length=500)

    objects = NaturalKeyManager("term")

    class Meta:
        ordering = ["term"]
        permissions = [
            ("import_glossaryterm", "Can import glossary terms"),
            ("export_glossaryterm", "Can export glossary terms"),
        ]

    def __str__(self) -> str:
        return self.term

    def natural_key(self) -> tuple[str]:
        return (self.term,)
