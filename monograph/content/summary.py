"""A text in one line."""

from lxml import html as lxml_html

from .sentences import sentences

MAX_LENGTH = 240  # characters; a first sentence that is longer is no summary


def first_sentence(body: str) -> str:
    """Return the first sentence of a stored body's own paragraphs, callouts and notes left out; '' if it is long."""
    if not body:
        return ""
    for block in lxml_html.fragment_fromstring(body, create_parent="div"):
        if block.tag != "p" or block.get("class") == "footnote":
            continue
        for mark in block.findall(".//sup[@class='footnote-marker']"):
            mark.drop_tree()
        text = " ".join(block.text_content().split())
        start, end = next(sentences(text), (0, 0))
        return text[start:end] if end - start <= MAX_LENGTH else ""
    return ""
