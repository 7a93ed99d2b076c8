"""How the product starts, or does not, with what the environment holds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment.readers import PASSWORD

ROOT = Path(__file__).resolve().parent.parent.parent


def run_manage(*command: str, **variables: str | None) -> "subprocess.CompletedProcess[str]":
    """Run manage.py with these variables; None unsets one."""
    given = {
        **os.environ,
        "DATABASE_URL": "sqlite://:memory:",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        **variables,
    }
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={name: value for name, value in given.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(("command", "key_file"), [("makemigrations --check", None), ("check", "/nonexistent/key")])
def test_commands_that_only_read_code_need_no_secret_key(command: str, key_file: str | None) -> None:
    """A key that is read would stop the second one as a missing key would: its file does not exist."""
    ended = run_manage(*command.split(), SECRET_KEY=None, SECRET_KEY_FILE=key_file)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_site_starts_with_its_secrets_in_files(tmp_path: Path) -> None:
    values = {
        "SECRET_KEY": "k" * 50,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'guides.sqlite3'}",
        "EMAIL_URL": f"smtp://user:{PASSWORD}@mail.example.org",
    }
    variables: dict[str, str | None] = dict.fromkeys(values)
    for name, value in values.items():
        path = tmp_path / name
        path.write_text(f"{value}\n")
        variables[f"{name}_FILE"] = str(path)
    script = "from django.conf import settings; print(settings.SECRET_KEY, settings.DATABASES['default']['NAME'])"
    ended = run_manage("shell", "--no-imports", "-c", script, **variables)
    assert (ended.stdout.split(), ended.stderr) == ([values["SECRET_KEY"], f"{tmp_path / 'guides.sqlite3'}"], "")


WRONG: dict[str, str | None] = {
    "DATABASE_URL": f"postgres://user:{PASSWORD}/x@host/guides",
    "SECRET_KEY": None,
    "SITE_URL": "guides",
    "TIME_ZONE": "New York",
}
# Every command, and every variable; which commands need a key is known by name, so each is tried without one.
REFUSED = [
    *((command, name) for command in ("migrate", "publish_due", "check --deploy") for name in list(WRONG)[:2]),
    *(("runserver", name) for name in WRONG),
]


@pytest.mark.parametrize(("command", "name"), REFUSED)
def test_manage_stops_with_one_sentence_and_no_traceback(command: str, name: str) -> None:
    ended = run_manage(*command.split(), **{name: WRONG[name]})
    assert ended.returncode == 1
    assert ended.stderr.startswith(name)
    assert len(ended.stderr.splitlines()) == 1
    assert "Traceback" not in ended.stderr
    assert PASSWORD not in ended.stderr
    assert ended.stdout == ""


def test_django_sends_mail_through_the_server_of_email_url() -> None:
    """Run in a process of its own: the test runner replaces the mail backend. Covers ``MAILERS`` and ``EMAIL_*``."""
    script = (
        "from django.core import mail\n"
        "backend = mail.mailers['default'] if hasattr(mail, 'mailers') else mail.get_connection()\n"
        "print(backend.host, backend.port, backend.username, backend.use_tls)"
    )
    ended = run_manage("shell", "--no-imports", "-c", script, EMAIL_URL="smtp://us%40er:secret@mail.example.org:2525")
    assert ended.stdout.split() == ["mail.example.org", "2525", "us@er", "True"]
