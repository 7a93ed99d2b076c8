"""What the site logs in production."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from config.logs import JsonFormatter

from .cast import Cast

FAILURE = "/fail/?q=Take+500+mg"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What the site's own handler writes, as it writes it; its stream belongs to pytest."""
    (formatter,) = (one.formatter for one in logging.getLogger().handlers if isinstance(one.formatter, JsonFormatter))
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def failing(settings: Any) -> Client:
    settings.ROOT_URLCONF = "tests.failing_urls"
    return Client(raise_request_exception=False)


def test_server_error_is_logged_without_words(failing: Client, cast: Cast, logged: io.StringIO) -> None:
    failing.force_login(cast.ana)
    response = failing.get(FAILURE, headers={"X-Request-ID": "from-the-proxy-1"})
    assert (response.status_code, response["X-Request-ID"]) == (500, "from-the-proxy-1")
    line = json.loads(logged.getvalue())
    errors, time = line.pop("errors"), line.pop("time")
    assert line == {
        "level": "ERROR",
        "logger": "django.request",
        "event": "Internal Server Error: /fail/",
        "status": 500,
        "request": "from-the-proxy-1",
        "method": "GET",
        "path": "/fail/",
        "user": cast.ana.pk,
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", time)
    types = ["builtins.ValueError", "monograph.models.guide.Monograph.DoesNotExist"]
    assert [error["type"] for error in errors] == types
    assert errors[0]["frames"][-1].endswith(" fail")
    for words in ("Take", "500 mg", "no guide of"):
        assert words not in json.dumps(errors)


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "short", "a b c d e f g h", "x" * 65, 'a"},{"b":"cdef'])
def test_request_id_of_another_form_is_not_taken_over(failing: Client, logged: io.StringIO, given: str) -> None:
    own = failing.get(FAILURE, headers={"X-Request-ID": given})["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{16}", own)
    assert json.loads(logged.getvalue())["request"] == own


@pytest.mark.django_db
def test_address_that_is_not_there_is_not_logged(client: Client, logged: io.StringIO) -> None:
    assert client.get("/nothing/").status_code == 404
    assert logged.getvalue() == ""


def test_line_outside_a_request_and_of_any_library_is_logged_on_one_line(logged: io.StringIO) -> None:
    logging.getLogger("a.library").warning("One\nline of %s", "x" * 1000)
    assert logged.getvalue().count("\n") == 1
    line = json.loads(logged.getvalue())
    assert line["event"].startswith("One\nline of xxx")
    assert len(line["event"]) == 500
    assert set(line) == {"time", "level", "logger", "event"}
