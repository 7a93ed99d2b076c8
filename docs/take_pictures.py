"""Take the pictures of docs/pictures/: ``make pictures``.

Needs Chromium, and uses only a scratch database.

The sample guides are loaded. Then people do what no sample should keep: a dose with a slip is submitted for review, a
text with faults is left unsaved, and two editors change the same section.
"""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
FIXTURES = ("roles", "references", "glossary")
sys.path.insert(0, str(ROOT))


class Shot(NamedTuple):
    """One picture: whose desk ("" for a public page), which page, and on what screen.

    `press` is the label of a radio button to choose, `at` the selector of the element to scroll to.
    """

    name: str
    person: str
    path: str
    width: int = 1280
    height: int = 860
    scheme: str = "light"
    press: str = ""
    at: str = ""


class SampleGuide:
    """The sample guide of Blincyto, and what is done to it for the pictures alone."""

    def __init__(self) -> None:
        from django.contrib.auth.models import User

        self.people = {user.username: user for user in User.objects.all()}

    def section(self, code: str) -> Any:
        from monograph.models import Section

        sections = Section.objects.select_related("latest_revision", "kind", "monograph")
        return sections.get(monograph__slug="blincyto", kind__code=code)

    def edited(self, code: str, changes: dict[str, str]) -> tuple[Any, Any, str]:
        """Return a section, its latest revision, and its body with each change made once."""
        section = self.section(code)
        latest = section.latest_revision
        body = latest.body
        for old, new in changes.items():
            assert old in body, old
            body = body.replace(old, new, 1)
        return section, latest, body

    def save(self, code: str, author: str, reason: str, changes: dict[str, str]) -> Any:
        from monograph.release.draft import Cited, Draft
        from monograph.workflow import drafting

        section, latest, body = self.edited(code, changes)
        return drafting.save_revision(
            actor=self.people[author],
            section=section,
            draft=Draft(latest.heading, body, None, [Cited(**cited) for cited in latest.references]),
            reason=reason,
            expected=latest.number,
        )

    def submit(self, revision: Any, author: str) -> Any:
        from monograph.workflow import reviewing

        return reviewing.submit(actor=self.people[author], revision=revision, expected=revision.number)

    def leave_unsaved(self, code: str, author: str, changes: dict[str, str]) -> None:
        from monograph.content.citation_lines import citation_lines
        from monograph.workflow import drafting

        section, latest, body = self.edited(code, changes)
        references = citation_lines((cited["key"], cited["locator"]) for cited in latest.references)
        typed = {"heading": latest.heading, "body": body, "reason": "", "references": references}
        drafting.save_working_copy(actor=self.people[author], section=section, typed=typed, based_on=latest)


def prepare() -> dict[str, Any]:
    """Fill the scratch database. Returns the primary keys that the addresses need."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    call_command("loaddata", *(f"fixtures/{name}.json" for name in FIXTURES))
    call_command("load_sample")
    guide = SampleGuide()
    slips = {"<td>28 mcg a day</td>": "<td>82 mcg a day</td>", "Do not use this page": "You can use this page"}
    slip = guide.save("dosage", "ana", "The table is easier to read.", slips)
    review = guide.submit(slip, "ana")
    guide.leave_unsaved("storage", "ana", {"</p>": " Each vial it it holds 35mcg, not 35.0 mg. Keep it away from:</p>"})
    guide.leave_unsaved("uses", "ana", {"Blincyto": "The medicine Blincyto"})
    guide.save("uses", "ben", "Said more directly.", {"Blincyto": "The drug Blincyto"})
    return {"review": review.pk, "guide": guide.section("uses").monograph_id}


def shots(keys: dict[str, Any]) -> list[Shot]:
    guide = f"/admin/monograph/monograph/{keys['guide']}"
    return [
        Shot("review", "tom", f"/admin/monograph/review/{keys['review']}/change/", press="side by side", at="#change"),
        Shot("editor", "ana", f"{guide}/sections/storage/"),
        Shot("merge", "ana", f"{guide}/sections/uses/merge/", scheme="dark"),
        Shot("guide", "maria", f"{guide}/change/"),
        Shot("queue-on-a-phone", "tom", "/admin/monograph/review/queue/", width=375, height=760),
        Shot("reading", "", "/guides/blincyto/"),
        Shot("search-on-a-phone", "", "/es/search/?q=headache", width=375, height=760, scheme="dark"),
    ]


@contextmanager
def serving() -> Iterator[str]:
    """Serve the scratch database; yields the address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as server:
        try:
            while True:
                try:
                    urlopen(base).close()
                    break
                except OSError:
                    if server.poll() is not None:
                        sys.exit("The server did not start.")
            yield base
        finally:
            server.terminate()


def log_in(page: Page, person: str) -> None:
    from monograph.interchange.sample import PASSWORD

    page.goto("/admin/login/")
    page.get_by_label("Username").fill(person)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def open_page(browser: Browser, base: str, shot: Shot) -> Page:
    size = {"width": shot.width, "height": shot.height}
    page = browser.new_page(base_url=base, viewport=size, color_scheme=shot.scheme)
    if shot.person:
        log_in(page, shot.person)
    page.goto(shot.path, wait_until="networkidle")
    if shot.press:
        page.get_by_role("radio", name=shot.press).check()
    if shot.at:
        page.locator(shot.at).evaluate("element => element.scrollIntoView()")
    return page


def main() -> None:
    from tests.machine import find_chromium

    with tempfile.TemporaryDirectory(prefix="monograph-pictures-") as scratch:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="config.settings",
            DATABASE_URL=f"sqlite:///{scratch}/pictures.sqlite3",
            SECRET_KEY=secrets.token_urlsafe(50),
            DEBUG="1",
            EMAIL_URL="console:",
            ALLOWED_HOSTS="127.0.0.1",
            SITE_URL="http://127.0.0.1:8000",
            SITE_NAME="Sample content, not medical advice",
        )
        keys = prepare()
        FOLDER.mkdir(exist_ok=True)
        with serving() as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
            for shot in shots(keys):
                open_page(browser, base, shot).screenshot(path=FOLDER / f"{shot.name}.png")
                sys.stdout.write(f"{shot.name}\n")


if __name__ == "__main__":
    main()
