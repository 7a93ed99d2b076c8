from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "superscript", "subscript", "blockquote"]


def section() -> RichTextField:
    return RichTextField(blank=True, features=FEATURES)


class GuidePage(Page):
    generic_name = models.CharField(max_length=200)
    drug_facts = section()
    overview = section()
    boxed_warning = section()
    uses = section()
    side_effects = section()
    dosage = section()
    how_given = section()
    before_taking = section()
    interactions = section()
    alcohol = section()
    pregnancy = section()
    overdose = section()
    storage = section()
    cost = section()
    faq = section()
    ask_your_doctor = section()

    section_names = [
        "drug_facts",
        "overview",
        "boxed_warning",
        "uses",
        "side_effects",
        "dosage",
        "how_given",
        "before_taking",
        "interactions",
        "alcohol",
        "pregnancy",
        "overdose",
        "storage",
        "cost",
        "faq",
        "ask_your_doctor",
    ]
    content_panels = [*Page.content_panels, FieldPanel("generic_name"), *map(FieldPanel, section_names)]

    def sections(self) -> list[tuple[str, str]]:
        """Return the name and text of each section, for the public page."""
        return [(name, getattr(self, name)) for name in self.section_names]
