"""Stops that stand where none belongs, and sentences that run into each other.

Both are what is left where two edits met, or where a fragment was set into another sentence (W3C, "Writing for Web
Accessibility", asks for complete sentences).
"""

import re

from ..content.document import Block
from ..content.sentences import WORD, ends_with_abbreviation
from .passage import Passage
from .repeats import FUNCTION_WORDS

# Two stops that meet. Three full stops are an ellipsis, and a point before a digit is a decimal's.
STRAY = re.compile(
    r"(?<!\.)\.\.(?!\.)|\.{4,}"
    r"|[,;:.]\s?[,;:]|[,;:]\s?\.(?!\d|\.)|(?<=[!?])\s?\.(?!\.)"
    r"|\.\s\.(?!\d|\.)|([!?])\s\1"
)
SPACED = re.compile(r"(?<=[\w)”\"])\s+[.,;:!?](?=\s|$)(?!\s?\.\.)")
LEADING = re.compile(r"[.,;:!?](?!\d|\.\.)\s*\w")
# A stop that a small letter follows, and what stands before such a stop: words that begin with a capital.
CUT = re.compile(r"\b([\w-]{1,40})([.?!])[)”\"]?\s+([a-z][\w'’-]*)")
BEGUN = re.compile(r"(?<=[a-z,;:] )[A-Z][\w'’-]*(?: [^.?!\n]{1,80})?$")


def stray_stops(passage: Passage) -> None:
    """A full stop or comma that is doubled, set off by a space, at a beginning, or in the middle of a sentence."""
    for block in passage.document.blocks:
        for found in STRAY.finditer(passage.text, block.start, block.end):
            if found[0][0] == "." and ends_with_abbreviation(passage.text, found.start()):
                continue  # e.g., and a.m.:
            start = max(block.start, found.start() - 12)
            passage.error("stray-stop", start, found.end(), "Two stops meet here. Keep the one that belongs.")
        for found in SPACED.finditer(passage.text, block.start, block.end):
            start = max(block.start, found.start() - 15)
            passage.error("stray-stop", start, found.end(), "A space stands before the stop. Delete the space.")
        if leading := LEADING.match(passage.text, block.start, block.end):
            end = min(block.end, leading.end() + 15)
            message = "This begins with a stop. Delete it, or bring back the words."
            passage.error("stray-stop", block.start, end, message)
        for found in CUT.finditer(passage.text, block.start, block.end):
            _cut_sentence(passage, block, found)


def _cut_sentence(passage: Passage, block: Block, found: re.Match[str]) -> None:
    """Tell of a stop that a small letter follows: a stray one, or the end of a fragment that does not belong here."""
    text, stop = passage.text, found.start(2)
    if ends_with_abbreviation(text, stop) or found[1].isdigit() or _is_said(text, block.start, stop):
        return
    before = text[max(block.start, stop - 90) : stop]
    begun = BEGUN.search(before)
    names = passage.guide.medicine.names
    if begun and begun[0].split()[0].lower() not in names and (" " in begun[0] or len(begun[0]) > 2):
        message = f"“{begun[0]}{found[2]}” seems to be set inside another sentence. Part them, or delete the fragment."
        passage.error("glued-sentence", stop - len(begun[0]), found.end(), message)
    elif found[2] == "." and found[3] in FUNCTION_WORDS:
        message = "A full stop cuts this sentence in two. Delete it, or begin the next word with a capital."
        passage.error("stray-stop", found.start(), found.end(), message)


SAYING = re.compile(r"\b(says?|said|asks?|asked|reads?|titled|called|named|labell?ed),? $")
DOMAIN_ENDS = frozenset("com org gov net edu info int uk us ca au html htm pdf php aspx io eu de".split())
# No space between two sentences: the next one begins with a capital, or with a small letter.
GLUED = re.compile(r"(?<![\w.@/])[\w'’)-]{0,40}[a-z)][.!?][\"”’)]?[A-Z][a-z]+")
GLUED_SMALL = re.compile(r"(?<![\w.@/])[\w'’-]{0,40}[a-z]{2}[.!?][a-z]{1,30}\b(?![@/])")
STARTERS = (
    "There This These Those It They You Your If When While The We Ask Call Tell Do Don't Some Most Many Because "
    "However Also Talk Store Keep Take Get Stop People Its Their Our Please Never Always Although Before After Use "
    "Avoid Once Contact Check Make Seek Go Can Could Should Does What How Why Where Who Is Are"
)
# A beginning of a sentence after a word or comma of another one.
INSIDE = re.compile(rf"(?<=[a-z,;] )(?:{'|'.join(STARTERS.split())})\s+(?:[a-z][a-z'’-]*|I\b)")


def glued_sentences(passage: Passage) -> None:
    """Two sentences run into one: no space between them, or one set inside the other with capital and stop."""
    text = passage.text
    for found in (*GLUED.finditer(text), *GLUED_SMALL.finditer(text)):
        if not _is_address_or_abbreviation(text, found):
            message = "Two sentences run together here. Put a space between them, or delete the fragment."
            passage.error("glued-sentence", found.start(), found.end(), message)
    # A name that is linked or set off keeps its capital in the middle of a sentence.
    starts = {start for start, _ in passage.document.emphasised} | {link.start for link in passage.document.links}
    for block, begun, end in passage.sentences:
        if block.tag.startswith("h") or _is_title(text[begun:end]):
            continue
        for found in INSIDE.finditer(text, begun, end):
            place = found.start()
            if place in starts or _is_said(text, begun, place) or _names_section(passage, place):
                continue
            where = f"A sentence seems to begin at “{found[0]}”, inside another one."
            message = f"{where} Part them, or delete the fragment."
            passage.error("glued-sentence", max(begun, place - 20), found.end(), message)


def _is_address_or_abbreviation(text: str, found: re.Match[str]) -> bool:
    """Say whether the stop belongs to a web address or an abbreviation, and so parts no sentences."""
    after = re.split(r"[.!?][\"”’)]?", found[0])[-1].lower()
    following = text[found.end() : found.end() + 4]
    return (
        after in DOMAIN_ENDS
        or (len(after) == 1 and following.startswith("."))
        or found[0].lower().startswith(("www.", "e.g", "i.e"))
        or following in (".com", ".org")
    )


def _is_said(text: str, begun: int, place: int) -> bool:
    """Say whether somebody is quoted: a mark was opened, or the word before is a verb of saying with its comma."""
    before = text[max(begun, place - 200) : place]
    is_opened = (
        before.count("“") > before.count("”") or before.count('"') % 2 == 1 or before.count("‘") > before.count("’")
    )
    return is_opened or SAYING.search(before) is not None


def _names_section(passage: Passage, place: int) -> bool:
    """Say whether a heading of the guide is named here: see Before you take Blincyto."""
    rest = passage.text[place : place + 120].lower()
    return any(rest.startswith(heading) for heading in passage.all_headings)


def _is_title(sentence: str) -> bool:
    """Say whether Most Words Begin Like These."""
    words = [word for word in WORD.findall(sentence) if len(word) > 3]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.7 * len(words)


CHECKS = (stray_stops, glued_sentences)
