"""Static files in production: each name holds the hash of its content, also inside JavaScript modules."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.test import Client

from config.storage import StaticFilesStorage


class UncompressedStorage(ManifestStaticFilesStorage):
    """The storage of production, without the quarter of a minute that compressing other packages' files takes."""

    support_js_module_import_aggregation = StaticFilesStorage.support_js_module_import_aggregation


def collected(folder: Path, settings: Any, storage: type, *, without: Sequence[str] = ()) -> dict[str, str]:
    """Collect the static files; return the name of each, by its name in the source."""
    settings.STATIC_ROOT = folder
    backend = {"BACKEND": f"{storage.__module__}.{storage.__qualname__}"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=[*without])
    names: dict[str, str] = json.loads((folder / "staticfiles.json").read_text())["paths"]
    return names


def test_all_files_can_be_collected(tmp_path: Path, settings: Any) -> None:
    """It fails at a file that names another one which is not there."""
    names = collected(tmp_path, settings, UncompressedStorage)
    assert {"monograph/search.js", "admin/css/base.css", "django_prose_editor/editor.js"} <= set(names)


def test_own_files_are_compressed_and_module_imports_name_hashed_files(tmp_path: Path, settings: Any) -> None:
    others = ("admin", "django_prose_editor", "import_export")
    names = collected(tmp_path, settings, StaticFilesStorage, without=others)
    combobox = Path(names["monograph/combobox.js"]).name
    assert f'from "./{combobox}"' in (tmp_path / names["monograph/search.js"]).read_text()
    assert f'from "../{combobox}"' in (tmp_path / names["monograph/editor/reference_search.js"]).read_text()
    assert (tmp_path / f"{names['monograph/search.js']}.br").exists()


@pytest.fixture
def with_file(tmp_path: Path, settings: Any) -> Client:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "a.css").write_text("a {}")
    return Client()


@pytest.mark.django_db  # the page cache asks for the version of the guides
@pytest.mark.parametrize("is_redirected", [False, True])
def test_file_and_redirect_have_the_security_headers_of_a_page(
    with_file: Client, settings: Any, is_redirected: bool
) -> None:
    settings.SECURE_SSL_REDIRECT = is_redirected
    response = with_file.get("/static/a.css")
    response.close()
    assert response.status_code == (301 if is_redirected else 200)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert is_redirected or response["X-Content-Type-Options"] == "nosniff"
