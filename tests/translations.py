"""The messages marked for translation, and their Spanish catalogue.

``python -m tests.translations`` updates the catalogue. Messages are read from templates and code without the tools of
gettext, so that every machine can test that all are translated.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "monograph" / "locale" / "es" / "LC_MESSAGES" / "django.po"
MARKERS = {"gettext", "gettext_lazy", "gettext_noop", "_", "ngettext", "ngettext_lazy"}


def _messages_in_code(source: str) -> Iterator[tuple[str, ...]]:
    """Yield the message of each call that marks one: its text, or singular and plural."""
    for node in ast.walk(ast.parse(source)):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if name in MARKERS and isinstance(node, ast.Call):
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if texts:
                yield tuple(texts)


def _messages_in_templates() -> Iterator[tuple[str, ...]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        # `templatize` replaces everything else with letters, which is no valid code: each call is parsed by itself.
        for line in templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines():
            for rest in line.split(" gettext(")[1:]:
                yield from _messages_in_code(f"gettext({_arguments(rest)}")
            for rest in line.split(" ngettext(")[1:]:
                yield from _messages_in_code(f"ngettext({_arguments(rest)}")


def _arguments(rest: str) -> str:
    """Return the arguments at the start of `rest`, with the closing parenthesis."""
    for end in (at for at, letter in enumerate(rest) if letter == ")"):
        try:
            ast.parse(f"f({rest[: end + 1]}")
        except SyntaxError:
            continue
        return rest[: end + 1]
    raise ValueError(f"This call does not end: {rest[:80]}")


def marked_messages() -> set[tuple[str, ...]]:
    """Return all marked messages as (text,) or (singular, plural)."""
    sources = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "monograph").rglob("*.py")))
    return {*_messages_in_templates(), *(message for source in sources for message in _messages_in_code(source))}


def message_key(entry: polib.POEntry) -> tuple[str, ...]:
    return (entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,)


def compile_catalogue(catalogue: polib.POFile) -> bytes:
    """Return the catalogue in the binary format that Django reads."""
    binary: bytes = catalogue.to_binary()
    return binary


def main() -> None:
    """Update and compile the catalogue; print the messages without a translation."""
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    marked = marked_messages()
    for entry in list(catalogue):
        if message_key(entry) not in marked:
            catalogue.remove(entry)
    for key in sorted(marked - {message_key(entry) for entry in catalogue}):
        plural = {"msgid_plural": key[1], "msgstr_plural": {0: "", 1: ""}} if len(key) == 2 else {}
        catalogue.append(polib.POEntry(msgid=key[0], **plural))
    catalogue.save()
    CATALOGUE.with_suffix(".mo").write_bytes(compile_catalogue(catalogue))
    for entry in catalogue.untranslated_entries():
        print(f"Not translated: {entry.msgid}")


if __name__ == "__main__":
    main()
