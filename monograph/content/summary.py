"""The summary of a body: its first sentence."""

from lxml import html as lxml_html

from .plain_text import written_out
from .sentences import sentences

# Characters; a longer first sentence is no summary.
MAX_LENGTH = 240


def first_sentence(body: str) -> str:
    """Return the first sentence of a stored body; '' if it is too long.

    Only top-level paragraphs count: callouts and footnotes are left out.
    """
    if not body:
        return ""
    for block in lxml_html.fragment_fromstring(written_out(body), create_parent="div"):
        if block.tag != "p" or block.get("class") == "footnote":
            continue
        for mark in block.findall(".//sup[@class='footnote-marker']"):
            mark.drop_tree()
        text = " ".join(block.text_content().split())
        start, end = next(sentences(text), (0, 0))
        return text[start:end] if end - start <= MAX_LENGTH else ""
    return ""
