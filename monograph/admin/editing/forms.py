"""Forms of the editors: the start of a guide, the text or the facts of a section."""

from typing import Any

from django import forms

from ...content import facts as drug_facts
from ...content.citation_lines import citation_lines, parse_citation_lines
from ...models import Section, SectionRevision
from ...release.draft import Cited, Draft
from ..forms import DeskForm, IdentityForm, text_input, textarea
from .text_widget import WRITING_MEDIA, SectionTextWidget


class StartGuideForm(DeskForm):
    slug = forms.CharField(
        label="Address",
        help_text="The last part of /guides/…/: lowercase letters, digits, and hyphens. It can't be changed later.",
    )
    review_interval_months = forms.IntegerField(
        label="Review interval", initial=12, help_text="In months: how long a pharmacist's signature counts as recent."
    )


class AddressForm(IdentityForm):
    address = forms.CharField(
        label="Another address", max_length=200, required=False, help_text="Such as old-name, or /guides/old-name/."
    )


class ReviewIntervalForm(DeskForm):
    months = forms.IntegerField(label="Review interval in months", min_value=1, max_value=60)


class SectionForm(DeskForm):
    """One section as rich text."""

    heading = forms.CharField(widget=text_input(), required=False)
    body = forms.CharField(label="Text", widget=SectionTextWidget, required=False)
    references = forms.CharField(
        widget=textarea(3), required=False, help_text="One per line: key | place in the source."
    )
    reason = forms.CharField(
        label="Reason for the change",
        widget=textarea(2),
        required=False,
        help_text="For the reviewer and the history.",
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def media(self) -> forms.Media:
        return super().media + WRITING_MEDIA

    @staticmethod
    def initial_from(section: Section, revision: SectionRevision | None, brand: str) -> dict[str, Any]:
        """Return the initial values for a revision, or for a section without one."""
        if revision is None or revision.is_removal:
            return {"heading": section.kind.heading_for(brand)}
        references = citation_lines((cited["key"], cited["locator"]) for cited in revision.references)
        return {"heading": revision.heading, "body": revision.body, "references": references}

    def raw_values(self) -> dict[str, str]:
        """Return the fields as posted, for a working copy.

        NULs are left out, because PostgreSQL can't store them.
        """
        posted = {name: self.data.get(name, "") for name in self.fields if name != "expected"}
        return {
            name: "on" if self.cleaned_data[name] is True else value.replace("\0", "") for name, value in posted.items()
        }

    def citations(self) -> list[Cited]:
        return [Cited(key, place) for key, place in parse_citation_lines(self.cleaned_data["references"])]

    def draft(self) -> Draft:
        return Draft(self.cleaned_data["heading"], self.cleaned_data["body"], None, self.citations())


class FactsForm(SectionForm):
    """The section of key facts, one field for each fact."""

    body = None  # type: ignore[assignment]
    other_names = forms.CharField(widget=textarea(2), required=False, help_text="One per line.")
    conditions = forms.CharField(
        label=drug_facts.NAME_LISTS["conditions"],
        widget=textarea(2),
        required=False,
        help_text="The conditions by which readers find the guide, one per line: Type 2 diabetes",
    )
    strengths = forms.CharField(widget=textarea(3), required=False, help_text="One per line, number and unit: 35 mcg")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (drug_facts.REQUIRED_LINES | drug_facts.OPTIONAL_LINES | drug_facts.IDENTIFIERS).items():
            self.fields[name] = forms.CharField(label=label, widget=text_input(), required=False)
        for name, label in drug_facts.FLAGS.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        order = [*drug_facts.REQUIRED_LINES, *drug_facts.NAME_LISTS, "strengths", *drug_facts.OPTIONAL_LINES]
        self.order_fields(
            ["heading", *order, *drug_facts.FLAGS, *drug_facts.IDENTIFIERS, "references", "reason", "expected"]
        )

    @staticmethod
    def initial_from(section: Section, revision: SectionRevision | None, brand: str) -> dict[str, Any]:
        initial = SectionForm.initial_from(section, revision, brand)
        if revision is None or revision.facts is None:
            return initial
        facts = revision.facts
        return {
            **initial,
            **facts,
            **facts["identifiers"],
            **{name: "\n".join(facts.get(name, [])) for name in drug_facts.NAME_LISTS},
            "strengths": "\n".join(f"{strength['number']} {strength['unit']}" for strength in facts["strengths"]),
        }

    def draft(self) -> Draft:
        data = self.cleaned_data
        names = [*drug_facts.REQUIRED_LINES, *drug_facts.OPTIONAL_LINES, *drug_facts.FLAGS]
        facts = {
            **{name: data[name] for name in names},
            **{field: [name for name in data[field].splitlines() if name.strip()] for field in drug_facts.NAME_LISTS},
            "strengths": drug_facts.parse_strengths(data["strengths"]),
            "identifiers": {name: data[name] for name in drug_facts.IDENTIFIERS},
        }
        return Draft(data["heading"], "", facts, self.citations())


def section_form_class(section: Section) -> type[SectionForm]:
    return FactsForm if section.kind.is_facts else SectionForm


class RemovalForm(DeskForm):
    reason = forms.CharField(label="Reason for the removal", widget=textarea(2), required=False)
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SubmissionForm(DeskForm):
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)
