"""What may run or load is refused; what is listed is brought into the normal form.

docs/content.md documents the allow-list and the normal form. nh3 parses as browsers do and drops whatever is not
listed; the normal form is then serialized from scratch, from a closed set of templates, so that it can hold nothing
else. Texts come here through `intake`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from .browser_parser import clean
from .errors import ContentError, Problem
from .normal_form import normal_form
from .plain import hidden_characters

# Characters; the longest section of any FDA patient guide has a tenth of that.
MAX_BODY = 200_000
# Characters of what another program sends: its styles take far more room than its words.
MAX_SOURCE = 5 * MAX_BODY
# Elements of it: ten times as many as any guide's section has.
MAX_ELEMENTS = 20_000
MAX_DEPTH = 40

BLOCKS = {"p", "h3", "h4", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "aside"}
INLINE = {"strong", "em", "sub", "sup", "a", "br"}
# Not in the normal form, but they separate words: nh3 lets them through for `normal_form` to dissolve.
DISSOLVED = set(
    "b i h1 h2 h5 h6 div section article header footer main figure figcaption hr nav fieldset legend menu dialog "
    "hgroup search option optgroup title pre dl dt dd address center caption tfoot details summary".split()
)
ATTRIBUTES = {
    "a": {"href"},
    "aside": {"class", "data-tone"},
    "ol": {"reversed", "start", "type"},
    "sup": {"class", "data-note"},
    "p": {"class", "data-note"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
REFUSED = {
    **dict.fromkeys(("script", "style", "template", "noscript"), "program code or style sheets"),
    **dict.fromkeys(("iframe", "object", "embed", "link", "meta", "base", "frame", "frameset"), "embedded pages"),
    **dict.fromkeys(("form", "input", "button", "select", "textarea"), "form controls"),
    **dict.fromkeys(("video", "audio", "canvas"), "sound or film"),
}
SCHEMES = {"https", "http", "mailto", "tel"}
RUNNING_SCHEMES = {"javascript", "vbscript", "data", "file", "blob", "about", "filesystem", "view-source"}
RUNNING = re.compile(rf"(?:{'|'.join(sorted(RUNNING_SCHEMES))}):", re.IGNORECASE)
BLANK = re.compile(r"[\x00-\x20]+")  # browsers overlook it inside a scheme
LINK = re.compile(
    r"https?://[^\s\"<>]+|mailto:[^\s\"<>@]+@[^\s\"<>@]+|tel:\+?[0-9-]{3,20}|#[a-z0-9-]{1,40}"
    r"|/guides/[a-z0-9-]{1,80}/(#[a-z0-9-]{1,40})?"
)
HREF = re.compile(r"""<a\b[^<>]*?\shref\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
RAW_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
START_TAG = re.compile(r"<[a-z]", re.IGNORECASE)
# Elements that are often left open: the next one closes them, or they hold nothing.
LEFT_OPEN = {
    "p",
    "li",
    "dt",
    "dd",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "tfoot",
    "option",
    "br",
    "hr",
    "wbr",
    "col",
    "img",
    "input",
}
VOID = {"br", "col", "hr", "img", "input", "source", "wbr"}
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")


def addresses(html: str) -> Iterator[str]:
    """Yield the addresses of links as written: a parser drops those with a scheme that is not listed."""
    for href in HREF.findall(html):
        yield unescape(href.strip("\"'")).strip()


def refusals(html: str) -> list[Problem]:
    """Return one problem for each kind of HTML that may never be in a guide."""
    messages: dict[str, str] = {}

    def check_attribute(tag: str, attribute: str, value: str) -> str:
        if attribute.startswith("on"):
            messages["event"] = f"The text holds program code in an attribute ({attribute}). Remove it."
        elif attribute == "href" and RUNNING.match(BLANK.sub("", value)):
            messages[value.strip()] = (
                f"The link to “{value[:80]}” can't be used. A link begins with https://, mailto: or tel:, "
                "or leads to a section of this guide (#dosage) or to another guide (/guides/warfarin/)."
            )
        return value

    for address in addresses(html):
        check_attribute("a", "href", address)
    tags = clean(
        html,
        tags={*REFUSED, *BLOCKS, *INLINE, *DISSOLVED},
        clean_content_tags=set(),
        attributes={"a": {"href"}},
        generic_attribute_prefixes={"on"},
        attribute_filter=check_attribute,
        url_schemes=SCHEMES | RUNNING_SCHEMES,
        link_rel=None,
    )
    for tag in sorted({name for _, name in TAG.findall(tags)} & set(REFUSED)):
        messages[tag] = f"The text holds <{tag}>. A guide may not hold {REFUSED[tag]}. Remove it."
    return [Problem("body", "unsafe_html", message) for message in messages.values()]


def depth(html: str) -> int:
    """Return how many elements are in each other at most."""
    depth = deepest = 0
    for closing, name in TAG.findall(html):
        if name not in VOID:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _is_hostile(html: str) -> bool:
    """Return whether more elements are open at once than in any editor's text.

    The work of a parser grows with the square of the open elements.
    """
    still_open: Counter[str] = Counter()
    depth = 0
    for closing, name in RAW_TAG.findall(html):
        name = name.lower()
        if closing and still_open[name]:
            still_open[name] -= 1
            depth -= 1
        elif not closing and name not in LEFT_OPEN:
            still_open[name] += 1
            depth += 1
            if depth > 10 * MAX_DEPTH:
                return True
    return False


def _too_long(html: str, limit: int) -> ContentError:
    size = f"The text has {len(html):,} characters; the limit of a section is {limit:,}."
    return ContentError([Problem("body", "too_long", f"{size} Split it, or paste it as plain text.")])


def _too_many(count: int) -> ContentError:
    parts = f"The text has {count:,} paragraphs, list items, cells and formatted passages"
    message = f"{parts}; the limit of a section is {MAX_ELEMENTS:,}. Split it."
    return ContentError([Problem("body", "too_many_elements", message)])


def too_deep() -> ContentError:
    """Return the refusal of a text with too many elements in each other."""
    message = f"Lists, tables and quotations are nested more than {MAX_DEPTH} deep. Paste the passage as plain text."
    return ContentError([Problem("body", "too_deep", message)])


def check_size(html: str) -> None:
    """Refuse what would take long to parse.

    Raises `ContentError`: ``too_long``, ``too_many_elements`` or ``too_deep``.
    """
    if len(html) > MAX_SOURCE:
        raise _too_long(html, MAX_SOURCE)
    if (count := len(START_TAG.findall(html))) > MAX_ELEMENTS:
        raise _too_many(count)
    if _is_hostile(html):
        raise too_deep()


def normalized(html: str) -> str:
    """Return the normal form of HTML; '' if it has no words.

    Raises `ContentError` for the field ``body``: ``too_long``, ``hidden_character`` or ``too_deep``.
    """
    allowed = clean(
        html,
        tags={*BLOCKS, *INLINE, *DISSOLVED},
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    if problems := hidden_characters(allowed, "body"):
        raise ContentError(problems)
    if depth(allowed) > MAX_DEPTH:
        raise too_deep()
    body = normal_form(allowed)
    if len(body) > MAX_BODY:
        raise _too_long(body, MAX_BODY)
    return body
