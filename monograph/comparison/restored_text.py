"""The old and the new words, restored from a diff to verify it."""

from lxml import html as lxml_html

from .tree_parser import parse_tree


def old_text(html: str) -> str:
    """Return the words of the old text, a line for every block."""
    return _without("ins", html)


def new_text(html: str) -> str:
    """Return the words of the new text, a line for every block."""
    return _without("del", html)


def plain_text(html: str) -> str:
    """Return the words of any text or HTML, a line for every block."""
    return "\n".join(line for leaf in parse_tree(html).leaves() if (line := leaf.text))


def _without(element: str, html: str) -> str:
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for part in root.xpath('.//*[@class="change-label"]') + list(root.iter(element)):
        if part.getparent() is not None:
            part.drop_tree()
    return plain_text(lxml_html.tostring(root, encoding="unicode"))
