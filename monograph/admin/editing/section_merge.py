"""Three versions of one section, merged: base, newer revision, unsaved changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from ...comparison import compare
from ...comparison.three_way_merge import Choice, Merge, Origin, Passage, merge, merge_fields, merged_lines
from ...content.digests import seal
from ...content.errors import ContentError
from ...content.facts import FLAGS, NAME_LISTS
from ...content.intake import clean_body
from ...models import Section, SectionRevision, WorkingCopy
from ...rendering import render_body
from .forms import section_form_class

LIST_FIELDS = frozenset({"references", *NAME_LISTS, "strengths"})
NOT_MERGED = frozenset({"reason", "expected"})  # a reason belongs to one revision only
ABSENT = "Not in this version."


@dataclass(frozen=True)
class PassageView:
    """A passage as the page shows it: its field, and its versions with marked changes."""

    label: str
    passage: Passage
    base: SafeString
    theirs: SafeString
    mine: SafeString
    number: int = 0  # of a conflict
    key: str = ""

    @property
    def choices(self) -> list[Choice]:
        """Return the choices; BOTH only where more than one piece fits."""
        takes_both = bool(self.passage.wrapper[0] or self.passage.separator or self.label == "Text")
        return list(Choice) if takes_both else [Choice.THEIRS, Choice.MINE]


class SectionMerge:
    """Unsaved changes ("mine") merged with the latest revision ("theirs").

    If the latest revision is a removal, there is nothing to merge with, and the unsaved changes are taken as they are.
    """

    def __init__(self, section: Section, copy: WorkingCopy) -> None:
        assert section.latest_revision is not None  # noqa: S101 (a newer revision is why there is something to merge)
        self.section, self.copy, self.theirs = section, copy, section.latest_revision
        self.base: SectionRevision | None = self.theirs if self.theirs.is_removal else copy.based_on
        fields = section_form_class(section)()
        self.labels = {field.name: str(field.label) for field in fields if field.name not in NOT_MERGED}
        self.problems: list[str] = []
        base, theirs = self._values(self.base), self._values(self.theirs)
        mine = {name: _as_text(copy.typed.get(name, base[name])) for name in self.labels}
        if "body" in mine:
            mine["body"] = self._clean(mine["body"])
        self.versions = {"base": base, "theirs": theirs, "mine": mine}

    def _values(self, revision: SectionRevision | None) -> dict[str, str]:
        brand = self.section.monograph.display_name
        initial = section_form_class(self.section).initial_from(self.section, revision, brand)
        return {name: _as_text(initial.get(name, "")) for name in self.labels}

    def _clean(self, body: str) -> str:
        try:
            return clean_body(body)
        except ContentError as error:
            self.problems = [problem.message for problem in error.problems]
            return body

    @cached_property
    def body(self) -> Merge:
        return merge(*(values.get("body", "") for values in self.versions.values()))

    @cached_property
    def passages(self) -> dict[str, list[Passage]]:
        """Return the passages of every field, in the order of the form."""
        base, theirs, mine = self.versions.values()
        passages = merge_fields(base, theirs, mine, lists=LIST_FIELDS)
        return {**passages, "body": self.body.passages} if "body" in passages else passages

    @cached_property
    def changed(self) -> list[PassageView]:
        """Return every passage that anybody changed.

        Conflicts are numbered from 1 and have unique keys.
        """
        views: list[PassageView] = []
        repeats: dict[str, int] = {}
        for name, passage in self._changed_passages():
            versions = [_as_body(name, passage, piece) for piece in (passage.base, passage.theirs, passage.mine)]
            # The key covers the words, so that a choice that was made for other words does not count.
            key = seal([name, *versions])[3:19]
            repeats[key] = repeats.get(key, 0) + 1
            base, theirs, mine = (_marked(versions[0], version) for version in versions)
            number = sum(view.passage.is_conflict for view in views) + 1 if passage.is_conflict else 0
            key = f"{key}-{repeats[key]}"
            views.append(PassageView(self.labels[name], passage, base, theirs, mine, number=number, key=key))
        return views

    def _changed_passages(self) -> Iterator[tuple[str, Passage]]:
        for name, passages in self.passages.items():
            yield from ((name, passage) for passage in passages if passage.origin != Origin.NOBODY)

    @property
    def conflicts(self) -> list[PassageView]:
        return [view for view in self.changed if view.passage.is_conflict]

    def by(self, origin: Origin) -> list[PassageView]:
        return [view for view in self.changed if view.passage.origin == origin]

    def merged_values(self, choices: dict[str, Choice]) -> dict[str, str]:
        """Return the merged form values, given a choice for the key of each conflict."""
        remaining = iter([choices[conflict.key] for conflict in self.conflicts])
        merged = {}
        for name, passages in self.passages.items():
            own = [next(remaining) for passage in passages if passage.is_conflict]
            merged[name] = self.body.merged(own) if name == "body" else merged_lines(passages, own)
        return {**self.copy.typed, **merged}

    @property
    def merged_rows(self) -> list[tuple[str, SafeString]]:
        """Return the merged text as label and value, with a note for missing choices."""
        rows = []
        numbers = iter(conflict.number for conflict in self.conflicts)
        for name, passages in self.passages.items():
            own = [next(numbers) for passage in passages if passage.is_conflict]
            if name == "body":
                gaps = self.body.with_placeholders(lambda place, own=own: f"[{own[place - 1]}: choose above]")  # type: ignore[misc]
                rows.append((self.labels[name], self._body_html(gaps, "merged")))
            else:
                remaining = iter(own)
                values = [
                    f"[{next(remaining)}: choose above]" if passage.is_conflict else _label(name, passage.resolved())
                    for passage in passages
                ]
                rows.append((self.labels[name], _lines_html("\n".join(filter(None, values)))))
        return rows

    def full_text(self, version: str) -> list[tuple[str, SafeString]]:
        """Return ``base``, ``theirs`` or ``mine`` as label and value of each field."""
        is_unsafe = version == "mine" and bool(self.problems)
        return [
            (
                self.labels[name],
                self._body_html(value, version)
                if name == "body" and not is_unsafe
                else _lines_html(_label(name, value)),
            )
            for name, value in self.versions[version].items()
        ]

    def _body_html(self, body: str, version: str) -> SafeString:
        # Footnotes have ids, and the page shows four versions.
        return render_body(body, f"{self.section.kind.code}-{version}")


def _as_text(value: Any) -> str:
    """Return a form value as text, whether it comes from a form or from a browser."""
    if isinstance(value, bool):
        return "on" if value else ""
    return "\n".join(str(value).splitlines()).strip()


def _label(name: str, value: str) -> str:
    return ("yes" if value else "no") if name in FLAGS else value


def _as_body(name: str, passage: Passage, piece: str) -> str:
    """Return one version of a passage as a complete body; "" if it is absent."""
    if name == "body":
        return passage.as_body(piece)
    return "\n".join(f"<p>{escape(line)}</p>" for line in _label(name, piece).splitlines())


def _marked(base: str, version: str) -> SafeString:
    html = compare(base, version).html if base or version else ""
    return mark_safe(html or f"<p>{ABSENT}</p>")  # noqa: S308 (comparison builds it from an allow-list)


def _lines_html(text: str) -> SafeString:
    return mark_safe("<br>".join(escape(line) for line in text.splitlines()))  # noqa: S308 (escaped here)
