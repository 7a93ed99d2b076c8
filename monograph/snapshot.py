"""Reading the whole database as it was at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Read as of one moment, while others write: rows of their verbs must not look like rows without an entry.

    Inside a caller's transaction, this reads that transaction's snapshot.
    """
    if connection.in_atomic_block:
        yield
        return
    database: Any = connection
    is_sqlite = connection.vendor == "sqlite"
    mode = database.transaction_mode if is_sqlite else None
    try:
        if is_sqlite:
            database.transaction_mode = "DEFERRED"  # a verb takes the lock of writers at once, this never
        with transaction.atomic():
            if not is_sqlite:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if is_sqlite:
            database.transaction_mode = mode
