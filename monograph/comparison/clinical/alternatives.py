"""What a list in a sentence no longer names, or names now: "do not cut, fold or staple" without "staple".

It counts where the sentence forbids or sets a condition, and where it only lost or only gained these words: "men and
women" without "women".
"""

import re
from collections.abc import Iterator

from .changes import ClinicalChange, group_quote
from .mirrored_negation import is_cut
from .sentence_matching import SentenceGroup
from .synonyms import names_something
from .units import AXES, FIRST_THING, Unit

# Words of content; more are no member of a list.
MAX_NAMED = 4
_CONDITIONS = frozenset(("if", "unless", "only if", "until"))
# Small words between the sign of a list and its member: "or are trying to".
_SMALL = r"(?:\s+(?:a|an|the|your|to|if|you|it|are|is|have|had|feel|get|with|any|on|in))*\s*"
_BEFORE = re.compile(rf"(?:,|\b(?:or|and))(?:\s+(?:or|and))?{_SMALL}$", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:,(?!\s+(?:if|when|unless|because|and then)\b)|\b(?:or|and)\b)", re.IGNORECASE)


def changed_alternatives(
    old: list[Unit], new: list[Unit], group: SentenceGroup, *, is_denied: bool
) -> Iterator[ClinicalChange]:
    """Yield the members of a list that only came or went."""
    is_condition = any(pole in _CONDITIONS for unit in old for _, pole in unit.poles)
    lost, gained = _only_here(old, new), _only_here(new, old)
    alone = lost or gained
    if bool(lost) == bool(gained) or len(alone) > MAX_NAMED:
        return
    is_only_cut = is_cut(group)
    if not (is_denied or is_condition or is_only_cut):
        return
    first, last = alone[0], alone[-1]
    text = first.sentence.text
    is_listed = _BEFORE.search(text, 0, first.start) or _AFTER.match(text, last.end)
    words = first.sentence.parsed.words
    is_thing = any(map(names_something, (word for unit in alone for word in unit.words.lower().split())))
    if (
        is_thing
        and first.sentence is last.sentence
        and is_listed
        and ("or" in words or (is_only_cut and "and" in words))
    ):
        named = text[first.start : last.end]
        kind = _kind(alone) or ("negation" if is_denied else "condition" if is_condition else "thing")
        yield ClinicalChange(kind, named if lost else "", "" if lost else named, group_quote(group))


def _only_here(these: list[Unit], those: list[Unit]) -> list[Unit]:
    values = {unit.value for unit in those}
    return [unit for unit in these if unit.has_content and unit.value not in values and not _is_modal(unit)]


def _is_modal(unit: Unit) -> bool:
    # "If you are or may be pregnant" names nothing more than "if you may be pregnant".
    return any(AXES[number].kind == "obligation" for number, _ in unit.poles)


def _kind(units: list[Unit]) -> str:
    return next((AXES[number].kind for unit in units for number, _ in unit.poles if number >= FIRST_THING), "")
