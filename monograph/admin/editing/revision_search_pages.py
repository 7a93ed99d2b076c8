"""Which texts ever said this? Every revision of every guide, and one's own typing, searched for words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from ...content.document import read_document
from ...content.text_search import Excerpt, find_terms, query_terms, search_pattern
from ...models import EditionSection, Monograph, SectionRevision, WorkingCopy
from ...models.guide import guide_name
from ...rendering import fact_rows, identifier_rows
from ..desk import MAX_KEY, desk_page, desk_path

A_PAGE = 25
AT_ONCE = 100  # revisions that are read at a time
AT_MOST = 6  # times, for one page
COPIES = 100

Texts = list[tuple[str, str]]  # where it stands, and the plain text


class SearchForm(forms.Form):
    words = forms.CharField(
        required=False,
        strip=True,
        label="Words",
        label_suffix="",
        widget=forms.TextInput(attrs={"class": "vTextField", "type": "search", "maxlength": 200}),
        help_text="All of them are looked for, in any order. Put a phrase in quotation marks.",
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
    """A revision that says it: where in it, and what the public reads of it now."""

    revision: SectionRevision
    guide: str
    where: str
    found: Excerpt
    now: str


def _texts(revision: SectionRevision) -> Texts:
    """Return what a reader reads of a revision."""
    facts = [f"{label}: {value}" for label, value in fact_rows(revision.facts) + identifier_rows(revision.facts)]
    return [
        ("heading", revision.heading),
        ("text", read_document(revision.body).text),
        ("drug facts", "\n".join(facts)),
    ]


def _found(terms: list[str], texts: Texts) -> tuple[str, Excerpt] | None:
    """Return where the first term stands, if all the terms stand in these texts together."""
    if find_terms(terms, "\n".join(text for _, text in texts)) is None:
        return None
    return next((where, found) for where, text in texts if (found := find_terms(terms[:1], text)))


def _candidates(terms: list[str], monograph: Monograph | None) -> QuerySet[SectionRevision]:
    """Return the revisions that may say it, newest first. Facts are few, and stored in no form to search by."""
    rows = SectionRevision.objects.with_state().order_by("-pk")
    if monograph is not None:
        rows = rows.filter(section__monograph=monograph)
    if word := search_pattern(terms):
        rows = rows.filter(
            Q(heading__iregex=word) | Q(body__iregex=word) | Q(reason__iregex=word) | Q(facts__isnull=False)
        )
    return rows.select_related("author", "section__kind", "section__monograph__current_edition").defer(
        "section__monograph__current_edition__article"
    )


def _matching(
    rows: QuerySet[SectionRevision], terms: list[str], before: int
) -> tuple[list[tuple[SectionRevision, str, Excerpt]], int | None]:
    """Return a page of revisions that say it, and the key below which the next page goes on, None at the end."""
    matching: list[tuple[SectionRevision, str, Excerpt]] = []
    for _ in range(AT_MOST):
        batch = list(rows.filter(pk__lt=before)[:AT_ONCE])
        for row in batch:
            if found := _found(terms, [*_texts(row), ("reason for the change", row.reason)]):
                if len(matching) == A_PAGE:
                    return matching, before
                matching.append((row, *found))
            before = row.pk
        if len(batch) < AT_ONCE:
            return matching, None
    return matching, before


def _said_now(terms: list[str], monographs: Iterable[int]) -> dict[int, set[str]]:
    """Return, for each guide whose current edition says it, the codes of the sections that do."""
    lines = EditionSection.objects.filter(edition=F("edition__monograph__current_edition"), is_removal=False)
    lines = lines.filter(edition__monograph__in=set(monographs)).select_related("revision__section")
    if word := search_pattern(terms):
        in_text = Q(revision__heading__iregex=word) | Q(revision__body__iregex=word)
        lines = lines.filter(in_text | Q(revision__facts__isnull=False))
    said: dict[int, set[str]] = {}
    for line in lines:
        if _found(terms, _texts(line.revision)):
            said.setdefault(line.revision.section.monograph_id, set()).add(line.kind_code)
    return said


def _now(revision: SectionRevision, said: dict[int, set[str]]) -> str:
    guide = revision.section.monograph
    edition = guide.current_edition
    if edition is None:
        return "The public reads nothing of this guide now."
    sections = said.get(guide.pk, set())
    if revision.section.kind.code in sections:
        return f"The current edition, {edition.number}, says it in this section."
    if sections:
        return f"The current edition, {edition.number}, says it in another section."
    return f"The current edition, {edition.number}, does not say it."


def _own_typing(request: HttpRequest, terms: list[str], monograph: Monograph | None) -> Iterator[dict[str, Any]]:
    """Yield this person's typing that says it and is not saved; nobody else's is ever looked at."""
    copies = WorkingCopy.objects.filter(editor=request.user.pk).order_by("-updated_at")
    if monograph is not None:
        copies = copies.filter(section__monograph=monograph)
    copies = copies.select_related("section__kind").annotate(guide=guide_name("section__monograph"))
    for copy in copies[:COPIES]:
        texts = [
            (name, read_document(value).text if name == "body" else str(value)) for name, value in copy.typed.items()
        ]
        if found := _found(terms, texts):
            yield {"copy": copy, "found": found[1]}


def search(request: HttpRequest) -> HttpResponse:
    """Search what was ever written. Without words it only asks."""
    form = SearchForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    terms, monograph = query_terms(given.get("words", "")), given.get("guide")
    before = request.GET.get("before", "")
    context: dict[str, Any] = {"form": form, "terms": terms, "is_first": not before}
    if terms and not form.errors:
        start = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else MAX_KEY
        rows = _candidates(terms, monograph).annotate(guide=guide_name("section__monograph"))
        matching, older = _matching(rows, terms, start)
        said = _said_now(terms, (row.section.monograph_id for row, _, _ in matching)) if matching else {}
        query = request.GET.copy()
        query["before"] = str(older)
        context |= {
            "hits": [Hit(row, cast(Any, row).guide, where, found, _now(row, said)) for row, where, found in matching],
            "older": query.urlencode() if older is not None else "",
            "own": [] if before else list(_own_typing(request, terms, monograph)),
        }
    return desk_page(request, "editing/revision_search.html", context, title="Which texts ever said this?")


urls = [desk_path("search/", search, "monograph_text_search")]
