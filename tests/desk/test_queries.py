"""A page asks the database as often for many guides, revisions and comments as for one."""

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
from .browse import Desk, address


def asked(desk: Desk, path: str) -> list[str]:
    """Return what one reading of a page asks the database, savepoints left out."""
    desk.open(path)  # what is asked once in the life of a process, as content types, is asked now
    with CaptureQueriesContext(connection) as captured:
        page = desk.open(path)
    assert page.status == 200, path
    return [
        query["sql"] for query in captured.captured_queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]


def _shape(sql: str) -> str:
    """Return a query without its numbers and words, to tell which one is asked more often."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)


def same(desk: Desk, path: str, grow: Callable[[], Any]) -> None:
    """Assert that the page takes as many queries after `grow` as before, and is no longer the same page."""
    before, shown = asked(desk, path), desk.open(path).words
    grow()
    after = asked(desk, path)
    assert desk.open(path).words != shown, "nothing has grown on this page: the test could not fail"
    more = "\n".join((Counter(map(_shape, after)) - Counter(map(_shape, before))).elements())
    assert len(after) == len(before), f"{len(before)} queries became {len(after)}; the new ones:\n{more}"


def more_guides(cast: Cast, number: int = 29) -> list[Guide]:
    """Start guides, three of which are published; of each, one section is in review with a comment, one a draft."""
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
def test_a_list_with_30_guides(name: str, guide: Guide, root: Desk) -> None:
    short(guide)
    guide.submit(guide.write(text="News."))

    def grow() -> None:
        for each in more_guides(guide.cast, 29 if name not in ("monograph_signature", "monograph_edition") else 0):
            each.write("cost")
        for number in range(2, 5):
            guide.approve(guide.write("cost", f"Text {number}."))
            guide.publish()

    same(root, reverse(f"admin:{name}_changelist"), grow)


@pytest.mark.parametrize("state", ["", "?state=all", "?state=approved"])
def test_the_queue_with_closed_reviews(state: str, guide: Guide, priya: Desk) -> None:
    guide.submit(guide.write("faq"))
    guide.approve(guide.write("cost"))

    def grow() -> None:
        more_guides(guide.cast, 5)
        for number in range(5):
            guide.approve(guide.write("cost", f"Text {number}."))

    same(priya, reverse("admin:monograph_review_changelist") + state, grow)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("reference", lambda number: Reference.objects.create(key=f"key-{number}", title="Title", publisher="Tester")),
        ("glossaryterm", lambda number: GlossaryTerm.objects.create(term=f"Term {number}", meaning="Meaning")),
    ],
)
def test_a_library_with_30_entries(name: str, make: Callable[[int], Any], ana: Desk) -> None:
    make(0)
    same(ana, reverse(f"admin:monograph_{name}_changelist"), lambda: [make(number) for number in range(1, 30)])


PAGES: dict[str, tuple[Any, ...]] = {
    "guide": ("monograph_change",),
    "editor": ("section_edit", "uses"),
    "history": ("section_history", "uses"),
    "revision": ("section_revision", "uses", 1),
    "release": ("monograph_release",),
    "editions": ("monograph_editions",),
    "edition": ("monograph_edition", 1),
}


def _path(guide: Guide, page: str) -> str:
    name, *rest = PAGES[page]
    return address(name, guide.monograph.pk, *rest)


def _story(guide: Guide) -> Guide:
    """Publish a guide, and let each kind of thing that its pages list be there once."""
    short(guide)
    guide.approve(guide.write("cost"))
    guide.write("faq")
    guide.submit(guide.write("storage"))
    schedule(guide)
    return guide


def _revisions(guide: Guide) -> None:
    for number in range(39):
        guide.write("uses", f"Text {number}.", author=guide.cast.ben if number % 2 else guide.cast.ana)


@pytest.mark.parametrize("page", ["guide", "editor", "history", "release"])
def test_a_page_of_a_guide_with_40_revisions_of_a_section(page: str, guide: Guide, root: Desk) -> None:
    _story(guide)
    guide.write("uses", "Not yet signed.")
    same(root, _path(guide, page), lambda: _revisions(guide))


def _sections(guide: Guide) -> None:
    for code in ("side-effects", "before-taking", "interactions"):
        guide.approve(guide.write(code))
    for code in ("pregnancy", "overdose"):
        guide.write(code)
        guide.submit(guide.write(code, "Other text."))


@pytest.mark.parametrize("page", ["guide", "release"])
def test_a_page_of_a_guide_with_more_sections(page: str, guide: Guide, maria: Desk) -> None:
    same(maria, _path(_story(guide), page), lambda: _sections(guide))


def test_the_next_edition_of_more_sections_that_cite_more(guide: Guide, maria: Desk) -> None:
    """The edition is ready here, so that everything the gate asks is asked."""
    short(guide)
    guide.approve(guide.write("cost"))

    def grow() -> None:
        for code in ("side-effects", "before-taking", "interactions", "pregnancy"):
            guide.approve(guide.write(code))

    same(maria, _path(guide, "release"), grow)


def test_the_page_of_editions_with_more_of_them(guide: Guide, maria: Desk) -> None:
    def grow() -> None:
        for number in range(5):
            guide.approve(guide.write("uses", f"Text {number}."))
            guide.publish()

    short(guide)
    same(maria, _path(guide, "editions"), grow)


def test_the_page_of_an_edition_with_more_sections(guide: Guide, maria: Desk) -> None:
    short(guide)
    first = asked(maria, _path(guide, "edition"))
    for code in ("side-effects", "before-taking", "interactions", "pregnancy"):
        guide.approve(guide.write(code))
    guide.publish()
    second = asked(maria, address("monograph_edition", guide.monograph.pk, 2))
    assert len(second) == len(first), "\n".join(sql for sql in second if sql not in first)


def _comments(guide: Guide, number: int) -> None:
    review = guide.section().reviews.get()
    for count in range(number):
        actor = guide.cast.tom if count % 2 else guide.cast.priya
        remark = reviewing.comment(actor=actor, review=review, body=f"Remark {count}.")
        if count % 3 == 0:
            reviewing.resolve_comment(actor=actor, comment=remark)


@pytest.mark.parametrize("who", ["priya", "ana", "grace", "root"])
def test_a_review_with_many_comments(who: str, guide: Guide) -> None:
    """The same from 10 comments to 40: what it takes to ask who may resolve each must not grow with them."""
    review = guide.submit(guide.write())
    _comments(guide, 10)
    desk = Desk(getattr(guide.cast, who))
    same(desk, address("review_change", review.pk), lambda: _comments(guide, 30))


def test_a_review_with_ten_comments_takes_as_many_queries_as_with_one(guide: Guide, priya: Desk) -> None:
    review = guide.submit(guide.write())
    reviewing.comment(actor=guide.cast.tom, review=review, body="The first.")
    same(priya, address("review_change", review.pk), lambda: _comments(guide, 9))


def test_a_review_of_a_section_with_40_revisions(guide: Guide, priya: Desk) -> None:
    guide.write("dosage")
    few = guide.submit(guide.write("faq"))
    before = asked(priya, address("review_change", few.pk))
    guide.write()
    _revisions(guide)
    many = guide.submit(guide.write(text="The last."))
    assert len(asked(priya, address("review_change", many.pk))) == len(before)


def test_a_revision_that_was_reviewed_often(guide: Guide, priya: Desk) -> None:
    revision = guide.write()

    def review(number: int) -> None:
        for count in range(number):
            opened = guide.submit(revision)
            remark = reviewing.comment(actor=guide.cast.tom, review=opened, body=f"Remark {count}.")
            reviewing.resolve_comment(actor=guide.cast.tom, comment=remark)
            guide.sign(opened)

    review(1)
    same(priya, _path(guide, "revision"), lambda: review(9))


def test_the_list_of_all_guides_for_the_public(guide: Guide, root: Desk) -> None:
    short(guide)

    def grow() -> None:
        for number in range(3):
            short(Guide(guide.cast, f"guide-{number}"))

    same(root, reverse("monograph:guides"), grow)
