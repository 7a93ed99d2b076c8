"""The variables of single sign-on, which are needed together."""

from typing import Any

import pytest

from config.environment import InvalidSetting, single_sign_on

GIVEN: dict[str, Any] = {
    "issuer": "https://login.example.org/",
    "client_id": "monograph",
    "client_secret": "s",
    "roles": [("drug writers", "Editor")],
    "groups_claim": "groups",
    "label": "hospital login",
}


def test_settings_are_read_whole() -> None:
    assert not single_sign_on(**{**GIVEN, "issuer": ""}).is_on
    read = single_sign_on(**GIVEN)
    assert (read.issuer, read.roles["drug writers"]) == ("https://login.example.org", "Editor")


@pytest.mark.parametrize("name", ["client_id", "client_secret", "roles"])
def test_half_a_provider_stops_the_start(name: str) -> None:
    with pytest.raises(InvalidSetting, match=f"OIDC_{name.upper()}"):
        single_sign_on(**{**GIVEN, name: ""})


def test_provider_must_be_reached_securely() -> None:
    with pytest.raises(InvalidSetting, match="https"):
        single_sign_on(**{**GIVEN, "issuer": "http://login.example.org"})
