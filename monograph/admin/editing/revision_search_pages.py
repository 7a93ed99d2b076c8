"""Search all revisions of all guides, and the user's own unsaved changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse

from ...content.document import read_document
from ...content.plain_text import written_out
from ...content.text_patterns import search_pattern
from ...content.text_search import Excerpt, Term, find_terms, query_terms
from ...models import EditionSection, Monograph, SectionRevision, WorkingCopy
from ...models.guide import guide_name
from ...rendering import fact_rows, identifier_rows
from ..desk import MAX_KEY, DeskRequest, desk_path, render_desk_page

PER_PAGE = 25
BATCH_SIZE = 100  # revisions read at a time
MAX_BATCHES = 6  # for one page
MAX_WORKING_COPIES = 100

Texts = list[tuple[str, str]]  # the name of a part, and its plain text


class SearchForm(forms.Form):
    words = forms.CharField(
        required=False,
        strip=True,
        label="Words",
        label_suffix="",
        widget=forms.TextInput(attrs={"class": "vTextField", "type": "search", "maxlength": 200}),
        help_text="Finds revisions with all of these words, in any order. Put phrases in quotation marks.",
    )
    guide = forms.ModelChoiceField(
        Monograph.objects.none(), required=False, empty_label="all guides", label="In", label_suffix=""
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["guide"]
        field.queryset = Monograph.objects.named().order_by("name")
        field.label_from_instance = lambda guide: guide.name


@dataclass(frozen=True)
class Hit:
    """A revision that has the words: in which part, and whether they are published."""

    revision: SectionRevision
    guide: str
    part: str
    excerpt: Excerpt
    published: str


@dataclass(frozen=True)
class UnsavedHit:
    copy: WorkingCopy
    excerpt: Excerpt


def _texts(revision: SectionRevision) -> Texts:
    """Return the parts of a revision that readers see."""
    facts = [f"{label}: {value}" for label, value in fact_rows(revision.facts) + identifier_rows(revision.facts)]
    return [
        ("heading", revision.heading),
        ("text", read_document(written_out(revision.body)).text),
        ("drug facts", "\n".join(facts)),
    ]


def _find(terms: list[Term], texts: Texts) -> tuple[str, Excerpt] | None:
    """Return the part and excerpt with the first term, if all terms are in the texts."""
    if find_terms(terms, "\n".join(text for _, text in texts)) is None:
        return None
    return next((part, excerpt) for part, text in texts if (excerpt := find_terms(terms[:1], text)))


def _candidates(terms: list[Term], monograph: Monograph | None) -> QuerySet[SectionRevision]:
    """Return the revisions that may match, newest first.

    Every revision with facts is among them: facts are few, and not stored in a form that SQL can search.
    """
    rows = SectionRevision.objects.with_state().order_by("-pk")
    if monograph is not None:
        rows = rows.filter(section__monograph=monograph)
    if pattern := search_pattern(terms):
        rows = rows.filter(
            Q(heading__iregex=pattern) | Q(body__iregex=pattern) | Q(reason__iregex=pattern) | Q(facts__isnull=False)
        )
    return rows.select_related("author", "section__kind", "section__monograph__current_edition").defer(
        "section__monograph__current_edition__article"
    )


def _matches(
    rows: QuerySet[SectionRevision], terms: list[Term], before: int
) -> tuple[list[tuple[SectionRevision, str, Excerpt]], int | None]:
    """Return a page of matching revisions, and where the next page starts.

    The next page starts below the returned primary key; None means that there is no next page.
    """
    matches: list[tuple[SectionRevision, str, Excerpt]] = []
    for _ in range(MAX_BATCHES):
        batch = list(rows.filter(pk__lt=before)[:BATCH_SIZE])
        for revision in batch:
            if found := _find(terms, [*_texts(revision), ("reason for the change", revision.reason)]):
                if len(matches) == PER_PAGE:
                    return matches, before
                matches.append((revision, *found))
            before = revision.pk
        if len(batch) < BATCH_SIZE:
            return matches, None
    return matches, before


def _published_sections(terms: list[Term], monographs: Iterable[int]) -> dict[int, set[str]]:
    """Return, for each guide, the sections of its current edition that match."""
    lines = EditionSection.objects.filter(edition=F("edition__monograph__current_edition"), is_removal=False)
    lines = lines.filter(edition__monograph__in=set(monographs)).select_related("revision__section")
    if pattern := search_pattern(terms):
        in_text = Q(revision__heading__iregex=pattern) | Q(revision__body__iregex=pattern)
        lines = lines.filter(in_text | Q(revision__facts__isnull=False))
    sections: dict[int, set[str]] = {}
    for line in lines:
        if _find(terms, _texts(line.revision)):
            sections.setdefault(line.revision.section.monograph_id, set()).add(line.kind_code)
    return sections


def _published_label(revision: SectionRevision, published: dict[int, set[str]]) -> str:
    """Return a sentence that says whether the current edition contains the words."""
    guide = revision.section.monograph
    edition = guide.current_edition
    if edition is None:
        return "The guide is not published."
    sections = published.get(guide.pk, set())
    if revision.section.kind.code in sections:
        return f"The current edition, {edition.number}, has these words in this section."
    if sections:
        return f"The current edition, {edition.number}, has these words in another section."
    return f"The current edition, {edition.number}, does not have these words."


def _unsaved_hits(request: DeskRequest, terms: list[Term], monograph: Monograph | None) -> Iterator[UnsavedHit]:
    """Yield the user's own unsaved changes that match; those of others are never read."""
    copies = WorkingCopy.objects.filter(editor=request.user.pk).order_by("-updated_at")
    if monograph is not None:
        copies = copies.filter(section__monograph=monograph)
    copies = copies.select_related("section__kind").annotate(guide=guide_name("section__monograph"))
    for copy in copies[:MAX_WORKING_COPIES]:
        texts = [
            (name, read_document(value).text if name == "body" else str(value)) for name, value in copy.typed.items()
        ]
        if found := _find(terms, texts):
            yield UnsavedHit(copy, found[1])


def search(request: DeskRequest) -> HttpResponse:
    """Search all revisions; without words, show only the form."""
    form = SearchForm(request.GET)
    query = form.cleaned_data if form.is_valid() else {}
    terms, monograph = query_terms(query.get("words", "")), query.get("guide")
    before = request.GET.get("before", "")
    context: dict[str, Any] = {"form": form, "terms": terms, "is_first_page": not before}
    if terms and not form.errors:
        start = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else MAX_KEY
        rows = _candidates(terms, monograph).annotate(guide=guide_name("section__monograph"))
        matches, next_start = _matches(rows, terms, start)
        guides = (revision.section.monograph_id for revision, _, _ in matches)
        published = _published_sections(terms, guides) if matches else {}
        next_query = request.GET.copy()
        next_query["before"] = str(next_start)
        context |= {
            "hits": [
                Hit(revision, cast(Any, revision).guide, part, excerpt, _published_label(revision, published))
                for revision, part, excerpt in matches
            ],
            "next_query": next_query.urlencode() if next_start is not None else "",
            "unsaved_hits": [] if before else list(_unsaved_hits(request, terms, monograph)),
        }
    return render_desk_page(request, "editing/revision_search.html", context, title="Search all revisions")


urls = [desk_path("search/", search, "monograph_revision_search")]
