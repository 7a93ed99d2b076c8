"""What the site logs: in production a JSON object a line, without any text of a guide or word of a person.

The message of an exception may quote a row, a text or a password, so only its type and the places in the code are
logged. The id of the request joins the lines of a worker with those of the proxy before it.
"""

import json
import logging
import re
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse

# A proxy's own ids, such as UUIDs; another header is not trusted into a log.
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)
MAX_EVENT = 500  # characters; a part of it may come from an attacker


class RequestIdMiddleware:
    """Give each request an id: the proxy's ``X-Request-ID``, or a new one. The response names it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)  # type: ignore[attr-defined]
        token = _request.set(request)
        try:
            response = self.get_response(request)
        finally:
            _request.reset(token)
        response.headers["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


class JsonFormatter(logging.Formatter):
    """Formats a record as one line of JSON; names without a value are left out."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage()[:MAX_EVENT],
            **describe_request(),
            "status": getattr(record, "status_code", None),
            "errors": list(_errors(record.exc_info[1])) if record.exc_info else None,
        }
        return json.dumps({name: value for name, value in line.items() if value is not None}, ensure_ascii=False)


def describe_request() -> dict[str, Any]:
    """Return what is known of the current request without asking the database, which may be what fails."""
    request = _request.get()
    if request is None:
        return {}
    user = getattr(request, "_cached_user", None)  # set by Django once the session was read
    return {
        "request": getattr(request, "id", None),
        "method": request.method,
        "path": request.path,  # without the query, which may hold a reader's words
        "user": user.pk if user is not None else None,
    }


def _errors(error: BaseException | None) -> Iterator[dict[str, Any]]:
    """Yield an exception and its causes, the last raised first, each with its type and its frames."""
    while error is not None:
        yield {"type": f"{type(error).__module__}.{type(error).__qualname__}", "frames": _frames(error.__traceback__)}
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _frames(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
