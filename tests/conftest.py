from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from monograph import dbguards

from . import stories
from .beginnings import QUICK_HASHERS, asked_for, beginning, open_now
from .cast import Cast, find_cast, load_catalogue
from .factory import Guide

# These check by plain asserts, as test files do: let a failure tell the values.
pytest.register_assert_rewrite("tests.promises", "tests.content.normal_form")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what speaks another engine's SQL: it is no test of this one, and runs where that engine is tested."""
    elsewhere = {each for each in items for mark in each.iter_markers("only_on") if connection.vendor not in mark.args}
    if elsewhere:
        items[:] = [each for each in items if each not in elsewhere]
        config.hook.pytest_deselected(items=list(elsewhere))


@pytest.fixture(autouse=True)
def quick_settings(settings: Any) -> None:
    """Hash passwords fast and serve static files without a manifest; nothing that is tested depends on either."""
    settings.PASSWORD_HASHERS = QUICK_HASHERS
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the catalogue and the people once for all tests that roll back."""
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=QUICK_HASHERS):
        load_catalogue()
        find_cast()
    yield
    with django_db_blocker.unblock():
        open_now.leave()
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
def _beginning(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        open_now.move_to(asked_for(request.node))


@pytest.fixture
def _django_db_helper(_beginning: None, _django_db_helper: None) -> None:
    """Move to the beginning that a test asks for before pytest-django opens the test's own transaction."""


@pytest.fixture
def cast(db: None) -> Cast:
    load_catalogue()
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
def committing(transactional_db: None) -> Iterator[None]:
    """A database where transactions really commit, for threads, processes, servers and browsers.

    Its end empties every table, which the guards refuse by design: they are lifted here, before that, and installed
    again by the post_migrate signal that emptying sends.
    """
    yield
    dbguards.lift(connection)


@pytest.fixture
def committed_cast(committing: None) -> Cast:
    load_catalogue()
    return find_cast()


@pytest.fixture
def committed_guide(committed_cast: Cast) -> Guide:
    return Guide(committed_cast)
