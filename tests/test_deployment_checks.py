"""What `check --deploy` asks about the server around the site."""

from typing import Any

import pytest
from django.core.checks import run_checks


@pytest.mark.parametrize(("buffers", "ids"), [(None, ["monograph.W002"]), (False, ["monograph.W002"]), (True, [])])
def test_proxy_that_does_not_read_requests_whole_is_a_warning(
    settings: Any, buffers: bool | None, ids: list[str]
) -> None:
    settings.BUFFERING_PROXY = buffers
    found = run_checks(include_deployment_checks=True)
    assert [message.id for message in found if str(message.id).startswith("monograph.")] == ids
