"""Characters that nobody sees, or that mean nothing here."""

import re
import unicodedata

from lxml.html import HtmlElement

from .messages import Messages

# Soft hyphens, zero-width characters, byte order marks, and marks of direction: programs put them there, and a text
# reads the same without them. What reverses or embeds text is refused (`plain.hidden_characters`).
REMOVABLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\ufeff]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
SPREADSHEET_CODE = re.compile(r"_x[0-9A-Fa-f]{4}_")
REFUSED = {
    "private_character": PRIVATE,
    "damaged_character": re.compile("\ufffd"),
    "spreadsheet_code": SPREADSHEET_CODE,
}
LIGATURE = re.compile("[\ufb00-\ufb06]")  # one character for two or three letters, as in PDF files
# Any of them.
SUSPECT = re.compile("|".join(pattern.pattern for pattern in (*REFUSED.values(), REMOVABLE, LIGATURE)))
CONTEXT = 20  # characters


def check_characters(root: HtmlElement, messages: Messages) -> None:
    """Take out invisible characters, write out ligatures, and refuse what means nothing."""
    for element in root.iter():
        element.text = _checked(element.text, messages)
        element.tail = _checked(element.tail, messages)


def _checked(words: str | None, messages: Messages) -> str | None:
    if not words or not SUSPECT.search(words):
        return words
    for code, pattern in REFUSED.items():
        for found in pattern.finditer(words):
            messages.refuse(code, _around(words, found))
    for found in REMOVABLE.finditer(words):
        messages.notice("invisible_character", REMOVABLE.sub("", _around(words, found)))
    for found in LIGATURE.finditer(words):
        messages.notice("ligature", _around(words, found))
    return LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), REMOVABLE.sub("", words))


def _around(words: str, found: re.Match[str]) -> str:
    return " ".join(words[max(0, found.start() - CONTEXT) : found.end() + CONTEXT].split())
