"""The pages of imports and exports in a browser.

`desk_of` asserts that the content security policy blocks nothing.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import load_axe, violations
from tests.browser.conftest import DeskOf
from tests.factory import Guide
from tests.spreadsheet import row_of, write_file

pytestmark = pytest.mark.browser

ADMIN = "/admin/monograph"
PAGES = [f"{model}/{page}/" for model in ("monograph", "reference", "glossaryterm") for page in ("import", "export")]
HISTORY = [f"{model}/export/" for model in ("sectionrevision", "signature", "auditentry", "review", "edition")]


def objections(page: Page) -> list[str]:
    """Return what axe finds in the page's own content; the frame is Django's."""
    load_axe(page)
    return violations(page, {"resultTypes": ["violations"]}, within="#content")


def upload(page: Page, file: Path, rows: list[dict[str, str]]) -> None:
    file.write_bytes(write_file(rows))
    page.goto(f"{ADMIN}/monograph/import/")
    page.get_by_label("File to import").set_input_files(file)
    expect(page.get_by_label("Format")).to_have_value("1")  # guessed from the file's name
    page.get_by_role("button", name="Submit").click()


def test_import_and_export_pages_are_accessible(
    committed_guide: Guide, desk_of: DeskOf, heard: list[str], tmp_path: Path
) -> None:
    committed_guide.write("uses")
    for name, addresses in {"ana": PAGES, "grace": HISTORY}.items():
        page = desk_of(getattr(committed_guide.cast, name))
        for address in addresses:
            page.goto(f"{ADMIN}/{address}")
            assert heard == []
            assert objections(page) == [], address
            heard.clear()  # axe breaks the content security policy itself
    page = desk_of(committed_guide.cast.ana)
    for rows, words in (([row_of(heading="")], "The heading is missing."), ([row_of()], "New words about uses.")):
        upload(page, tmp_path / "guides.csv", rows)
        expect(page.get_by_role("cell", name=words)).to_be_visible()
        assert objections(page) == []
        heard.clear()


def test_file_is_uploaded_previewed_and_confirmed(committed_guide: Guide, desk_of: DeskOf, tmp_path: Path) -> None:
    committed_guide.write("uses")
    page = desk_of(committed_guide.cast.ana)
    upload(page, tmp_path / "guides.csv", [row_of()])
    expect(page.get_by_role("cell", name="New words about uses.")).to_be_visible()
    page.get_by_role("button", name="Confirm import").click()
    expect(page.get_by_text("Imported. New draft: 1.")).to_be_visible()


def test_selected_guides_are_downloaded(committed_guide: Guide, desk_of: DeskOf) -> None:
    committed_guide.write("uses")
    page = desk_of(committed_guide.cast.ana)
    page.goto(f"{ADMIN}/monograph/")
    page.locator("input.action-select").check()
    page.locator("select[name=action]").select_option("export_admin_action")
    page.locator(".actions button[name=index]").click()  # "Go", and "Run" from Django 6.1 on
    page.get_by_label("Format").select_option("CSV")
    with page.expect_download() as download:
        page.get_by_role("button", name="Submit").click()
    assert "About uses" in download.value.path().read_text(encoding="utf-8-sig")
