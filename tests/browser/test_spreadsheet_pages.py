"""The pages of imports, exports and histories as a browser takes them: under the site's policy, for everybody."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.cast import PASSWORD
from tests.factory import Guide
from tests.spreadsheet import row_of, written

pytestmark = pytest.mark.browser

ADMIN = "/admin/monograph"
SERIOUS = {"serious", "critical"}


@pytest.fixture
def desk(committed_guide: Guide, live_server: object, page: Page) -> str:
    """The admin's address, where ana, who may import and export, is logged in."""
    committed_guide.write("uses")
    page.goto(f"{live_server}/admin/login/")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    return f"{live_server}{ADMIN}"


def upload(page: Page, desk: str, file: Path, rows: list[dict[str, str]]) -> None:
    file.write_bytes(written(rows))
    page.goto(f"{desk}/monograph/import/")
    page.get_by_label("File to import").set_input_files(file)
    expect(page.get_by_label("Format")).to_have_value("1")  # guessed from the file's name
    page.get_by_role("button", name="Submit").click()


def objections(page: Page) -> list[str]:
    """Return what axe finds in the page's own part; the frame around it is Django's."""
    found = Axe().run(page, "#content", options={"resultTypes": ["violations"]}).response["violations"]
    return [violation["id"] for violation in found if violation["impact"] in SERIOUS]


def test_the_policy_blocks_nothing_and_axe_finds_nothing(desk: str, page: Page, tmp_path: Path) -> None:
    blocked: list[str] = []
    page.on(
        "console", lambda message: blocked.append(message.text) if "Content Security Policy" in message.text else None
    )
    for model in ("monograph", "reference", "glossaryterm", "sectionrevision"):
        page.goto(f"{desk}/{model}/")
        assert objections(page) == []
    for address in ("monograph/export/", "monograph/import/", "reference/export/", "reference/import/"):
        page.goto(f"{desk}/{address}")
        assert objections(page) == [], address
    upload(page, desk, tmp_path / "faulty.csv", [row_of(heading="")])
    expect(page.get_by_role("cell", name="The heading is missing.")).to_be_visible()
    assert objections(page) == []
    assert blocked == []


def test_a_file_is_uploaded_looked_at_and_confirmed(desk: str, page: Page, tmp_path: Path) -> None:
    upload(page, desk, tmp_path / "guides.csv", [row_of()])
    expect(page.get_by_role("cell", name="New words about uses.")).to_be_visible()
    assert objections(page) == []
    page.get_by_role("button", name="Confirm import").click()
    expect(page.get_by_text("Imported. New draft: 1.")).to_be_visible()


def test_ticked_guides_are_downloaded(desk: str, page: Page) -> None:
    page.goto(f"{desk}/monograph/")
    page.locator("input.action-select").check()
    page.get_by_label("Action").select_option("export_admin_action")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("Format").select_option("CSV")
    with page.expect_download() as download:
        page.get_by_role("button", name="Submit").click()
    assert "About uses" in download.value.path().read_text(encoding="utf-8-sig")
