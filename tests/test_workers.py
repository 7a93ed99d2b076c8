"""Real workers: all show a publication or withdrawal within a second."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from time import monotonic

import pytest
from django.db import connection as database

from monograph.workflow import publishing

from . import stories
from .cast import PASSWORD
from .factory import Guide
from .server import serving

CONNECTIONS = 8  # each stays with the worker that accepted it
MAX_DELAY = 1  # second, as promised


def fetch(connection: HTTPConnection, address: str = "/guides/testol/") -> tuple[int, bytes]:
    connection.request("GET", address, headers={"Accept-Encoding": "identity"})
    response = connection.getresponse()
    return response.status, response.read()


def assert_all_updated(connections: list[HTTPConnection], is_new: Callable[[int, bytes], bool], since: float) -> None:
    """Request the page over every connection until it is new.

    Fail if it is still old one second after `since`.
    """
    for connection in connections:
        while True:
            requested_at = monotonic()
            if is_new(*fetch(connection)):
                break
            assert requested_at - since < MAX_DELAY, f"the old page, {requested_at - since:.2f} s after the change"


def test_all_workers_show_publication_and_withdrawal_within_a_second(committed_guide: Guide) -> None:
    guide = stories.short(committed_guide)
    with ExitStack() as stack:
        port = stack.enter_context(serving())
        connections = [stack.enter_context(closing(HTTPConnection("127.0.0.1", port))) for _ in range(CONNECTIONS)]
        for connection in connections:
            status, html = fetch(connection)
            assert (status, b"News." in html) == (200, False)
        guide.approve(guide.write("uses", "News."))
        guide.publish()
        assert_all_updated(connections, lambda status, html: status == 200 and b"News." in html, monotonic())
        edition = guide.reread().current_edition
        publishing.withdraw_edition(actor=guide.cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)
        assert_all_updated(connections, lambda status, html: status == 410, monotonic())


BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"


@pytest.mark.only_on("postgresql")
def test_restart_of_the_database_costs_no_request_an_error(committed_guide: Guide) -> None:
    with ExitStack() as stack, database.cursor() as cursor:
        # Only those of the workers end below: the pool of this process serves the tests after this one.
        cursor.execute(BACKENDS)
        own = [pid for (pid,) in cursor]
        port = stack.enter_context(serving())
        connections = [stack.enter_context(closing(HTTPConnection("127.0.0.1", port))) for _ in range(CONNECTIONS)]
        asked = [fetch(connection, "/healthz")[0] for connection in connections]
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM ({BACKENDS}) workers WHERE pid <> ALL(%s)", [own])
        assert cursor.rowcount >= 1, "the workers keep connections"
        asked += [fetch(connection, "/healthz")[0] for connection in connections]
    assert set(asked) == {200}
