"""JSON and YAML, read strictly: what their parsers would drop, invent or expand without a word is refused."""

import json
import re
from math import isfinite
from typing import Any

import yaml

MAX_DEPTH = 50  # of YAML; our own files are 4 levels deep
MAX_VALUES = 500_000  # of YAML, names among them: PyYAML needs a kilobyte for each
INTEGER, DECIMAL = "tag:yaml.org,2002:int", "tag:yaml.org,2002:float"
NESTED_TOO_DEEPLY = "This is nested too deeply. Use a list of entries, as in an exported file."


class UnreadableText(ValueError):
    """A text that is not taken, with a sentence that says why."""


def parse_json(text: str) -> Any:
    """Return the value of a JSON text (RFC 8259) without NaN, infinities and repeated names.

    Raises `UnreadableText`.
    """
    try:
        return json.loads(
            text, object_pairs_hook=_dict_of_unique_names, parse_constant=_refuse_constant, parse_float=_finite
        )
    except UnreadableText:
        raise
    except json.JSONDecodeError as error:
        raise UnreadableText(f"This is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from error
    except ValueError as error:
        raise UnreadableText("A number is too long. Write it as text, in quotation marks.") from error
    except RecursionError as error:
        raise UnreadableText(NESTED_TOO_DEEPLY) from error


def parse_yaml(text: str) -> Any:
    """Return the value of a YAML text without tags, aliases and repeated names.

    Numbers are plain decimals, whole or with a point; all that YAML 1.1 also takes for a number (1:30, 012, 0x1F, .inf)
    is text, as it is written.
    Raises `UnreadableText`.
    """
    try:
        _check_size(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506  # _Loader is a safe loader
    except UnreadableText:
        raise
    except yaml.MarkedYAMLError as error:
        line = f" at line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise UnreadableText(f"This is not YAML: {error.problem}{line}.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise UnreadableText("This is not YAML: it has characters or values that YAML does not know.") from error


def _refuse_constant(name: str) -> Any:
    raise UnreadableText(f"{name} is not a value of JSON. Replace it.")


def _finite(number: str) -> float:
    value = float(number)
    return value if isfinite(value) else _refuse_constant(number)


def _dict_of_unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for name, value in pairs:
        if name in entry:
            raise UnreadableText(f"An entry has “{name}” twice. Keep one.")
        entry[name] = value
    return entry


def _check_size(text: str) -> None:
    """Refuse aliases, tags, deep nesting and too many values, before PyYAML makes anything of them.

    A few lines with aliases can expand to gigabytes, the time that PyYAML takes grows with the square of the depth, and
    values that are not what their tag says end in errors of many types.
    """
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise UnreadableText(NESTED_TOO_DEEPLY)
        if count > MAX_VALUES:
            raise UnreadableText(f"There are more than {MAX_VALUES:,} values. Divide them into smaller files.")
        if isinstance(event, yaml.AliasEvent):
            raise UnreadableText("There are YAML aliases (*name). Write out what they stand for.")
        if getattr(event, "tag", None) is not None:
            raise UnreadableText("There are YAML tags (!name). Leave them out.")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's safe loader, in C where available, without duplicate names."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
        pairs = [
            (str(self.construct_object(key)), self.construct_object(value, deep=True)) for key, value in node.value
        ]
        return _dict_of_unique_names(pairs)


def _use_decimal_numbers(loader: type[_Loader]) -> None:
    """Let a loader know no numbers but decimals: PyYAML takes hours for a long one of base 60 (1:59:59 …)."""
    loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in (INTEGER, DECIMAL)]
        for first, resolvers in loader.yaml_implicit_resolvers.items()
    }
    first = [*"-+0123456789"]
    loader.add_implicit_resolver(INTEGER, re.compile(r"[-+]?(?:0|[1-9][0-9]*)$"), first)
    loader.add_implicit_resolver(DECIMAL, re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}$"), first)


_use_decimal_numbers(_Loader)
