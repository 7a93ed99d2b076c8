"""The feedback form as a reader uses it: opened, filled in, sent, read again."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import time_machine
from django.test import Client
from django.utils import timezone

from monograph.public import feedback_limits

from .desk.desk_client import Page

ADDRESS = "/guides/testol/feedback/"
THANKS = "/guides/testol/feedback/thanks/"
WORDS = "It says 35 mg <here>, and 35 mcg there."


def open_form(client: Client, **query: str) -> Page:
    return Page(client.get(ADDRESS, query))


def start_token(ago: timedelta = timedelta(seconds=10), slug: str = "testol") -> str:
    """Return the token of a form of this guide that was opened some time ago."""
    with time_machine.travel(timezone.now() - ago):
        return feedback_limits.sign_start(slug)


def form_data(**changes: Any) -> dict[str, Any]:
    data = {"is_clear": "no", "section": "uses", "words": WORDS, "edition": "1", "begun": start_token(), "website": ""}
    return {**data, **changes}


def send(client: Client, headers: dict[str, str] | None = None, **changes: Any) -> Page:
    """Send the form as a browser without script does.

    A lone surrogate is sent as its bytes.
    """
    body = urlencode(form_data(**changes), errors="surrogatepass")
    return Page(client.post(ADDRESS, body, content_type="application/x-www-form-urlencoded", headers=headers))


def error_summary(page: Page) -> str:
    return " ".join(page.all("error-summary"))


def kept_input(page: Page) -> tuple[Any, ...]:
    """Return what the form still holds after a refusal."""
    is_clear = page.dom.xpath("//input[@name='is_clear' and @checked]/@value")
    section = page.dom.xpath("//select[@name='section']/option[@selected]/@value")
    return is_clear, section, page.value("words")


WHOLE_INPUT = (["no"], ["uses"], WORDS)
