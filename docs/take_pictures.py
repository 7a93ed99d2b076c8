"""Take the pictures of docs/pictures/ anew: ``make pictures``. Needs Chromium; touches no database but a scratch one.

The sample guides are loaded, and three people do what no sample should keep: a dose with a slip in it is sent to the
pharmacists, a text with faults is being typed, and two editors change the same section.
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
sys.path.insert(0, str(ROOT))


class Shot(NamedTuple):
    """One picture: whose desk ("" for a reader's page), which page, how far down, on what screen."""

    name: str
    person: str
    path: str
    width: int = 1280
    height: int = 860
    scheme: str = "light"
    press: str = ""
    at: str = ""


def prepare() -> dict[str, Any]:
    """Fill the scratch database. Returns the keys that the addresses need."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("loaddata", *(f"fixtures/{n}.json" for n in ("section-kinds", "roles", "references", "glossary")))
    call_command("load_sample")
    from django.contrib.auth.models import User

    from monograph.content.citation_lines import citation_lines
    from monograph.models import Section
    from monograph.release.draft import Cited, Draft
    from monograph.workflow import drafting, reviewing

    people = {user.username: user for user in User.objects.all()}

    def section(code: str) -> Section:
        return Section.objects.select_related("latest_revision", "kind", "monograph").get(
            monograph__slug="blincyto", kind__code=code
        )

    def changed(code: str, changes: dict[str, str]) -> tuple[Section, Any, str]:
        here = section(code)
        latest = here.latest_revision
        assert latest is not None
        body = latest.body
        for old, new in changes.items():
            assert old in body, old
            body = body.replace(old, new, 1)
        return here, latest, body

    def save(code: str, who: str, reason: str, changes: dict[str, str]) -> Any:
        here, latest, body = changed(code, changes)
        draft = Draft(latest.heading, body, None, [Cited(**each) for each in latest.references])
        asked = {"actor": people[who], "section": here, "draft": draft, "reason": reason}
        return drafting.save_revision(**asked, expected=latest.number)

    def autosave(code: str, who: str, changes: dict[str, str]) -> None:
        here, latest, body = changed(code, changes)
        cited = citation_lines((each["key"], each["locator"]) for each in latest.references)
        typed = {"heading": latest.heading, "body": body, "reason": "", "references": cited}
        drafting.save_working_copy(actor=people[who], section=here, typed=typed, based_on=latest)

    slips = {"<td>28 mcg a day</td>": "<td>82 mcg a day</td>", "Do not use this page": "You can use this page"}
    slip = save("dosage", "ana", "The table is easier to read.", slips)
    review = reviewing.submit(actor=people["ana"], revision=slip, expected=slip.number)
    autosave("storage", "ana", {"</p>": " Each vial it it holds 35mcg, not 35.0 mg. Keep it away from:</p>"})
    autosave("uses", "ana", {"Blincyto": "The medicine Blincyto"})
    save("uses", "ben", "Said more directly.", {"Blincyto": "The drug Blincyto"})
    return {"review": review.pk, "guide": section("uses").monograph_id}


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
    """Serve the scratch database until the end of the ``with``; yields the address."""
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


def opened(browser: Browser, base: str, shot: Shot) -> Page:
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
                opened(browser, base, shot).screenshot(path=FOLDER / f"{shot.name}.png")
                sys.stdout.write(f"{shot.name}\n")


if __name__ == "__main__":
    main()
