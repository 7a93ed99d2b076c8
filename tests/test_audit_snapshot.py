"""The trail is verified as it was at one moment, and nobody waits meanwhile."""

from threading import Thread
from typing import Any

from django.db import connection

from monograph import audit
from monograph.models import AuditEntry

from .factory import Guide


def test_editors_write_while_the_trail_is_verified_as_it_was_at_its_beginning(committed_eventful: Guide) -> None:
    entries = AuditEntry.objects.count()

    def write() -> None:
        try:
            committed_eventful.write("faq")
        finally:
            connection.close()

    def write_first(execute: Any, sql: str, *others: Any) -> Any:
        result = execute(sql, *others)  # the snapshot is taken
        if '"monograph_auditentry"' in sql and not writer.ident:
            writer.start()
            writer.join()
        return result

    writer = Thread(target=write)
    with connection.execute_wrapper(write_first):
        report = audit.verify()
    assert (report.is_intact, report.entries) == (True, entries)
    assert AuditEntry.objects.count() == entries + 1
    assert audit.verify().is_intact
