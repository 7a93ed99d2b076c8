"""Names of elements that are not HTML's: those of labels in XML, of Word's own XML, of drawings and formulas.

Outside a drawing or formula the parser drops elements with their names, and all words in them. Other elements it does
not know become the words in them, without the borders that a label has between its paragraphs.
"""

import re

from .source import FORMULA, PLAIN
from .unknown_tags import DRAWING

TAG = re.compile(r"<(/?)([a-z][\w:.-]*)((?:\s[^<>]*?)?)(/?)>", re.IGNORECASE)
# Structured Product Labeling, the form in which the FDA publishes labels.
LABEL = re.compile(r"<(?:paragraph|renderMultiMedia|linkHtml)\b", re.IGNORECASE)
OF_LABELS = {
    "paragraph": "p",
    "list": "ul",
    "item": "li",
    "text": "div",
    "title": "h1",
    "footnote": "div",
    "linkhtml": "a",
    "rendermultimedia": "img",
}
IS_NUMBERED = re.compile(r"\blisttype\s*=\s*[\"']?ordered", re.IGNORECASE)
OF_WORD = {"w:del": "del", "w:movefrom": "del", "w:deltext": "del", "w:p": "p", "w:br": "br"}
INSIDE = {"svg", "math"}
NOT_OUTSIDE = DRAWING | set(FORMULA.split())
HTML = set(PLAIN.split()) | {"a", "title", "style", "script", "image"}


def without_foreign_names(html: str) -> str:
    """Return HTML in which such elements have the names of what they are, or none."""
    is_label = LABEL.search(html) is not None
    inside, lists = 0, []

    def rename(found: re.Match[str]) -> str:
        nonlocal inside
        closing, name, attributes, is_empty = found.groups()
        lower = name.lower()
        if lower in INSIDE:
            inside += 0 if is_empty else -1 if closing else 1
            inside = max(0, inside)
            return found[0]
        new = OF_WORD.get(lower) or (OF_LABELS.get(lower) if is_label and not inside else None)
        if new == "ul":
            if not closing:
                lists.append("ol" if IS_NUMBERED.search(attributes) else "ul")
            new = (lists.pop() if closing else lists[-1]) if lists else "ul"
        if new is None and ("-" in lower or (lower in NOT_OUTSIDE and not inside and lower not in HTML)):
            new = "span"
        if lower == "w:tab":
            return " "
        if new is None:
            return found[0]
        if is_empty and new not in ("img", "br", "wbr"):
            return ""
        return f"<{closing}{new}{attributes}>"

    return TAG.sub(rename, html)
