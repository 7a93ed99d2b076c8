"""Letters whose meaning is in their font: what Symbol, Wingdings and Webdings show, as Unicode characters.

Word stores such a letter as the Latin letter of the same code, or at U+F000 plus that code. The Symbol table follows
the mapping of Adobe's Symbol encoding that the Unicode Consortium publishes; only characters that belong in a guide are
listed, and all others are refused by name.
"""

import re

from lxml.html import HtmlElement

from .messages import Messages
from .source import style_of

# From the letter of the same code to what the font shows. Both lines have their letters in the same order.
SYMBOL = {
    **{character: character for character in " \u00a0!#%&()+,./0123456789:;<=>?[]_{|}"},
    **dict(
        zip(
            "ABCDEFGHIKLMNOPQRSTUWXYZabcdefghiklmnopqrstuwxyz",
            "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖαβχδεφγηικλµνοπθρστυωξψζ",
            strict=True,
        )
    ),
    **dict(
        zip(
            "*-@~\xa2\xa3\xa5\xab\xac\xad\xae\xaf\xb0\xb1\xb2\xb3\xb4\xb7\xb8\xb9\xba\xbb\xbc\xd2\xd3\xd4\xd6\xd7\xe2\xe3\xe4\xe5",
            "\u2217−≅\u223c\u2032≤∞↔←↑→↓°±″≥×•÷≠≡≈…®©™√⋅®©™∑",
            strict=True,
        )
    ),
}
WINGDINGS = dict(
    zip(
        " \xa0()*FJLlnoquvw\x9f\xa7\xa8\xd8\xdf\xe0\xe1\xe2\xe8\xf0\xfb\xfc\xfd\xfe",
        "  ☎✆✉☞☺☹●■□❑◆❖◆•▪◻➢←→↑↓➔⇨✗✓☒☑",
        strict=True,
    )
)
WEBDINGS = {" ": " ", "\u00a0": " ", "a": "✓", "r": "✗", "=": "■", "n": "●", "c": "□"}
# Other fonts of pictures have no table: each of their letters is refused.
FONTS = {
    "symbol": SYMBOL,
    "wingdings": WINGDINGS,
    "webdings": WEBDINGS,
    **{name: {} for name in ("wingdings 2", "wingdings 3", "zapfdingbats", "zapf dingbats", "marlett")},
    **{name: {} for name in ("opensymbol", "starsymbol", "mt extra", "itc zapf dingbats")},
}
PRIVATE = 0xF000
# The letters of such fonts, and where Word moves them to.
CODES = {*range(0x20, 0x100), *range(PRIVATE + 0x20, PRIVATE + 0x100)}
DIGIT = re.compile(r"\d")
VARIANT = re.compile(r"(?<![-\s])[-\s]*(?:mt|regular|ps)$")


def translate_letters(root: HtmlElement, messages: Messages) -> None:
    """Replace the letters of symbol fonts by what they show; refuse those that are not in the tables."""
    fonts: dict[HtmlElement, str] = {}
    for element in list(root.iter()):
        inherited = fonts.get(element.getparent(), "")
        fonts[element] = font = _own_font(element) or inherited
        element.text = show_letters(element.text, font, messages)
        element.tail = show_letters(element.tail, inherited, messages)


def _own_font(element: HtmlElement) -> str | None:
    """Return the first font that an element names, in lowercase."""
    if not element.attrib:
        return None
    style = style_of(element)
    names = style.get("font-family") or _family(style.get("font", "")) or (element.get("face") or "").lower()
    if style.get("mso-char-type") == "symbol":
        names = style.get("mso-symbol-font-family") or names
    name = VARIANT.sub("", names.split(",")[0].strip(" \"'"))
    return None if name in ("", "inherit") else name


def _family(font: str) -> str:
    """Return the first family of the short form: 12pt Symbol, bold 12pt/1.5 Symbol, 12pt "Wingdings 2"; "" for none."""
    words = font.split(",")[0].split()
    sizes = [place for place, word in enumerate(words[:-1]) if DIGIT.search(word)]
    return " ".join(words[sizes[-1] + 1 :]) if sizes else ""


def show_symbol(code: int, font: str, messages: Messages) -> str:
    """Return what a font shows for the number of a letter; refuse a font or number that is in no table."""
    if code not in CODES or font.lower() not in FONTS:
        messages.refuse("symbol_letter", font or "?")
        return ""
    return show_letters(chr(code), font.lower(), messages) or ""


def show_letters(words: str | None, font: str, messages: Messages) -> str | None:
    """Return what a font, by its name in lowercase, shows for words; refuse what is not in its table."""
    table = FONTS.get(font)
    if table is None or words is None or not words.strip():
        return words
    letters = [chr(ord(letter) - PRIVATE) if 0 < ord(letter) - PRIVATE <= 0xFF else letter for letter in words]
    known = [table.get(letter, letter if letter in "\n\t\r" else "") for letter in letters]
    if not all(known):
        messages.refuse("symbol_letter", " ".join(words.split()))
        return "".join(letters)
    shown = "".join(known)
    messages.notice("symbol_letter", " ".join(shown.split()))
    return shown
