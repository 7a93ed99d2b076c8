"""Beginnings that many tests share: told by the verbs once, for all tests that follow one another and ask for the same.

Until a guide is written, reviewed and published takes longer than most of what is then tried on it. A beginning is a
transaction around the tests, each of which has its own within, rolled back as ever: all find the database as the
beginning left it, alone or in any order. Before a test that asks for another beginning, or for none, it is taken back.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from .cast import Cast, find_cast

Make = Callable[[Cast], Any]


def beginning(make: Make) -> Any:
    """Turn a function from the people to a guide into a fixture of its name that tells the story once.

    What it returns says by its method `again` how the next test gets it.
    """

    def begun(cast: Cast) -> Any:
        # Told for this test alone where it commits, or asks for two beginnings, of which one only can be open.
        return open_now.made.again(cast) if open_now.make is make else make(cast)

    begun.make = make  # type: ignore[attr-defined]
    begun.__doc__ = make.__doc__
    return pytest.fixture(name=make.__name__)(begun)


def commits(item: pytest.Item) -> bool:
    return not {"transactional_db", "live_server"}.isdisjoint(item.fixturenames)  # type: ignore[attr-defined]


def asked_for(item: pytest.Item) -> Make | None:
    """Return what makes the beginning that a test asks for, directly or through its fixtures; none where it commits."""
    if commits(item):
        return None
    fixtures = (found[-1].func for found in item._fixtureinfo.name2fixturedefs.values())  # type: ignore[attr-defined]
    return next((each.make for each in fixtures if hasattr(each, "make")), None)


class OpenBeginning:
    """The beginning that the tests of this process are in, if they are in one."""

    def __init__(self) -> None:
        self.make: Make | None = None
        self.made: Any = None
        self._transaction = ExitStack()

    def move_to(self, make: Make | None, blocker: Any) -> None:
        """Open the beginning, if it is not open. `blocker` is pytest-django's, which keeps tests off the database."""
        if make is not self.make:
            self.leave()
            if make:
                self._transaction.enter_context(blocker.unblock())
                self.made = self._transaction.enter_context(_told(make))
                self.make = make

    def leave(self) -> None:
        self.make = self.made = None
        self._transaction.close()


open_now = OpenBeginning()


@contextmanager
def _told(make: Make) -> Iterator[Any]:
    with transaction.atomic():
        made = make(find_cast())
        connection.check_constraints()  # PostgreSQL alters no table, as some tests do, while checks of its rows wait
        yield made
        transaction.set_rollback(True)
