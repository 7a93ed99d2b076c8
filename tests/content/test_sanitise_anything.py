"""Whatever `clean_body` gets, it keeps every word, and takes linear time."""

import re
import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monograph.content.errors import ContentError
from monograph.content.intake import clean_body
from monograph.content.sanitise import MAX_BODY

from .normal_form import assert_normal

INLINE = st.sampled_from(["b", "i", "strong", "em", "sub", "sup", "span", "u", "font", "code"])
CONTAINERS = st.sampled_from(
    ["div", "section", "blockquote", "article", "figure", "address", "center", "p", "h2", "h3"]
)
# Plain words, and what is dangerous in them: white space, references, combining marks, characters of markup.
WORDS = st.text(alphabet="ab5 \n\t\u00a0\u0301\u0338\u00e9\u03a9<>&\"'", min_size=1, max_size=8)


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@dataclass(frozen=True)
class Fragment:
    """Some HTML, and its words with a line break at every border of a block."""

    html: str
    words: str


def wrapped(tag: str, parts: list[Fragment], border: str = "") -> Fragment:
    inside = "".join(part.words for part in parts)
    return Fragment(f"<{tag}>{''.join(part.html for part in parts)}</{tag}>", f"{border}{inside}{border}")


def contained(tag: str, parts: list[Fragment]) -> Fragment:
    """Wrap without nested headings, because a heading ends at one inside it."""
    inside = [part for part in parts if not (tag.startswith("h") and part.html.startswith("<h"))]
    return wrapped(tag, inside, "\n")


LINES = st.recursive(
    WORDS.map(lambda words: Fragment(escaped(words), words)) | st.just(Fragment("<br>", "\n")),
    lambda inner: st.builds(wrapped, INLINE, st.lists(inner, max_size=3)),
    max_leaves=5,
)


def as_list(tag: str, items: list[list[Fragment]]) -> Fragment:
    return wrapped(tag, [wrapped("li", item, "\n") for item in items], "\n")


def as_table(rows: list[list[Fragment]]) -> Fragment:
    return wrapped("table", [wrapped("tr", [wrapped("td", [cell], "\n") for cell in row]) for row in rows], "\n")


FRAGMENTS = st.recursive(
    LINES,
    lambda inner: st.one_of(
        st.builds(contained, CONTAINERS.filter(lambda tag: tag != "p"), st.lists(inner, max_size=3)),
        st.builds(wrapped, st.just("p"), st.lists(LINES, max_size=3), st.just("\n")),
        st.builds(as_list, st.sampled_from(["ul", "ol"]), st.lists(st.lists(inner, max_size=2), max_size=3)),
        st.builds(as_table, st.lists(st.lists(inner, min_size=1, max_size=2), max_size=2)),
    ),
    max_leaves=8,
)


def words_of(html: str) -> list[str]:
    """Return the words of a stored body, separated at blocks and line breaks."""
    spaced = re.sub("</?(?:p|h3|h4|blockquote|ul|ol|li|table|thead|tbody|tr|td|th|aside|br)[^>]*>", " ", html)
    plain = re.sub("<[^>]*>", "", spaced)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split()


@settings(max_examples=120, deadline=None)
@given(st.lists(FRAGMENTS, max_size=4))
@example([Fragment("<h2><p></p>5</h2>", "\n\n\n5\n"), Fragment("6", "6")])
@example([Fragment("<h3><p>a</p>5</h3>", "\n\na\n5\n"), Fragment("6", "6")])
@example([Fragment("<h2><ul><li>4</li></ul>5</h2>", "\n\n4\n5\n"), Fragment("6", "6")])
def test_words_survive_in_the_normal_form(parts: list[Fragment]) -> None:
    stored = clean_body("".join(part.html for part in parts))
    assert_normal(stored)
    # NFC may compose characters that an element separated, so compose both sides before comparing.
    expected = unicodedata.normalize("NFC", "".join(part.words for part in parts)).split()
    assert [unicodedata.normalize("NFC", word) for word in words_of(stored)] == expected


TAGS = st.sampled_from(
    "p div span b i a table tr td th li ul ol h1 h3 aside sup script svg math style template form select caption "
    "title plaintext noscript br hr dl dd pre textarea option frameset body html head col".split()
)
MARKUP = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.sampled_from(
        ["<a href='https://x.org/'>", "<p class=footnote data-note=a>", "<sup class=footnote-marker data-note=a>"]
    ),
    st.sampled_from(
        ["<aside class=callout data-tone=note>", "<td colspan=2>", "<!--", "-->", "<", "&", "&#x202e;", "&#1;"]
    ),
    st.text(max_size=5),
)


REFUSED = {
    *("unsafe_html", "hidden_character", "too_deep", "private_character", "damaged_character", "formula"),
    "unknown_tag",
}


@settings(max_examples=120, deadline=None)
@given(st.lists(MARKUP, max_size=20).map("".join))
@example("<p>a&#x202e;b</p>")
@example("<p>\u0338</p>")
def test_any_html_is_refused_or_stored_in_the_normal_form(html: str) -> None:
    try:
        stored = clean_body(html)
    except ContentError as error:
        assert error.problems
        assert {problem.code for problem in error.problems} <= REFUSED
    else:
        assert_normal(stored)


HOSTILE = {
    "unclosed containers": "<div>",
    "unclosed lists": "<ul><li>",
    "unclosed preformatted text": "<pre>",
    "unclosed marks": "<b><i>",
    "unclosed tables": "<table><tr><td>",
    "marks across paragraphs": "<p><b>",
    "misnested links": "<a href='#x'><b></a></b>",
    "marks in tables": "<table><b>x",
    "ampersands": "&",
    "open brackets": "<",
    "open comments": "<!--",
    "empty paragraphs": "<p> </p>",
    "combining marks out of order": "\u0301\u0316",
    "refused addresses": "<a href='javascript:x'>",
    "links that never end": "<a </a ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_cleaned_in_linear_time(unit: str) -> None:
    """Run without asserting a time: quadratic work would take minutes."""
    html = (unit * (MAX_BODY // len(unit) + 1))[:MAX_BODY]
    try:
        assert len(clean_body(html)) <= MAX_BODY
    except ContentError as error:
        assert error.problems
