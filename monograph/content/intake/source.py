"""The HTML of another program as a tree, with what its styles mean.

nh3 parses as browsers do; what it gives is well-formed.
"""

import re
from collections.abc import Iterator

import nh3
from lxml.etree import tostring
from lxml.html import HtmlElement

from ..errors import ContentError
from ..normal_form import parse
from ..plain import hidden_characters
from ..sanitise import depth, too_deep
from .characters import REMOVABLE

MAX_OPEN = 200  # elements in each other
PLAIN = (
    "a abbr acronym address article aside b bdi bdo big blockquote br button caption center cite code col "
    "colgroup data dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer h1 h2 h3 "
    "h4 h5 h6 header hgroup hr i img ins kbd legend li main map mark menu nav noscript object ol optgroup "
    "option p picture pre q rp rt ruby s samp search section small source span strike strong sub summary sup "
    "svg table tbody td textarea tfoot th thead time title tr tt u ul var wbr"
)
FORMULA = (
    "math annotation annotation-xml maction menclose merror mfenced mfrac mglyph mi mmultiscripts mn mo mover mpadded "
    "mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover "
    "none semantics"
)
ATTRIBUTES = {
    "*": set("style class hidden role aria-hidden aria-level data-aria-level".split()),
    "a": {"href"},
    "aside": {"data-tone"},
    "font": {"face"},
    "img": {"alt", "title"},
    "svg": {"aria-label"},
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
STYLE_SHEET = re.compile(r"<style\b[^<>]*>(.*?)(?:</style|\Z)", re.IGNORECASE | re.DOTALL)
CLASS_RULE = re.compile(r"\.([\w-]+)\s*(?:,[^{}]*)?\{([^{}]*)\}")
# Formulas and drawings of Office, whose names have a prefix that the parser would drop.
PREFIXED = re.compile(r"<(/?)(?:m|mml):(?=[a-z])", re.IGNORECASE)
BLOCK_DISPLAYS = ("block", "table", "table-cell", "table-row", "flex", "grid", "list-item")


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
    known = nh3.clean(
        spaced, tags=tags, clean_content_tags=without, attributes=ATTRIBUTES, url_schemes=schemes, link_rel=None
    )
    # Again, because hidden characters can be written as references, such as &#x202e;
    if problems := hidden_characters(REMOVABLE.sub("", known), "body"):
        raise ContentError(problems)
    if depth(known) > MAX_OPEN:
        raise too_deep()
    root = parse(known)
    _separate(root)
    return root


def _separate(root: HtmlElement) -> None:
    """Make blocks of what a style shows as blocks, and white space of what a style shows as tabs and lines."""
    for element in root.iterdescendants():
        style = style_of(element)
        if element.tag in ("span", "font", "label", "a") and style.get("display") in BLOCK_DISPLAYS:
            element.tag = "div"
        if "mso-tab-count" in style:
            element.text = f" {element.text or ''}"
        if element.tag == "pre" or style.get("white-space", "").startswith("pre"):
            _keep_lines(element)


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


def apply_style_sheets(root: HtmlElement, html: str) -> None:
    """Put what the style sheets of a pasted text say of classes into the style of elements: Excel styles by class."""
    rules: dict[str, str] = {}
    for sheet in STYLE_SHEET.findall(html):
        for name, declarations in CLASS_RULE.findall(sheet):
            rules[name.lower()] = f"{rules.get(name.lower(), '')};{declarations}"
    for element in root.iterdescendants() if rules else ():
        given = ";".join(rules[name] for name in classes_of(element) if name in rules)
        if given:
            element.set("style", f"{given};{element.get('style') or ''}")


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
