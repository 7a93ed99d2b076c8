"""Guides as a spreadsheet: a row for each section. Imports save drafts."""

import re
from html import unescape
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from import_export.results import RowResult

from ..content.citation_lines import parse_citation_lines
from ..content.errors import ContentError, Problem
from ..content.intake import intake
from ..content.plain import hidden_characters
from ..errors import InvalidContent, InvalidState, StaleEdit
from ..models import Monograph, Section, SectionKind, SectionRevision
from ..release.draft import Cited, Draft
from ..workflow import drafting
from .strict_parsers import UnreadableText, parse_json
from .strict_resource import ImportedRow, Row, SeenRevisions, StrictResource, column

YES, NO = {"yes", "true", "1"}, {"", "no", "false", "0"}
# Problems with any other field are about single drug facts, which are all in one cell.
PROBLEM_COLUMNS = {"slug", "review_interval_months", "heading", "body", "references", "reason"}
EXCERPT_LENGTH = 80


def _problem(column_name: str, message: str) -> ContentError:
    return ContentError([Problem(column_name, "wrong_form", message)])


def _parse_facts(cell: Any) -> dict[str, Any] | None:
    if not isinstance(cell, str):
        facts = cell
    else:
        try:
            facts = parse_json(cell) if cell.strip() else None
        except UnreadableText as error:
            raise _problem("facts", f"The drug facts can't be read. {error}") from error
    if facts is not None and not isinstance(facts, dict):
        raise _problem("facts", "The drug facts must be one JSON object, in braces.")
    return facts


def _parse_references(cell: Any) -> tuple[Cited, ...]:
    """Parse references as exported, or one a line: ``key | place in the source``."""
    message = "The references can't be read. Write one a line: key | place in the source."
    try:
        if isinstance(cell, str) and not cell.lstrip().startswith("["):
            references = tuple(Cited(key, place) for key, place in parse_citation_lines(cell))
        else:
            entries = parse_json(cell) if isinstance(cell, str) else cell
            references = tuple(Cited(**entry) for entry in entries)
    except (ValueError, TypeError) as error:
        raise _problem("references", message) from error
    if not all(isinstance(text, str) for cited in references for text in (cited.key, cited.locator, cited.wording)):
        raise _problem("references", message)
    if hidden := [problem for cited in references for problem in hidden_characters(cited.key, "references")]:
        raise ContentError(hidden)  # no database can look up such a key
    return references


def _parse_draft(row: Row) -> Draft:
    removal = str(row.get("removal", "")).strip().lower()
    if removal not in YES | NO:
        raise _problem("removal", "Write yes to propose removing the section from the guide, otherwise no.")
    return Draft(
        str(row["heading"]),
        str(row["body"]),
        _parse_facts(row["facts"]),
        _parse_references(row["references"]),
        removal in YES,
    )


def _plain_words(draft: Draft | None) -> str:
    if draft is None:
        return ""
    facts = (draft.facts or {}).values()
    words = strip_tags(draft.body.replace("<", " <")) or ", ".join(fact for fact in facts if isinstance(fact, str))
    return " ".join(unescape(words).split())


def _excerpt(draft: Draft, before: Draft | None) -> str:
    """Return an excerpt of the text, from shortly before the first difference."""
    words, old = _plain_words(draft), _plain_words(before)
    differing = (place for place, (new, was) in enumerate(zip(words, old, strict=False)) if new != was)
    same = next(differing, min(len(words), len(old)) if words != old else 0)
    start = words.rfind(" ", 0, max(0, same - EXCERPT_LENGTH // 4)) + 1
    end = start + EXCERPT_LENGTH
    return f"{'…' if start else ''}{words[start:end]}{'…' if end < len(words) else ''}"


class GuideResource(StrictResource):
    """Exports the latest revision of every section; imports rows as new revisions."""

    slug = column("section__monograph__slug")
    review_interval_months = column("section__monograph__review_interval_months")
    kind = column("section__kind__code")
    heading = column("heading")
    body = column("body")
    facts = column("facts")
    references = column("references")
    removal = column("is_removal")
    reason = column("reason")
    digest = column("digest")

    keys = ("slug", "kind")
    required = ("slug", "kind", "heading", "body", "facts", "references")
    optional = ("review_interval_months", "removal", "reason", "digest")
    preview = ("slug", "kind", "heading", "text")

    class Meta:
        model = SectionRevision
        name = "Guides: the latest revision of every section"

    @cached_property
    def kinds(self) -> dict[str, SectionKind]:
        return {kind.code: kind for kind in SectionKind.objects.all()}

    def rows(self, queryset: QuerySet) -> QuerySet:
        latest = Section.objects.filter(monograph__in=list(queryset.values_list("pk", flat=True)))
        revisions = SectionRevision.objects.filter(pk__in=latest.values("latest_revision")).with_text()
        return revisions.order_by("section__monograph__slug", "section__kind__position")

    def save_row(self, row: Row, *, user: User, file_name: str, seen: SeenRevisions | None) -> ImportedRow:
        """Save a row's text as a revision by `user`, if it changes anything."""
        draft = _parse_draft(row)
        section, is_new_guide = self._section(row, user)
        latest, name = section.latest_revision, str(section)
        expected, before = (latest.number, Draft.from_revision(latest)) if latest else (None, None)
        if seen is not None:
            expected = seen.get(name)
        shown = (section.monograph.slug, section.kind.code, draft.heading)
        unchanged = ImportedRow(RowResult.IMPORT_TYPE_SKIP, "unchanged", (*shown, ""), {name: expected})
        if draft == before:
            # Checked before the verb, which would refuse an unchanged row of a section in review.
            return unchanged
        try:
            revision = drafting.save_revision(
                actor=user,
                section=section,
                draft=draft,
                reason=_reason(row, latest, file_name),
                expected=expected,
                is_typed=False,
            )
        except InvalidState as error:
            # A removed section stays removed, whatever heading the row has.
            if error.code in ("nothing_changed", "nothing_to_remove"):
                return unchanged
            raise
        except StaleEdit as error:
            message = f"Revision {error.latest.number} was saved since the preview. Upload the file again."
            raise _problem("", message) from error
        except InvalidContent as error:
            raise _move_to_columns(error) from error
        _refuse_old_export(row, latest)
        action = "removal proposed" if draft.is_removal else "new guide, first draft" if is_new_guide else "new draft"
        import_type = RowResult.IMPORT_TYPE_UPDATE if latest else RowResult.IMPORT_TYPE_NEW
        notices = [notice.message for notice in intake(draft.body).notices]
        excerpt = " ".join([_excerpt(Draft.from_revision(revision), before), *notices])
        return ImportedRow(import_type, action, (*shown, excerpt), {name: expected})

    def _section(self, row: Row, user: User) -> tuple[Section, bool]:
        """Return the row's section, and whether its guide had to be created."""
        slug, code = str(row["slug"]).strip(), str(row["kind"]).strip()
        if code not in self.kinds:
            raise _problem("kind", f"There is no section kind “{code}”. The kinds are: {', '.join(self.kinds)}.")
        if hidden := hidden_characters(slug, "slug"):
            raise ContentError(hidden)
        months = _parse_months(row)
        monograph = Monograph.objects.filter(slug=slug).first()
        is_new = monograph is None
        if monograph is None:
            given = {} if months is None else {"review_interval_months": months}
            try:
                monograph = drafting.start_monograph(actor=user, slug=slug, **given)
            except InvalidContent as error:
                raise _move_to_columns(error) from error
        if months not in (None, monograph.review_interval_months):
            message = (
                f"The review interval is {monograph.review_interval_months} months. Change it on the guide's page."
            )
            raise _problem("review_interval_months", message)
        sections = Section.objects.select_related("kind", "monograph", "latest_revision")
        section = sections.filter(monograph=monograph, kind=self.kinds[code]).first()
        return section or drafting.add_section(actor=user, monograph=monograph, kind=self.kinds[code]), is_new


def _parse_months(row: Row) -> int | None:
    cell = str(row.get("review_interval_months", "")).strip()
    if cell and not re.fullmatch(r"[0-9]{1,4}", cell):
        raise _problem("review_interval_months", f"“{cell[:40]}” is not a whole number of months.")
    return int(cell) if cell else None


def _reason(row: Row, latest: SectionRevision | None, file_name: str) -> str:
    """Return the row's reason for change.

    An unchanged exported reason belongs to the last change, not to this one.
    """
    reason = str(row.get("reason", "")).strip()
    if reason and not (latest and reason == latest.reason):
        return reason
    name = re.sub(r"[^\w .()-]", "_", file_name)
    return f"Imported from {name or 'a spreadsheet'}."


def _refuse_old_export(row: Row, latest: SectionRevision | None) -> None:
    """Refuse a row that was exported before somebody else saved a revision.

    It would silently undo theirs. Checked after the verb, which alone knows whether the row changes anything; a fault
    undoes the whole import.
    """
    digest = str(row.get("digest", "")).strip()
    if digest and latest and digest != latest.digest:
        message = (
            f"The section has changed since this row was exported: its latest revision is {latest.number}, saved by "
            f"{latest.author}. Export again and repeat your change, or empty this cell to replace that revision."
        )
        raise _problem("digest", message)


def _move_to_columns(error: InvalidContent) -> InvalidContent:
    """Return the error with its problems assigned to columns."""
    return InvalidContent(
        [
            Problem(problem.field if problem.field in PROBLEM_COLUMNS else "facts", problem.code, problem.message)
            for problem in error.problems
        ]
    )
