"""Who may import whom: read from the imports themselves, so that the layers of the product stay layers.

Everything points downward: texts know nothing of the tables that store them, tables nothing of the verbs, verbs nothing
of the pages. Whoever adds a part to monograph/ gives it a place here.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ROOT / "monograph"

PAGES_MAY_IMPORT = {"workflow", "interchange", "rendering", "search", "printing", "permissions", "models", "content"}
# part of the product -> the other parts that it may import
MAY_IMPORT = {
    "content": set(),
    "models": {"content"},
    "permissions": {"models"},
    "audit": {"models", "content"},
    "dbguards": {"models"},
    "rendering": {"models", "content"},
    "printing": set(),
    "mailing": {"permissions", "models", "content"},
    "search": {"models", "content"},
    "workflow": {"permissions", "audit", "rendering", "search", "printing", "mailing", "models", "content"},
    "interchange": {"workflow", "models", "content"},
    "admin": PAGES_MAY_IMPORT,
    "views": PAGES_MAY_IMPORT,
    "templatetags": PAGES_MAY_IMPORT,
    "management": {*PAGES_MAY_IMPORT, "audit", "dbguards", "mailing"},
    "urls": {"views"},
    "checks": {"models", "dbguards"},
    "apps": {"models", "dbguards", "checks", "search"},
}
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
    "models",
    "permissions",
    "audit",
    "dbguards",
    "rendering",
    "search",
    "printing",
    "mailing",
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


def imported_parts(part: Path) -> dict[str, set[str]]:
    """Return which modules of this part import which other parts."""
    found: dict[str, set[str]] = {}
    for module in modules(part):
        for name in imports(module):
            first, _, rest = name.partition(".")
            if first == "monograph" and (other := rest.partition(".")[0]) != part.stem:
                found.setdefault(other, set()).add(str(module.relative_to(ROOT)))
    return found


def test_every_part_has_its_place() -> None:
    assert {part.stem for part in PARTS} == MAY_IMPORT.keys()


def test_no_two_parts_import_each_other() -> None:
    """A ring of imports would have no bottom; take the parts off from below until none is left."""
    left = {part: set(others) for part, others in MAY_IMPORT.items()}
    while left:
        bottom = {part for part, others in left.items() if not others & left.keys()}
        assert bottom, f"these import each other: {sorted(left)}"
        left = {part: others for part, others in left.items() if part not in bottom}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.stem)
def test_a_part_imports_only_what_is_below_it(part: Path) -> None:
    allowed = MAY_IMPORT.get(part.stem, set())
    wrong = {other: names for other, names in imported_parts(part).items() if other not in allowed}
    assert wrong == {}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.stem)
def test_nothing_is_imported_by_a_name_put_together_while_it_runs(part: Path) -> None:
    """Such an import could not be seen here."""
    for module in modules(part):
        called = {node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)}
        names = {getattr(function, "attr", getattr(function, "id", "")) for function in called}
        assert names.isdisjoint({"__import__", "import_module", "import_string"}), module


def test_text_is_handled_without_django() -> None:
    for module in modules(PRODUCT / "content"):
        assert [name for name in imports(module) if name.startswith("django")] == [], module


@pytest.mark.parametrize("part", KNOW_NO_REQUEST)
def test_what_holds_the_rules_knows_of_no_request(part: str) -> None:
    (path,) = [path for path in PARTS if path.stem == part]
    for module in modules(path):
        web = ("django.http", "django.views", "django.contrib.admin", "django.shortcuts", "django.forms")
        assert [name for name in imports(module) if name.startswith(web)] == [], module


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
