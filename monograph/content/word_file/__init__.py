"""Word files (.docx) as HTML for the intake, with all that a page of Word shows and hides on record.

mammoth turns the file into HTML. It knows nothing of tracked changes, hidden words, letters of symbol fonts and the
numbers of lists, and drops formulas: these are put into words, or on record, before it reads the file.
"""

from ..intake import Intake, intake
from ..intake.messages import Messages
from .conversion import UnreadableFile, convert
from .sections import split_at_headings

__all__ = ["UnreadableFile", "convert", "intake_word_file"]


def intake_word_file(data: bytes) -> Intake:
    """Take in a Word file as one text. Raises `UnreadableFile`, a sentence."""
    messages = Messages()
    parts = split_at_headings(convert(data, messages), lambda heading: False)
    taken = intake("".join(part.whole_html for part in parts), is_pasted=True)
    return Intake(
        taken.html if not messages.refused else None,
        [*messages.notices(), *taken.notices],
        [*messages.refusals(), *taken.refusals],
    )
