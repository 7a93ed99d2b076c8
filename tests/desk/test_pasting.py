"""The endpoint that takes in what somebody pastes into the editor."""

from ..factory import Guide
from .desk_client import Desk, change_counts

PASTE = "section_paste"


def test_pasted_text_comes_back_clean_and_with_notices(guide: Guide, ana: Desk) -> None:
    before = change_counts()
    html = "<style>p { color: red }</style><p onclick=x()>Take <del>5</del><ins>10</ins> mg.</p>"
    page = ana.post(PASTE, guide.monograph.pk, "uses", html=html)
    taken = page.response.json()
    assert (page.status, taken["html"], taken["refusals"]) == (200, "<p>Take 10 mg.</p>", [])
    assert [(notice["code"], notice["quote"]) for notice in taken["notices"]] == [("deleted_text", "5")]
    assert change_counts() == before


def test_text_that_can_not_be_kept_is_refused_by_name(guide: Guide, ana: Desk) -> None:
    taken = ana.post(PASTE, guide.monograph.pk, "uses", html="<p>a\ue000b</p>").response.json()
    assert (taken["html"], [refusal["code"] for refusal in taken["refusals"]]) == (None, ["private_character"])


def test_plain_text_comes_back_with_its_lines_joined_or_apart(guide: Guide, ana: Desk) -> None:
    fields = {"text": "Take ator-\nvastatin <5 mg."}
    taken = ana.post(PASTE, guide.monograph.pk, "uses", **fields).response.json()
    assert taken["html"] == "<p>Take atorvastatin &lt;5 mg.</p>"
    assert [notice["code"] for notice in taken["notices"]] == ["joined_lines", "divided_word"]
    taken = ana.post(PASTE, guide.monograph.pk, "uses", **fields, as_lines="1").response.json()
    assert (taken["html"], taken["notices"]) == ("<p>Take ator-</p>\n<p>vastatin &lt;5 mg.</p>", [])


def test_reader_may_not_use_it(guide: Guide, priya: Desk) -> None:
    page = priya.post(PASTE, guide.monograph.pk, "uses", html="<p>Words.</p>")
    assert (page.status, page.response.json()["code"]) == (403, "no_permission")


def test_no_text_is_no_error(guide: Guide, ana: Desk) -> None:
    assert ana.post(PASTE, guide.monograph.pk, "uses").response.json() == {"html": "", "notices": [], "refusals": []}
