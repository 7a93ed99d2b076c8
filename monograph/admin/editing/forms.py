"""What editors type: a guide's beginning, a section's text or facts. The verbs decide what may be kept."""

from typing import Any

from django import forms

from ...content import facts as drug_facts
from ...content.citation_lines import citation_lines, parse_citation_lines
from ...models import Section, SectionRevision
from ...release.draft import Cited, Draft
from ..forms import LINE, DeskForm, lines
from .text_widget import WRITING, SectionTextWidget


class StartForm(DeskForm):
    slug = forms.CharField(
        label="Address", help_text="The last part of /guides/…/: small letters, digits and hyphens. It is for good."
    )
    review_interval_months = forms.IntegerField(
        label="Review interval", initial=12, help_text="In months: how long a pharmacist's signature counts as recent."
    )


class AddressForm(DeskForm):
    address = forms.CharField(
        label="Another address", max_length=200, required=False, help_text="Such as old-name, or /guides/old-name/."
    )


class ReviewIntervalForm(DeskForm):
    months = forms.IntegerField(label="Review interval in months", min_value=1, max_value=60)


class SectionForm(DeskForm):
    """One section as rich text."""

    heading = forms.CharField(widget=LINE, required=False)
    body = forms.CharField(label="Text", widget=SectionTextWidget, required=False)
    references = forms.CharField(widget=lines(3), required=False, help_text="One a line: key | place in the source.")
    reason = forms.CharField(
        label="Reason for the change", widget=lines(2), required=False, help_text="For the reviewer and the history."
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def media(self) -> forms.Media:
        return super().media + WRITING

    @staticmethod
    def typed_from(section: Section, revision: SectionRevision | None, brand: str) -> dict[str, Any]:
        """Return the fields as they are for a revision, or for a section that has none yet."""
        if revision is None or revision.is_removal:
            return {"heading": section.kind.heading_for(brand)}
        cited = citation_lines((each["key"], each["locator"]) for each in revision.references)
        return {"heading": revision.heading, "body": revision.body, "references": cited}

    def typed(self) -> dict[str, str]:
        """Return what was sent for a working copy, as it was sent, save what no database takes."""
        sent = {name: self.data.get(name, "") for name in self.fields if name != "expected"}
        return {
            name: "on" if self.cleaned_data[name] is True else value.replace("\0", "") for name, value in sent.items()
        }

    def cited(self) -> list[Cited]:
        return [Cited(key, place) for key, place in parse_citation_lines(self.cleaned_data["references"])]

    def draft(self) -> Draft:
        return Draft(self.cleaned_data["heading"], self.cleaned_data["body"], None, self.cited())


class FactsForm(SectionForm):
    """The section of key facts, field by field."""

    body = None  # type: ignore[assignment]
    other_names = forms.CharField(widget=lines(2), required=False, help_text="One a line.")
    conditions = forms.CharField(
        label=drug_facts.NAME_LISTS["conditions"],
        widget=lines(2),
        required=False,
        help_text="The conditions by which readers find the guide, one a line: Type 2 diabetes",
    )
    strengths = forms.CharField(widget=lines(3), required=False, help_text="One a line, number and unit: 35 mcg")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (drug_facts.REQUIRED_LINES | drug_facts.OPTIONAL_LINES | drug_facts.IDENTIFIERS).items():
            self.fields[name] = forms.CharField(label=label, widget=LINE, required=False)
        for name, label in drug_facts.FLAGS.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        order = [*drug_facts.REQUIRED_LINES, *drug_facts.NAME_LISTS, "strengths", *drug_facts.OPTIONAL_LINES]
        self.order_fields(
            ["heading", *order, *drug_facts.FLAGS, *drug_facts.IDENTIFIERS, "references", "reason", "expected"]
        )

    @staticmethod
    def typed_from(section: Section, revision: SectionRevision | None, brand: str) -> dict[str, Any]:
        typed = SectionForm.typed_from(section, revision, brand)
        if revision is None or revision.facts is None:
            return typed
        facts = revision.facts
        return {
            **typed,
            **facts,
            **facts["identifiers"],
            **{name: "\n".join(facts.get(name, [])) for name in drug_facts.NAME_LISTS},
            "strengths": "\n".join(f"{item['number']} {item['unit']}" for item in facts["strengths"]),
        }

    def draft(self) -> Draft:
        given = self.cleaned_data
        names = [*drug_facts.REQUIRED_LINES, *drug_facts.OPTIONAL_LINES, *drug_facts.FLAGS]
        facts = {
            **{name: given[name] for name in names},
            **{field: [name for name in given[field].splitlines() if name.strip()] for field in drug_facts.NAME_LISTS},
            "strengths": drug_facts.parse_strengths(given["strengths"]),
            "identifiers": {name: given[name] for name in drug_facts.IDENTIFIERS},
        }
        return Draft(given["heading"], "", facts, self.cited())


def form_class_of(section: Section) -> type[SectionForm]:
    return FactsForm if section.kind.is_facts else SectionForm


class RemovalForm(DeskForm):
    reason = forms.CharField(label="Reason for the removal", widget=lines(2), required=False)
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)
