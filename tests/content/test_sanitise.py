"""clean_body: what docs/content.md lists gets in, in one form; what can run or hide is refused; no word is lost."""

import re
import unicodedata
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monograph.content.errors import ContentError
from monograph.content.sanitise import MAX_BODY, MAX_DEPTH, clean_body

# A reader of the normal form that knows nothing of HTML but docs/content.md, and forgives nothing.

NOTE = "[a-z0-9-]{1,40}"
HREF = (
    r"https?://[^\s\"<>]+|mailto:[^\s\"<>]+|tel:\+?[0-9-]+|#[a-z0-9-]+|/guides/[a-z0-9-]+/(?:#[a-z0-9-]+)?"  # escaped
)
SPANS = '(?: colspan="[0-9]{1,2}")?(?: rowspan="[0-9]{1,2}")?'
START = {
    **dict.fromkeys(("blockquote", "ul", "ol", "li", "h3", "h4", "table", "thead", "tbody", "tr"), ""),
    **dict.fromkeys(("strong", "em", "sub", "br"), ""),
    "p": f'(?: class="footnote" data-note="{NOTE}")?',
    "td": SPANS,
    "th": f'{SPANS} scope="(?:col|row)"',
    "a": f' href="(?:{HREF})"',
    "aside": ' class="callout" data-tone="(?:note|warning|doctor|emergency)"',
    "sup": f'(?: class="footnote-marker" data-note="{NOTE}")?',
}
TOKEN = re.compile(
    "|".join(f"<({name}){attributes}>" for name, attributes in START.items())
    + r"|</(?P<end>[a-z0-9]+)>|(?P<text>(?:[^<>&]|&(?:amp|lt|gt);)+)"
)
BLOCKS = {"p", "h3", "h4", "blockquote", "ul", "ol", "table", "aside"}
MARKS = ("a", "strong", "em", "sub", "sup")
HOLDS = {
    **{name: set(MARKS) | {"br", "text"} for name in ("p", "h3", "h4")},
    **{name: BLOCKS | set(MARKS) | {"br", "text"} for name in ("li", "td", "th")},
    **{name: {"li"} for name in ("ul", "ol")},
    **dict.fromkeys(("blockquote", "aside"), BLOCKS),
    "table": {"thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    # Marks nest in one order, so that bold italics and italic bold are the same text.
    **{mark: {"text", "br", *MARKS[place + 1 :]} for place, mark in enumerate(MARKS)},
}
MAY_BE_EMPTY = {"td", "th", "br"}


@dataclass
class Node:
    name: str
    children: list["Node"] = field(default_factory=list)
    text: str = ""


def parsed(line: str) -> Node:
    """Read one top-level block. Fails at the first thing that the normal form can't hold."""
    root, place = Node("line"), 0
    stack = [root]
    while place < len(line):
        token = TOKEN.match(line, place)
        assert token, f"not of the normal form: {line[place : place + 60]!r}"
        place = token.end()
        if token["end"]:
            assert stack.pop().name == token["end"]
            continue
        node = Node("text", text=token["text"]) if token["text"] else Node(next(filter(None, token.groups())))
        stack[-1].children.append(node)
        if node.name not in ("br", "text"):
            stack.append(node)
    assert stack == [root], "an element is not closed"
    return root


def check_node(node: Node) -> None:
    names = [child.name for child in node.children]
    assert set(names) <= HOLDS.get(node.name, set()), f"<{node.name}> may not hold {names}"
    assert names or node.name in MAY_BE_EMPTY | {"text"}, f"<{node.name}> is empty"
    if node.name in ("li", "td", "th"):
        blocks = [name for name in names if name in BLOCKS]
        assert blocks in ([], names), "loose words beside blocks"
    if BLOCKS & set(names) == set() and names and node.name in {"p", "h3", "h4", "li", "td", "th"}:
        words = node.children
        assert not words[0].text.startswith(" "), "a block begins with white space"
        assert not words[-1].text.endswith(" "), "a block ends with white space"
        assert "br" not in (names[0], names[-1]), "a block begins or ends with a line break"
    assert not re.search(r"[\t\r\n\f]|  ", node.text), "white space is not folded"
    assert unicodedata.is_normalized("NFC", node.text)
    for child in node.children:
        check_node(child)


def assert_normal(body: str) -> None:
    for line in body.split("\n") if body else ():
        (block,) = parsed(line).children
        assert block.name in BLOCKS
        check_node(block)
    assert len(body) <= MAX_BODY
    assert clean_body(body) == body


def codes(html: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        clean_body(html)
    assert {problem.field for problem in caught.value.problems} == {"body"}
    return [problem.code for problem in caught.value.problems]


# What is refused


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<SCRIPT src=https://evil.example/x.js></SCRIPT>",
        "<style>p { display: none }</style>",
        "<template><p>x</p></template>",
        "<noscript>x</noscript>",
        '<iframe src="https://evil.example/"></iframe>',
        '<object data="https://evil.example/"></object>',
        '<embed src="https://evil.example/">',
        '<link rel="stylesheet" href="https://evil.example/">',
        '<meta http-equiv="refresh" content="0">',
        '<base href="https://evil.example/">',
        '<form action="https://evil.example/"><p>x</p></form>',
        "<input>",
        "<button>x</button>",
        "<select><option>x</select>",
        "<textarea>x</textarea>",
        '<img src="https://evil.example/pixel.gif">',
        '<image src="x">',
        "<picture></picture>",
        "<svg></svg>",
        "<svg/onload=alert(1)>",
        "<math><mi>x</mi></math>",
        "<video></video>",
        "<audio></audio>",
        "<canvas></canvas>",
        "<p onclick=alert(1)>x</p>",
        "<span onmouseover='alert(1)'>x</span>",
        "<strong ONFOCUS=alert(1)>x</strong>",
        '<p>words <b>and <img src=x onerror="alert(1)"></b></p>',
    ],
)
def test_what_can_run_or_load_is_refused(html: str) -> None:
    assert set(codes(f"<p>Before.</p>{html}<p>After.</p>")) == {"unsafe_html"}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#10;script:alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "blob:https://example.org/x",
        "view-source:https://example.org/",
        "//evil.example/",
        "/admin/",
        "/guides/Warfarin/",
        "/guides/warfarin",
        "/guides/../admin/",
        "guide.html",
        "",
        "?q=1",
        "#",
        "#Dosage",
        "https://",
        "https:evil",
        "https://a b",
        "mailto:nobody",
        "tel:call-me",
        "weird:thing",
    ],
)
def test_an_address_that_is_not_listed_is_refused(address: str) -> None:
    assert codes(f'<p>See <a href="{address}">this</a>.</p>') == ["unsafe_html"]


@pytest.mark.parametrize(
    "address",
    [
        "https://www.fda.gov/drugs?id=1",
        "http://example.org/a/b",
        "mailto:help@example.org",
        "tel:+1-800-222-1222",
        "tel:911",
        "#side-effects",
        "/guides/warfarin/",
        "/guides/warfarin/#dosage",
    ],
)
def test_an_address_that_is_listed_stays(address: str) -> None:
    body = f'<p>See <a href="{address}">this</a>.</p>'
    assert clean_body(body) == body


def test_every_kind_of_what_is_refused_is_named_at_once() -> None:
    with pytest.raises(ContentError) as caught:
        clean_body('<script>1</script><p onclick=x>a <a href="javascript:x">b</a><img src=x></p>')
    message = str(caught.value)
    assert all(part in message for part in ("<script>", "onclick", "javascript:x", "<img>"))


HIDDEN = [
    *("\x00", "\x08", "\x0b", "\x1b", "\x7f", "\x80", "\x9f"),
    *("\u200b", "\u200e", "\u200f", "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff"),
    "\ud800",
]


@pytest.mark.parametrize("character", HIDDEN, ids=lambda character: f"U+{ord(character):04X}")
def test_a_character_that_can_not_be_seen_is_refused(character: str) -> None:
    assert codes(f"<p>Take one{character}tablet.</p>") == ["hidden_character"]


@pytest.mark.parametrize(
    "reference", ["&#x202e;", "&#8238;", "&#x200B;", "&#x1;", "&#x7f;", "&lrm;", "&ZeroWidthSpace;"]
)
def test_a_character_that_can_not_be_seen_is_refused_when_it_is_written_as_a_reference(reference: str) -> None:
    assert codes(f"<p>Take one{reference}tablet.</p>") == ["hidden_character"]


def test_a_body_is_as_long_as_the_limit_and_no_longer() -> None:
    frame = len("<p></p>")
    assert len(clean_body(f"<p>{'x' * (MAX_BODY - frame)}</p>")) == MAX_BODY
    assert codes(f"<p>{'x' * (MAX_BODY - frame + 1)}</p>") == ["too_long"]


def test_what_would_be_stored_is_measured_too() -> None:
    assert codes("&" * (MAX_BODY // 2)) == ["too_long"]


def test_lists_nest_as_deep_as_the_limit_and_no_deeper() -> None:
    def nested(depth: int) -> str:
        return "<blockquote>" * depth + "<p>x</p>" + "</blockquote>" * depth

    assert clean_body(nested(MAX_DEPTH - 1)) == nested(MAX_DEPTH - 1)
    assert codes(nested(MAX_DEPTH)) == ["too_deep"]


# What is normalised, and how


@pytest.mark.parametrize(
    ("given_html", "stored"),
    [
        pytest.param("loose words", "<p>loose words</p>", id="loose words become a paragraph"),
        pytest.param("<p>a</p>b<p>c</p>", "<p>a</p>\n<p>b</p>\n<p>c</p>", id="one block a line"),
        pytest.param("<p>a\n \t b</p>", "<p>a b</p>", id="a run of white space is one space"),
        pytest.param("<p> a <b> b</b> </p>", "<p>a <strong>b</strong></p>", id="also across elements"),
        pytest.param("<p>5&nbsp;mg</p>", "<p>5\u00a0mg</p>", id="a no-break space is kept"),
        pytest.param("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>", id="a lone paragraph in an item"),
        pytest.param("<ul><li>a<p></p></li></ul>", "<ul><li>a</li></ul>", id="an item's empty trailing paragraph"),
        pytest.param(
            "<ul><li>a<ul><li>b</li></ul></li></ul>",
            "<ul><li><p>a</p><ul><li>b</li></ul></li></ul>",
            id="words beside a list in an item",
        ),
        pytest.param("<p></p><p>a</p><p> <br> </p>", "<p>a</p>", id="empty paragraphs"),
        pytest.param("<h3> </h3><p>a<strong></strong></p>", "<p>a</p>", id="empty headings and marks"),
        pytest.param("<ul><li></li></ul><blockquote></blockquote>", "", id="empty lists and quotations"),
        pytest.param("<p>&nbsp;</p>", "", id="a paragraph that an editor keeps open with a no-break space"),
        pytest.param("<p>e\u0301</p>", "<p>\u00e9</p>", id="NFC"),
        pytest.param("<p>e<b></b>\u0301</p>", "<p>\u00e9</p>", id="NFC where an empty element stood between"),
        pytest.param("<p>\u0338 words</p>", "<p>\u0338 words</p>", id="NFC never reaches into a tag"),
        pytest.param("<p>1 &lt;\u0338 2</p>", "<p>1 \u226e 2</p>", id="NFC of a character written as a reference"),
        pytest.param("<b>a</b> <i>b</i>", "<p><strong>a</strong> <em>b</em></p>", id="b and i"),
        pytest.param(
            "<p><em><strong>a</strong></em><b><i>b</i></b></p>",
            "<p><strong><em>ab</em></strong></p>",
            id="order of marks",
        ),
        pytest.param("<p><b>a<b>b</b></b></p>", "<p><strong>ab</strong></p>", id="a mark within itself"),
        pytest.param("<h1>a</h1><h2>b</h2><h5>c</h5>", "<h3>a</h3>\n<h3>b</h3>\n<h4>c</h4>", id="levels of headings"),
        pytest.param(
            '<div class="x"><span style="color: red">a</span></div><font>b</font><!-- c -->',
            "<p>a</p>\n<p>b</p>",
            id="what pasting leaves behind",
        ),
        pytest.param('<p class="MsoNormal" style="margin: 0" id="x">a</p>', "<p>a</p>", id="attributes"),
        pytest.param('<p><a name="x">a</a></p>', "<p>a</p>", id="a link that leads nowhere"),
        pytest.param('<p class="footnote" data-note="a">x</p>', '<p class="footnote" data-note="a">x</p>', id="a note"),
        pytest.param('<p class="footnote" data-note="A B">x</p>', "<p>x</p>", id="a note without a right name"),
        pytest.param(
            '<p>x<b><sup data-note="a" class="footnote-marker">*</sup></b></p>',
            '<p>x<sup class="footnote-marker" data-note="a">*</sup></p>',
            id="a mark of a note carries no other marks",
        ),
        pytest.param(
            '<aside data-tone="doctor" class="callout">Call.</aside>',
            '<aside class="callout" data-tone="doctor"><p>Call.</p></aside>',
            id="a callout holds blocks",
        ),
        pytest.param(
            '<aside class="callout" data-tone="red">Call.</aside>', "<p>Call.</p>", id="a tone that there is not"
        ),
        pytest.param(
            '<table><tr><th>a</th><th>b</th></tr><tr><th>c</th><td colspan="1" rowspan="2">d</td></tr></table>',
            '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
            '<tbody><tr><th scope="row">c</th><td rowspan="2">d</td></tr></tbody></table>',
            id="a table's head, scopes and spans",
        ),
        pytest.param(
            "<table><caption>x</caption><tfoot><tr><td></td></tr></tfoot></table>",
            "<p>x</p>\n<table><tbody><tr><td></td></tr></tbody></table>",
            id="a caption stands before its table",
        ),
        pytest.param(
            "<p>a &amp; b &lt; c &gt; \" '</p>", "<p>a &amp; b &lt; c &gt; \" '</p>", id="characters of markup"
        ),
        pytest.param("&lt;script&gt;", "<p>&lt;script&gt;</p>", id="words that look like markup"),
        pytest.param("<p>a<br><br>b<br></p>", "<p>a<br><br>b</p>", id="line breaks"),
    ],
)
def test_the_normal_form(given_html: str, stored: str) -> None:
    assert clean_body(given_html) == stored
    assert_normal(stored)


@pytest.mark.parametrize(
    "html",
    [
        "Take 1<hr>0 days later stop.",
        "<div>Take 1</div>0 days later stop.",
        "<p>Take 1<p>0 days later stop.",
        "<nav>Take 1</nav><nav>0 days later stop.</nav>",
        "<fieldset><legend>Take 1</legend>0 days later stop.</fieldset>",
        "<dialog>Take 1</dialog>0 days later stop.",
        "<tr><td>Take 1</td><td>0 days later stop.</td></tr>",
        "<table><tr><td>Take 1<td>0 days later stop.</table>",
        "<dl><dt>Take 1<dd>0 days later stop.</dl>",
        "Take 1<br>0 days later stop.",
        "<pre>Take 1\n0 days later stop.</pre>",
    ],
)
def test_numbers_that_stood_apart_never_run_together(html: str) -> None:
    assert "10" not in clean_body(html)


@pytest.mark.parametrize(
    "html",
    [
        "<ul>loose<li>item</li>tail</ul>",
        "<ol><strong>loose</strong> item tail</ol>",
        "<ul>loose item tail</ul>",
        "<table>loose<tr>item<td>tail</table>",
        "<table><caption>loose</caption><tr><th>item</th></tr><tfoot><tr><td>tail</tfoot></table>",
        "<details><summary>loose</summary>item<p>tail</details>",
        "<h3>loose<p>item</p></h3>tail",
        "<p>\u0338loose item tail</p>",
    ],
)
def test_no_word_is_lost_where_it_should_not_have_stood(html: str) -> None:
    stored = clean_body(html)
    assert all(word in stored for word in ("loose", "item", "tail"))


# Anything that there is

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
    """Some HTML, and the words in it with a line break at each border of a block."""

    html: str
    words: str


def wrapped(tag: str, parts: list[Fragment], border: str = "") -> Fragment:
    inside = "".join(part.words for part in parts)
    return Fragment(f"<{tag}>{''.join(part.html for part in parts)}</{tag}>", f"{border}{inside}{border}")


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
        st.builds(wrapped, CONTAINERS.filter(lambda tag: tag != "p"), st.lists(inner, max_size=3), st.just("\n")),
        st.builds(wrapped, st.just("p"), st.lists(LINES, max_size=3), st.just("\n")),
        st.builds(as_list, st.sampled_from(["ul", "ol"]), st.lists(st.lists(inner, max_size=2), max_size=3)),
        st.builds(as_table, st.lists(st.lists(inner, min_size=1, max_size=2), max_size=2)),
    ),
    max_leaves=8,
)


def words_of(html: str) -> list[str]:
    """Return the words of a stored body, apart wherever a block or a line break parts them."""
    spaced = re.sub("</?(?:p|h3|h4|blockquote|ul|ol|li|table|thead|tbody|tr|td|th|aside|br)[^>]*>", " ", html)
    plain = re.sub("<[^>]*>", "", spaced)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split()


@settings(max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS, max_size=4))
def test_words_survive_and_the_form_is_normal(parts: list[Fragment]) -> None:
    stored = clean_body("".join(part.html for part in parts))
    assert_normal(stored)
    # NFC may join characters where an element stood between, so both sides are composed before they are compared.
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


@settings(max_examples=300, deadline=None)
@given(st.lists(MARKUP, max_size=20).map("".join))
@example("<p>a&#x202e;b</p>")
@example("<p>\u0338</p>")
def test_whatever_is_pasted_is_refused_in_words_or_stored_in_the_normal_form(html: str) -> None:
    try:
        stored = clean_body(html)
    except ContentError as error:
        assert error.problems
        assert {problem.code for problem in error.problems} <= {"unsafe_html", "hidden_character", "too_deep"}
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
def test_no_hostile_text_keeps_the_cleaner_busy(unit: str) -> None:
    """Nothing here asserts a time: where the work grows with the square of the length, this would run for minutes."""
    html = (unit * (MAX_BODY // len(unit) + 1))[:MAX_BODY]
    try:
        assert len(clean_body(html)) <= MAX_BODY
    except ContentError as error:
        assert error.problems
