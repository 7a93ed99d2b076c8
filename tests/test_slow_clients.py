"""Clients that never finish their request, as docs/operations.md describes them under “Slow clients”."""

import http.client
import socket
from contextlib import ExitStack

import pytest

from .server import serving

CLIENTS = 20
# The site's limit is ten seconds; the kind of limit is the same.
HEADER_TIMEOUT = ("--http1-header-read-timeout", "1000")
HALF_HEADERS = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-"
# With any token, the form is read to compare it.
HALF_BODY = (
    b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Cookie: csrftoken=%b\r\nContent-Length: 100\r\n\r\nusername=" % (b"a" * 32)
)


def half_sent(stack: ExitStack, port: int, request: bytes) -> list[socket.socket]:
    """Send part of a request from many clients."""
    clients = [stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20)) for _ in range(CLIENTS)]
    for client in clients:
        client.sendall(request)
    return clients


def status(port: int, timeout: float) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_server_ends_half_sent_headers_but_not_half_sent_bodies() -> None:
    """The second half is why a proxy has to buffer (check monograph.W002). Should it fail, that has become needless."""
    with serving(*HEADER_TIMEOUT) as port:
        with ExitStack() as stack:
            clients = half_sent(stack, port, HALF_HEADERS)
            assert status(port, timeout=20) == 200
            assert [client.recv(1_000)[:12] for client in clients] == [b""] * CLIENTS
        with ExitStack() as stack:
            half_sent(stack, port, HALF_BODY)
            with pytest.raises(TimeoutError):
                for _ in range(200):  # until the last of them has reached a worker
                    status(port, timeout=1)
        assert status(port, timeout=20) == 200
