"""The guide of both products: the sample's Blincyto, made longer."""

import re
from pathlib import Path
from typing import Any

import yaml

SAMPLE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "sample" / "blincyto.yaml"
SECTION = "uses"  # the one that is edited: of middle length, and one pharmacist signs it
FURTHER_ON = 7


def guide() -> dict[str, Any]:
    """Return the sample guide, each section followed by the one seven later.

    No sentence comes twice in a section: preflight would report every repetition, as in no real guide.
    """
    sample: dict[str, Any] = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))
    bodies = {
        kind: re.sub(r">\s+<", "><", section["body"])
        for kind, section in sample["sections"].items()
        if section.get("body")
    }
    further_on = [*bodies.values()] * 2
    for place, (kind, body) in enumerate(bodies.items()):
        sample["sections"][kind]["body"] = body + further_on[place + FURTHER_ON]
    return sample


def edited(body: str, number: int) -> str:
    """Return the text after an edit: its last sentence depends on `number`."""
    return f"{body}<p>Ask your care team what else they can tell you at visit {number}.</p>"
