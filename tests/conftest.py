import gc
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from . import stories
from .cast import Cast, find_cast, make_cast
from .factory import Guide
from .prepared_database import prepared_database
from .races import Racers
from .shared_stories import STORIES, saved_story, shared_story

# These modules use plain asserts, as test files do: let a failure show the values.
pytest.register_assert_rewrite("tests.promises", "tests.content.normal_form")


@pytest.hookimpl(trylast=True)  # when pytest has grouped the tests of each story
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect tests in the SQL of the other engine, which run when that one is tested; spread those in a browser."""
    elsewhere = [item for item in items for mark in item.iter_markers("only_on") if connection.vendor not in mark.args]
    if elsewhere:
        items[:] = [item for item in items if item not in elsewhere]
        config.hook.pytest_deselected(items=elsewhere)
    items[:] = _spread_browser_tests(items)


def _spread_browser_tests(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield the tests in a browser evenly among those without a story.

    They mostly wait: side by side they would leave the cores idle, and at the end of a run nothing else is left to do.
    """
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    others = [item for item in items if not item.get_closest_marker("browser")]
    without_story = [item for item in others if _story(item) is None]
    due = dict(zip(without_story, _parts(in_browser, len(without_story)), strict=True))
    for item in others:
        yield from due.pop(item, [])
        yield item
    if not without_story:
        yield from in_browser


def _parts(items: list[pytest.Item], number: int) -> Iterator[list[pytest.Item]]:
    """Yield as many parts of a list, as equal as can be."""
    for part in range(number):
        yield items[len(items) * part // number : len(items) * (part + 1) // number]


def _story(item: pytest.Item) -> str | None:
    callspec = getattr(item, "callspec", None)
    return callspec.params.get("open_story") if callspec else None


def pytest_collection_finish() -> None:
    """Spare the garbage collector what collection made, which lives until the end.

    It saves a tenth of the tests' time.
    """
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give `open_story` its parameter for each test: the name of its story, or None.

    pytest then runs the tests of one story one after the other ("Automatic grouping of tests by fixture instances").
    Raises `pytest.UsageError` for two stories in one test, and for a story in a test that commits.
    """
    stories = [name for name in metafunc.fixturenames if name in STORIES]
    commits = {"transactional_db", "live_server"}.intersection(metafunc.fixturenames)
    if len(stories) > 1 or (stories and commits):
        raise pytest.UsageError(f"{metafunc.definition.nodeid} can't use {', '.join([*stories, *sorted(commits)])}.")
    (name,) = stories or [None]
    metafunc.parametrize("open_story", [name], indirect=True, scope="session", ids=[pytest.HIDDEN_PARAM])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the catalogue and the people once for all tests."""
    with django_db_blocker.unblock():
        call_command("load_catalogue", verbosity=0)
        call_command("loaddata", "fixtures/roles.json", verbosity=0)
        make_cast()
        prepared_database.save()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        prepared_database.close()
        _end_other_connections()


def _end_other_connections() -> None:
    """End connections that are slow to close.

    Otherwise PostgreSQL would refuse to drop the database, and the run would fail.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session", autouse=True)
def open_story(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[Any]:
    """Play the story that consecutive tests share, in a transaction around theirs.

    It is rolled back before the next story.

    It is autouse so that no other test finds the story open.
    """
    if request.param is None:
        yield None
        return
    request.getfixturevalue("django_db_setup")
    with ExitStack() as story_transaction:
        with django_db_blocker.unblock():
            story_transaction.enter_context(transaction.atomic())
            played = STORIES[request.param](find_cast())
            # PostgreSQL alters no table, as some tests do, while checks of its rows are deferred.
            connection.check_constraints()
        yield played
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            story_transaction.close()


@pytest.fixture
def cast(db: None) -> Cast:
    return find_cast()


@shared_story
def guide(cast: Cast) -> Guide:
    """A guide that has no text yet."""
    return Guide(cast)


@shared_story
def published(cast: Cast) -> Guide:
    """A guide whose edition 1 is public."""
    return Guide(cast).published()


@shared_story
def short(cast: Cast) -> Guide:
    """A guide of four sections whose edition 1 is public: faster than one of all sections."""
    return stories.short(Guide(cast))


@shared_story
def ready(cast: Cast) -> Guide:
    """A guide of four sections whose edition 1 is public, with a signed change for edition 2."""
    return stories.ready(Guide(cast))


@shared_story
def published_twice(cast: Cast) -> Guide:
    """A guide of four sections whose edition 2 is public, with edition 1 superseded."""
    guide = stories.ready(Guide(cast))
    guide.publish("What is new.")
    return guide


@shared_story
def eventful(cast: Cast) -> Guide:
    """A guide to which everything has happened that the product knows."""
    return stories.eventful(Guide(cast))


@pytest.fixture
def committing(transactional_db: None) -> None:
    """Let transactions really commit, for threads, processes, servers and browsers."""


@pytest.fixture
def committed_cast(committing: None) -> Cast:
    return find_cast()


@pytest.fixture
def committed_guide(committed_cast: Cast) -> Guide:
    return Guide(committed_cast)


@saved_story
def committed_eventful(cast: Cast) -> Guide:
    """A guide to which everything has happened that the product knows, where transactions commit."""
    return stories.eventful(Guide(cast))


@pytest.fixture(scope="session")
def racers(django_db_setup: None) -> Iterator[Racers]:
    """Processes that act at once on the test's database."""
    running = Racers()
    yield running
    running.end()
