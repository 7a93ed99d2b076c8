"""The drug facts: the structured section that preflight checks a guide against."""

import re
from typing import Any

from .errors import ContentError, Problem
from .plain import MAX_HEADING, clean_line
from .translatable import gettext_noop
from .typography import fold

# Name -> label, in the order of the form and of the page.
REQUIRED_LINES = {
    "brand_name": gettext_noop("Brand name"),
    "generic_name": gettext_noop("Generic name"),
    "drug_class": gettext_noop("Drug class"),
    "form": gettext_noop("Form"),
    "route": gettext_noop("Route"),
}
OPTIONAL_LINES = {"maker": gettext_noop("Maker")}
FLAGS = {
    "prescription": gettext_noop("Prescription only"),
    "biologic": gettext_noop("Biologic"),
    "boxed_warning": gettext_noop("Has a boxed warning"),
    "habit_forming": gettext_noop("Can be habit-forming"),
}
NAME_LISTS = {"other_names": gettext_noop("Other names"), "conditions": gettext_noop("Used for")}
LABELS = {**REQUIRED_LINES, **NAME_LISTS, **OPTIONAL_LINES, **FLAGS, "strengths": gettext_noop("Strengths")}
PAGE_ORDER = (
    "brand_name",
    "generic_name",
    "other_names",
    "drug_class",
    "conditions",
    "form",
    "route",
    "strengths",
    "maker",
    *FLAGS,
)
IDENTIFIERS = {"spl_set_id": gettext_noop("SPL set id"), "rxnorm": "RxNorm", "unii": "UNII", "atc": "ATC"}
IDENTIFIER_FORMS = {
    "spl_set_id": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "rxnorm": re.compile(r"[0-9]{1,8}"),
    "unii": re.compile(r"[0-9A-Z]{10}"),
    "atc": re.compile(r"[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}"),
}
# ISMP's list of error-prone notation: no trailing zero (1.0 is read as 10), no naked point (.5 is read as 5).
STRENGTH_NUMBER = re.compile(r"(?!0$)(0|[1-9][0-9]*|[1-9][0-9]{0,2}(,[0-9]{3})+)(\.[0-9]*[1-9])?")
STRENGTH = re.compile(r"(\S+)\s+(\S.*)")


def _lines(data: dict[str, Any], problems: list[Problem]) -> dict[str, str]:
    cleaned = {}
    for name, label in (REQUIRED_LINES | OPTIONAL_LINES).items():
        value = data.get(name, "")
        if not isinstance(value, str):
            problems.append(Problem(name, "wrong_type", f"{label} must be text."))
        elif name in OPTIONAL_LINES and not value.strip():
            cleaned[name] = ""
        else:
            try:
                cleaned[name] = clean_line(value, name, label)
            except ContentError as error:
                problems += error.problems
    return cleaned


def _names(field: str, value: Any, problems: list[Problem]) -> list[str]:
    label = NAME_LISTS[field]
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        problems.append(Problem(field, "wrong_type", f"{label} must be a list of names."))
        return []
    names = []
    for name in value:
        try:
            names.append(clean_line(name, field, f"An entry of “{label}”"))
        except ContentError as error:
            problems += error.problems
    return names


def _strengths(value: Any, problems: list[Problem]) -> list[dict[str, str]]:
    is_list = isinstance(value, list) and all(
        isinstance(item, dict) and isinstance(item.get("number"), str) and isinstance(item.get("unit"), str)
        for item in value
    )
    if not is_list or not value:
        problems.append(
            Problem("strengths", "required", "Give at least one strength: a number and a unit, such as 35 mcg.")
        )
        return []
    strengths = []
    for item in value:
        if not STRENGTH_NUMBER.fullmatch(item["number"]):
            message = f"The strength “{item['number']}” is not a plain number: write 1 (not 1.0) and 0.5 (not .5)."
            problems.append(Problem("strengths", "unsafe_number", message))
        try:
            strengths.append(
                {
                    "number": item["number"],
                    "unit": clean_line(item["unit"], "strengths", "The unit of a strength", max_length=40),
                }
            )
        except ContentError as error:
            problems += error.problems
    return strengths


def _identifiers(value: Any, problems: list[Problem]) -> dict[str, str]:
    given = value if isinstance(value, dict) else {}
    if given is not value:
        problems.append(Problem("identifiers", "wrong_type", "The identifiers must be given by their names."))
    if unknown := sorted(map(str, set(given) - set(IDENTIFIERS))):
        message = f"There is no identifier called {', '.join(unknown)[:MAX_HEADING]}."
        problems.append(Problem("identifiers", "unknown_field", message))
    cleaned = {}
    for name, label in IDENTIFIERS.items():
        code = str(given.get(name, "")).strip()
        if code and not IDENTIFIER_FORMS[name].fullmatch(code):
            message = f"“{code[:60]}” is not a valid {label} identifier. Leave it empty if it is not known."
            problems.append(Problem(name, "wrong_form", message))
        cleaned[name] = code
    return cleaned


def clean_facts(data: Any) -> dict[str, Any]:
    """Return the facts in their one shape, or raise `ContentError` with every problem.

    Shape: the names of `REQUIRED_LINES` and `OPTIONAL_LINES` (str), `other_names` (list of str), `strengths` (list of
    ``{"number": "35", "unit": "mcg"}``), the names of `FLAGS` (bool), `identifiers` (the names of `IDENTIFIERS`, str),
    and `conditions` (list of str: what the medicine is used for). `conditions` is left out where it is empty, so that
    texts signed before the fact was introduced keep their digest when they are saved again.
    """
    if not isinstance(data, dict):
        raise ContentError([Problem("facts", "wrong_type", "The drug facts must be given field by field.")])
    problems: list[Problem] = []
    known = {*LABELS, "identifiers"}
    if unknown := sorted(map(str, set(data) - known)):
        problems.append(
            Problem("facts", "unknown_field", f"There is no drug fact called {', '.join(unknown)[:MAX_HEADING]}.")
        )
    cleaned: dict[str, Any] = {
        **_lines(data, problems),
        "other_names": _names("other_names", data.get("other_names", []), problems),
        "strengths": _strengths(data.get("strengths"), problems),
        "identifiers": _identifiers(data.get("identifiers", {}), problems),
    }
    if conditions := _names("conditions", data.get("conditions", []), problems):
        cleaned["conditions"] = conditions
    for name, label in FLAGS.items():
        if not isinstance(data.get(name), bool):
            problems.append(Problem(name, "wrong_type", f"Answer “{label}” with yes or no."))
        cleaned[name] = data.get(name)
    if problems:
        raise ContentError(problems)
    return cleaned


def parse_strengths(text: str) -> list[dict[str, str]]:
    """Read strengths as writers enter them, one a line: ``35 mcg``.

    A line that can't be read becomes a number without a unit, for `clean_facts` to refuse by name.
    """
    strengths = []
    for line in filter(None, map(str.strip, text.splitlines())):
        found = STRENGTH.fullmatch(line)
        strengths.append({"number": found[1], "unit": found[2]} if found else {"number": line, "unit": ""})
    return strengths


def distinct_generic_name(brand: str, generic: str) -> str:
    """Return the generic name, or '' if it only repeats the brand name."""
    return generic if fold(generic) != fold(brand) else ""


def name_with_generic(brand: str, generic: str) -> str:
    """Return the brand name, followed by the generic name if that is different."""
    generic = distinct_generic_name(brand, generic)
    return f"{brand} ({generic})" if generic else brand


def strengths_text(strengths: list[dict[str, str]]) -> str:
    """Return ``500 mg, 850 mg``, with a no-break space between number and unit."""
    return ", ".join(f"{item['number']}\u00a0{item['unit']}" for item in strengths)
