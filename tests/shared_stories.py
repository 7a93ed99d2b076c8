"""Stories that many tests share, each played once for all tests that ask for it.

Writing, reviewing and publishing a guide takes longer than most of what a test then tries on it. `shared_story` is for
tests that are rolled back: the fixture `open_story` of conftest.py holds a transaction in which one story has been
played, and each test's own transaction is a savepoint within. `saved_story` is for tests that commit: they find a copy
of the database, taken at the end of the story.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from .cast import Cast, find_cast
from .prepared_database import prepared_database

Play = Callable[[Cast], Any]
STORIES: dict[str, Play] = {}


def shared_story(play: Play) -> Any:
    """Turn a function that plays a story into a fixture of its name; see the module for when it runs.

    What `play` returns has a method `again(cast)`, which gives each test its own copy, read from the database.
    Raises ValueError where two stories have the same name.
    """
    name = play.__name__
    if name in STORIES:
        raise ValueError(f"There are two stories called {name}.")
    STORIES[name] = play

    def story(open_story: Any, cast: Cast) -> Any:
        return open_story.again(cast)

    story.__doc__ = play.__doc__
    return pytest.fixture(name=name)(story)


def saved_story(play: Play) -> Any:
    """Turn a function that plays a story into a fixture of its name for tests that commit; see `shared_story`."""
    name = play.__name__
    played: list[Any] = []

    def story(committing: None) -> Any:
        if played:
            prepared_database.restore(name)
        else:
            with transaction.atomic():
                played.append(play(find_cast()))
            prepared_database.save(name)
        return played[0].again(find_cast())

    story.__doc__ = play.__doc__
    return pytest.fixture(name=name)(story)
