"""The catalogue of section kinds as a file: read it, load it into the database.

The file is a Django fixture with natural keys, such as ``fixtures/section-kinds.json``.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from ..content.errors import ContentError, Problem
from ..models import SectionKind
from ..recording import recorded
from .strict_parsers import UnreadableText, parse_json

MAX_BYTES = 1_000_000  # our own file has 8,000
CATALOGUE_FILE: Path = settings.BASE_DIR / "fixtures" / "section-kinds.json"
MODEL = "monograph.sectionkind"
KEYS = frozenset({"code", "position"})
FIELDS: dict[str, models.Field] = {
    field.name: field for field in SectionKind._meta.concrete_fields if not field.primary_key
}
REQUIRED = ("code", "position", "default_heading")


def read_catalogue(path: Path) -> list[SectionKind]:
    """Return the kinds of a file, not saved; no database is needed.

    Raises `ContentError` for the first thing wrong: ``unreadable``, ``wrong_form``, ``unknown_field``,
    ``missing_field``, ``invalid_value`` or ``repeated``.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise UnreadableText(f"it is larger than {MAX_BYTES:,} bytes")
        entries = parse_json(content.decode("utf-8"))
    except (OSError, ValueError) as error:
        raise _problem("unreadable", f"{path} can't be read: {error}.") from error
    if not isinstance(entries, list) or not all(_is_entry(entry) for entry in entries):
        raise _problem("wrong_form", f"{path} is not a list of entries with “model”: “{MODEL}” and “fields”.")
    kinds = [_kind(entry["fields"]) for entry in entries]
    for name in ("code", "position"):
        value, count = Counter(getattr(kind, name) for kind in kinds).most_common(1)[0] if kinds else ("", 0)
        if count > 1:
            raise _problem("repeated", f"Two kinds have the {name} {value}. Change one of them.")
    return kinds


def _problem(code: str, message: str) -> ContentError:
    return ContentError([Problem("catalogue", code, message)])


def _is_entry(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("model") == MODEL and isinstance(entry.get("fields"), dict)


def _kind(values: dict[str, Any]) -> SectionKind:
    name = f"“{values.get('code', '')}”"
    if unknown := sorted(set(values) - set(FIELDS)):
        raise _problem("unknown_field", f"{name} has an unknown field: {unknown[0]}. Remove it.")
    if missing := [field for field in REQUIRED if field not in values]:
        raise _problem("missing_field", f"{name} has no {missing[0]}. Add it.")
    kind = SectionKind(**values)
    try:
        kind.clean_fields(exclude={"id"})
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise _problem("invalid_value", f"{name} has an invalid {field}: {' '.join(messages)}") from error
    for field in ("loinc_codes", "also_called"):
        listed = getattr(kind, field)
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise _problem("invalid_value", f"{name} has an invalid {field}: it must be a list of texts.")
    if kind.required_signatures < 1:
        raise _problem("invalid_value", f"{name} has an invalid required_signatures: it must be at least 1.")
    return kind


def load_catalogue(kinds: Sequence[SectionKind]) -> list[str]:
    """Add, change and move kinds, record that, and return a line for every one that differs.

    A position is unique, and both databases check it row by row, so kinds that move are parked behind all others before
    they get their new positions. Kinds that only the database has stay, because guides may have such sections. Raises
    `ContentError` (``position_taken``) if a kind would take the position of one of them.
    """
    with recorded(SectionKind.objects.all(), actor="manage.py load_catalogue"):
        return _load(kinds)


def _load(kinds: Sequence[SectionKind]) -> list[str]:
    stored = {kind.code: kind for kind in SectionKind.objects.select_for_update()}
    codes = {kind.code for kind in kinds}
    left = {kind.position: kind.code for kind in stored.values() if kind.code not in codes}
    for kind in kinds:
        if kind.position in left:
            message = (
                f"“{kind.code}” can't be at {kind.position}: “{left[kind.position]}” is, and the file lacks it. "
                "Choose another position."
            )
            raise _problem("position_taken", message)
    _park([stored[kind.code] for kind in kinds if kind.code in stored], kinds)
    lines = []
    for kind in kinds:
        old = stored.get(kind.code)
        lines.append(f"added {kind.code} at {kind.position}" if old is None else _difference(old, kind))
        kind.pk = None if old is None else old.pk
        kind.save()
    lines += [f"kept {code}, which is not in the file" for code in left.values()]
    return list(filter(None, lines))


def _park(stored: Iterable[SectionKind], kinds: Sequence[SectionKind]) -> None:
    """Give kinds that move a free position, behind all that are or will be in use."""
    wanted = {kind.code: kind.position for kind in kinds}
    last = SectionKind.objects.aggregate(last=models.Max("position"))["last"] or 0
    free = max([last, *wanted.values()]) + 1
    for kind in stored:
        if kind.position != wanted[kind.code]:
            SectionKind.objects.filter(pk=kind.pk).update(position=free)
            free += 1


def _difference(old: SectionKind, new: SectionKind) -> str:
    """Return what differs in a kind, '' for nothing: “dosage: must cite no -> yes”."""
    changes = [
        f"{field.verbose_name} {_text(getattr(old, name))} -> {_text(getattr(new, name))}"
        for name, field in FIELDS.items()
        if name not in KEYS and getattr(old, name) != getattr(new, name)
    ]
    moved = f"moved {new.code} from {old.position} to {new.position}" if old.position != new.position else ""
    changed = f"{new.code}: {', '.join(changes)}" if changes else ""
    return "; ".join(filter(None, [moved, changed]))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (", ".join(value) or "none") if isinstance(value, list) else str(value)
