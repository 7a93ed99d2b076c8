"""Many ampersands and no-break spaces are read as few are, in linear time."""

from time import process_time

import nh3
import pytest

from monograph.content.browser_parser import FEW, clean

MANY = FEW + 1


@pytest.mark.parametrize(
    "html",
    [
        "a & b &amp; c\u00a0d&nbsp;e &AMP; &NBSP; &lt;b&gt; &amp;amp; &eacute; &#38; &#160; &notit; &x",
        '<p title="a&b\u00a0c">a<a href="https://example.org/?a=1&amp;b=2&c">x</a>&</p>',
        "<p>&<b>\u00a0</b>&#xfdd0;&#64977;\ufdd1</p>",
        "<!-- & --><script>a && b</script>&",
    ],
)
def test_text_means_the_same_with_many_references(html: str) -> None:
    is_same = clean(html * MANY) == nh3.clean(html * MANY)
    assert is_same


@pytest.mark.parametrize("unit", ["\u00a0", "&", "a\u00a0", "ab&amp;", "&nbsp;"])
def test_time_grows_linearly(unit: str) -> None:
    def seconds(count: int) -> float:
        start = process_time()
        clean(unit * count)
        return process_time() - start

    # Eight times the length; quadratic work would take 64 times as long.
    assert any(seconds(200_000) < 24 * max(seconds(25_000), 0.002) for _ in range(3))
