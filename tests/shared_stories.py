"""Stories that many tests share, each told once for all tests that ask for it.

Writing, reviewing and publishing a guide takes longer than most of what a test then tries on it. `shared_story` is for
tests that are rolled back: the fixture `open_story` of conftest.py holds a transaction in which one story has been
told, and each test's own transaction is a savepoint within. `saved_story` is for tests that commit: they find a copy
of the database, taken when the story had been told.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from .cast import Cast, find_cast
from .prepared_database import prepared_database

Tell = Callable[[Cast], Any]
STORIES: dict[str, Tell] = {}


def shared_story(tell: Tell) -> Any:
    """Turn a function that tells a story into a fixture of its name, with one telling for many tests.

    What `tell` returns has a method `again(cast)`, which gives each test its own copy, read from the database.
    Raises ValueError where two stories have the same name.
    """
    name = tell.__name__
    if name in STORIES:
        raise ValueError(f"There are two stories called {name}.")
    STORIES[name] = tell

    def told(open_story: Any, cast: Cast) -> Any:
        return open_story.again(cast)

    told.__doc__ = tell.__doc__
    return pytest.fixture(name=name)(told)


def saved_story(tell: Tell) -> Any:
    """Turn a function that tells a story into a fixture of its name for tests that commit; see `shared_story`."""
    name = tell.__name__
    stories: list[Any] = []

    def told(committing: None) -> Any:
        if stories:
            prepared_database.restore(name)
        else:
            with transaction.atomic():
                stories.append(tell(find_cast()))
            prepared_database.save(name)
        return stories[0].again(find_cast())

    told.__doc__ = tell.__doc__
    return pytest.fixture(name=name)(told)
