from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections

from . import stories
from .beginnings import asked_for, beginning, commits, open_now
from .cast import Cast, find_cast, make_cast
from .factory import Guide
from .prepared_database import KINDS, KeptDatabase

# These check by plain asserts, as test files do: let a failure tell the values.
pytest.register_assert_rewrite("tests.promises", "tests.content.normal_form")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what speaks another engine's SQL: it is no test of this one, and runs where that engine is tested."""
    elsewhere = {each for each in items for mark in each.iter_markers("only_on") if connection.vendor not in mark.args}
    if elsewhere:
        items[:] = [each for each in items if each not in elsewhere]
        config.hook.pytest_deselected(items=list(elsewhere))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[KeptDatabase]:
    """Load the catalogue and the people once for all tests."""
    kept = KINDS[connection.vendor]()
    with django_db_blocker.unblock():
        call_command("loaddata", "fixtures/section-kinds.json", "fixtures/roles.json", verbosity=0)
        make_cast()
        kept.keep()
    yield kept
    with django_db_blocker.unblock():
        open_now.leave()
        connections.close_all()
        kept.forget()
        _end_other_sessions()


def _end_other_sessions() -> None:
    """Let no session that is slow to end keep PostgreSQL from dropping the database, and fail what has passed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def _django_db_helper(
    request: pytest.FixtureRequest, django_db_setup: KeptDatabase, django_db_blocker: Any
) -> Iterator[None]:
    """Give a test the database: as it was kept, where it commits; in its beginning, and pytest-django's own, else."""
    if commits(request.node):
        with django_db_blocker.unblock():
            yield
            django_db_setup.put_back()
            connections.close_all()
    else:
        open_now.move_to(asked_for(request.node), django_db_blocker)
        request.getfixturevalue("_django_db_helper")
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """Leave a beginning as soon as the next test asks for none or another: a browser's loop changes the connection."""
    yield
    if nextitem and asked_for(nextitem) is not open_now.make:
        open_now.leave()


@pytest.fixture
def cast(db: None) -> Cast:
    return find_cast()


@pytest.fixture
def guide(cast: Cast) -> Guide:
    """A guide that has no text yet."""
    return Guide(cast)


@beginning
def published(cast: Cast) -> Guide:
    """A guide whose edition 1 the public reads."""
    return Guide(cast).published()


@beginning
def short(cast: Cast) -> Guide:
    """A guide of four sections, whose edition 1 the public reads: quicker than one of all."""
    return stories.short(Guide(cast))


@pytest.fixture
def committing(transactional_db: None) -> None:
    """A database where transactions really commit, for threads, processes, servers and browsers."""


@pytest.fixture
def committed_cast(committing: None) -> Cast:
    return find_cast()


@pytest.fixture
def committed_guide(committed_cast: Cast) -> Guide:
    return Guide(committed_cast)
