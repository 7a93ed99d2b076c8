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

from ..cast import Cast
from ..factory import Guide, facts
from ..stories import schedule, short
from .desk_client import Desk, address


def captured_queries(desk: Desk, path: str) -> list[str]:
    """Return the queries of one page load, without savepoints."""
    desk.open(path)  # what is asked once in the life of a process, as content types, is asked now
    with CaptureQueriesContext(connection) as captured:
        page = desk.open(path)
    assert page.status == 200, path
    return [
        query["sql"] for query in captured.captured_queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]


def _shape(sql: str) -> str:
    """Return a query without its literals, so that equal queries can be counted."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)


def assert_same_query_count(desk: Desk, path: str, grow: Callable[[], Any]) -> None:
    """Assert that `grow` changes the page but not its number of queries."""
    before, shown = captured_queries(desk, path), desk.open(path).words
    grow()
    after = captured_queries(desk, path)
    assert desk.open(path).words != shown, "nothing has grown on this page: the test could not fail"
    more = "\n".join((Counter(map(_shape, after)) - Counter(map(_shape, before))).elements())
    assert len(after) == len(before), f"{len(before)} queries became {len(after)}; the new ones:\n{more}"


def more_guides(cast: Cast, number: int = 29) -> list[Guide]:
    """Start guides, each with a commented review and a draft; three are published."""
    guides = [Guide(cast, f"guide-{count}") for count in range(number)]
    for guide in guides[:3]:
        short(guide)
    for guide in guides:
        guide.write("overview", "News.")
        guide.write("drug-facts", facts=facts(brand_name=f"Brand {guide.monograph.pk}"))
        reviewing.comment(actor=cast.priya, review=guide.submit(guide.write(text="More.")), body="Since when?")
    return guides


LISTS = [
    "monograph_monograph",
    "monograph_review",
    "monograph_sectionrevision",
    "monograph_signature",
    "monograph_auditentry",
    "monograph_edition",
]


@pytest.mark.parametrize("name", LISTS)
def test_list_with_30_guides(name: str, guide: Guide, root: Desk) -> None:
    short(guide)
    guide.submit(guide.write(text="News."))

    def grow() -> None:
        for other in more_guides(guide.cast, 29 if name not in ("monograph_signature", "monograph_edition") else 0):
            other.write("cost")
        for number in range(2, 5):
            guide.approve(guide.write("cost", f"Text {number}."))
            guide.publish()

    assert_same_query_count(root, reverse(f"admin:{name}_changelist"), grow)


@pytest.mark.parametrize("state", ["", "?state=all", "?state=approved"])
def test_review_list_with_closed_reviews(state: str, guide: Guide, priya: Desk) -> None:
    guide.submit(guide.write("faq"))
    guide.approve(guide.write("cost"))

    def grow() -> None:
        more_guides(guide.cast, 5)
        for number in range(5):
            guide.approve(guide.write("cost", f"Text {number}."))

    assert_same_query_count(priya, reverse("admin:monograph_review_changelist") + state, grow)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("reference", lambda number: Reference.objects.create(key=f"key-{number}", title="Title", publisher="Tester")),
        ("glossaryterm", lambda number: GlossaryTerm.objects.create(term=f"Term {number}", meaning="Meaning")),
    ],
)
def test_library_with_30_entries(name: str, make: Callable[[int], Any], ana: Desk) -> None:
    make(0)
    assert_same_query_count(
        ana, reverse(f"admin:monograph_{name}_changelist"), lambda: [make(number) for number in range(1, 30)]
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


def _story(guide: Guide) -> Guide:
    """Publish a guide with one of each thing that its pages list."""
    short(guide)
    guide.approve(guide.write("cost"))
    guide.write("faq", "It has has a finding.")
    guide.submit(guide.write("storage"))
    schedule(guide)
    return guide


def _revisions(guide: Guide) -> None:
    for number in range(39):
        guide.write("uses", f"Text {number}.", author=guide.cast.ben if number % 2 else guide.cast.ana)


@pytest.mark.parametrize("page", ["guide", "editor", "history", "release"])
def test_guide_pages_with_40_revisions_of_a_section(page: str, guide: Guide, root: Desk) -> None:
    _story(guide)
    guide.write("uses", "Not yet signed.")
    assert_same_query_count(root, _path(guide, page), lambda: _revisions(guide))


def _sections(guide: Guide) -> None:
    for code in ("side-effects", "before-taking", "interactions"):
        guide.approve(guide.write(code))
    for code in ("pregnancy", "overdose"):
        guide.write(code)
        guide.submit(guide.write(code, "Other text."))


@pytest.mark.parametrize("page", ["guide", "release"])
def test_guide_pages_with_more_sections(page: str, guide: Guide, maria: Desk) -> None:
    assert_same_query_count(maria, _path(_story(guide), page), lambda: _sections(guide))


def test_ready_edition_with_more_sections(guide: Guide, maria: Desk) -> None:
    """The edition is ready, so every check before publishing runs."""
    short(guide)
    guide.approve(guide.write("cost"))

    def grow() -> None:
        for code in ("side-effects", "before-taking", "interactions", "pregnancy"):
            guide.approve(guide.write(code))

    assert_same_query_count(maria, _path(guide, "release"), grow)


def test_edition_list_with_more_editions(guide: Guide, maria: Desk) -> None:
    def grow() -> None:
        for number in range(5):
            guide.approve(guide.write("uses", f"Text {number}."))
            guide.publish()

    short(guide)
    assert_same_query_count(maria, _path(guide, "editions"), grow)


def test_edition_page_with_more_sections(guide: Guide, maria: Desk) -> None:
    short(guide)
    first = captured_queries(maria, _path(guide, "edition"))
    for code in ("side-effects", "before-taking", "interactions", "pregnancy"):
        guide.approve(guide.write(code))
    guide.publish()
    second = captured_queries(maria, address("monograph_edition", guide.monograph.pk, 2))
    assert len(second) == len(first), "\n".join(sql for sql in second if sql not in first)


def _comments(guide: Guide, number: int) -> None:
    review = guide.section().reviews.get()
    for count in range(number):
        actor = guide.cast.tom if count % 2 else guide.cast.priya
        comment = reviewing.comment(actor=actor, review=review, body=f"Comment {count}.")
        if count % 3 == 0:
            reviewing.resolve_comment(actor=actor, comment=comment)


@pytest.mark.parametrize("who", ["priya", "ana", "grace", "root"])
def test_review_with_40_comments(who: str, guide: Guide) -> None:
    """The question who may resolve a comment must not be a query for each comment."""
    review = guide.submit(guide.write())
    _comments(guide, 10)
    desk = Desk(getattr(guide.cast, who))
    assert_same_query_count(desk, address("review_change", review.pk), lambda: _comments(guide, 30))


def test_review_with_ten_comments(guide: Guide, priya: Desk) -> None:
    review = guide.submit(guide.write())
    reviewing.comment(actor=guide.cast.tom, review=review, body="The first.")
    assert_same_query_count(priya, address("review_change", review.pk), lambda: _comments(guide, 9))


def test_review_of_a_section_with_40_revisions(guide: Guide, priya: Desk) -> None:
    guide.write("dosage")
    few = guide.submit(guide.write("faq"))
    before = captured_queries(priya, address("review_change", few.pk))
    guide.write()
    _revisions(guide)
    many = guide.submit(guide.write(text="The last."))
    assert len(captured_queries(priya, address("review_change", many.pk))) == len(before)


def test_revision_with_ten_reviews(guide: Guide, priya: Desk) -> None:
    revision = guide.write()

    def review(number: int) -> None:
        for count in range(number):
            opened = guide.submit(revision)
            comment = reviewing.comment(actor=guide.cast.tom, review=opened, body=f"Comment {count}.")
            reviewing.resolve_comment(actor=guide.cast.tom, comment=comment)
            guide.sign(opened)

    review(1)
    assert_same_query_count(priya, _path(guide, "revision"), lambda: review(9))


def test_public_list_of_guides(guide: Guide, root: Desk) -> None:
    short(guide)

    def grow() -> None:
        for number in range(3):
            short(Guide(guide.cast, f"guide-{number}"))

    assert_same_query_count(root, reverse("monograph:guides"), grow)
