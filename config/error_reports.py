"""Reports of errors to a service that speaks Sentry's protocol, only if ERROR_REPORTING_DSN names one.

A report holds what the log does (`config.logs`): the types of exceptions, the places in the code, the request's id,
method and path, and the number of the user's account. It is built from these, rather than cleaned of the rest.
"""

import logging
from typing import Any

from .logs import describe_request

COPIED = ("event_id", "timestamp", "platform", "level", "logger", "environment", "sdk")


def start(dsn: str, environment: str) -> None:
    """Report errors that are logged, and those that end a command.

    Imports the library only here, so that a site without the setting neither loads nor runs it.
    """
    import sentry_sdk
    from sentry_sdk.integrations.atexit import AtexitIntegration
    from sentry_sdk.integrations.excepthook import ExcepthookIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration

    logs = LoggingIntegration(level=None, event_level=logging.ERROR)
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        default_integrations=False,
        integrations=[logs, ExcepthookIntegration(), AtexitIntegration(callback=lambda pending, timeout: None)],
        auto_enabling_integrations=False,
        auto_session_tracking=False,
        send_client_reports=False,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=_report,
    )


def _report(event: Any, hint: Any) -> Any:
    request = describe_request()
    errors = event.get("exception", {}).get("values", [])
    return {
        **{
            name: event[name] for name in ("event_id", "timestamp", "platform", "level", "logger", "environment", "sdk")
        },
        "exception": {"values": [_error(error) for error in errors]},
        # Without its arguments, such as the name of a person.
        "message": event.get("logentry", {}).get("message", ""),
        "tags": {name: str(request[name]) for name in ("request", "method", "path") if name in request},
        "user": {"id": str(request["user"])} if request.get("user") is not None else {},
    }


def _error(error: Any) -> dict[str, Any]:
    frames = error.get("stacktrace", {}).get("frames", [])
    places = [{name: frame.get(name) for name in ("module", "filename", "function", "lineno")} for frame in frames]
    return {"type": error.get("type"), "module": error.get("module"), "stacktrace": {"frames": places}}
