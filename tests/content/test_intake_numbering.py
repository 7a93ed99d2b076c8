"""Items of numbered lists keep the numbers that their source shows."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monograph.content.intake import intake

from .normal_form import assert_normal

MARKED = '<p class=MsoListParagraph style="mso-list:l0 level{} lfo1"><span style="mso-list:Ignore">{} </span>{}</p>'
STEP = '<div class="ListContainerWrapper"><ol start="{}"><li data-aria-level="{}"><p>{}</p></li></ol></div>'


def marked(*marks: str, level: int = 1) -> str:
    return "".join(MARKED.format(level, mark, f"item {mark}") for mark in marks)


@pytest.mark.parametrize(
    ("html", "numbers"),
    [
        ("<ol><li>Open</li></ol><p>Wait.</p><ol start=2><li>Close</li></ol>", ["1", "2"]),
        ("<ol start=0><li>a</li><li>b</li></ol>", ["0", "1"]),
        ("<ol start=' 3x'><li>a</li></ol>", ["3"]),
        ("<ol start=x><li>a</li></ol>", ["1"]),
        ("<ol type=a><li>a</li></ol>", ["a"]),
        ("<ol type=I start=4><li>a</li><li>b</li></ol>", ["IV", "V"]),
        ("<ol style='list-style-type: lower-alpha'><li>a</li><li>b</li></ol>", ["a", "b"]),
        ("<ol><li style='list-style-type:upper-roman'>a</li></ol>", ["I"]),
        ("<ol reversed><li>a</li><li>b</li></ol>", ["2", "1"]),
        ("<ol reversed start=9><li>a</li><li>b</li></ol>", ["9", "8"]),
        ("<ol><li>a</li><li value=5>b</li><li>c</li></ol>", ["1", "5", "6"]),
        ("<ol><li value=5>a</li><li value=6>b</li></ol>", ["5", "6"]),
        ("<ol reversed><li>a</li><li value=7>b</li><li>c</li></ol>", ["3", "7", "6"]),
        (marked("1.", "2.", "5.", "6."), ["1", "2", "5", "6"]),
        (marked("3)"), ["3"]),
        (marked("a.", "b."), ["a", "b"]),
        (marked("(i)", "(ii)", "(iii)", "(iv)"), ["i", "ii", "iii", "iv"]),
        (marked(*"ghij", level=1).replace(" </span>", ". </span>"), ["g", "h", "i", "j"]),
        (marked("i.", "j."), ["i", "j"]),
        (marked("v.", "vi."), ["v", "vi"]),
        (marked("C.", "D."), ["C", "D"]),
        (marked("1.") + marked("a.", "c.", level=2) + marked("2."), ["1", "a", "c", "2"]),
        (marked("1.", "1."), ["1", "1"]),
        (STEP.format(1, 1, "a") + STEP.format(1, 2, "b") + STEP.format(2, 1, "c"), ["1", "1", "2"]),
        (STEP.format(4, 1, "a") + STEP.format(5, 1, "b"), ["4", "5"]),
        (STEP.format(1, 1, "a") + "<p>Wait.</p>" + STEP.format(2, 1, "b"), ["1", "2"]),
    ],
)
def test_numbers_arrive_as_they_were_shown(html: str, numbers: list[str]) -> None:
    taken = intake(html, is_pasted=True)
    assert taken.html is not None
    assert (shown(taken.html), taken.notices) == (numbers, [])
    assert_normal(taken.html)


@pytest.mark.parametrize("start", ["10000", "-10000", "999999999"])
def test_number_beyond_any_guide_is_announced(start: str) -> None:
    taken = intake(f"<ol start={start}><li>a</li></ol>")
    assert (taken.html, [notice.code for notice in taken.notices]) == ("<ol><li>a</li></ol>", ["list_number"])


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        ('<ol start="1" type="1"><li>a</li></ol>', "<ol><li>a</li></ol>"),
        ('<ol type="i" reversed start="007"><li>a</li></ol>', '<ol reversed="" start="7" type="i"><li>a</li></ol>'),
        ("<ol reversed start=2><li>a</li><li>b</li></ol>", '<ol reversed=""><li>a</li><li>b</li></ol>'),
        ("<ol type=disc><li>a</li></ol>", "<ol><li>a</li></ol>"),
        ("<ul start=3 type=a><li value=4>a</li></ul>", "<ul><li>a</li></ul>"),
    ],
)
def test_usual_numbering_leaves_no_trace(html: str, stored: str) -> None:
    assert intake(html).html == stored


INTEGERS = st.one_of(st.none(), st.integers(-20, 40))
LISTS = st.tuples(INTEGERS, st.booleans(), st.sampled_from(["", "1", *"aAiI"]), st.lists(INTEGERS, min_size=1))


@given(st.lists(LISTS, max_size=3))
def test_whatever_a_source_says_the_numbers_are_the_same(lists: list) -> None:
    html = "".join(
        f"<ol{' reversed' * is_reversed}{f' start={start}' if start is not None else ''} type='{written}'>"
        + "".join(f"<li{f' value={value}' if value is not None else ''}>a</li>" for value in values)
        + "</ol><p>b</p>"
        for start, is_reversed, written, values in lists
    )
    taken = intake(html)
    assert taken.html is not None
    assert shown(taken.html) == shown(html)
    assert_normal(taken.html)


LIST = re.compile(r"<ol(?P<attributes>[^>]*)>|<li(?P<value>[^>]*)>|(?P<end></ol>)")


def shown(html: str) -> list[str]:
    """Return the numbers that browsers show, by the algorithm of the HTML standard, 4.4.8."""
    numbers, lists = [], []
    for found in LIST.finditer(html):
        if found["end"]:
            lists.pop()
        elif found["attributes"] is not None:
            inside, depth = 0, 0
            for inner in LIST.finditer(html, found.end()):
                depth += 1 if inner["attributes"] is not None else -1 if inner["end"] else 0
                if depth < 0:
                    break
                inside += inner["value"] is not None and not depth
            step = -1 if "reversed" in found["attributes"] else 1
            start = re.search(r"start=['\" ]*(-?\d+)", found["attributes"])
            letter = letter_of(found["attributes"])
            lists.append([int(start[1]) if start else inside if step < 0 else 1, step, letter])
        elif lists:
            value = re.search(r"value=(-?\d+)", found["value"])
            lists[-1][0] = int(value[1]) if value else lists[-1][0]
            numbers.append(written_as(lists[-1][0], letter_of(found["value"]) or lists[-1][2]))
            lists[-1][0] += lists[-1][1]
    return numbers


def letter_of(attributes: str) -> str:
    found = re.search(r"type=['\"]?([aAiI])|(lower-alpha)|(upper-roman)", attributes)
    return (found[1] or ("a" if found[2] else "I")) if found else ""


def written_as(number: int, letter: str) -> str:
    if number < 1 or not letter:
        return str(number)
    small = letter.lower()
    if small == "a":
        count, word = number, ""
        while count:
            count, place = divmod(count - 1, 26)
            word = chr(ord("a") + place) + word
    else:
        tens = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"][number // 10 % 10]
        word = "c" * (number // 100) + tens + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][number % 10]
    return word if letter == small else word.upper()
