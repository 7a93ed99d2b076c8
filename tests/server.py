"""The site as in production, served by several workers, on the database of a test."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

WORKERS = 2
ROOT = Path(__file__).resolve().parent.parent


def address_of_test_database() -> str:
    """Return the DATABASE_URL of the test database."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        assert not connection.is_in_memory_db(), "other processes can't open a database in memory"
        return f"sqlite:///{quote(str(database['NAME']))}"
    assert connection.vendor == "postgresql"
    login = ":".join(quote(database[part], safe="") for part in ("USER", "PASSWORD") if database[part])
    place = database["HOST"] + (f":{database['PORT']}" if database["PORT"] else "")
    return f"postgres://{login}@{place}/{quote(database['NAME'])}"


def _is_listening(port: int) -> bool:
    """Say whether a worker listens: they report their start a moment before."""
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True


@contextmanager
def serving(*options: str) -> Iterator[int]:
    """Serve until the end of the ``with``, with further options of Granian; yield the port once all workers listen."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--blocking-threads", "4", *options, "config.wsgi:application"]
    # DEBUG needs no manifest of static files. Pages are cached as in production.
    variables = {"DATABASE_URL": address_of_test_database(), "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **variables}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as server:
        try:
            assert server.stdout is not None
            started = 0
            while started < WORKERS:
                line = server.stdout.readline()
                assert line, "The server stopped."
                started += "Started worker-" in line
            while not _is_listening(port):
                assert server.poll() is None, "The server stopped."
            yield port
        finally:
            server.terminate()
            server.communicate()
