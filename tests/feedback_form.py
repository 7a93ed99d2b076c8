"""The readers' form as one of them has it: opened, filled in, sent, and read when it comes back."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import time_machine
from django.test import Client
from django.utils import timezone

from monograph.public import feedback_limits

from .desk.browse import Page

ADDRESS = "/guides/testol/feedback/"
THANKS = "/guides/testol/feedback/thanks/"
WORDS = "It says 35 mg <here>, and 35 mcg there."


def opened(client: Client, **query: str) -> Page:
    return Page(client.get(ADDRESS, query))


def begun(ago: timedelta = timedelta(seconds=10), slug: str = "testol") -> str:
    """What the form of this guide carries where it was opened so long ago."""
    with time_machine.travel(timezone.now() - ago):
        return feedback_limits.sign_start(slug)


def filled(**changes: Any) -> dict[str, Any]:
    given = {"is_clear": "no", "section": "uses", "words": WORDS, "edition": "1", "begun": begun(), "website": ""}
    return {**given, **changes}


def send(client: Client, headers: dict[str, str] | None = None, **changes: Any) -> Page:
    """Send it as a browser does that runs no script; a letter that is none goes as its bytes."""
    body = urlencode(filled(**changes), errors="surrogatepass")
    return Page(client.post(ADDRESS, body, content_type="application/x-www-form-urlencoded", headers=headers))


def summary(page: Page) -> str:
    return " ".join(page.all("error-summary"))


def kept(page: Page) -> tuple[Any, ...]:
    """What a reader who is refused finds in the form again."""
    chosen = page.dom.xpath("//input[@name='is_clear' and @checked]/@value")
    section = page.dom.xpath("//select[@name='section']/option[@selected]/@value")
    return chosen, section, page.value("words")


ALL_KEPT = (["no"], ["uses"], WORDS)
