"""What there is to say of a text that came in: notices of what was left out, and refusals."""

from collections.abc import Callable
from dataclasses import dataclass, field

MAX_QUOTE = 300  # characters
MAX_PASSAGE = 60


@dataclass(frozen=True)
class Message:
    """One notice or refusal: a stable code, a sentence for people, and the passages that it is about."""

    code: str
    message: str
    quote: str


def _counted(one: str, many: str) -> Callable[[int], str]:
    return lambda count: one if count == 1 else many.format(count)


# Each says what was done; the passages follow.
NOTICES = {
    "page_frame": _counted(
        "1 part of a web page that is no text, such as a menu or a field, was left out",
        "{} parts of a web page that are no text, such as menus or fields, were left out",
    ),
    "generated_text": _counted(
        "1 passage has words that only the style sheet writes; they were left out",
        "{} passages have words that only the style sheet writes; they were left out",
    ),
    "list_style": _counted(
        "1 list has marks of a kind that can't be kept; it has others here",
        "{} lists have marks of kinds that can't be kept; they have others here",
    ),
    "list_mark": _counted(
        "1 mark of a list was recognized by its looks and removed",
        "{} marks of lists were recognized by their looks and removed",
    ),
    "joined_lines": _counted(
        "1 paragraph was put together from lines that a page had divided",
        "{} paragraphs were put together from lines that a page had divided",
    ),
    "divided_word": _counted(
        "1 word that was divided at the end of a line is whole again",
        "{} words that were divided at the ends of lines are whole again",
    ),
    "list_number": _counted(
        "1 numbered list has a first number of more than four digits, and begins at 1 here",
        "{} numbered lists have first numbers of more than four digits, and begin at 1 here",
    ),
    "deleted_text": _counted("1 deleted passage was left out", "{} deleted passages were left out"),
    "inserted_text": _counted(
        "1 passage is an insertion that nobody has accepted yet; it was kept",
        "{} passages are insertions that nobody has accepted yet; they were kept",
    ),
    "page_header": _counted(
        "1 header or footer of the pages was left out", "{} headers and footers of the pages were left out"
    ),
    "lost_formula": _counted(
        "1 formula can't be read. A mark in brackets shows its place: write the formula out there",
        "{} formulas can't be read. Marks in brackets show their places: write each formula out there",
    ),
    "unknown_part": _counted(
        "1 part of the Word file is of a kind that can't be read, and was left out",
        "{} parts of the Word file are of kinds that can't be read, and were left out",
    ),
    "comment": _counted("1 comment from the margin was left out", "{} comments from the margin were left out"),
    "hidden_text": _counted("1 hidden passage was left out", "{} hidden passages were left out"),
    "unknown_tag": _counted(
        "1 passage begins with <, so it reads as a tag and was left out",
        "{} passages begin with <, so they read as tags and were left out",
    ),
    "picture": _counted(
        "1 picture was left out. A mark in brackets shows its place: replace it by the picture's words",
        "{} pictures were left out. Marks in brackets show their places: replace each by the picture's words",
    ),
    "symbol_letter": _counted(
        "1 passage in a symbol font now has the characters that it showed",
        "{} passages in symbol fonts now have the characters that they showed",
    ),
    "formula": _counted("1 formula was turned into text", "{} formulas were turned into text"),
    "raised_figure": _counted(
        "1 raised or lowered passage was kept as such", "{} raised or lowered passages were kept as such"
    ),
    "raised_twice": _counted(
        "1 passage is raised or lowered within another, and is on the same height here",
        "{} passages are raised or lowered within others, and are on the same height here",
    ),
    "invisible_character": _counted("1 invisible character was removed", "{} invisible characters were removed"),
    "ligature": _counted(
        "1 character for several letters was written out", "{} characters for several letters were written out"
    ),
    "link": _counted(
        "1 link that leads nowhere was left out; its words stay",
        "{} links that lead nowhere were left out; their words stay",
    ),
}
# Each says what can't be kept and what to do.
REFUSALS = {
    "deleted_text": _counted(
        "1 passage is struck out, and is neither kept nor dropped by guess. Delete it, or remove its line",
        "{} passages are struck out, and are neither kept nor dropped by guess. Delete each, or remove its line",
    ),
    "hidden_text": _counted(
        "1 passage is hidden, and readers would see it. Delete it, or show it where it comes from",
        "{} passages are hidden, and readers would see them. Delete each, or show it where it comes from",
    ),
    "symbol_letter": _counted(
        "1 passage is in a symbol font whose characters are not known. Type what it shows",
        "{} passages are in a symbol font whose characters are not known. Type what each shows",
    ),
    "formula": _counted(
        "1 formula can't be kept as text. Write it out in words or figures",
        "{} formulas can't be kept as text. Write each out in words or figures",
    ),
    "unknown_tag": _counted(
        "1 passage begins with <, so it reads as a tag. Write “less than”, or &lt; for the sign",
        "{} passages begin with <, so they read as tags. Write “less than”, or &lt; for the sign",
    ),
    "reversed_text": _counted(
        "1 passage is shown from right to left, letter by letter. Type it in the order in which it is read",
        "{} passages are shown from right to left, letter by letter. Type each in the order in which it is read",
    ),
    "private_character": _counted(
        "1 character means something in one font only. Type what it shows",
        "{} characters mean something in one font only. Type what each shows",
    ),
    "damaged_character": _counted(
        "1 character was lost before the text came here (�). Type what it was",
        "{} characters were lost before the text came here (�). Type what each was",
    ),
    "spreadsheet_code": _counted(
        "1 code of a spreadsheet program is in the place of a character. Type the character",
        "{} codes of a spreadsheet program are in the place of characters. Type the characters",
    ),
    "table_span": _counted(
        "1 table cell spans more than 999 rows or columns, or all that follow. Give it a smaller number",
        "{} table cells span more than 999 rows or columns, or all that follow. Give each a smaller number",
    ),
}


@dataclass
class Messages:
    """The passages found so far, by code, in the order of the text."""

    noticed: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)

    def notice(self, code: str, passage: str) -> None:
        self.noticed.setdefault(code, []).append(passage[: MAX_PASSAGE + 1])

    def refuse(self, code: str, passage: str) -> None:
        self.refused.setdefault(code, []).append(passage[: MAX_PASSAGE + 1])

    def notices(self) -> list[Message]:
        return [_message(code, NOTICES[code], passages) for code, passages in self.noticed.items()]

    def refusals(self) -> list[Message]:
        return [_message(code, REFUSALS[code], passages) for code, passages in self.refused.items()]


def _message(code: str, say: Callable[[int], str], passages: list[str]) -> Message:
    shown = [passage if len(passage) <= MAX_PASSAGE else f"{passage[: MAX_PASSAGE - 1]}…" for passage in passages]
    quote = " / ".join(filter(None, shown))
    quote = quote if len(quote) <= MAX_QUOTE else f"{quote[: MAX_QUOTE - 1]}…"
    return Message(code, f"{say(len(passages))}{f': “{quote}”' if quote else ''}.", quote)
