"""Preflight on the labelled texts: what it finds of the damage, and what it finds where there is none."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from monograph import preflight
from monograph.content.document import read_document
from monograph.preflight import Finding, Guide, Medicine, Section, Strength

FOLDER = Path(__file__).parent
TODAY = date(2026, 11, 22)
HEADINGS = {
    "drug-facts": "Key facts", "overview": "What is {brand}?", "boxed-warning": "Boxed warnings",
    "uses": "What is {brand} used for?", "side-effects": "Side effects", "dosage": "Dosage",
    "how-given": "How {brand} is given", "before-taking": "Before you take {brand}", "interactions": "Interactions",
    "alcohol": "{brand} and alcohol", "pregnancy": "Pregnancy and breastfeeding", "overdose": "Overdose",
    "storage": "How to store {brand}", "cost": "Cost", "faq": "Common questions about {brand}",
    "ask-your-doctor": "Questions for your doctor",
}  # fmt: skip
REQUIRED = frozenset(
    "drug-facts overview uses side-effects dosage before-taking interactions pregnancy overdose".split()
)
FACTS: dict[str, Any] = {
    "brand_name": "Blincyto", "generic_name": "blinatumomab", "other_names": [], "form": "powder for solution",
    "strengths": ["35 mcg"], "route": "intravenous (IV) infusion", "boxed_warning": True,
}  # fmt: skip
REFERENCE = "Prescribing information. The maker. 2024. https://www.example.org/label (accessed 2026-05-01)"
GLOSSARY = frozenset(
    "acute lymphoblastic leukemia|anemia|anticoagulant|antibiotic|atrial fibrillation|B cell|biologic|biosimilar|"
    "bispecific T-cell engager|bone marrow|boxed warning|chemotherapy|continuous infusion|corticosteroid|cytokine|"
    "cytokine release syndrome|dialysis|eGFR|extended-release|hypothyroidism|infusion|INR|interaction|intravenous|"
    "lactic acidosis|live vaccine|monoclonal antibody|neutropenia|refractory|relapse|remission|T cell".split("|")
)


@cache
def entries(name: str) -> list[dict[str, Any]]:
    """Return the labelled texts of one file."""
    listed: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return listed


def findings(entry: dict[str, Any]) -> list[Finding]:
    """Return what preflight finds in one labelled text, with the facts and sections that its label names."""
    facts = FACTS | entry.get("facts", {})
    numbers = [each.partition(" ") for each in facts["strengths"]]
    medicine = Medicine(
        brand=facts["brand_name"],
        generic=facts["generic_name"],
        other_names=tuple(facts["other_names"]),
        strengths=tuple(Strength(number, unit) for number, _, unit in numbers),
        form=facts["form"],
        route=facts["route"],
        has_boxed_warning=facts["boxed_warning"],
    )
    parts = entry.get("guide") or [{"kind": entry.get("kind", ""), "html": entry["html"]}]
    kinds = [each["kind"] for each in parts] if "guide" in entry else entry.get("sections", list(HEADINGS))
    headings = tuple((kind, HEADINGS[kind].format(brand=medicine.brand)) for kind in HEADINGS if kind in kinds)
    guide = Guide(
        today=TODAY,
        medicine=medicine,
        headings=headings,
        required=REQUIRED,
        required_if_boxed=frozenset({"boxed-warning"}),
        must_cite=REQUIRED | {"boxed-warning"},
        glossary=GLOSSARY,
    )
    references = tuple(entry.get("references", [REFERENCE]))
    sections = [
        Section(each.get("html", ""), each["kind"], dict(headings).get(each["kind"], ""), references) for each in parts
    ]
    return preflight.preflight_guide(sections, guide) if "guide" in entry else preflight.preflight(sections[0], guide)


def is_found(entry: dict[str, Any], found: list[Finding]) -> bool:
    """Say whether the damage was found, under its code and at its place."""
    quote = entry.get("quote", "")
    return any(
        each.code == entry["code"] and (not quote or not each.quote or _overlap(entry, quote, each)) for each in found
    )


def _overlap(entry: dict[str, Any], quote: str, finding: Finding) -> bool:
    """Say whether a finding meets the quote; one about a reference has no place, and is taken at its word."""
    if finding.start is None or finding.end is None:
        return bool(finding.quote)
    for html in [entry["html"]] if "html" in entry else [each.get("html", "") for each in entry["guide"]]:
        text = read_document(html).text
        place = text.find(quote)
        is_of_this_text = text[finding.start : finding.end] == finding.quote
        if place >= 0 and is_of_this_text and finding.start <= place + len(quote) and place <= finding.end:
            return True
    return quote in finding.quote


@dataclass
class Measure:
    """How much of the damage of each code was found, and what was said beside it."""

    total: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)
    missed: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[tuple[dict[str, Any], Finding]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Return the share of the damage that was found."""
        return self.found.total() / self.total.total()

    def precision_of(self, code: str) -> float:
        """Return how many of the findings of a code were of its damage; 1 where there were none."""
        said = self.found[code] + self.beside[code]
        return self.found[code] / said if said else 1.0


@cache
def on_damaged(name: str) -> Measure:
    """Measure preflight on the damaged texts of one file."""
    measure = Measure()
    for entry in entries(name):
        found = findings(entry)
        measure.total[entry["code"]] += 1
        if is_found(entry, found):
            measure.found[entry["code"]] += 1
        else:
            measure.missed.append(entry)
        for each in found:
            if each.code != entry["code"] and "guide" not in entry:
                measure.beside[each.code] += 1
                measure.wrong.append((entry, each))
    return measure


@dataclass
class Clean:
    """What was said of texts that have no damage."""

    words: int = 0
    errors: list[tuple[dict[str, Any], Finding]] = field(default_factory=list)
    warnings: list[tuple[dict[str, Any], Finding]] = field(default_factory=list)

    @property
    def errors_in_1000_words(self) -> float:
        return 1000 * len(self.errors) / self.words


@cache
def on_clean(name: str) -> Clean:
    """Measure preflight on the clean texts of one file."""
    measure = Clean()
    for entry in entries(name):
        measure.words += len(read_document(entry["html"]).text.split())
        for each in findings(entry):
            (measure.errors if each.is_error else measure.warnings).append((entry, each))
    return measure
