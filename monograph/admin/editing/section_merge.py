"""One section in three texts - as both found it, as a colleague saved it, as somebody typed it - and what they make."""

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
from ...content.sanitise import clean_body
from ...models import Section, SectionRevision, WorkingCopy
from ...rendering import text_html
from .forms import form_class_of

LISTS = frozenset({"references", *NAME_LISTS, "strengths"})
NOT_JOINED = frozenset({"reason", "expected"})  # a reason is for one revision alone
ABSENT = "It is not there."


@dataclass(frozen=True)
class Shown:
    """A passage as the page shows it: where it stands, and its three forms with what each side changed marked."""

    label: str
    passage: Passage
    base: SafeString
    theirs: SafeString
    mine: SafeString
    number: int = 0  # of a conflict
    key: str = ""

    @property
    def choices(self) -> list[Choice]:
        has_both = bool(self.passage.wrapper[0] or self.passage.separator or self.label == "Text")
        return list(Choice) if has_both else [Choice.THEIRS, Choice.MINE]


class SectionMerge:
    """Typing that rests on an older revision, joined with the latest one. The sections's `latest_revision` is theirs.

    Where that is a removal there is nothing to join with: all that was typed is taken.
    """

    def __init__(self, section: Section, copy: WorkingCopy) -> None:
        assert section.latest_revision is not None  # noqa: S101  # or nothing could be newer than the typing
        self.section, self.copy, self.theirs = section, copy, section.latest_revision
        self.base: SectionRevision | None = self.theirs if self.theirs.is_removal else copy.based_on
        fields = form_class_of(section)()
        self.labels = {field.name: str(field.label) for field in fields if field.name not in NOT_JOINED}
        self.problems: list[str] = []
        base, theirs = (self._typed_from(each) for each in (self.base, self.theirs))
        mine = {name: _settled(copy.typed.get(name, base[name])) for name in self.labels}
        if "body" in mine:
            mine["body"] = self._cleaned(mine["body"])
        self.texts = {"base": base, "theirs": theirs, "mine": mine}

    def _typed_from(self, revision: SectionRevision | None) -> dict[str, str]:
        brand = self.section.monograph.display_name
        typed = form_class_of(self.section).typed_from(self.section, revision, brand)
        return {name: _settled(typed.get(name, "")) for name in self.labels}

    def _cleaned(self, body: str) -> str:
        try:
            return clean_body(body)
        except ContentError as error:
            self.problems = [problem.message for problem in error.problems]
            return body

    @cached_property
    def body(self) -> Merge:
        return merge(*(typed.get("body", "") for typed in self.texts.values()))

    @cached_property
    def passages(self) -> dict[str, list[Passage]]:
        """Return the passages of every field, in the order of the form."""
        base, theirs, mine = self.texts.values()
        found = merge_fields(base, theirs, mine, lists=LISTS)
        return {**found, "body": self.body.passages} if "body" in found else found

    @cached_property
    def shown(self) -> list[Shown]:
        """Return everything that anybody changed; conflicts are numbered from 1 and have keys of their own."""
        found: list[Shown] = []
        seen: dict[str, int] = {}
        for name, passage in self._changed():
            texts = [_readable(name, passage, each) for each in (passage.base, passage.theirs, passage.mine)]
            # What is in a key can't change under it: a choice that was made for other words is no choice.
            key = seal([name, *texts])[3:19]
            seen[key] = seen.get(key, 0) + 1
            base, theirs, mine = (_marked(texts[0], text) for text in texts)
            number = sum(each.passage.is_conflict for each in found) + 1 if passage.is_conflict else 0
            found.append(Shown(self.labels[name], passage, base, theirs, mine, number=number, key=f"{key}-{seen[key]}"))
        return found

    def _changed(self) -> Iterator[tuple[str, Passage]]:
        for name, passages in self.passages.items():
            yield from ((name, each) for each in passages if each.origin != Origin.NOBODY)

    @property
    def conflicts(self) -> list[Shown]:
        return [each for each in self.shown if each.passage.is_conflict]

    def by(self, origin: Origin) -> list[Shown]:
        return [each for each in self.shown if each.passage.origin == origin]

    def typed(self, choices: dict[str, Choice]) -> dict[str, str]:
        """Return the joined text as the editor's form holds it, given a choice for the key of each conflict."""
        given = iter([choices[each.key] for each in self.conflicts])
        joined = {}
        for name, passages in self.passages.items():
            own = [next(given) for each in passages if each.is_conflict]
            joined[name] = self.body.merged(own) if name == "body" else merged_lines(passages, own)
        return {**self.copy.typed, **joined}

    @property
    def joined_rows(self) -> list[tuple[str, SafeString]]:
        """Return the joined text as label and value, with a note in the place of what is not chosen yet."""
        rows = []
        numbers = iter(each.number for each in self.conflicts)
        for name, passages in self.passages.items():
            own = [next(numbers) for each in passages if each.is_conflict]
            if name == "body":
                gaps = self.body.with_placeholders(lambda place, own=own: f"[{own[place - 1]}: choose above]")  # type: ignore[misc]
                rows.append((self.labels[name], self._page(gaps, "joined")))
            else:
                left = iter(own)
                values = [
                    f"[{next(left)}: choose above]" if each.is_conflict else _in_words(name, each.resolved())
                    for each in passages
                ]
                rows.append((self.labels[name], _page_of_lines("\n".join(filter(None, values)))))
        return rows

    def full_text(self, which: str) -> list[tuple[str, SafeString]]:
        """Return one of the three texts, whole, as label and value: ``base``, ``theirs`` or ``mine``."""
        is_source = which == "mine" and bool(self.problems)
        return [
            (
                self.labels[name],
                self._page(value, which)
                if name == "body" and not is_source
                else _page_of_lines(_in_words(name, value)),
            )
            for name, value in self.texts[which].items()
        ]

    def _page(self, body: str, which: str) -> SafeString:
        # Footnotes have ids, and one page holds four texts.
        return text_html(body, f"{self.section.kind.code}-{which}")


def _settled(value: Any) -> str:
    """Return a field as text, however a form or a browser has it."""
    if isinstance(value, bool):
        return "on" if value else ""
    return "\n".join(str(value).splitlines()).strip()


def _in_words(name: str, value: str) -> str:
    return ("yes" if value else "no") if name in FLAGS else value


def _readable(name: str, passage: Passage, piece: str) -> str:
    """Return one form of a passage as a body of its own; "" where it is not there."""
    if name == "body":
        return passage.as_body(piece)
    return "\n".join(f"<p>{escape(line)}</p>" for line in _in_words(name, piece).splitlines())


def _marked(base: str, text: str) -> SafeString:
    if not base and not text:
        return mark_safe(f"<p>{ABSENT}</p>")  # noqa: S308
    return mark_safe(compare(base, text).html)  # noqa: S308  # comparison writes it anew, from an allow-list


def _page_of_lines(text: str) -> SafeString:
    return mark_safe("<br>".join(escape(line) for line in text.splitlines()))  # noqa: S308  # escaped here
