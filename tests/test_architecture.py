"""House rules that no import contract can state. Who may import whom is in pyproject.toml, for import-linter."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .__main__ import WITHOUT_DATABASE

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ROOT / "monograph"

PARTS = [
    path
    for path in sorted(PRODUCT.iterdir())
    if (path.is_dir() or path.suffix == ".py") and not path.name.startswith("_")
    # Django's own, and what is no code.
    if path.name not in {"migrations", "static", "locale"}
]
# Only the layers that stand between people and texts may know what a request is.
KNOW_NO_REQUEST = (
    "content",
    "preflight",
    "comparison",
    "errors",
    "models",
    "permissions",
    "audit",
    "triggers",
    "rendering",
    "search",
    "printing",
    "mailing",
    "release",
    "workflow",
)


def modules(part: Path) -> list[Path]:
    return [part] if part.is_file() else sorted(part.rglob("*.py"))


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), str(module))


def imports(module: Path) -> Iterator[str]:
    """Yield the full name of everything that a module imports, wherever in it, relative names resolved."""
    package = module.relative_to(ROOT).parts[:-1]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{origin}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.stem)
def test_no_name_of_an_import_is_built_at_run_time(part: Path) -> None:
    """Such an import could not be seen here."""
    for module in modules(part):
        called = {node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)}
        names = {getattr(function, "attr", getattr(function, "id", "")) for function in called}
        assert names.isdisjoint({"__import__", "import_module", "import_string"}), module


@pytest.mark.parametrize("part", KNOW_NO_REQUEST)
def test_rules_know_nothing_of_requests(part: str) -> None:
    (path,) = [path for path in PARTS if path.stem == part]
    for module in modules(path):
        web = ("django.http", "django.views", "django.contrib.admin", "django.shortcuts", "django.forms")
        assert [name for name in imports(module) if name.startswith(web)] == [], module


def test_permissions_are_asked_in_one_module() -> None:
    """Buttons and verbs then ask the same function: a page that asks Django itself may offer what a verb refuses."""
    asking = {
        str(module.relative_to(PRODUCT))
        for module in PRODUCT.rglob("*.py")
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and node.attr in {"has_perm", "has_perms", "has_module_perms"}
    }
    assert asking == {"permissions.py"}
    templates = (ROOT / "templates").rglob("*.html")
    assert [path.name for path in templates if re.search(r"{%.*\bperms\.", path.read_text(encoding="utf-8"))] == []


def test_no_signals_but_those_around_a_migration_are_connected() -> None:
    found = {
        (str(module.relative_to(PRODUCT)), name)
        for module in PRODUCT.rglob("*.py")
        for name in imports(module)
        if ".signals" in name or name.startswith("django.dispatch")
    }
    signals = "django.db.models.signals"
    assert found == {("apps.py", f"{signals}.pre_migrate"), ("apps.py", f"{signals}.post_migrate")}


def test_saving_a_row_has_no_side_effects() -> None:
    """Only the append-only base class has a save() and a delete() of its own, which refuse."""
    found = {
        (module.name, node.name, item.name)
        for module in modules(PRODUCT / "models")
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ClassDef)
        for item in node.body
        if isinstance(item, ast.FunctionDef) and item.name in {"save", "save_base", "delete"}
    }
    assert found == {
        ("append_only.py", "AppendOnlyModel", "save"),
        ("append_only.py", "AppendOnlyModel", "delete"),
        ("append_only.py", "AppendOnlyQuerySet", "delete"),
    }


@pytest.mark.parametrize("path", WITHOUT_DATABASE)
def test_tests_that_run_on_one_database_exist(path: str) -> None:
    """pytest ignores a path that does not exist, and so would run the renamed tests on each database."""
    assert (ROOT / path).exists()
