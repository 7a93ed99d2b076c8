"""The words of the public pages, as the code has them, and their Spanish. ``python -m tests.translations`` renews both.

Words are read from templates and code as Django marks them, without the tools of gettext, so that every machine can
test that none lacks its translation.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "monograph" / "locale" / "es" / "LC_MESSAGES" / "django.po"
MARKS = {"gettext", "gettext_lazy", "gettext_noop", "_", "ngettext", "ngettext_lazy"}


def _marked(source: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of each call that marks some: one text, or singular and plural."""
    for node in ast.walk(ast.parse(source)):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if name in MARKS and isinstance(node, ast.Call):
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if texts:
                yield tuple(texts)


def _in_templates() -> Iterator[tuple[str, ...]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        # What is no mark is blanked out with x, which is no code: each mark is read by itself.
        for line in templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines():
            for piece in line.split(" gettext(")[1:]:
                yield from _marked(f"gettext({_call(piece)}")
            for piece in line.split(" ngettext(")[1:]:
                yield from _marked(f"ngettext({_call(piece)}")


def _call(piece: str) -> str:
    """Return the arguments at the beginning of a piece, with the bracket that ends them."""
    for end in (at for at, letter in enumerate(piece) if letter == ")"):
        try:
            ast.parse(f"f({piece[: end + 1]}")
        except SyntaxError:
            continue
        return piece[: end + 1]
    raise ValueError(f"This mark does not end: {piece[:80]}")


def words() -> set[tuple[str, ...]]:
    """Return all words that are marked, as (text,) or (singular, plural)."""
    code = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "monograph").rglob("*.py")))
    return {*_in_templates(), *(found for source in code for found in _marked(source))}


def finding_key(entry: polib.POEntry) -> tuple[str, ...]:
    return (entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,)


def compiled(catalogue: polib.POFile) -> bytes:
    """Return the catalogue as Django reads it."""
    made: bytes = catalogue.to_binary()
    return made


def main() -> None:
    """Bring the catalogue up to the words of the code, and compile it; print what lacks a translation."""
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    wanted = words()
    for entry in list(catalogue):
        if finding_key(entry) not in wanted:
            catalogue.remove(entry)
    for key in sorted(wanted - {finding_key(entry) for entry in catalogue}):
        plural = {"msgid_plural": key[1], "msgstr_plural": {0: "", 1: ""}} if len(key) == 2 else {}
        catalogue.append(polib.POEntry(msgid=key[0], **plural))
    catalogue.save()
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(catalogue))
    for entry in catalogue.untranslated_entries():
        print(f"Not translated: {entry.msgid}")


if __name__ == "__main__":
    main()
