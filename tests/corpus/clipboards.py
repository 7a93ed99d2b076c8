"""The corpus of clipboards."""

from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("clipboards.yaml")


@dataclass(frozen=True)
class Clipboard:
    """What a program puts on the clipboard, as HTML or as plain text, and what becomes of it: no body if refused."""

    program: str
    case: str
    body: str | None
    html: str = ""
    text: str = ""
    notices: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.program}: {self.case}"


CLIPBOARDS = [
    Clipboard(**{name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()})
    for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))
]
