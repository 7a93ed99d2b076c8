"""The merge page: what it shows, and that it loses nothing of either side."""

from monograph.models import WorkingCopy

from ..factory import Guide
from .desk_client import Desk
from .section_merge import MERGE, choose, keep_changes, keys, load_merge

BASE = "<p>Take one tablet a day.</p>\n<ul><li>fever</li><li>rash</li></ul>\n<p>Call your doctor.</p>"
BENS = BASE.replace("one tablet", "two tablets").replace("fever", "high fever")


def body_of(guide: Guide, desk: Desk) -> str:
    return str(WorkingCopy.objects.get(section=guide.section(), editor=desk.user).typed["body"])


def test_conflict_shows_three_versions_and_needs_a_choice(guide: Guide, ana: Desk) -> None:
    first = guide.write(text=BASE)
    keep_changes(ana, guide, first, body=BASE.replace("a day", "every day"), heading="Own heading")
    guide.write(text=BENS, author=guide.cast.ben, heading="Ben's heading")
    page = load_merge(ana, guide)
    assert list(keys(page)) == ["Passage 1", "Passage 2"]
    heading, body = (page.words_of(element) for element in page.dom.xpath("//section//h2"))
    assert (heading, body) == ("Passage 1 of 2: Heading", "Passage 2 of 2: Text")
    texts = page.dom.xpath("//*[@class='merge-texts']")[1].xpath("div")
    assert [page.words_of(element) for element in texts] == [
        "Before Take one tablet a day.",
        "Ben Take one tablettwo tablets a day.",
        "Yours Take one tablet aevery day.",
    ]
    marked = [[word.text for element in texts[1:] for word in element.iter(tag)] for tag in ("del", "ins")]
    assert marked == [["one tablet", "a"], ["two tablets", "every"]]
    assert not page.dom.xpath("//input[@type='radio'][@checked]"), "nothing is chosen beforehand"
    merged = page.words_of(page.dom.xpath("//article[@aria-label='The merged text']")[0])
    assert "[1: choose above]" in merged and "[2: choose above]" in merged and "high fever" in merged

    half = choose(ana, guide, page, mine=["Passage 1"])
    assert half.status == 422
    assert half.errors == ["1 passage still needs your choice."]
    assert half.dom.xpath("//input[@type='radio'][@checked]/@value") == ["mine"]
    assert body_of(guide, ana) == BASE.replace("a day", "every day")

    form = ana.after(choose(ana, guide, half, mine=["Passage 1"], both=["Passage 2"]))
    assert form.value("heading") == "Own heading"
    assert form.value("body") == BENS.replace("</p>\n<ul>", "</p>\n<p>Take one tablet every day.</p>\n<ul>", 1)


def test_three_full_texts_are_shown(guide: Guide, ana: Desk) -> None:
    first = guide.write(text=BASE)
    keep_changes(ana, guide, first, body="<p>Own words.</p>")
    guide.write(text=BENS, author=guide.cast.ben)
    page = load_merge(ana, guide)
    whole = [page.words_of(element) for element in page.dom.xpath("//details//article")]
    assert ["Take one tablet a day." in whole[0], "two tablets" in whole[1], "Own words." in whole[2]] == [True] * 3


def test_changes_from_another_tab_are_not_overwritten(guide: Guide, ana: Desk) -> None:
    first = guide.write(text=BASE)
    keep_changes(ana, guide, first, body=f"{BASE}\n<p>Mine.</p>")
    guide.write(text=BENS, author=guide.cast.ben)
    page = load_merge(ana, guide)
    keep_changes(ana, guide, first, body=f"{BASE}\n<p>Mine, and more.</p>")
    again = choose(ana, guide, page)
    assert again.status == 409
    assert body_of(guide, ana).endswith("<p>Mine, and more.</p>")
    assert "Mine, and more." in again.words


def test_invalid_text_is_shown_escaped_and_blocks_merging(guide: Guide, ana: Desk) -> None:
    first = guide.write(text=BASE)
    bad = "<p>Own words.</p><script>alert(1)</script>"
    keep_changes(ana, guide, first, body=bad)
    guide.write(text=BENS, author=guide.cast.ben)
    page = load_merge(ana, guide)
    assert page.status == 200
    assert "The text holds <script>." in page.words
    assert bad in page.words and "<script>alert" not in page.html
    assert "Use the merged text" not in page.buttons
    refused = ana.post(MERGE, guide.monograph.pk, "uses", seen=load_merge(ana, guide).value("seen") or "")
    assert refused.status == 409
    assert body_of(guide, ana) == bad


def test_merging_with_a_removal_takes_own_text(guide: Guide, ana: Desk) -> None:
    first = guide.write(text=BASE)
    keep_changes(ana, guide, first, body=f"{BASE}\n<p>Mine.</p>")
    guide.remove(author=guide.cast.ben)
    page = load_merge(ana, guide)
    assert "removes the section from the guide" in page.words
    form = ana.after(choose(ana, guide, page))
    assert (form.value("body"), form.value("heading")) == (f"{BASE}\n<p>Mine.</p>", "About uses")
    assert form.value("expected") == "2"


def test_merge_page_redirects_without_a_newer_revision(guide: Guide, ana: Desk) -> None:
    first = guide.write(text=BASE)
    assert ana.after(load_merge(ana, guide)).messages[0].startswith("There is nothing to merge")
    keep_changes(ana, guide, first, body="<p>Own words.</p>")
    page = ana.after(load_merge(ana, guide))
    assert page.messages[0].startswith("There is nothing to merge")
    assert page.value("body") == "<p>Own words.</p>"


def test_changes_of_others_are_never_shown_or_merged(guide: Guide, ana: Desk, ben: Desk, priya: Desk) -> None:
    first = guide.write(text=BASE)
    keep_changes(ana, guide, first, body="<p>Secret words.</p>")
    guide.write(text=BENS, author=guide.cast.ben)
    assert "Secret words." not in ben.after(load_merge(ben, guide)).words
    assert "Secret words." not in priya.after(load_merge(priya, guide)).words
    assert priya.post(MERGE, guide.monograph.pk, "uses").status == 403
