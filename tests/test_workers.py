"""Several real workers: what one of them publishes or withdraws, all of them say within a second."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from time import monotonic

from monograph.workflow import publishing

from . import stories
from .factory import Guide
from .server import serving

CONNECTIONS = 8  # each stays with the worker that took it
SEEN_WITHIN = 1  # second, as promised


def ask(connection: HTTPConnection) -> tuple[int, bytes]:
    connection.request("GET", "/guides/testol/", headers={"Accept-Encoding": "identity"})
    response = connection.getresponse()
    return response.status, response.read()


def all_see(connections: list[HTTPConnection], is_new: Callable[[int, bytes], bool], since: float) -> None:
    """Ask over every connection until it has the new page; none may get the old one a second after `since`."""
    for connection in connections:
        while True:
            asked_at = monotonic()
            if is_new(*ask(connection)):
                break
            assert asked_at - since < SEEN_WITHIN, f"the old page, {asked_at - since:.2f} s after the change"


def test_every_worker_sends_the_new_edition_and_the_withdrawal_within_a_second(committed_guide: Guide) -> None:
    guide = stories.short(committed_guide)
    with ExitStack() as stack:
        port = stack.enter_context(serving())
        connections = [stack.enter_context(closing(HTTPConnection("127.0.0.1", port))) for _ in range(CONNECTIONS)]
        for connection in connections:
            status, html = ask(connection)
            assert (status, b"News." in html) == (200, False)
        guide.approve(guide.write("uses", "News."))
        guide.publish()
        all_see(connections, lambda status, html: status == 200 and b"News." in html, monotonic())
        edition = guide.reread().current_edition
        publishing.withdraw_edition(actor=guide.cast.maria, edition=edition, reason="A wrong dose.")
        all_see(connections, lambda status, html: status == 410, monotonic())
