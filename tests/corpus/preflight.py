"""Preflight measured on labeled texts, damaged and clean."""

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from monograph import preflight
from monograph.content.document import read_document
from monograph.preflight import Finding, Guide, Medicine, Section, Strength, parse_strengths

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
KINDS = [kind["fields"] for kind in json.loads(Path("fixtures/section-kinds.json").read_text(encoding="utf-8"))]
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
ALSO_CALLED = tuple((kind["code"], tuple(kind["also_called"])) for kind in KINDS)
ALONE = Guide(
    today=TODAY,
    needs_emergency_number=frozenset({"overdose"}),
    about_other_medicines=frozenset({"interactions"}),
    also_called=ALSO_CALLED,
)


_found: dict[str, list[Finding]] = {}  # by the labeled text


@cache
def entries(name: str) -> list[dict[str, Any]]:
    """Return the labeled texts of one file.

    Passages are checked alone, as `manage.py preflight --file` does, unless they say `is_alone: false`; of the medicine
    it knows nothing, or what `brand`, `generic` and `strength` of the passage say.
    """
    listed: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return [{"is_alone": "passages" in name} | entry for entry in listed]


def findings(entry: dict[str, Any]) -> list[Finding]:
    """Return the findings in one labeled text, by the facts and sections of its label."""
    key = json.dumps(entry, sort_keys=True, default=str)
    if key not in _found:
        _found[key] = _findings(entry)
    return _found[key]


def _findings(entry: dict[str, Any]) -> list[Finding]:
    if not entry.get("is_alone"):
        return _findings_in_guide(entry)
    return preflight.preflight(Section(entry["html"]), replace(ALONE, medicine=_described(entry)))


def _described(entry: dict[str, Any]) -> Medicine:
    """Return the medicine that a passage describes as the command's arguments do."""
    try:
        strengths, form = parse_strengths(entry["strength"]) if "strength" in entry else ((), "")
    except ValueError:
        strengths, form = (), ""
    return Medicine(brand=entry.get("brand", ""), generic=entry.get("generic", ""), strengths=strengths, form=form)


def _findings_in_guide(entry: dict[str, Any]) -> list[Finding]:
    facts = FACTS | entry.get("facts", {})
    numbers = [strength.partition(" ") for strength in facts["strengths"]]
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
    kinds = [part["kind"] for part in parts] if "guide" in entry else entry.get("sections", list(HEADINGS))
    headings = tuple((kind, HEADINGS[kind].format(brand=medicine.brand)) for kind in HEADINGS if kind in kinds)
    guide = Guide(
        today=TODAY,
        medicine=medicine,
        headings=headings,
        required=REQUIRED,
        required_if_boxed=frozenset({"boxed-warning"}),
        must_cite=REQUIRED | {"boxed-warning"},
        needs_emergency_number=frozenset({"overdose"}),
        about_other_medicines=frozenset({"interactions"}),
        also_called=ALSO_CALLED,
        glossary=GLOSSARY,
    )
    references = tuple(entry.get("references", [REFERENCE]))
    sections = [
        Section(part.get("html", ""), part["kind"], dict(headings).get(part["kind"], ""), references) for part in parts
    ]
    return preflight.preflight_guide(sections, guide) if "guide" in entry else preflight.preflight(sections[0], guide)


def is_found(entry: dict[str, Any], findings: list[Finding]) -> bool:
    """Say whether the damage was found, under its code and at its place."""
    quote = entry.get("quote", "")
    return any(
        finding.code == entry["code"] and (not quote or not finding.quote or _overlaps(entry, quote, finding))
        for finding in findings
    )


def _overlaps(entry: dict[str, Any], quote: str, finding: Finding) -> bool:
    """Say whether a finding overlaps the quote.

    A finding about a reference has no place; its quote is enough.
    """
    if finding.start is None or finding.end is None:
        return bool(finding.quote)
    for html in [entry["html"]] if "html" in entry else [part.get("html", "") for part in entry["guide"]]:
        text = read_document(html).text
        place = text.find(quote)
        is_of_this_text = text[finding.start : finding.end] == finding.quote
        if place >= 0 and is_of_this_text and finding.start <= place + len(quote) and place <= finding.end:
            return True
    return quote in finding.quote


@dataclass
class Measure:
    """How much damage of every code was found, and what else was reported."""

    total: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    missed: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[tuple[dict[str, Any], Finding]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Return the share of the damage that was found."""
        return self.found.total() / self.total.total()

    def precision_of(self, code: str) -> float:
        """Return the share of the findings of a code that were right; 1 without findings."""
        reported = self.found[code] + self.extra[code]
        return self.found[code] / reported if reported else 1.0


@cache
def measure_damaged(name: str) -> Measure:
    """Measure preflight on the damaged texts of one file."""
    measure = Measure()
    for entry in entries(name):
        found = findings(entry)
        measure.total[entry["code"]] += 1
        if is_found(entry, found):
            measure.found[entry["code"]] += 1
        else:
            measure.missed.append(entry)
        for finding in found:
            if finding.code != entry["code"] and "guide" not in entry:
                measure.extra[finding.code] += 1
                measure.wrong.append((entry, finding))
    return measure


@dataclass
class Clean:
    """What was reported in texts without damage."""

    words: int = 0
    errors: list[tuple[dict[str, Any], Finding]] = field(default_factory=list)
    warnings: list[tuple[dict[str, Any], Finding]] = field(default_factory=list)

    @property
    def errors_per_1000_words(self) -> float:
        return 1000 * len(self.errors) / self.words


@cache
def measure_clean(name: str) -> Clean:
    """Measure preflight on the clean texts of one file."""
    measure = Clean()
    for entry in entries(name):
        measure.words += len(read_document(entry["html"]).text.split())
        for finding in findings(entry):
            (measure.errors if finding.is_error else measure.warnings).append((entry, finding))
    return measure
