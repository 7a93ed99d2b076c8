"""What conversion leaves behind: lost characters, entities, letters among figures, codes of office programs.

Sources: the WHATWG list of named character references for entities; ISMP, "List of Error-Prone Abbreviations, Symbols,
and Dose Designations", for letters that look like figures.
"""

import re
from bisect import bisect_right

from ftfy.badness import BADNESS_RE

from .checked_section import CheckedSection

UNIT = r"(?:mg|mcg|µg|μg|g|kg|mL|ml|L|units?|mEq|mmol|%|tablets?|capsules?|hours?|days?|weeks?|°)"
LOST = re.compile("\ufffd")
ENTITY = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|apos|deg|micro|ndash|mdash|rsquo|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE
)
# A text in UTF-8 that was read as Windows-1252: the bytes of a quotation mark, an accent, a degree sign.
MOJIBAKE = re.compile(
    "\u00c3[\u0080-\u00bf\u0192\u0153\u0161\u017e\u2013-\u203a\u20ac\u2122]|\u00e2\u20ac.?|\u00ef[\u201a\u0192].?|\u00e2[\u201e\u201a\u02c6\u2030\u2122\u0153]|\u00c2[\u00a0-\u00bf]"
    "|(?<=[0-9A-Za-z.,])\u00c2(?=[\\s0-9])"
    # 30 ?C
    r"|(?<=\d)[ \u00a0]?\?[ \u00a0]?(?=[CF]\b)"
)
OFFICE = re.compile(
    r"Error! (?:Reference source|Bookmark) not (?:found|defined)\.?|#(?:REF|N/A|VALUE|NAME\?|DIV/0)!?"
    r"|\b\d(?:[.,]\d+)?E[+-]\d{2}\b|#{3,}(?! ?[A-Z])|#(?:NUM|NULL)!|_x000D_|\[object Object\]|=SUM\([A-Z\d:,]{1,20}\)"
    r"|\b(?:MERGEFIELD|PAGEREF|HYPERLINK|INCLUDEPICTURE)\b|\b(?:NaN|null|undefined) (?:mg|mcg|mL|tablets?|times|days)\b"
    # A spreadsheet takes 1/2 for a date.
    r"|\b\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"(?= (?:tablets?|teaspoons?|of a|cups?|hours?|mg|mL))"
    # The number of a day: Last updated: 44927
    # A cell of a spreadsheet that was true or false
    r"|(?<=: )(?:FALSE|TRUE)(?=$|\n)"
    r"|(?<=ated: |ised: |ewed: )[34]\d{4}\b"
)
# l0 mg, 1O mg: neither has another meaning before a unit.
LETTER_IN_NUMBER = re.compile(
    # 5 rng: a unit that was scanned
    r"(?<=\d)\s?(?:rng|rnL|rncg|rnl|nig)\b"
    rf"|(?<![\w.,-])(?:[lIO]\d[\dlIO.,]{{0,12}}|\d[\d.,]{{0,12}}[lIOSBZ][\dlIOSBZ]{{0,12}})(?=[\s\u00a0]?{UNIT}(?!\w))"
    # 1O drops: an O after figures has no other meaning; S mL, but not "factor I units"
    r"|(?<![\w.,-])(?:[lI]\d|[lI\d]O)(?= (?:minutes?|seconds?|months?|years?|drops?|puffs?|people|times)\b)"
    rf"|(?<![\w.,-])[SBZ]\d{{1,3}}(?=[\s\u00a0]?(?:mg|mcg|mL|g|kg|units|%)(?!\w))"
    rf"|(?<![\w.,-])O\.\d{{1,3}}(?=[\s\u00a0]?{UNIT}(?!\w))"
    r"|(?<![\w.,-])\d{1,4}O\d{0,4}(?= [a-z]{3})"
    r"|(?<=[a-z] )(?<!protein )(?<!factor )(?<!vitamin )(?<!type )[lIOSZ](?= (?:mg|mcg|mL|ml)(?!\w))"
)
# 1 000 mg, 5. 5 mg, 1, 000 mg: a space in a number. 2.5.5 mL, 12,5000: a sign too many, or a figure.
BROKEN_NUMBER = re.compile(
    r"(?<![\w.,/-])(?<!\d )[1-9]\d{0,2}[ \u00a0]000(?= ?[A-Za-z])"
    rf"|(?<![\w.,/-])[1-9] 00(?=[\s\u00a0]?{UNIT}(?!\w))"
    r"|\b(?:is|of) [1-9] \d{1,2}(?= (?:mg|mcg|mL)\b(?! (?:tablet|capsule|pill|patch|vial|pen|dose)))"
    rf"|(?<![\w.,/-])\d{{1,3}} ,\d{{3}}(?=[\s\u00a0]?{UNIT}(?!\w))"
    rf"|(?<![\w.,/-])\d{{1,3}},[ \u00a0]000(?=[\s\u00a0]?{UNIT}(?!\w))"
    r"|\b(?:is|of|to|than|at|with|or|about|from|by|[Tt]ake|[Tt]akes|[Gg]ive|[Ii]nject|[Uu]se|[Dd]ose) "
    rf"\d{{1,2}}\.[ \u00a0]\d{{1,3}}(?=[\s\u00a0]?{UNIT}(?!\w))"
    rf"|(?<![\w.,/-])\d{{1,4}}(?:\.\d{{1,4}}){{2,3}}(?=[\s\u00a0]?{UNIT}(?!\w))"
    r"|(?<![\w.,/-])\d{1,3},(?:\d{4,6}|\d{3},\d{1,2})(?![\w,.-])(?= [a-z])"
)
# 2,5 mg; a comma before three figures separates thousands.
DECIMAL_COMMA = re.compile(rf"(?<![\d.,])\d{{1,4}},(?:\d{{1,2}}|\d{{4,6}})(?=[\s\u00a0]?{UNIT}(?!\w))")
MOJIBAKE_MESSAGE = "These characters come from a text that was read in the wrong encoding. Type what they were."
# 20O, OOO: the letter for the figure, where all else is a figure.
LETTER_IN_CALL = re.compile(r"(?<=all |ial )(?=[\d-]*[lIO])(?=[\dlIO-]*\d)[\dlIO]{3}(?:-[\dlIO]{3,4}){0,3}(?![\w-])")
LETTERS_FOR_ZEROS = re.compile(r"(?<![\w-])(?:O{2,}[0O]*|0+O[0O]*|O0+)(?![\w-])")
PATTERNS = (
    ("lost-character", LOST, "A character was lost here. Type what it was."),
    ("entity", ENTITY, "This is the code of a character. Type the character."),
    (
        "mojibake",
        MOJIBAKE,
        MOJIBAKE_MESSAGE,
    ),
    ("office-residue", OFFICE, "An office program left this behind. Type what belongs here, or delete it."),
    ("letter-in-number", LETTER_IN_NUMBER, "There is a letter in this number. Type the figure."),
    ("broken-number", BROKEN_NUMBER, "This is no number. Write it again: 1,000 or 5.5."),
    ("decimal-comma", DECIMAL_COMMA, "Write a decimal point. Readers in the United States take a comma for thousands."),
)


def residue(checked: CheckedSection) -> None:
    """Find what a conversion left behind."""
    for code, pattern, message in PATTERNS:
        for found in pattern.finditer(checked.text):
            checked.error(code, found.start(), found.end(), message)
    for found in (*LETTERS_FOR_ZEROS.finditer(checked.text), *LETTER_IN_CALL.finditer(checked.text)):
        message = "These are letters, where figures seem to be meant. Type the figures."
        checked.warning("letter-in-number", found.start(), found.end(), message)
    if not checked.text.isascii():
        _check_encoding(checked)


def _check_encoding(checked: CheckedSection) -> None:
    """Find what `ftfy` takes for text read in the wrong encoding, beyond the usual marks of it."""
    known = [found.span() for found in MOJIBAKE.finditer(checked.text)]
    ends = [end for _, end in known]
    for found in BADNESS_RE.finditer(checked.text):
        place = bisect_right(ends, found.start())
        if place == len(known) or known[place][0] >= found.end():
            checked.error("mojibake", found.start(), found.end(), MOJIBAKE_MESSAGE)


CHECKS = (residue,)
