"""`clean_body` refuses what can run, hide or overflow, and keeps what is listed."""

import pytest

from monograph.content.errors import ContentError
from monograph.content.intake import clean_body
from monograph.content.sanitise import MAX_BODY, MAX_DEPTH, MAX_ELEMENTS, MAX_SOURCE


def codes(html: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        clean_body(html)
    assert {problem.field for problem in caught.value.problems} == {"body"}
    return [problem.code for problem in caught.value.problems]


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
        "<svg/onload=alert(1)>",
        "<video></video>",
        "<audio></audio>",
        "<canvas></canvas>",
        "<p onclick=alert(1)>x</p>",
        "<span onmouseover='alert(1)'>x</span>",
        "<strong ONFOCUS=alert(1)>x</strong>",
        '<p>words <b>and <img src=x onerror="alert(1)"></b></p>',
    ],
)
def test_html_that_can_run_or_load_is_refused(html: str) -> None:
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
        "blob:https://example.org/x",
        "view-source:https://example.org/",
    ],
)
def test_address_that_runs_is_refused(address: str) -> None:
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
def test_listed_address_is_kept(address: str) -> None:
    body = f'<p>See <a href="{address}">this</a>.</p>'
    assert clean_body(body) == body


def test_address_behind_a_bracket_in_another_attribute_is_refused() -> None:
    """A pattern takes the bracket for the end of the tag: only a parser finds the address."""
    assert codes('<p><a title=">" href="javascript:alert(1)">x</a></p>') == ["unsafe_html"]


def test_all_refusals_are_named() -> None:
    with pytest.raises(ContentError) as caught:
        clean_body('<script>1</script><p onclick=x>a <a href="javascript:x">b</a><video src=x></p>')
    message = str(caught.value)
    assert all(part in message for part in ("<script>", "onclick", "javascript:x", "<video>"))


HIDDEN = [
    *("\x00", "\x08", "\x0b", "\x1b", "\x7f", "\x80", "\x9f"),
    *("\u2028", "\u202a", "\u202e", "\u2066", "\u2069", "\U000e0041"),
    "\ud800",
]


@pytest.mark.parametrize("character", HIDDEN, ids=lambda character: f"U+{ord(character):04X}")
def test_hidden_character_is_refused(character: str) -> None:
    assert codes(f"<p>Take one{character}tablet.</p>") == ["hidden_character"]


@pytest.mark.parametrize("reference", ["&#x202e;", "&#8238;", "&#x1;", "&#x7f;", "&#x2067;"])
def test_hidden_character_written_as_a_reference_is_refused(reference: str) -> None:
    assert codes(f"<p>Take one{reference}tablet.</p>") == ["hidden_character"]


def test_body_is_at_most_as_long_as_the_limit() -> None:
    frame = len("<p></p>")
    assert len(clean_body(f"<p>{'x' * (MAX_BODY - frame)}</p>")) == MAX_BODY
    assert codes(f"<p>{'x' * (MAX_BODY - frame + 1)}</p>") == ["too_long"]


def test_length_of_what_is_left_out_is_limited_too() -> None:
    """The time that parsing takes grows with all of it."""
    assert codes(f"<p>Words.</p><!-- {'x' * MAX_SOURCE} -->") == ["too_long"]


def test_length_of_the_normal_form_is_limited() -> None:
    assert codes("&" * (MAX_BODY // 2)) == ["too_long"]


def test_number_of_elements_is_limited() -> None:
    assert clean_body("<p>x" * MAX_ELEMENTS).count("<p>") == MAX_ELEMENTS
    assert codes("<p>x" * (MAX_ELEMENTS + 1)) == ["too_many_elements"]


def test_blocks_nest_at_most_as_deep_as_the_limit() -> None:
    def nested(depth: int) -> str:
        return "<blockquote>" * depth + "<p>x</p>" + "</blockquote>" * depth

    assert clean_body(nested(MAX_DEPTH - 1)) == nested(MAX_DEPTH - 1)
    assert codes(nested(MAX_DEPTH)) == ["too_deep"]
