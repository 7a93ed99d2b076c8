"""The guide that both products hold: the sample's Blincyto, padded to the length of a long one."""

import re
from pathlib import Path
from typing import Any

import yaml

SAMPLE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "sample" / "blincyto.yaml"
SECTION = "uses"  # the one that is edited: of middle length, and one pharmacist signs it
FURTHER_ON = 7


def guide() -> dict[str, Any]:
    """Return the sample guide, each section's text followed by that of the section seven further on.

    A text twice in one section would be what no guide is: preflight tells every sentence that repeats another.
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
    """Return the text as its editor leaves it the given time: a sentence at its end is another one."""
    return f"{body}<p>Ask your care team what else they can tell you at visit {number}.</p>"
