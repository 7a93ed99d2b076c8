"""The section editor and its endpoints take few queries."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monograph.models import GlossaryTerm, Reference

from ..factory import SOURCE, Guide
from .desk_client import Desk, address
from .section_editor import form_data
from .test_queries import assert_same_query_count, excess_queries


@pytest.fixture
def written(short: Guide) -> Guide:
    short.write(text="It it is 35mcg.")
    return short


def test_section_editor_takes_at_most_15_queries(written: Guide, ana: Desk) -> None:
    page = address("section_edit", written.monograph.pk, "uses")
    assert excess_queries(ana, page) == []
    ana.post("section_autosave", written.monograph.pk, "uses", **form_data(expected="2"))
    assert excess_queries(ana, page) == []
    for code in ("drug-facts", "faq"):
        assert excess_queries(ana, address("section_edit", written.monograph.pk, code)) == []


def test_section_editor_with_more_sections_and_terms(written: Guide, ana: Desk) -> None:
    def grow() -> None:
        for code in ("side-effects", "before-taking"):
            written.approve(written.write(code))
        for number in range(3):
            GlossaryTerm.objects.create(term=f"Term {number}", meaning="It is a term.")

    assert_same_query_count(ana, address("section_edit", written.monograph.pk, "uses"), grow)


def _posted(desk: Desk, name: str, guide: Guide, **data: Any) -> int:
    def post() -> Any:
        return desk.post(name, guide.monograph.pk, "uses", **data).response

    post()
    with CaptureQueriesContext(connection) as captured:
        assert post().status_code in (200, 409)
    return len([query for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]])


@pytest.mark.parametrize(
    ("name", "most"),
    [("section_autosave", 19), ("section_presence", 10), ("section_preflight", 13)],
    ids=lambda value: str(value),
)
def test_endpoints_of_the_editor_with_a_big_library(name: str, most: int, written: Guide, ana: Desk) -> None:
    data = form_data(expected="2", references=SOURCE)
    before = _posted(ana, name, written, **data)
    Reference.objects.bulk_create(
        Reference(key=f"key-{number}", title="Title", publisher="Maker") for number in range(2000)
    )
    assert _posted(ana, name, written, **data) == before <= most
