"""Stories that many tests share, each told once for all tests that ask for it.

Writing, reviewing and publishing a guide takes longer than most of what a test then tries on it. The fixture
`open_story` of conftest.py holds a transaction in which one story has been told; each test's own transaction is a
savepoint within, rolled back as usual.
"""

from collections.abc import Callable
from typing import Any

import pytest

from .cast import Cast

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
