"""Strengths as labels and people write them: 5 mg, 7.5 mg, 10 mg tablets."""

import re

from ..content.measures import BASE_UNITS, NUMBER
from .guide import Strength

# The words after the last strength that name its form: 5 mg, 10 mg tablets.
FORM_AFTER = re.compile(r" (?P<form>(?:oral |eye |ear |nasal )?[a-z]+s)$")


def parse_strengths(text: str) -> tuple[tuple[Strength, ...], str]:
    """Read strengths such as ``35 mcg``, or ``5, 10 mg tablets``, and the form that they name, '' if none.

    A number alone has the unit of the next one. Raises `ValueError` for anything else.
    """
    form = FORM_AFTER.search(text.strip())
    form_name = form["form"] if form and form["form"] not in BASE_UNITS else ""
    strengths: list[Strength] = []
    unit = ""
    for part in reversed(re.split(r",\s+(?:and |or )?", text.strip().removesuffix(form_name).strip())):
        found = re.fullmatch(rf"({NUMBER})\s*(\S.*)?", part)
        unit = found[2] or unit if found else ""
        if not found or not unit:
            raise ValueError(f"“{text}” is not a number and a unit, such as 35 mcg")
        strengths.insert(0, Strength(found[1], unit))
    return tuple(strengths), form_name
