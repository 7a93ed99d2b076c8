"""What programs and editors leave in a text: markup shown as words, marks of editing, residue of printed pages.

Sources: the CommonMark specification for Markdown; the Unicode Standard, annex 39 (confusable letters), for letters of
another alphabet.
"""

import re

from .checked_section import CheckedSection

# Every alternative begins with a sign or a letter of its own: the search is faster by far.
MARKUP = re.compile(
    # HTML and templates: <b>, </p>, <%= name %>, ${dose}, {0}, %s
    r"</?(?:a|b|i|u|p|br|hr|div|span|strong|em|li|ul|ol|td|tr|th|table|sup|sub|h[1-6]|font|img|script|style|o:p)\b"
    r"[^<>\n]{0,80}/?>"
    r"|<!--|-->|<%[^%\n]{0,80}%>|\$\{[^}\n]{0,60}\}|\{\d{1,2}\}|%\([a-z_]{1,30}\)s|%(?<!\d%)(?<!\d %)[sd]\b"
    # Markdown: **not**, __never__, ## Heading, [label](https://…), ```
    r"|\*\*(?=\S)[^*\n]{1,80}\*\*|_(?<!\w_)_(?=\w)[^_\n]{1,80}__(?!\w)|#{1,6}(?<![^\s#]#) (?=[A-Z])"
    r"|\[[^\]\n]{1,80}\]\((?:https?:|www\.|/|#|mailto:)[^)\n]{0,200}\)|```"
    # Templates: [[name]], %NAME%
    r"|<<[^<>\n]{1,40}>>|\[\[[^\]\n]{1,60}\]\]|%(?<!\d%)[A-Z_]{3,40}%"
    # Codes: \n, \u00b5, &nbsp without its semicolon, [b]
    r"|\\[nrt]\b|\\u[0-9a-fA-F]{4}|&(?:nbsp|amp|lt|gt|deg|micro)(?=[\s\d])|\[/?(?:b|i|u|url|quote)\]"
    r"|(?:htp|htttp|hhtp|htpp)s?://|style=[\"']|class=[\"']|mso-[a-z]"
)
EDITING = re.compile(
    # Version control, Word's comments and changes
    r"<{5,}|>{5,}|={5,}|\|{5,}"
    r"|[Cc]omment(?:ed)? \[[A-Z]{1,4}\d{0,3}\]:?"
    r"|(?:Deleted|Inserted|Formatted|Moved (?:up|down))(?: \[[^\]\n]{1,20}\])?: "
    # (MB: confirm …), [check], // check
    r"|[(\[][A-Z]{2,3}(?:: | to (?:check|confirm|verify|review|add|send|ask)\b)[^)\]\n]{0,80}[)\]]"
    r"|[(\[](?:check|confirm|verify|source|ref|citation needed|see email|per legal|new text|old text|"
    r"delete|remove|draft|final|not final|version \d)\b[?!:.]?[)\]]"
    r"|//(?<![^\s]//)\s?[a-z]"
    r"|(?:DRAFT|CONFIDENTIAL) ?(?:v\d|\d|–|-|only|$)|OLD TEXT\b|NEW TEXT\b|track(?:ed)? changes\b",
    re.MULTILINE,
)
# In lowercase text.
PAGE = re.compile(
    r"page \d{1,3} of \d{1,3}\b|page \| ?\d{1,3}\b|(?<![\d.])\d{1,3} ?\| ?page\b"
    r"|page (?:is )?intentionally left blank|as an ai language model|all rights reserved"
    r"|\[/?caption\b|https?://(?=[\s.,]|$)"
    r"|\binsert (?:text|name|image) here\b|\bread more ?(?:\.\.\.|…)"
    r"|\b(?:n|x) (?=(?:tablets|capsules|drops|times) (?:a|per|daily))"
    r"|[(\[] ?continued (?:on|from) (?:the )?(?:next|previous|following) page ?[)\]]"
    r"|continued (?:on|from) (?:the )?(?:next|previous|following) page\b"
    r"|\((?:continued|cont['’]?d\.?|cont\.)\)|\f"
)
# medi- cine: a hyphen at the end of a printed line. In "short- and long-term" it is right.
# 5 m g, D o: a space inside a unit or a word.
SPLIT_UNIT = re.compile(
    r"(?<=\d )(?:m g|m L|mc g|m cg|k g)\b"
    r"|\b[B-HJ-Z] (?!(?:is|or|in|on|to|of|at|as|by|if|it|an|so|up|do|be|we|he|no|am|vs|my|us|go|me|a)\b)[a-z]{1,2}\b"
)
BROKEN_WORD = re.compile(
    r"(?<![\w-])[A-Za-z]{2,20}- (?!(?:and|or|to|nor|but|versus|vs|through|the|by|plus)\b)[a-z]{2,20}\b"
)
SOFT_HYPHEN = re.compile("\u00ad")
# Latin letters beside Cyrillic or Greek ones that look like them.
MIXED_ALPHABETS = re.compile(
    r"[A-Za-z]{1,40}[\u0370-\u03ff\u0400-\u04ff][A-Za-z]{0,40}|[\u0391-\u03a9\u0400-\u04ff][A-Za-z]{1,40}"
)
SIMILAR_LETTERS = frozenset(
    # Cyrillic, small and capital; Greek
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u03bf\u039f\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u03a1\u03a4\u03a5\u03a7"
)
STRANGE = re.compile("[\ue000-\uf8ff\ufff9-\ufffc\u0080-\u009f\ufb00-\ufb06\uff01-\uff5e]")

NOTE_MARK = re.compile(r"(?<=[a-z]{4}\.)\d{1,2}(?=\s|$)|\[\d{1,3}(?:[,–-] ?\d{1,3}){0,4}\]", re.MULTILINE)
PATTERNS = (
    ("markup-shown", MARKUP, "This is markup, shown as words. Format the text instead, or delete the marks."),
    ("editing-mark", EDITING, "An editor's or a program's mark was left here. Settle what it asks, and delete it."),
    ("lost-character", STRANGE, "This character is not shown to every reader. Type the usual one."),
    ("broken-word", SOFT_HYPHEN, "A hyphen is hidden in this word. Type the word again."),
)


def leftovers(checked: CheckedSection) -> None:
    """Find markup, marks of editing, and residue of printed pages."""
    for code, pattern, message in PATTERNS:
        for found in pattern.finditer(checked.text):
            checked.error(code, found.start(), found.end(), message)
    for found in NOTE_MARK.finditer(checked.text):
        message = "This mark of a note has no note. Cite the source, or delete the mark."
        checked.warning("page-residue", found.start(), found.end(), message)
    for found in PAGE.finditer(checked.lowered):
        checked.error("page-residue", found.start(), found.end(), "This belongs to a printed page. Delete it.")


def broken_words(checked: CheckedSection) -> None:
    """Find words that were broken at the end of a printed line."""
    for found in SPLIT_UNIT.finditer(checked.text):
        message = f"There is a space inside “{found[0]}”. Delete it."
        checked.error("broken-word", found.start(), found.end(), message)
    if "- " not in checked.text:
        return
    for found in BROKEN_WORD.finditer(checked.text):
        first, second = found[0].split("- ")
        # "self- care" and "check- out" keep their hyphen; either way the space is wrong.
        message = f"This word is broken. Write “{first}{second}” or “{first}-{second}”."
        checked.error("broken-word", found.start(), found.end(), message)


def look_alike_letters(checked: CheckedSection) -> None:
    """Find letters of another alphabet that look like Latin ones: searching and reading aloud fail on them."""
    if checked.text.isascii():
        return
    for found in MIXED_ALPHABETS.finditer(checked.text):
        if SIMILAR_LETTERS.intersection(found[0]):
            letter = next(letter for letter in found[0] if letter in SIMILAR_LETTERS)
            message = f"The “{letter}” in “{found[0]}” is of another alphabet. Type the word again."
            checked.error("look-alike-letter", found.start(), found.end(), message)


CHECKS = (leftovers, broken_words, look_alike_letters)
