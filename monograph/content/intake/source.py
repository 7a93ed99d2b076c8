"""The HTML of another program as a tree, with what its styles mean.

nh3 parses as browsers do; what it gives is well-formed.
"""

import re
from collections.abc import Iterator

from lxml.etree import tostring
from lxml.html import HtmlElement

from ..browser_parser import clean
from ..errors import ContentError
from ..normal_form import parse
from ..plain import hidden_characters
from ..sanitise import depth, too_deep
from .characters import REMOVABLE

MAX_OPEN = 200  # elements in each other
PLAIN = (
    "a abbr acronym address article aside audio b bdi bdo big blockquote br button canvas caption center cite code "
    "col colgroup data datalist dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer h1 "
    "h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd label legend li main map mark menu nav noframes noscript "
    "object ol optgroup option p picture pre q rp rt ruby s samp search section select small source span strike strong "
    "sub summary sup svg table tbody td textarea tfoot th thead time title tr tt u ul var video wbr"
)
FORMULA = (
    "math annotation annotation-xml maction menclose merror mfenced mfrac mglyph mi mmultiscripts mn mo mover mpadded "
    "mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover "
    "none semantics"
)
ATTRIBUTES = {
    "*": set("style class id hidden popover dir role aria-hidden aria-label aria-level data-aria-level".split()),
    "a": {"href", "epub:type"},
    "aside": {"data-tone"},
    "font": {"face"},
    "img": {"alt", "title"},
    "input": {"alt", "checked", "placeholder", "type", "value"},
    "mfrac": {"linethickness"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "sup": {"data-note"},
    "p": {"data-note"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
# The parser drops these outside a table, and the words on both sides would become one.
TABLE_PART = re.compile(r"</?(?:caption|col|colgroup|tbody|td|tfoot|th|thead|tr)\b[^<>]*>", re.IGNORECASE)
CELL = re.compile(r"<t[rdh]\b", re.IGNORECASE)
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*>", re.IGNORECASE)
TABLE_PARTS = {"tr", "td", "th", "tbody", "thead", "tfoot", "caption", "col", "colgroup"}
OUTSIDE = {"p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside"}
DECLARATION = re.compile(r"(?<![a-z-])([a-z-]+)\s*:\s*([^;]*)", re.IGNORECASE)
# Formulas and drawings of Office, whose names have a prefix that the parser would drop.
PREFIXED = re.compile(r"<(/?)(?:m|mml):(?=[a-z])", re.IGNORECASE)
BLOCK_DISPLAYS = ("block", "table", "table-cell", "table-row", "flex", "grid", "list-item")
ROWS_OF_BLOCKS = ("flex", "grid", "inline-flex", "inline-grid")  # each of their children is a block
INLINE = set(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var".split()
)


def read(html: str, schemes: set[str], *, without: set[str]) -> HtmlElement:
    """Return the elements in a ``div``, without elements of some names and all that is in them.

    Raises `ContentError` with code ``hidden_character`` or ``too_deep``.
    """
    html = PREFIXED.sub(r"<\1", html)
    # Cells without a table would lose their borders, and 1 | 0 would read as 10.
    if "<table" not in html.lower() and CELL.search(html):
        html = _in_tables(html)
    spaced = TABLE_PART.sub(r" \g<0> ", html)
    tags = {*PLAIN.split(), *FORMULA.split()} - without
    known = clean(
        spaced, tags=tags, clean_content_tags=without, attributes=ATTRIBUTES, url_schemes=schemes, link_rel=None
    )
    # Again, because hidden characters can be written as references, such as &#x202e;
    if problems := hidden_characters(REMOVABLE.sub("", known), "body"):
        raise ContentError(problems)
    if depth(known) > MAX_OPEN:
        raise too_deep()
    return parse(known)


def separate(root: HtmlElement) -> None:
    """Write out what a browser adds: the borders of blocks, white space of tabs and lines, marks of quotations."""
    for element in list(root.iterdescendants()):
        style = style_of(element)
        if is_block(element):
            _make_block(element)
        if "mso-tab-count" in style:
            element.text = f" {element.text or ''}"
        if element.tag == "pre" or style.get("white-space", "").startswith("pre"):
            _keep_lines(element)
        if element.tag == "q":
            is_inner = len(list(element.iterancestors("q"))) % 2
            _enclose(element, *("‘’" if is_inner else "“”"))
        if element.tag == "rt" and not any(part.tag == "rp" for part in element.getparent()):
            _enclose(element, " (", ")")


def is_block(element: HtmlElement) -> bool:
    """Return whether a style makes a block of an element that is none."""
    style = style_of(element)
    return element.tag in INLINE and (
        style.get("display") in BLOCK_DISPLAYS
        or (style.get("position") in ("absolute", "fixed") and element.tag not in ("sub", "sup"))
        or style_of(element.getparent()).get("display") in ROWS_OF_BLOCKS
    )


def _make_block(element: HtmlElement) -> None:
    if element.tag in ("span", "font", "label"):
        element.tag = "div"
        return
    block = element.makeelement("div")
    block.tail, element.tail = element.tail, None
    element.getparent().replace(element, block)
    block.append(element)


def _enclose(element: HtmlElement, start: str, end: str) -> None:
    element.text = f"{start}{element.text or ''}"
    if len(element):
        element[-1].tail = f"{element[-1].tail or ''}{end}"
    else:
        element.text += end


def _keep_lines(element: HtmlElement) -> None:
    for part in list(element.iter()):
        for name in ("text", "tail"):
            words = getattr(part, name)
            if not words or "\n" not in words.strip("\n") or (part is element and name == "tail"):
                continue
            first, *lines = words.strip("\n").split("\n")
            setattr(part, name, first)
            breaks = []
            for line in lines:
                breaks.append(part.makeelement("br"))
                breaks[-1].tail = line
            if name == "text":
                part[:0] = breaks
            else:
                for line_break in reversed(breaks):
                    part.getparent().insert(part.getparent().index(part) + 1, line_break)


def _in_tables(html: str) -> str:
    """Put each run of rows that has no table into one; what is between two runs stays there."""
    parts, place, is_open, cells = [], 0, False, 0
    for found in TAG.finditer(html):
        closing, name = found[1], found[2].lower()
        if name in TABLE_PARTS and not closing and not is_open:
            parts += [html[place : found.start()], "<table>"]
            place, is_open, cells = found.start(), True, 0
        elif name in OUTSIDE and is_open and not cells:
            parts += [html[place : found.start()], "</table>"]
            place, is_open = found.start(), False
        if name in ("td", "th"):
            cells = 0 if closing else 1
    return "".join([*parts, html[place:], "</table>" if is_open else ""])


def write(root: HtmlElement) -> str:
    """Return the HTML inside the ``div``."""
    html: str = tostring(root, encoding="unicode", method="html")
    return html[len("<div>") : -len("</div>")]


def style_of(element: HtmlElement) -> dict[str, str]:
    """Return the declarations of an element's own style, in lowercase."""
    style = element.get("style")
    if not style:
        return {}
    return {
        name.lower(): value.strip().lower().removesuffix("!important").strip()
        for name, value in DECLARATION.findall(style)
    }


def classes_of(element: HtmlElement) -> set[str]:
    return set((element.get("class") or "").lower().split())


def words_of(element: HtmlElement) -> str:
    """Return the text in an element, with white space collapsed."""
    return " ".join("".join(element.itertext()).split())


def elements(root: HtmlElement, *tags: str) -> Iterator[HtmlElement]:
    """Yield the elements, of some tags, that are still in the tree when their turn comes, outermost first."""
    for element in list(root.iterdescendants(*tags)):
        top = element.getparent()
        while top is not None and top is not root:
            top = top.getparent()
        if top is root:
            yield element
