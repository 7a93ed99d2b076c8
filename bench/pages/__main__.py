"""Check the public pages with the Nu HTML checker and Lighthouse.

It saves the results. It also measures the size of a guide's page. The site runs as in production, with the sample
guides. Both tools come from npm, in the versions of package.json.
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

from bench.products import ROOT, scratch_database
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
MAX_BYTES = 60_000  # of a guide's page and everything it loads, in brotli
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
            (["load_sample"], "1"),  # refuses to make accounts with a known password without DEBUG
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


def _fetch(server: Server, path: str, encoding: str = "identity") -> bytes:
    request = Request(f"http://127.0.0.1:{server.port}{path}", headers={"Accept-Encoding": encoding})
    try:
        with urlopen(request) as response:  # noqa: S310  # our own, on this machine
            return bytes(response.read())
    except HTTPError as error:  # error pages are checked, too
        return error.read()


def html_faults(server: Server, paths: list[str]) -> list[str]:
    """Return the messages of the Nu HTML checker."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, path in enumerate(paths):
            file = Path(folder) / f"{number}.html"
            file.write_bytes(_fetch(server, path))
            files.append(str(file))
        jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
        command = ["java", "-jar", str(jar), "--exit-zero-always", "--stdout", "--format", "json", *files]
        output = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        return [f"{paths[int(Path(item['url']).stem)]}: {item['message']}" for item in output["messages"]]


def scores(server: Server, *options: str) -> dict[str, int]:
    """Return Lighthouse's scores of the guide's page, from 0 to 100, by category."""
    command = [str(TOOLS / ".bin" / "lighthouse"), server.address, "--quiet", "--output=json", *options]
    command.append("--chrome-flags=--headless --no-sandbox")
    environment = {**os.environ, "CHROME_PATH": str(find_chromium())}
    output: dict[str, Any] = json.loads(
        subprocess.run(command, capture_output=True, check=True, env=environment).stdout
    )
    return {category["title"]: round(100 * category["score"]) for category in output["categories"].values()}


def sizes(server: Server) -> dict[str, int]:
    """Return the bytes of the guide's page and of everything it loads, in brotli."""
    page = _fetch(server, GUIDE).decode()
    assets = sorted({part.partition('"')[0] for part in page.split('"/static/')[1:]})
    paths = [GUIDE, *(f"/static/{name}" for name in assets)]
    return {path: len(_fetch(server, path, "br")) for path in paths}


def main() -> None:
    paths = [*ENGLISH, *(f"/es{path}" for path in ENGLISH)]
    with site() as server:
        faults = html_faults(server, paths)
        scores_by_device = {"phone": scores(server), "desktop": scores(server, "--preset=desktop")}
        sizes_by_path = sizes(server)
    total = sum(sizes_by_path.values())
    met = "met" if total <= MAX_BYTES else "**missed**"
    lines = ["# What checkers say of the public pages", "", "`make check-pages` writes this page.", ""]
    lines += [
        f"The Nu HTML checker checked {len(paths)} pages, in both languages: {len(faults) or 'no'} fault(s).",
        "",
    ]
    lines += [f"- {fault}" for fault in faults]
    lines += [
        f"Lighthouse, for `{GUIDE}` (target: {MIN_SCORE} each):",
        "",
        "|  | phone | desktop |",
        "| --- | ---: | ---: |",
    ]
    lines += [
        f"| {name} | {score} | {scores_by_device['desktop'].get(name, '')} |"
        for name, score in scores_by_device["phone"].items()
    ]
    lines += ["", f"Size in brotli: {total:,} bytes (target: at most {MAX_BYTES:,}, {met}).", ""]
    lines += [f"- `{path}`: {size:,}" for path, size in sizes_by_path.items()]
    report = "\n".join([*lines, ""])
    RESULTS.write_text(report, encoding="utf-8")
    sys.stdout.write(report)
    if faults or total > MAX_BYTES or min(min(scores.values()) for scores in scores_by_device.values()) < MIN_SCORE:
        sys.exit(1)


if __name__ == "__main__":
    main()
