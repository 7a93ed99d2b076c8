"""The page of a section, and what it asks while somebody writes, stay quick: few queries, however much there is."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monograph.models import GlossaryTerm, Reference

from ..factory import SOURCE, Guide
from ..stories import short
from .browse import Desk, address
from .section_editor import typed
from .test_queries import asked, same

MOST = 15


@pytest.fixture
def written(guide: Guide) -> Guide:
    short(guide)
    guide.write(text="It it is 35mcg.")
    return guide


def test_the_editor_takes_fifteen_queries_at_most(written: Guide, ana: Desk) -> None:
    page = address("section_edit", written.monograph.pk, "uses")
    assert len(asked(ana, page)) <= MOST
    ana.post("section_typing", written.monograph.pk, "uses", **typed(expected="2"))
    assert len(asked(ana, page)) <= MOST
    for code in ("drug-facts", "faq"):
        assert len(asked(ana, address("section_edit", written.monograph.pk, code))) <= MOST


def test_the_editor_of_a_guide_with_more_sections_terms_and_remarks(written: Guide, ana: Desk) -> None:
    def grow() -> None:
        for code in ("side-effects", "before-taking", "interactions"):
            written.approve(written.write(code))
        for number in range(30):
            GlossaryTerm.objects.create(term=f"Term {number}", meaning="It is a term.")

    same(ana, address("section_edit", written.monograph.pk, "uses"), grow)


def _posted(desk: Desk, name: str, guide: Guide, **data: Any) -> int:
    def post() -> Any:
        return desk.post(name, guide.monograph.pk, "uses", **data).response

    post()
    with CaptureQueriesContext(connection) as captured:
        assert post().status_code in (200, 409)
    return len([each for each in captured.captured_queries if "SAVEPOINT" not in each["sql"]])


@pytest.mark.parametrize(
    ("name", "most"), [("section_typing", 19), ("section_here", 10), ("section_look", 13)], ids=lambda value: str(value)
)
def test_what_is_asked_while_writing_takes_as_many_queries_in_a_big_library(
    name: str, most: int, written: Guide, ana: Desk
) -> None:
    data = typed(expected="2", references=SOURCE)
    before = _posted(ana, name, written, **data)
    Reference.objects.bulk_create(
        Reference(key=f"key-{number}", title="Title", publisher="Maker") for number in range(2000)
    )
    assert _posted(ana, name, written, **data) == before <= most
