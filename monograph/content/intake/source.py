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
from .characters import REMOVABLE

PLAIN = (
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup data "
    "dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6 header "
    "hgroup hr i img ins kbd legend li main map mark menu nav ol optgroup option p picture pre q rp rt ruby s "
    "samp search section small source span strike strong sub summary sup svg table tbody td tfoot th thead time "
    "title tr tt u ul var wbr"
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
    "img": {"alt"},
    "sup": {"data-note"},
    "p": {"data-note"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
# The parser drops these outside a table, and the words on both sides would become one.
TABLE_PART = re.compile(r"</?(?:caption|col|colgroup|tbody|td|tfoot|th|thead|tr)\b[^<>]*>", re.IGNORECASE)
CELL = re.compile(r"<t[rdh]\b", re.IGNORECASE)
DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]*)", re.IGNORECASE)


def read(html: str, schemes: set[str], *, without: set[str]) -> HtmlElement:
    """Return the elements in a ``div``, without elements of some names and all that is in them.

    Raises `ContentError` with code ``hidden_character``.
    """
    # Cells without a table would lose their borders, and 1 | 0 would read as 10.
    if CELL.search(html) and "<table" not in html.lower():
        html = f"<table>{html}</table>"
    spaced = TABLE_PART.sub(r" \g<0> ", html)
    tags = {*PLAIN.split(), *FORMULA.split()} - without
    known = nh3.clean(
        spaced, tags=tags, clean_content_tags=without, attributes=ATTRIBUTES, url_schemes=schemes, link_rel=None
    )
    # Again, because hidden characters can be written as references, such as &#x202e;
    if problems := hidden_characters(REMOVABLE.sub("", known), "body"):
        raise ContentError(problems)
    return parse(known)


def write(root: HtmlElement) -> str:
    """Return the HTML inside the ``div``."""
    html: str = tostring(root, encoding="unicode", method="html")
    return html[len("<div>") : -len("</div>")]


def style_of(element: HtmlElement) -> dict[str, str]:
    """Return the declarations of an element's own style, in lowercase."""
    style = element.get("style")
    if not style:
        return {}
    return {name.lower(): value.strip().lower() for name, value in DECLARATION.findall(style)}


def classes_of(element: HtmlElement) -> set[str]:
    return set((element.get("class") or "").lower().split())


def words_of(element: HtmlElement) -> str:
    """Return the text in an element, with white space collapsed."""
    return " ".join("".join(element.itertext()).split())


def elements(root: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements that are still in the tree when their turn comes, outermost first."""
    for element in list(root.iterdescendants()):
        if any(ancestor is root for ancestor in element.iterancestors()):
            yield element
