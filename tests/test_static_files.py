"""Static files in production: each name holds the hash of its content, also inside JavaScript modules."""

import json
from pathlib import Path
from typing import Any

from django.core.management import call_command


def test_module_imports_name_the_hashed_files(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.storage.StaticFilesStorage"}}
    # Compressing the files of other packages takes a quarter of a minute.
    others = ["admin", "django_prose_editor", "import_export"]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=others)
    hashed = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    combobox = Path(hashed["monograph/combobox.js"]).name
    assert f'from "./{combobox}"' in (tmp_path / hashed["monograph/search.js"]).read_text()
    assert f'from "../{combobox}"' in (tmp_path / hashed["monograph/editor/reference_search.js"]).read_text()
