"""Look at the public pages with the Nu HTML checker and Lighthouse, weigh a guide, and write down what they say.

The site runs as in production, with the sample's guides. Both tools come from npm, at the versions of package.json.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from bench.desks.machine import ROOT, scratch_database
from bench.servers import Server, free_port
from tests.machine import find_chromium

RESULTS = Path(__file__).resolve().parent.parent / "pages-results.md"
TOOLS = ROOT / "var" / "node" / "node_modules"
GUIDE = "/guides/blincyto/"
ENGLISH = (
    *("/", "/search/?q=", "/search/?q=headache", "/search/?q=metforman", "/search/?q=quokka", "/guides/", "/a-to-z/b/"),
    *("/classes/", "/classes/biguanide/", "/conditions/", "/conditions/type-2-diabetes/", GUIDE),
    *(f"{GUIDE}{part}" for part in ("large-print/", "questions/", "editions/1/", "editions/1/changes/")),
    *(f"{GUIDE}feedback/", f"{GUIDE}feedback/thanks/", "/guides/metformin/", "/guides/warfarin/", "/nothing-here/"),
)
MAX_BYTES = 60_000  # of a guide's page and all that it loads, in brotli
MIN_SCORE = 98
FIXTURES = ("roles", "references", "glossary")


@contextmanager
def site() -> Iterator[Server]:
    port = free_port()
    variables = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": "console:",
        "DEBUG": "0",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-log", "--port", str(port)]
    with scratch_database("sqlite", "pages") as url:
        variables["DATABASE_URL"] = url
        for arguments, debug in (
            (["migrate"], "0"),
            (["load_catalogue"], "0"),
            (["loaddata", *(f"fixtures/{name}.json" for name in FIXTURES)], "0"),
            (["load_sample"], "1"),  # which makes accounts with a known password nowhere else
            (["collectstatic", "--noinput"], "0"),
            (["render_pages"], "0"),
        ):
            environment = {**os.environ, **variables, "DEBUG": debug}
            subprocess.run(
                [sys.executable, "manage.py", *arguments],
                cwd=ROOT,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        server = Server("Monograph", [*command, "config.wsgi:application"], variables, port, GUIDE)
        with server.running():
            yield server


def _fetched(server: Server, path: str, coding: str = "identity") -> bytes:
    asked = Request(f"http://127.0.0.1:{server.port}{path}", headers={"Accept-Encoding": coding})
    try:
        with urlopen(asked) as answer:  # noqa: S310  # our own, on this machine
            return bytes(answer.read())
    except HTTPError as error:  # a page of refusal is looked at like any other
        return error.read()


def html_faults(server: Server, paths: list[str]) -> list[str]:
    """Return what the Nu HTML checker objects to, a line each."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, path in enumerate(paths):
            file = Path(folder) / f"{number}.html"
            file.write_bytes(_fetched(server, path))
            files.append(str(file))
        jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
        command = ["java", "-jar", str(jar), "--exit-zero-always", "--stdout", "--format", "json", *files]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        return [f"{paths[int(Path(each['url']).stem)]}: {each['message']}" for each in told["messages"]]


def scores(server: Server, *options: str) -> dict[str, int]:
    """Return Lighthouse's scores of the guide's page, by the name of the category, of a hundred."""
    command = [str(TOOLS / ".bin" / "lighthouse"), server.address, "--quiet", "--output=json", *options]
    command.append("--chrome-flags=--headless --no-sandbox")
    environment = {**os.environ, "CHROME_PATH": str(find_chromium())}
    told: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True, env=environment).stdout)
    return {each["title"]: round(100 * each["score"]) for each in told["categories"].values()}


def weights(server: Server) -> dict[str, int]:
    """Return the bytes of the guide's page and of what it loads, in brotli."""
    page = _fetched(server, GUIDE).decode()
    loaded = sorted({part.partition('"')[0] for part in page.split('"/static/')[1:]})
    paths = [GUIDE, *(f"/static/{name}" for name in loaded)]
    return {path: len(_fetched(server, path, "br")) for path in paths}


def main() -> None:
    paths = [*ENGLISH, *(f"/es{path}" for path in ENGLISH)]
    with site() as server:
        faults = html_faults(server, paths)
        seen = {"phone": scores(server), "desktop": scores(server, "--preset=desktop")}
        weighed = weights(server)
    total = sum(weighed.values())
    met = "met" if total <= MAX_BYTES else "**missed**"
    lines = ["# What checkers say of the public pages", "", "`make check-pages` writes this page.", ""]
    lines += [
        f"The Nu HTML checker looked at {len(paths)} pages, in both languages: {len(faults) or 'no'} fault(s).",
        "",
    ]
    lines += [f"- {fault}" for fault in faults]
    lines += [
        f"Lighthouse, of `{GUIDE}` (target: {MIN_SCORE} each):",
        "",
        "|  | phone | desktop |",
        "| --- | ---: | ---: |",
    ]
    lines += [f"| {name} | {score} | {seen['desktop'].get(name, '')} |" for name, score in seen["phone"].items()]
    lines += ["", f"Weight in brotli: {total:,} bytes (target: at most {MAX_BYTES:,}, {met}).", ""]
    lines += [f"- `{path}`: {size:,}" for path, size in weighed.items()]
    told = "\n".join([*lines, ""])
    RESULTS.write_text(told, encoding="utf-8")
    sys.stdout.write(told)
    if faults or total > MAX_BYTES or min(min(each.values()) for each in seen.values()) < MIN_SCORE:
        sys.exit(1)


if __name__ == "__main__":
    main()
