"""The only way into a guide for the text of a section (docs/intake.md).

Every text is taken by the same rules, whatever program it comes from. What can't be kept whole is refused by name; what
is left out or turned into something else is announced. Nothing is lost in silence.
"""

import re
from dataclasses import dataclass

from ..errors import ContentError, Problem
from ..plain import hidden_characters
from ..sanitise import SCHEMES, check_size, normalized, refusals
from .characters import REMOVABLE, check_characters
from .foreign import without_foreign_names
from .formulas import keep_raised, write_out
from .left_out import PAGE_FRAME, leave_out, mark_pictures, name_frames
from .letters import translate_letters
from .links import check_links, dropped_addresses
from .lists import rebuild_lists
from .messages import Message, Messages
from .plain_lines import as_html, from_viewer
from .source import read, separate, write
from .style_sheets import apply_style_sheets
from .tables import check_spans
from .unknown_tags import check_tags

# What a picture holds is no text, and may be far longer than one.
DATA_ADDRESS = re.compile(r"""(\ssrc\s*=\s*)("data:[^"]*"|'data:[^']*'|data:[^\s>]*)""", re.IGNORECASE)


@dataclass(frozen=True)
class Intake:
    """A text as it would be stored: `html` in the normal form, None if it is refused."""

    html: str | None
    notices: list[Message]
    refusals: list[Message]


def intake(html: str, *, is_pasted: bool = False) -> Intake:
    """Take in HTML from any program.

    A pasted text loses what is deleted or hidden in it, with a notice, because its writer sees what arrives. Another
    text, such as a file's, is refused for the same.
    """
    if is_pasted and (text := from_viewer(html)) is not None:
        return intake_plain(text)
    return _intake(html, Messages(), is_pasted=is_pasted)


def intake_plain(text: str, *, joins_lines: bool = True) -> Intake:
    """Take in plain text. Lines that a page divided are joined, with a notice, or are paragraphs like all others."""
    messages = Messages()
    return _intake(as_html(text, messages, joins_lines=joins_lines), messages, is_pasted=True)


def _intake(html: str, messages: Messages, *, is_pasted: bool) -> Intake:
    try:
        return _taken(DATA_ADDRESS.sub(r'\1""', html), messages, is_pasted=is_pasted)
    except ContentError as error:
        refused = [Message(problem.code, problem.message, "") for problem in error.problems]
        return Intake(None, messages.notices(), [*messages.refusals(), *refused])


def _taken(html: str, messages: Messages, *, is_pasted: bool) -> Intake:
    check_size(html)
    problems = hidden_characters(REMOVABLE.sub("", html), "body")
    if problems := problems or ([] if is_pasted else refusals(html)):
        raise ContentError(problems)
    check_tags(html, messages, is_pasted=is_pasted)
    root = read(without_foreign_names(html), SCHEMES, without=PAGE_FRAME if is_pasted else set())
    # lxml makes an element's object again each time, unless somebody holds it.
    _held = list(root.iter())
    dropped = dropped_addresses(root, html)
    if is_pasted:
        name_frames(html, messages)
        apply_style_sheets(root, html, messages)
    leave_out(root, messages, is_pasted=is_pasted)
    separate(root)
    rebuild_lists(root, messages)
    translate_letters(root, messages)
    write_out(root, messages)
    keep_raised(root, messages)
    check_links(root, dropped, messages)
    check_spans(root, messages)
    mark_pictures(root, messages)
    check_characters(root, messages)
    taken = None if messages.refused else normalized(write(root))
    return Intake(taken, messages.notices(), messages.refusals())


def clean_body(html: str) -> str:
    """Return the normal form of a body; '' if it has no words.

    Raises `ContentError` for the field ``body``: a problem for each refusal of `intake`.
    """
    taken = intake(html)
    if taken.html is None:
        raise ContentError([Problem("body", refused.code, refused.message) for refused in taken.refusals])
    return taken.html
