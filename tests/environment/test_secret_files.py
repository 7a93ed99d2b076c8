"""Secrets come from the variable or from the file that the variable ending in _FILE names, never from both."""

from collections.abc import Callable
from pathlib import Path

import pytest

from config import environment
from config.environment import InvalidSetting
from tests.environment.readers import PASSWORD

KEY = "k" * 50
READERS = {
    "SECRET_KEY": lambda env: environment.secret(env, "SECRET_KEY"),
    "DATABASE_URL": lambda env: environment.database(env, "DATABASE_URL", default="sqlite:///var/db.sqlite3"),
    "EMAIL_URL": lambda env: environment.email(env, "EMAIL_URL", default="console:"),
    "ERROR_REPORTING_DSN": lambda env: environment.error_service(env, "ERROR_REPORTING_DSN"),
}
VALUES = {
    "SECRET_KEY": KEY,
    "DATABASE_URL": f"postgres://user:{PASSWORD}@db.example.org/guides",
    "EMAIL_URL": f"smtp://user:{PASSWORD}@mail.example.org",
    "ERROR_REPORTING_DSN": f"https://{PASSWORD}@errors.example.org/1",
}
every_secret = pytest.mark.parametrize(("name", "read"), READERS.items())
Reader = Callable[[dict[str, str]], object]


def refuse(read: Reader, env: dict[str, str]) -> str:
    """Return the sentence of the refusal, which chains no error that could repeat the file."""
    with pytest.raises(InvalidSetting) as refusal:
        read(env)
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None or refusal.value.__suppress_context__
    return str(refusal.value)


@every_secret
@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_secret_in_a_file_is_read_like_the_variable(name: str, read: Reader, ending: str, tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes((VALUES[name] + ending).encode())
    assert read({f"{name}_FILE": str(path)}) == read({name: VALUES[name]})


def test_only_one_newline_is_dropped_from_a_secret(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text(f" {KEY}\n\n")
    assert environment.value_or_file({"SECRET_KEY_FILE": str(path)}, "SECRET_KEY") == f" {KEY}\n"


@every_secret
def test_empty_variable_counts_as_unset(name: str, read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text(VALUES[name])
    assert read({name: "", f"{name}_FILE": str(path)}) == read({name: VALUES[name], f"{name}_FILE": ""})


@every_secret
def test_variable_and_file_together_are_refused_by_both_names(name: str, read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text(VALUES[name])
    message = refuse(read, {name: VALUES[name], f"{name}_FILE": str(path)})
    assert f"{name} " in message
    assert f"{name}_FILE" in message
    assert VALUES[name] not in message


@every_secret
@pytest.mark.parametrize("content", [None, b"", b"\n", b" \n\n", b"\xff\xfe" + PASSWORD.encode()])
def test_file_without_a_secret_is_refused_by_variable_and_reason(
    name: str, read: Reader, content: bytes | None, tmp_path: Path
) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    message = refuse(read, {f"{name}_FILE": str(path)})
    assert message.startswith(f"The file that {name}_FILE names ")
    assert PASSWORD not in message


@every_secret
def test_folder_in_place_of_a_file_is_refused(name: str, read: Reader, tmp_path: Path) -> None:
    assert "directory" in refuse(read, {f"{name}_FILE": str(tmp_path)})


@every_secret
def test_secret_in_place_of_a_file_name_is_not_repeated(name: str, read: Reader) -> None:
    assert VALUES[name] not in refuse(read, {f"{name}_FILE": VALUES[name]})


@every_secret
def test_wrong_value_in_a_file_is_refused_without_repeating_it(name: str, read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text(f"{PASSWORD}/x@host")
    message = refuse(read, {f"{name}_FILE": str(path)})
    assert message.startswith(name)
    assert PASSWORD not in message
