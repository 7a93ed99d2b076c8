"""Words that read as tags: "age <twelve years" loses "twelve years" in every browser."""

import re

from .messages import Messages
from .source import FORMULA, PLAIN

# Elements of HTML, also of older versions and of other programs, that are read without their tags.
OTHERS = set(
    "html head body base link meta style title script template noscript frame frameset noframes iframe embed param "
    "applet area audio video track canvas output progress meter datalist form input button select keygen marquee "
    "blink nobr basefont bgsound multicol spacer image isindex listing xmp plaintext strike rb rtc slot portal "
    "shadow content element menuitem command dir layer ilayer xml sdfield".split()
)
DRAWING = set(
    "animate animatemotion animatetransform circle clippath cursor defs desc ellipse feblend fecolormatrix "
    "fecomponenttransfer fecomposite feconvolvematrix fediffuselighting fedisplacementmap fedistantlight feflood "
    "fefunca fefuncb fefuncg fefuncr fegaussianblur feimage femerge femergenode femorphology feoffset fepointlight "
    "fespecularlighting fespotlight fetile feturbulence filter foreignobject g glyph hatch hatchpath line "
    "lineargradient marker mask metadata mpath path pattern polygon polyline radialgradient rect set solidcolor stop "
    "switch symbol text textpath tref tspan use view".split()
)
KNOWN = {*PLAIN.split(), *FORMULA.split(), *OTHERS, *DRAWING, "paragraph", "linkhtml", "rendermultimedia"}
# What browsers skip. Without an end it takes the rest of the text with it.
SKIPPED = re.compile(
    r"<!--.*?(?P<end>--!?>|\Z)|<(?P<name>style|script|title|textarea)\b.*?(?:(?=</(?P=name)\b)|\Z)",
    re.IGNORECASE | re.DOTALL,
)
# Browsers take these for comments too, up to the next bracket.
MARKED = re.compile(r"<(?:!(?!--|doctype\b|\[(?:end)?if\b)|\?(?!xml\b)|/(?![a-z>]))[^<>]*>?", re.IGNORECASE)
# Names with a hyphen or a colon are those of other programs and of web components.
CLOSED = re.compile(r"</([a-z][a-z0-9]*)", re.IGNORECASE)  # an element, whatever it is
NAME = re.compile(r"<([a-z][a-z0-9]*)(?![\w:.-])[^<>]{0,40}", re.IGNORECASE)
# Names of elements are words too, as in "a dose <use 5 mg, stop": what may be there without a value.
BARE = re.compile(r"<[a-z][a-z0-9-]*((?:\s+[\w.,;%]+){1,20})\s*/?[<>]", re.IGNORECASE)
BARE_ATTRIBUTES = set(
    "allowfullscreen async autofocus autoplay checked compact contenteditable controls declare default defer disabled "
    "download draggable formnovalidate hidden inert ismap itemscope loop multiple muted nohref nomodule noresize "
    "noshade novalidate nowrap open ping playsinline popover readonly required reversed selected translate".split()
)


def check_tags(html: str, messages: Messages, *, is_pasted: bool) -> None:
    """Name what reads as a tag and is none; refuse it where nobody would see that it is gone."""
    say = messages.notice if is_pasted else messages.refuse
    closed = {name.lower() for name in CLOSED.findall(html)}
    shown = SKIPPED.sub("", html)
    for found in NAME.finditer(shown):
        if found[1].lower() not in KNOWN | closed:
            say("unknown_tag", found[0].strip())
    for found in BARE.finditer(shown):
        if not {word.lower() for word in found[1].split()} <= BARE_ATTRIBUTES:
            say("unknown_tag", found[0].rstrip("< "))
    for found in MARKED.finditer(shown):
        say("unknown_tag", found[0].strip())
    for found in SKIPPED.finditer(html):
        if found.end() == len(html) and not found["end"]:
            say("unknown_tag", found[0].strip())
