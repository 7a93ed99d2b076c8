import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, Response, expect

from monograph.workflow import publishing
from tests.cast import Cast
from tests.factory import Guide, facts
from tests.machine import find_chromium
from tests.shared_stories import saved_story

from ..cast import PASSWORD
from ..logins import log_in

# Playwright runs an event loop in the thread of the tests, where Django would refuse to ask its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A machine that runs everything at once may be slow; a test that passes does not wait for this.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)

DeskOf = Callable[..., Page]


@pytest.fixture(scope="session")
def playwright(django_db_setup: None, playwright: Playwright) -> Iterator[Playwright]:
    """Start Playwright, and close what its event loop keeps open.

    In a thread whose loop runs Django has connections of their own (asgiref.local), out of reach when it has stopped:
    one that an ordinary test left open would keep PostgreSQL from dropping the database.
    """
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the installed browser, without a sandbox, which containers don't allow."""
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Replace pytest-playwright's fixture, about which pytest 9 warns.

    The base URL is that of each `live_server`.
    """


@pytest.fixture
def heard() -> list[str]:
    """What the browsers of `desk_of` objected to so far. Must be empty in the end."""
    return []


@pytest.fixture
def desk_of(heard: list[str], new_context: Callable[..., BrowserContext], live_server: Any) -> Iterator[DeskOf]:
    """Return a function that opens a tab in a browser of a user, logged in.

    Whatever a test does there, no script may fail, nothing may break the content security policy, no file be missing.
    """

    def desk(user: User | None, **options: Any) -> Page:
        context = new_context(base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        listen(context, heard)
        if user is not None:
            client = Client()
            log_in(client, user)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    yield desk
    assert heard == []


def listen(context: BrowserContext, heard: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        # Of what fails to load, the addresses are heard below; that a page of refusal has a status is as it should be.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            heard.append(message.text)

    def on_response(response: Response) -> None:
        is_refusal = response.status in (409, 422)  # in words, of what a page asks while it stays
        if response.status >= 400 and not is_refusal and response.request.resource_type != "document":
            heard.append(f"{response.status}: {response.url}")

    context.on("console", on_console)
    context.on("weberror", lambda error: heard.append(str(error.error)))
    context.on("response", on_response)


RICH = (
    '<p>See <a href="#dosage">dosage</a><sup class="footnote-marker" data-note="a">*</sup>.</p>'
    + "".join(
        f'<aside class="callout" data-tone="{tone}"><p>Call <a href="tel:911">911</a>.</p></aside>'
        for tone in ("note", "warning", "doctor", "emergency")
    )
    + '<table><thead><tr><th scope="col">Body weight</th><th scope="col">Days 1 to 7</th><th scope="col">Then</th></tr>'
    '</thead><tbody><tr><th scope="row">45 kg or more</th><td>9 mcg</td><td>28 mcg</td></tr></tbody></table>'
    '<p class="footnote" data-note="a">* A note.</p>'
)


@saved_story
def rich_and_withdrawn(cast: Cast) -> Guide:
    """A guide that holds everything there is, in two editions, and a withdrawn guide."""
    guide = Guide(cast)
    guide.approve(guide.write("boxed-warning", RICH))
    guide.approve_all()
    guide.approve(guide.write("drug-facts", facts=facts(boxed_warning=True, conditions=["Fever"])))
    guide.approve(guide.write("uses", RICH))
    guide.approve(guide.write("ask-your-doctor", "<ul><li>How will it affect me?</li></ul>"))
    guide.publish("A note to readers.")
    guide.approve(guide.write("dosage", "Words of the second edition."))
    guide.publish("Another note.")
    withdrawn = Guide(cast, "gone").published()
    edition = withdrawn.monograph.current_edition
    publishing.withdraw_edition(actor=cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)
    return guide


@pytest.fixture
def site(rich_and_withdrawn: Guide, live_server: object) -> str:
    """Return the address of the public site of these guides."""
    return str(live_server)
