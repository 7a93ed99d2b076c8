"""Misplaced punctuation marks, and sentences that run together.

Both are left over where two edits met, or where a fragment was pasted into another sentence (W3C, "Writing for Web
Accessibility", asks for complete sentences).
"""

import re

from ..content.document import Block
from ..content.sentences import WORD, ends_with_abbreviation
from .checked_section import CheckedSection
from .repetition import FUNCTION_WORDS

# Two adjacent marks. Three periods are an ellipsis, and a period before a digit is a decimal point.
ADJACENT = re.compile(
    r"(?<!\.)\.\.(?!\.)|\.{4,}|!{2,}"
    r"|[,;:.]\s?[,;:]|[,;:]\s?\.(?!\d|\.)|(?<=[!?])\s?\.(?!\.)"
    r"|\.\s\.(?!\d|\.)|([!?])\s\1"
)
UNSPACED = re.compile(r"(?<=[a-z]{2}),[A-Za-z]{2,}|(?<=\w) ,(?=[a-z])")
SPACED = re.compile(r"(?<=[\w)”\"])\s+[.,;:!?](?=\s|$)(?!\s?\.\.)")
LEADING = re.compile(r"[.,;:!?](?!\d|\.\.)\s*\w")
# A mark before a lowercase letter; and a fragment before such a mark, which begins with a capital.
SPLIT = re.compile(r"\b([\w-]{1,40})([.?!])[)”\"]?\s+([a-z][\w'’-]*)")
FRAGMENT = re.compile(r"(?<=[a-z,;:] )[A-Z][\w'’-]*(?: [^.?!\n]{1,80})?$")


def stray_marks(checked: CheckedSection) -> None:
    """Find marks that are doubled, after a space, at a start, or inside a sentence."""
    for block in checked.document.blocks:
        for found in ADJACENT.finditer(checked.text, block.start, block.end):
            # e.g., and a.m.:
            if found[0][0] == "." and ends_with_abbreviation(checked.text, found.start()):
                continue
            start = max(block.start, found.start() - 12)
            checked.error("stray-stop", start, found.end(), "Two punctuation marks meet here. Keep the right one.")
        for found in SPACED.finditer(checked.text, block.start, block.end):
            start = max(block.start, found.start() - 15)
            message = "There is a space before the punctuation mark. Delete the space."
            checked.error("stray-stop", start, found.end(), message)
        for found in UNSPACED.finditer(checked.text, block.start, block.end):
            start = max(block.start, found.start() - 15)
            checked.error("stray-stop", start, found.end(), "A comma has a space after it, and none before.")
        if leading := LEADING.match(checked.text, block.start, block.end):
            end = min(block.end, leading.end() + 15)
            message = "This begins with a punctuation mark. Delete it, or restore the missing words."
            checked.error("stray-stop", block.start, end, message)
        for found in SPLIT.finditer(checked.text, block.start, block.end):
            _check_split_sentence(checked, block, found)


def _check_split_sentence(checked: CheckedSection, block: Block, found: re.Match[str]) -> None:
    """Report a mark before a lowercase letter: a stray one, or the end of a fragment."""
    text, stop = checked.text, found.start(2)
    if ends_with_abbreviation(text, stop) or found[1].isdigit() or _is_quoted(text, block.start, stop):
        return
    fragment = FRAGMENT.search(text[max(block.start, stop - 90) : stop])
    names = checked.guide.medicine.names
    if fragment and fragment[0].split()[0].lower() not in names and (" " in fragment[0] or len(fragment[0]) > 2):
        where = f"“{fragment[0]}{found[2]}” seems to be a fragment inside another sentence."
        message = f"{where} Separate them, or delete the fragment."
        checked.error("glued-sentence", stop - len(fragment[0]), found.end(), message)
    elif found[2] == "." and found[3] in FUNCTION_WORDS:
        message = "A period splits this sentence. Delete the period, or capitalize the next word."
        checked.error("stray-stop", found.start(), found.end(), message)
    elif len(found[1]) > 3 and found[1].islower() and found[3].isalpha() and len(found[3]) > 2:
        message = "A sentence begins with a small letter here. Capitalize it, or delete the mark before it."
        checked.warning("stray-stop", found.start(), found.end(), message)


SAYING = re.compile(r"\b(says?|said|asks?|asked|reads?|titled|called|named|labell?ed),? $")
DOMAIN_ENDS = frozenset("com org gov net edu info int uk us ca au html htm pdf php aspx io eu de".split())
# No space between two sentences; the second one begins with a capital or a lowercase letter.
GLUED = re.compile(r"(?<![\w.@/])[\w'’)-]{0,40}[a-z)][.!?][\"”’)]?[A-Z][a-z]+")
GLUED_LOWERCASE = re.compile(r"(?<![\w.@/])[\w'’-]{0,40}[a-z]{2}[.!?][a-z]{1,30}\b(?![@/])")
STARTERS = (
    "There This These Those It They You Your If When While The We Ask Call Tell Do Don't Some Most Many Because "
    "However Also Talk Store Keep Take Get Stop People Its Their Our Please Never Always Although Before After Use "
    "Avoid Once Contact Check Make Seek Go Can Could Should Does What How Why Where Who Is Are"
)
# The beginning of a sentence after a word or comma of another one.
INSIDE = re.compile(rf"(?<=[a-z,;] )(?:{'|'.join(STARTERS.split())})\s+(?:[a-z][a-z'’-]*|I\b)")


# A title in the middle of a sentence: the Instructions for Use
TITLE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z'’-]+ (?:(?:for|of|and|the|to|in|with|on|your|a) )*$")
# Characters before a place in which such a title begins. Bounds the work, so that the time grows linearly.
MAX_TITLE = 60
MAX_LINE = 30
TITLE_BEFORE = re.compile(r"(?:\bsee (?:also )?|\[[^\]]{0,20}|\)[,;]? (?:and )?)$")


def glued_sentences(checked: CheckedSection) -> None:
    """Find two sentences without a space between them, or one inside the other."""
    text = checked.text
    for found in (*GLUED.finditer(text), *GLUED_LOWERCASE.finditer(text)):
        if not _is_address_or_abbreviation(text, found):
            message = "Two sentences run together here. Add a space, or delete the fragment."
            checked.error("glued-sentence", found.start(), found.end(), message)
    # A linked or emphasized name keeps its capital in the middle of a sentence.
    starts = {start for start, _ in checked.document.emphasized} | {link.start for link in checked.document.links}
    for block, begin, end in checked.sentences:
        if block.tag.startswith("h") or _is_title(text[begin:end]):
            continue
        # A line without a period may be a title, with capitals of its own: Do not Use if
        is_line = end == block.end and text[end - 1].isalnum() and end - begin <= MAX_LINE
        if is_line and begin == block.start:
            continue
        for found in INSIDE.finditer(text, begin, end):
            place = found.start()
            is_title = TITLE.search(text, max(begin + 1, place - MAX_TITLE), place) is not None
            # In “see Use in Children” and “For Use in Children” it is a title.
            is_named = TITLE_BEFORE.search(text, max(begin, place - 20), place) or place - begin <= len("Only for ")
            if place in starts or is_title or is_named:
                continue
            if _is_quoted(text, begin, place) or _names_section(checked, place):
                continue
            where = f"A sentence seems to begin at “{found[0]}” inside another one."
            message = f"{where} Separate them, or delete the fragment."
            checked.error("glued-sentence", max(begin, place - 20), found.end(), message)


def _is_address_or_abbreviation(text: str, found: re.Match[str]) -> bool:
    """Return whether the mark belongs to a web address or an abbreviation."""
    after = re.split(r"[.!?][\"”’)]?", found[0])[-1].lower()
    following = text[found.end() : found.end() + 4]
    return (
        after in DOMAIN_ENDS
        or (len(after) == 1 and following.startswith("."))
        or found[0].lower().startswith(("www.", "e.g", "i.e"))
        or following in (".com", ".org")
    )


def _is_quoted(text: str, begin: int, place: int) -> bool:
    """Return whether the place is in a quotation, or follows a verb of saying."""
    before = text[max(begin, place - 200) : place]
    is_opened = (
        before.count("“") > before.count("”") or before.count('"') % 2 == 1 or before.count("‘") > before.count("’")
    )
    return is_opened or SAYING.search(before) is not None


def _names_section(checked: CheckedSection, place: int) -> bool:
    """Return whether a heading of the guide begins here: see Before you take Blincyto."""
    rest = checked.text[place : place + 120].lower()
    return any(rest.startswith(heading) for heading in checked.all_headings)


def _is_title(sentence: str) -> bool:
    """Return whether Most Words Are Capitalized Like These."""
    words = [word for word in WORD.findall(sentence) if len(word) > 3]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.7 * len(words)


CHECKS = (stray_marks, glued_sentences)
