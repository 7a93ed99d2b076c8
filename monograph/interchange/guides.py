"""Guides as a spreadsheet: one row a section, by slug and kind. An import saves drafts through the verbs."""

import json
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
from ..content.plain import hidden_characters
from ..errors import InvalidContent, InvalidState, StaleEdit
from ..models import Monograph, Section, SectionKind, SectionRevision
from ..release.draft import Cited, Draft
from ..workflow import drafting
from .strict_resource import Row, Seen, StrictResource, Taken, column

ALLOWED, NO = {"yes", "true", "1"}, {"", "no", "false", "0"}
# Problems of other fields are those of single drug facts, which all stand in one cell.
PROBLEM_COLUMNS = {"slug", "review_interval_months", "heading", "body", "references", "reason"}
EXCERPT = 80


def _problem(column_name: str, message: str) -> ContentError:
    return ContentError([Problem(column_name, "wrong_form", message)])


def _facts(cell: Any) -> dict[str, Any] | None:
    if not isinstance(cell, str):
        facts = cell
    else:
        try:
            facts = json.loads(cell) if cell.strip() else None
        except (ValueError, RecursionError) as error:
            raise _problem("facts", f"The drug facts are not JSON: {error}.") from error
    if facts is not None and not isinstance(facts, dict):
        raise _problem("facts", "The drug facts must be one JSON object, in braces.")
    return facts


def _cited(cell: Any) -> tuple[Cited, ...]:
    """Read references as exported, or as people type them: one a line, ``key | place in the source``."""
    message = "The references can't be read. Write one a line: key | place in the source."
    try:
        if isinstance(cell, str) and not cell.lstrip().startswith("["):
            references = tuple(Cited(key, place) for key, place in parse_citation_lines(cell))
        else:
            entries = json.loads(cell) if isinstance(cell, str) else cell
            references = tuple(Cited(**entry) for entry in entries)
    except (ValueError, TypeError, RecursionError) as error:
        raise _problem("references", message) from error
    if not all(isinstance(text, str) for each in references for text in (each.key, each.locator, each.wording)):
        raise _problem("references", message)
    if hidden := [problem for each in references for problem in hidden_characters(each.key, "references")]:
        raise ContentError(hidden)  # no database could look such a key up
    return references


def _draft(row: Row) -> Draft:
    removal = str(row.get("removal", "")).strip().lower()
    if removal not in ALLOWED | NO:
        raise _problem("removal", "Write yes to propose that the section is taken out of the guide, otherwise no.")
    return Draft(
        str(row["heading"]), str(row["body"]), _facts(row["facts"]), _cited(row["references"]), removal in ALLOWED
    )


def _draft_of(revision: SectionRevision) -> Draft:
    cited = tuple(Cited(**reference) for reference in revision.references)
    return Draft(revision.heading, revision.body, revision.facts, cited, revision.is_removal)


def _words(draft: Draft | None) -> str:
    if draft is None:
        return ""
    facts = (draft.facts or {}).values()
    words = strip_tags(draft.body.replace("<", " <")) or ", ".join(fact for fact in facts if isinstance(fact, str))
    return " ".join(unescape(words).split())


def _excerpt(draft: Draft, before: Draft | None) -> str:
    """Return some words of the text, from shortly before the first that is not as before."""
    words, old = _words(draft), _words(before)
    differing = (place for place, (new, was) in enumerate(zip(words, old, strict=False)) if new != was)
    same = next(differing, min(len(words), len(old)) if words != old else 0)
    start = words.rfind(" ", 0, max(0, same - EXCERPT // 4)) + 1
    end = start + EXCERPT
    return f"{'…' if start else ''}{words[start:end]}{'…' if end < len(words) else ''}"


class GuideResource(StrictResource):
    """Exports the latest revision of every section that has one; imports rows as new revisions."""

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
        name = "Guides: the latest text of every section"

    @cached_property
    def kinds(self) -> dict[str, SectionKind]:
        return {kind.code: kind for kind in SectionKind.objects.all()}

    def rows(self, queryset: QuerySet) -> QuerySet:
        latest = Section.objects.filter(monograph__in=list(queryset.values_list("pk", flat=True)))
        revisions = SectionRevision.objects.filter(pk__in=latest.values("latest_revision")).with_text()
        return revisions.order_by("section__monograph__slug", "section__kind__position")

    def take(self, row: Row, *, user: User, file_name: str, seen: Seen | None) -> Taken:
        """Save a row's text as a revision by `user`, if it says anything new."""
        draft = _draft(row)
        section, is_new_guide = self._section(row, user)
        latest, name = section.latest_revision, str(section)
        expected, before = (latest.number, _draft_of(latest)) if latest else (None, None)
        if seen is not None:
            expected = seen.get(name)
        shown = (section.monograph.slug, section.kind.code, draft.heading)
        unchanged = Taken(RowResult.IMPORT_TYPE_SKIP, "unchanged", (*shown, ""), {name: expected})
        if draft == before:
            # Asked before the verb, which would refuse an unchanged row of a section that is in review.
            return unchanged
        try:
            revision = drafting.save_revision(
                actor=user, section=section, draft=draft, reason=_reason(row, latest, file_name), expected=expected
            )
        except InvalidState as error:
            # What is removed already stays so, whatever heading the row gives.
            if error.code in ("nothing_changed", "nothing_to_remove"):
                return unchanged
            raise
        except StaleEdit as error:
            message = f"Revision {error.latest.number} was saved since the preview. Upload the file again."
            raise _problem("", message) from error
        except InvalidContent as error:
            raise _at_columns(error) from error
        _refuse_old_export(row, latest)
        action = "removal proposed" if draft.is_removal else "new guide, first draft" if is_new_guide else "new draft"
        kind_of_change = RowResult.IMPORT_TYPE_UPDATE if latest else RowResult.IMPORT_TYPE_NEW
        excerpt = _excerpt(_draft_of(revision), before)
        return Taken(kind_of_change, action, (*shown, excerpt), {name: expected})

    def _section(self, row: Row, user: User) -> tuple[Section, bool]:
        """Return the row's section, and whether its guide had to be started."""
        slug, code = str(row["slug"]).strip(), str(row["kind"]).strip()
        if code not in self.kinds:
            raise _problem("kind", f"There is no section kind “{code}”. The kinds are: {', '.join(self.kinds)}.")
        if hidden := hidden_characters(slug, "slug"):
            raise ContentError(hidden)
        months = _months(row)
        monograph = Monograph.objects.filter(slug=slug).first()
        is_new = monograph is None
        if monograph is None:
            given = {} if months is None else {"review_interval_months": months}
            try:
                monograph = drafting.start_monograph(actor=user, slug=slug, **given)
            except InvalidContent as error:
                raise _at_columns(error) from error
        if months not in (None, monograph.review_interval_months):
            message = (
                f"The review interval is {monograph.review_interval_months} months. Change it on the guide's page."
            )
            raise _problem("review_interval_months", message)
        sections = Section.objects.select_related("kind", "monograph", "latest_revision")
        section = sections.filter(monograph=monograph, kind=self.kinds[code]).first()
        return section or drafting.add_section(actor=user, monograph=monograph, kind=self.kinds[code]), is_new


def _months(row: Row) -> int | None:
    cell = str(row.get("review_interval_months", "")).strip()
    if cell and not re.fullmatch(r"[0-9]{1,4}", cell):
        raise _problem("review_interval_months", f"“{cell[:40]}” is not a whole number of months.")
    return int(cell) if cell else None


def _reason(row: Row, latest: SectionRevision | None, file_name: str) -> str:
    """Return the row's reason. An exported one that was left as it was is the last change's, not this one's."""
    reason = str(row.get("reason", "")).strip()
    if reason and not (latest and reason == latest.reason):
        return reason
    name = re.sub(r"[^\w .()-]", "_", file_name)
    return f"Imported from {name or 'a spreadsheet'}."


def _refuse_old_export(row: Row, latest: SectionRevision | None) -> None:
    """Refuse a row that was exported before somebody else saved a text: it would silently undo theirs.

    Asked after the verb, which alone knows whether the row says anything new; a fault undoes the whole import.
    """
    digest = str(row.get("digest", "")).strip()
    if digest and latest and digest != latest.digest:
        message = (
            f"This row was exported from another text than the section has now: revision {latest.number}, saved by "
            f"{latest.author}. Export again and repeat your change, or empty this cell to put your text in its place."
        )
        raise _problem("digest", message)


def _at_columns(error: InvalidContent) -> InvalidContent:
    """Return the problems at the columns of the cells that they are in."""
    return InvalidContent(
        [
            Problem(problem.field if problem.field in PROBLEM_COLUMNS else "facts", problem.code, problem.message)
            for problem in error.problems
        ]
    )
