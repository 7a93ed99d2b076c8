"""Draw the packages of `monograph` and their imports as a Mermaid flowchart: ``python docs/draw_imports.py``.

With ``--write`` the flowchart in docs/architecture.md is replaced. An arrow that follows from others is left out, so
that the picture shows the shortest set of imports with the same meaning.
"""

import re
import sys
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "architecture.md"
BLOCK = re.compile(r"```mermaid\n.*?```\n", re.DOTALL)

Imports = dict[str, set[str]]


def layers() -> list[list[str]]:
    """Return the layers of `monograph`, from top to bottom, as pyproject.toml has them for import-linter."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (house,) = (contract for contract in contracts if contract.get("containers") == ["monograph"])
    return [layer.split(" | ") for layer in house["layers"]]


def imports_between(parts: list[str]) -> Imports:
    """Return which of the parts each part imports, directly."""
    graph = grimp.build_graph("monograph", cache_dir=None)
    for part in parts:
        graph.squash_module(f"monograph.{part}")
    found = {part: graph.find_modules_directly_imported_by(f"monograph.{part}") for part in parts}
    return {
        part: {name.removeprefix("monograph.") for name in names} & set(parts) - {part} for part, names in found.items()
    }


def reachable(part: str, imports: Imports) -> set[str]:
    """Return everything that a part imports, directly or not."""
    return imports[part].union(*(reachable(other, imports) for other in imports[part]))


def drawing() -> str:
    """Return the Mermaid block, ending with a line break."""
    rows = layers()
    parts = [part for row in rows for part in row]
    imports = imports_between(parts)
    lines = ["```mermaid", "flowchart TD"]
    for part in parts:
        implied = set().union(*(reachable(other, imports) for other in imports[part]))
        lines += [f"    {part} --> {other}" for other in parts if other in imports[part] - implied]
    return "\n".join([*lines, "```", ""])


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if "--write" in sys.argv[1:]:
        text = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(BLOCK.sub(lambda _: drawing(), text, count=1), encoding="utf-8")
    else:
        print(drawing(), end="")
