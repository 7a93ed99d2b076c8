"""What is on the page of another program and is no text is left out with a notice, or refused."""

import pytest

from monograph.content.intake import intake


def codes(messages: list) -> list[str]:
    return [message.code for message in messages]


STRUCK = [
    pytest.param("<del>{}</del>", id="del"),
    pytest.param("<s>{}</s>", id="s"),
    pytest.param("<strike>{}</strike>", id="strike"),
    pytest.param('<span style="text-decoration:line-through">{}</span>', id="style"),
    pytest.param('<span style="text-decoration-line: underline line-through">{}</span>', id="two lines"),
    pytest.param("<span style='TEXT-DECORATION:LINE-THROUGH red'>{}</span>", id="capitals"),
    pytest.param("<span class=msoDel>{}</span>", id="Word's class"),
    pytest.param('<del cite="mailto:a" datetime="2020-01-01T00:00"><b>{}</b></del>', id="Word's tracked deletion"),
]


@pytest.mark.parametrize("struck", STRUCK)
def test_deleted_words_are_left_out_of_a_pasted_text_and_refused_elsewhere(struck: str) -> None:
    html = f"<p>Take {struck.format('5')}<ins>10</ins> mg. Do {struck.format('not')} chew.</p>"
    pasted = intake(html, is_pasted=True)
    assert pasted.html == "<p>Take 10 mg. Do chew.</p>"
    assert [(notice.code, notice.quote) for notice in pasted.notices] == [("deleted_text", "5 / not")]
    assert "2 deleted passages" in pasted.notices[0].message
    stored = intake(html)
    assert (stored.html, [(refusal.code, refusal.quote) for refusal in stored.refusals]) == (
        None,
        [("deleted_text", "5 / not")],
    )


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>{}</p>",
        '<span style="display:none">{}</span>',
        '<span style="visibility: hidden">{}</span>',
        "<span style='mso-hide:all'>{}</span>",
        '<span style="font-size:0pt">{}</span>',
    ],
)
def test_hidden_words_are_left_out_of_a_pasted_text_and_refused_elsewhere(hidden: str) -> None:
    html = f"<div>Take 5 mg.</div>{hidden.format('Take 50 mg.')}"
    pasted = intake(html, is_pasted=True)
    assert (pasted.html, codes(pasted.notices)) == ("<p>Take 5 mg.</p>", ["hidden_text"])
    assert codes(intake(html).refusals) == ["hidden_text"]


def test_struck_out_words_in_hidden_ones_are_named_once() -> None:
    taken = intake("<p>a<span style='display:none'>b<del>c</del></span></p>", is_pasted=True)
    assert (taken.html, codes(taken.notices)) == ("<p>a</p>", ["hidden_text"])


COMMENTS = [
    pytest.param(
        "<p><a style='mso-comment-reference:RG_1'>Take 5 mg</a><span class=MsoCommentReference><span><a "
        "class=msocomanchor href=\"#_msocom_1\">[RG1]</a><span style='mso-special-character:comment'>&nbsp;</span>"
        "</span></span> daily.</p><div style='mso-element:comment-list'><hr class=msocomoff><div "
        "style='mso-element:comment'><div class=msocomtxt><p class=MsoCommentText>Is this right?</p></div></div></div>",
        id="Word",
    ),
    pytest.param(
        '<p>Take 5 mg<sup><a href="#cmnt1">[a]</a></sup> daily.</p>'
        '<div><p><a href="#cmnt_ref1">[a]</a><span>Is this right?</span></p></div>',
        id="Google Docs",
    ),
]


@pytest.mark.parametrize("html", COMMENTS)
@pytest.mark.parametrize("is_pasted", [True, False])
def test_comments_of_the_margin_are_left_out_and_shown(html: str, is_pasted: bool) -> None:
    taken = intake(html, is_pasted=is_pasted)
    assert taken.html == "<p>Take 5 mg daily.</p>"
    assert codes(taken.notices) == ["comment"]
    assert "Is this right?" in taken.notices[0].quote


@pytest.mark.parametrize(
    ("picture", "mark"),
    [
        ('<img alt="½" src="https://example.org/a.png">', "[insert: picture “½”]"),
        ('<img src="data:image/png;base64,AAAA">', "[insert: picture]"),
        ("<svg><text>one half</text></svg>", "[insert: picture “one half”]"),
    ],
)
def test_place_of_a_picture_is_marked(picture: str, mark: str) -> None:
    taken = intake(f"<p>Take {picture} tablet.</p>")
    assert (taken.html, codes(taken.notices)) == (f"<p>Take {mark} tablet.</p>", ["picture"])


def test_size_of_a_picture_does_not_count() -> None:
    taken = intake(f'<p>Words.</p><p><img alt="Logo" src="data:image/png;base64,{"A" * 2_000_000}"></p>')
    assert (taken.html, codes(taken.notices)) == ("<p>Words.</p>\n<p>[insert: picture “Logo”]</p>", ["picture"])


def test_long_quotes_are_cut() -> None:
    taken = intake(f"<p><s>{'long ' * 100}</s>{'<s>more</s> ' * 100}</p>", is_pasted=True)
    assert "101 deleted passages" in taken.notices[0].message
    assert len(taken.notices[0].quote) == 300


@pytest.mark.parametrize(
    ("html", "kept", "hidden"),
    [
        ('<div style="font-size:0">not <span style="font-size:12pt">5 mg</span></div>', "<p>5 mg</p>", "not"),
        ('<div style="font-size:0">not <span style="font-size:2em">5 mg</span></div>', "", "not 5 mg"),
        ('<div style="font-size:0"><p style="font-size:1rem">5</p><p>10</p></div>', "<p>5</p>", "10"),
        ('<table><tr><td style="font-size:0">not<b style="font-size:12px">5</b></td></tr></table>', "5", "not"),
    ],
)
def test_words_in_an_element_of_no_size_are_seen_if_they_have_their_own(html: str, kept: str, hidden: str) -> None:
    pasted = intake(html, is_pasted=True)
    assert kept in (pasted.html or "") and hidden not in (pasted.html or "")
    assert [(notice.code, notice.quote) for notice in pasted.notices] == [("hidden_text", hidden)]
    assert codes(intake(html).refusals) == ["hidden_text"]
