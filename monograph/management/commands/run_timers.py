import logging
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from threading import Event, Thread
from types import FrameType
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management import CommandParser, call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

logger = logging.getLogger("monograph.run_timers")


class Timer(NamedTuple):
    """A command, and when it runs: every minute, or each day at a time in the time zone of the desks."""

    command: str
    daily: time | None = None

    def next_run(self, after: datetime) -> datetime:
        """Return when it runs next, strictly later than `after`."""
        if self.daily is None:
            # Not in local time, which has an hour twice when clocks are set back.
            return after.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
        local = timezone.localtime(after, settings.DESK_TIME_ZONE)
        today = local.replace(hour=self.daily.hour, minute=self.daily.minute, second=0, microsecond=0)
        return today if today > local else today + timedelta(days=1)


TIMERS = (
    Timer("publish_due"),
    Timer("send_notices"),
    Timer("make_pdfs"),
    Timer("remind", time(6, 0)),
    Timer("send_digest", time(6, 5)),
    Timer("verify_audit", time(3, 0)),
    Timer("clearsessions", time(4, 0)),
)


def runs(timer: Timer, stop: Event) -> Iterator[None]:
    """Yield whenever a timer has to run: one for every minute at once, too. End when `stop` is set.

    A run that takes longer than a minute is followed by the next at once, never by two.
    """
    due = timer.next_run(timezone.now())
    if timer.daily is None:
        yield
    while True:
        while (left := (due - timezone.now()).total_seconds()) > 0:
            # Not longer at once, so that a machine that slept runs what is due.
            if stop.wait(min(left, 60)):
                return
        due = timer.next_run(timezone.now())
        yield


def run(command: str) -> bool:
    """Run a command; return whether it succeeded. Whatever happens is logged, and keeps no other from running."""
    try:
        call_command(command)
    except CommandError as error:
        logger.warning("%s ended with: %s", command, error)
        return False
    except Exception:
        logger.exception("%s failed.", command)
        return False
    finally:
        connections.close_all()
    return True


class Command(BaseCommand):
    help = "Run all timers in one process, each in a thread of its own, until SIGTERM or Ctrl+C: for one small machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run each command once, in order, and exit")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            if failed := [timer.command for timer in TIMERS if not run(timer.command)]:
                raise CommandError(f"Not all succeeded: {', '.join(failed)}. The reasons are above.")
            return
        stop = Event()

        def end(number: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)

        def work(timer: Timer) -> None:
            for _ in runs(timer, stop):
                run(timer.command)

        threads = [Thread(target=work, args=[timer], name=timer.command) for timer in TIMERS]
        for thread in threads:
            thread.start()
        self.stdout.write("Running the timers. Ctrl+C ends them.")
        for thread in threads:
            thread.join()
