"""The old and the new words, given back from the marked change: what a test of it, or a doubting reader, asks for."""

from lxml import html as lxml_html

from .tree import read


def old_text(html: str) -> str:
    """Return the words of the old text, a line for each block."""
    return _without("ins", html)


def new_text(html: str) -> str:
    """Return the words of the new text, a line for each block."""
    return _without("del", html)


def text(html: str) -> str:
    """Return the words of any text or HTML, a line for each block."""
    return "\n".join(line for leaf in read(html).leaves() if (line := leaf.text))


def _without(element: str, html: str) -> str:
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for part in root.xpath('.//*[@class="change-label"]') + list(root.iter(element)):
        if part.getparent() is not None:
            part.drop_tree()
    return text(lxml_html.tostring(root, encoding="unicode"))
