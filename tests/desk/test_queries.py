"""The number of queries does not grow with guides, revisions, or comments."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monograph.models import GlossaryTerm, Reference
from monograph.workflow import reviewing

from .. import stories
from ..cast import Cast
from ..factory import Guide, facts
from ..shared_stories import shared_story
from ..stories import schedule
from .desk_client import Desk, Page, address

MAX_QUERIES = 15


def _load(desk: Desk, path: str) -> tuple[list[str], Page]:
    """Load a page once; return its queries, without savepoints, and the page."""
    with CaptureQueriesContext(connection) as captured:
        page = desk.open(path)
    assert page.status == 200, path
    queries = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in queries if not sql.startswith(("SAVEPOINT", "RELEASE"))], page


def captured_queries(desk: Desk, path: str) -> list[str]:
    """Return the queries of one page load, without savepoints."""
    desk.open(path)  # what is asked once in the life of a process, as content types, is asked now
    return _load(desk, path)[0]


def excess_queries(desk: Desk, path: str, most: int = MAX_QUERIES) -> list[str]:
    """Return the queries of a page load if they are more than `most`, else nothing.

    Only a first load that takes too many, maybe because it is the first of the process, is worth a second.
    """
    if len(_load(desk, path)[0]) <= most:
        return []
    queries, _ = _load(desk, path)
    return queries if len(queries) > most else []


def _shape(sql: str) -> str:
    """Return a query without its literals, so that equal queries can be counted."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)


def assert_same_query_count(desk: Desk, path: str, grow: Callable[[], Any]) -> None:
    """Assert that `grow` changes the page but not its number of queries."""
    assert_same_query_counts([(desk, path)], grow)


def assert_same_query_counts(pages: list[tuple[Desk, str]], grow: Callable[[], Any]) -> None:
    """Assert that `grow` changes each page but not its number of queries."""

    def load_all() -> list[tuple[list[str], str]]:
        for desk, path in pages:
            desk.open(path)  # as in `captured_queries`
        loaded = [_load(desk, path) for desk, path in pages]
        return [(queries, page.words) for queries, page in loaded]

    old = load_all()
    grow()
    faults = []
    for (desk, path), (before, shown), (after, words) in zip(pages, old, load_all(), strict=True):
        if words == shown:
            faults.append(f"{desk.user}, {path}: nothing has grown on this page: the test could not fail")
        if len(after) != len(before):
            more = "\n".join((Counter(map(_shape, after)) - Counter(map(_shape, before))).elements())
            faults.append(f"{desk.user}, {path}: {len(before)} queries became {len(after)}; the new ones:\n{more}")
    assert not faults, "\n\n".join(faults)


def more_guides(cast: Cast, number: int = 3) -> list[Guide]:
    """Start guides, each with a commented review and a draft; two are published."""
    guides = [Guide(cast, f"guide-{count}") for count in range(number)]
    for guide in guides[:2]:
        stories.short(guide)
    for guide in guides:
        guide.write("overview", "News.")
        guide.write("drug-facts", facts=facts(brand_name=f"Brand {guide.monograph.pk}"))
        reviewing.comment(actor=cast.priya, review=guide.submit(guide.write(text="More.")), body="Since when?")
    return guides


LISTS = ["monograph", "review", "sectionrevision", "signature", "auditentry", "edition"]


def test_lists_with_more_guides(short: Guide, root: Desk, priya: Desk) -> None:
    """Among the reviews are closed ones too, which `?state=` shows."""
    guide = short
    guide.submit(guide.write(text="News."))
    guide.approve(guide.write("cost"))
    reviews = reverse("admin:monograph_review_changelist")

    def grow() -> None:
        for other in more_guides(guide.cast):
            other.write("cost")
        for number in range(2, 4):
            guide.approve(guide.write("cost", f"Text {number}."))
            guide.publish()

    pages = [(root, reverse(f"admin:monograph_{name}_changelist")) for name in LISTS]
    pages += [(priya, reviews + state) for state in ("", "?state=all", "?state=approved")]
    assert_same_query_counts([*pages, (root, reverse("monograph:guides"))], grow)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("reference", lambda number: Reference.objects.create(key=f"key-{number}", title="Title", publisher="Tester")),
        ("glossaryterm", lambda number: GlossaryTerm.objects.create(term=f"Term {number}", meaning="Meaning")),
    ],
)
def test_library_with_more_entries(name: str, make: Callable[[int], Any], ana: Desk) -> None:
    make(0)
    assert_same_query_count(
        ana, reverse(f"admin:monograph_{name}_changelist"), lambda: [make(number) for number in range(1, 5)]
    )


PAGES: dict[str, tuple[Any, ...]] = {
    "guide": ("monograph_change",),
    "editor": ("section_edit", "uses"),
    "history": ("section_history", "uses"),
    "revision": ("section_revision", "uses", 1),
    "release": ("monograph_publish",),
    "editions": ("monograph_editions",),
    "edition": ("monograph_edition", 1),
}


def _path(guide: Guide, page: str) -> str:
    name, *rest = PAGES[page]
    return address(name, guide.monograph.pk, *rest)


@shared_story
def listed(cast: Cast) -> Guide:
    """A published guide with one of each thing that its pages list."""
    guide = stories.short(Guide(cast))
    guide.approve(guide.write("cost"))
    guide.write("faq", "It has has a finding.")
    guide.submit(guide.write("storage"))
    schedule(guide)
    return guide


def _revisions(guide: Guide) -> None:
    for number in range(4):
        guide.write("uses", f"Text {number}.", author=guide.cast.ben if number % 2 else guide.cast.ana)


def test_guide_pages_with_more_revisions_of_a_section(listed: Guide, root: Desk) -> None:
    listed.write("uses", "Not yet signed.")
    pages = [(root, _path(listed, page)) for page in ("guide", "editor", "history", "release")]
    assert_same_query_counts(pages, lambda: _revisions(listed))


def test_guide_pages_with_more_sections(listed: Guide, maria: Desk) -> None:
    def grow() -> None:
        for code in ("side-effects", "before-taking"):
            listed.approve(listed.write(code))
        for code in ("pregnancy", "overdose"):
            listed.write(code)
            listed.submit(listed.write(code, "Other text."))

    assert_same_query_counts([(maria, _path(listed, page)) for page in ("guide", "release")], grow)


def test_ready_edition_with_more_sections(short: Guide, maria: Desk) -> None:
    """The edition is ready, so every check before publishing runs."""
    short.approve(short.write("cost"))

    def grow() -> None:
        for code in ("side-effects", "before-taking"):
            short.approve(short.write(code))

    assert_same_query_count(maria, _path(short, "release"), grow)


def test_edition_list_with_more_editions(short: Guide, maria: Desk) -> None:
    def grow() -> None:
        for number in range(2):
            short.approve(short.write("uses", f"Text {number}."))
            short.publish()

    assert_same_query_count(maria, _path(short, "editions"), grow)


def test_edition_page_with_more_sections(short: Guide, maria: Desk) -> None:
    first = captured_queries(maria, _path(short, "edition"))
    for code in ("side-effects", "before-taking"):
        short.approve(short.write(code))
    short.publish()
    second = captured_queries(maria, address("monograph_edition", short.monograph.pk, 2))
    assert len(second) == len(first), "\n".join(sql for sql in second if sql not in first)


def _comments(guide: Guide, number: int) -> None:
    review = guide.section().reviews.get()
    for count in range(number):
        actor = guide.cast.tom if count % 2 else guide.cast.priya
        comment = reviewing.comment(actor=actor, review=review, body=f"Comment {count}.")
        if count % 3 == 0:
            reviewing.resolve_comment(actor=actor, comment=comment)


def test_review_with_more_comments(guide: Guide, priya: Desk, ana: Desk, grace: Desk, root: Desk) -> None:
    """The question who may resolve a comment must not be a query for each comment."""
    review = guide.submit(guide.write())
    reviewing.comment(actor=guide.cast.tom, review=review, body="The first.")
    path = address("review_change", review.pk)
    assert_same_query_counts([(desk, path) for desk in (priya, ana, grace, root)], lambda: _comments(guide, 4))


def test_review_of_a_section_with_more_revisions(guide: Guide, priya: Desk) -> None:
    guide.write("dosage")
    few = guide.submit(guide.write("faq"))
    before = captured_queries(priya, address("review_change", few.pk))
    guide.write()
    _revisions(guide)
    many = guide.submit(guide.write(text="The last."))
    assert len(captured_queries(priya, address("review_change", many.pk))) == len(before)


def test_revision_with_more_reviews(guide: Guide, priya: Desk) -> None:
    revision = guide.write()

    def review(number: int) -> None:
        for count in range(number):
            opened = guide.submit(revision)
            comment = reviewing.comment(actor=guide.cast.tom, review=opened, body=f"Comment {count}.")
            reviewing.resolve_comment(actor=guide.cast.tom, comment=comment)
            guide.sign(opened)

    review(1)
    assert_same_query_count(priya, _path(guide, "revision"), lambda: review(2))
