"""What the documents name exists: paths, make targets, commands, settings, names in the code, links, the picture."""

import importlib
import pkgutil
import re
from functools import cache
from inspect import get_annotations
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands, load_command_class

import monograph
from docs.draw_imports import BLOCK, drawing, layers

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
SOURCES = ("config", "monograph", "templates", "tests", "fixtures", ".ci", "Makefile", "pyproject.toml")
SOURCE_TYPES = {".py", ".html", ".js", ".css", ".json", ".yaml", ".toml", ""}

FENCE = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"manage\.py ([a-z_]+)([^`|\n&)]*)")
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")
FILE = re.compile(r".+\.(?:md|py|toml|txt|in|json|html|css|js|po)")
DOTTED = re.compile(r"[A-Za-z]\w*(?:\.\w+)+")
OTHER_PROGRAMS = {"pg_dump"}
IDENTIFIER = re.compile(r"[a-z]\w*_\w+|[A-Z]\w*[a-z]\w*[A-Z]\w*|[A-Z]+(?:_[A-Z]+)+")

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def read(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def spans(document: Path) -> set[str]:
    """Return what a document sets in code within its sentences and tables."""
    return {" ".join(span.split()) for span in SPAN.findall(FENCE.sub("", read(document)))}


def code_lines(document: Path) -> list[str]:
    """Return the lines of a document's code blocks, and what it sets in code elsewhere."""
    return [line.strip() for block in FENCE.findall(read(document)) for line in block.splitlines()] + [*spans(document)]


@each_document
def test_paths_exist(document: Path) -> None:
    def is_there(path: str) -> bool:
        return any((base / path).exists() for base in (ROOT, ROOT / "monograph"))

    def names_path(span: str) -> bool:
        first = span.split("/")[0]
        return bool(PATH.fullmatch(span)) and (
            bool(FILE.fullmatch(span)) or ("/" in span and first != ".venv" and is_there(first))
        )

    paths = {span for span in spans(document) if names_path(span) and not span.startswith("var/")}
    assert [path for path in sorted(paths) if not is_there(path)] == []


@each_document
def test_make_targets_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))
    calls = [re.sub(r"#.*", "", line).split()[1:] for line in code_lines(document) if re.match(r"make( |$)", line)]
    asked = {word for words in calls for word in words if "=" not in word}
    assert sorted(asked - targets) == []


@each_document
def test_management_commands_and_their_options_exist(document: Path) -> None:
    known, unknown = get_commands(), []
    for name, arguments in COMMAND.findall(read(document)):
        if name not in known:
            unknown.append(name)
            continue
        app: Any = known[name]
        parser = load_command_class(app, name).create_parser("manage.py", name)
        options = re.findall(r"(?<=\s)--[a-z-]+", arguments)
        unknown += [f"{name} {option}" for option in options if option not in parser._option_string_actions]
    assert unknown == []


@cache
def names_in_code() -> dict[str, Any]:
    """Return every name that a module of the product holds."""
    found: dict[str, Any] = {}
    for module in pkgutil.walk_packages(monograph.__path__, "monograph."):
        if ".migrations" not in module.name:
            found |= vars(importlib.import_module(module.name))
    return found


def part_of(thing: Any, name: str) -> Any:
    """Return an attribute or submodule, or the declaration of one that only instances have. Raises `LookupError`."""
    if hasattr(thing, name):
        return getattr(thing, name)
    if isinstance(thing, type):
        return get_annotations(thing)[name]
    return importlib.import_module(f"{thing.__name__}.{name}")


def resolves(dotted: str) -> bool:
    """Say whether a dotted name, absolute or relative to the product, leads to something."""
    first, *rest = dotted.split(".")
    try:
        if first[0].isupper():
            thing = names_in_code()[first]
        else:
            thing = importlib.import_module(first if first in ("config", "tests") else f"monograph.{first}")
        for name in rest:
            thing = part_of(thing, name)
    except (ImportError, LookupError, AttributeError):
        return False
    return True


@each_document
def test_dotted_names_exist(document: Path) -> None:
    names = {span.removeprefix("monograph.") for span in spans(document) if DOTTED.fullmatch(span)}
    names -= {name for name in names if FILE.fullmatch(name) or (ROOT / name).exists() or name.endswith("example.org")}
    assert [name for name in sorted(names) if not resolves(name) and not is_check_id(name)] == []


@each_document
def test_dotted_names_lead_to_where_things_are_defined(document: Path) -> None:
    """A name leads to its own module, not to one that imports it. Packages may offer names of their modules."""
    misleading = []
    for name in sorted(span.removeprefix("monograph.") for span in spans(document) if DOTTED.fullmatch(span)):
        module, _, attribute = name.rpartition(".")
        if name[0].islower() and (ROOT / "monograph" / f"{module.replace('.', '/')}.py").is_file():
            home = getattr(getattr(importlib.import_module(f"monograph.{module}"), attribute), "__module__", None)
            misleading += [name] if home not in (None, f"monograph.{module}") else []
    assert misleading == []


def is_check_id(name: str) -> bool:
    """Say whether it names a system check, such as monograph.W001."""
    return f'"monograph.{name}"' in read(ROOT / "monograph" / "checks.py")


@cache
def words_in_code() -> set[str]:
    files = [path for name in SOURCES for path in (ROOT / name, *(ROOT / name).rglob("*"))]
    texts = [read(path) for path in files if path.is_file() and path.suffix in SOURCE_TYPES and path != Path(__file__)]
    return {word for text in texts for word in re.findall(r"\w+", text)}


@each_document
def test_identifiers_occur_in_the_code(document: Path) -> None:
    names = {span.rstrip("()").removesuffix("_FILE") for span in spans(document)}
    identifiers = {name for name in names if IDENTIFIER.fullmatch(name)}
    assert sorted(identifiers - words_in_code() - OTHER_PROGRAMS) == []


def test_operations_document_every_setting_and_no_other() -> None:
    settings = read(ROOT / "config" / "settings.py")
    variables = set(re.findall(r"""os\.environ(?:\.get\(|\[|, )\s*"([A-Z_]+)\"""", settings))
    operations = read(ROOT / "docs" / "operations.md")
    documented = re.findall(r"^\| `([A-Z_]+)` \|", operations, re.MULTILINE)
    assert sorted(documented) == sorted(variables)
    assert {name.removesuffix("_FILE") for name in re.findall(r"\b[A-Z_]+_FILE\b", operations)} <= variables


@each_document
def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for link in LINK.findall(FENCE.sub("", read(document))):
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        if path.startswith(("https://", "http://")):
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def anchors(document: Path) -> set[str]:
    """Return the anchors of a document's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", read(document)), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_architecture_shows_the_imports_as_they_are() -> None:
    (block,) = BLOCK.findall(read(ROOT / "docs" / "architecture.md"))
    assert block == drawing(), "python docs/draw_imports.py --write"


def test_architecture_describes_every_package() -> None:
    described = spans(ROOT / "docs" / "architecture.md")
    parts = [part for layer in layers() for part in layer]
    assert [part for part in parts if not described & {f"monograph/{part}/", f"monograph/{part}.py"}] == []


def test_decision_records_are_numbered_dated_and_listed() -> None:
    folder = ROOT / "docs" / "adr"
    records = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    listed = [link for link in LINK.findall(read(folder / "README.md")) if link[0].isdigit()]
    assert listed == [path.name for path in records]
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        head = rf"# {int(path.name[:4])}\. .+\n\n- Date: \d{{4}}-\d\d-\d\d\n- Status: .+\n"
        assert re.match(head, read(path)), path.name
