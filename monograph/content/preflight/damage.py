"""Damaged text: what cutting, pasting and converting leave behind, and no spell-checker sees.

The kinds of damage are those found on published drug pages: a list lost after its lead-in, a fragment set into another
sentence, words doubled where two edits met (W3C, "Writing for Web Accessibility", asks for complete sentences; the CDC
Clear Communication Index, items 1 and 10, for lists that are lists).
"""

import re
from bisect import bisect

from ..document import Block
from ..sentences import WORD, ends_with_abbreviation
from .finding import Passage

CAN_BE_DOUBLED = frozenset("had that so no bye ha".split())
LONGEST_RUN = 15


def repeated_words(passage: Passage) -> None:
    """A word twice in a row."""
    for found in re.finditer(r"\b([^\W\d_]{2,}|a)\s+(\1)\b(?![-'’])", passage.text, re.IGNORECASE):
        first, second = found[1], found[2]
        if first.lower() in CAN_BE_DOUBLED or "\n" in found[0]:
            continue
        is_name = first[0].isupper() and second[0].isupper() and first.lower() not in FUNCTION_WORDS.split()
        if is_name:  # Walla Walla
            continue
        # Check in in the morning: right now and then, and more often a slip.
        report = passage.warning if first.lower() in ("in", "on", "up") else passage.error
        report("repeated-word", found.start(), found.end(), f"“{first}” stands here twice. Delete one of them.")


def repeated_passages(passage: Passage) -> None:
    """A run of words, a sentence or a list item that stands twice by a slip of copying."""
    taken: list[tuple[int, int]] = []
    for block in passage.document.blocks:
        if block.tag in ("td", "th"):
            continue
        found = list(WORD.finditer(passage.text, block.start, block.end))
        words = [each[0].lower() for each in found]
        place = 0
        while place < len(words):
            length = _run_at(words, place)
            joined = 0 if length else _joined_run_at(words, place)
            if length or joined:
                start, end = found[place].start(), found[place + 2 * (length or joined) - 1 + bool(joined)].end()
                taken.append((start, end))
                passage.error(
                    "repeated-passage", start, end, "These words stand here twice in a row. Delete the second time."
                )
                place += length + joined
            place += max(1, length)
    _repeated_sentences(passage, taken)
    _repeated_items(passage)
    _repeated_rows(passage)


def _run_at(words: list[str], place: int) -> int:
    """Return how many words from `place` on are said again right after, 0 for none."""
    if words[place : place + 1] == words[place + 1 : place + 2]:
        return 0  # told as a repeated word
    for length in range(3, min(LONGEST_RUN, (len(words) - place) // 2) + 1):
        if words[place] != words[place + length]:
            continue
        run = words[place : place + length]
        if run == words[place + length : place + 2 * length] and len(set(run)) > 1:
            return length
    return 0


def _joined_run_at(words: list[str], place: int) -> int:
    """Return how many words are said again after an "and" or "or"; four at the least, for some are said so on purpose."""
    for length in range(4, min(LONGEST_RUN, (len(words) - place - 1) // 2) + 1):
        if words[place + length] in ("and", "or", "but"):
            run = words[place : place + length]
            if run == words[place + length + 1 : place + 2 * length + 1] and len(set(run)) > 2:
                return length
    return 0


def _repeated_rows(passage: Passage) -> None:
    """A row of a table that says the same as one above it."""
    rows: dict[tuple[int, int], list[Block]] = {}
    for block in passage.document.blocks:
        if block.tag in ("td", "th"):
            rows.setdefault((block.table, block.row), []).append(block)
    seen: set[tuple[int, str]] = set()
    for (table, _), cells in rows.items():
        said = "|".join(_bare(passage, cell) for cell in cells)
        if (table, said) in seen and len(said) > 3:
            message = "This row stands in the table already. Delete one, or write the one that is missing."
            passage.error("repeated-passage", cells[0].start, cells[-1].end, message)
        seen.add((table, said))


def _repeated_sentences(passage: Passage, taken: list[tuple[int, int]]) -> None:
    """A long sentence that stands twice in one section. Short ones, as "Call 911.", are said again on purpose."""
    seen: dict[tuple[str, ...], int] = {}
    for block, start, end in passage.sentences:
        words = tuple(each.lower() for each in WORD.findall(passage.text[start:end]))
        if len(words) < 5 or block.tag in ("td", "th"):
            continue
        if words in seen and not _is_within(taken, start):
            # Apart from the first it may be meant, as a warning is said again where it is needed.
            report = passage.error if start - seen[words] <= 2 else passage.warning
            report(
                "repeated-passage", start, end, "This sentence stands in the section already. Delete one of the two."
            )
        seen.setdefault(words, end)


def _is_within(places: list[tuple[int, int]], at: int) -> bool:
    before = bisect(places, at, key=lambda place: place[0]) - 1
    return before >= 0 and at < places[before][1]


def _repeated_items(passage: Passage) -> None:
    items: set[tuple[int, str]] = set()
    for block in passage.document.blocks:
        if block.tag != "li":
            items = set()
            continue
        item = block.depth, _bare(passage, block)
        if item in items and item[1]:
            message = "This list item stands in the list already. Delete one, or write the one that is missing."
            passage.error("repeated-passage", block.start, block.end, message)
        items.add(item)


def _bare(passage: Passage, block: Block) -> str:
    return " ".join(WORD.findall(passage.document.said_by(block).lower()))


STRAY = re.compile(
    r"(?<!\.)\.\.(?!\.)|\.{4,}|[,;:.]\s?[,;:]|[,;:]\s?\.(?!\d|\.)|(?<=[!?])\s?\.(?!\.)|\.\s\.(?!\d|\.)|([!?])\s\1"
)
SPACED = re.compile(r"(?<=[\w)”\"])\s+[.,;:!?](?=\s|$)(?!\s?\.\.)")
LEADING = re.compile(r"[.,;:!?](?!\d|\.\.)\s*\w")
FUNCTION_WORDS = (
    "the a an and or but of to in on at for with from by your you it its this that these those is are was were be been "
    "if when while until before after as not no than so because do does can may should must will they them their"
)
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
    elif found[2] == "." and found[3] in FUNCTION_WORDS.split():
        message = "A full stop cuts this sentence in two. Delete it, or begin the next word with a capital."
        passage.error("stray-stop", found.start(), found.end(), message)


DOMAIN_ENDS = frozenset("com org gov net edu info int uk us ca au html htm pdf php aspx io eu de".split())
GLUED = re.compile(r"(?<![\w.@/])[\w'’)-]{0,40}[a-z)][.!?][\"”’)]?[A-Z][a-z]+")
TAIL = re.compile(r"(?<![\w.@/])[\w'’-]{0,40}[a-z]{2}[.!?][a-z]{1,30}\b(?![@/])")
STARTERS = (
    "There This These Those It They You Your If When While The We Ask Call Tell Do Don't Some Most Many Because However "
    "Also Talk Store Keep Take Get Stop People Its Their Our Please Never Always Although Before After Use Avoid Once "
    "Contact Check Make Seek Go Can Could Should Does What How Why When Where Who Is Are"
)
INSIDE = re.compile(rf"(?<=[a-z,;] )(?:{'|'.join(dict.fromkeys(STARTERS.split()))})\s+(?:[a-z][a-z'’-]*|I\b)")


def glued_sentences(passage: Passage) -> None:
    """Two sentences run into one: no space between them, or one set inside the other with capital and stop."""
    text = passage.text
    for found in (*GLUED.finditer(text), *TAIL.finditer(text)):
        after = re.split(r"[.!?][\"”’)]?", found[0])[-1].lower()
        if after in DOMAIN_ENDS or (text[found.end() : found.end() + 1] == "." and len(after) == 1):
            continue
        if found[0].lower().startswith(("www.", "e.g", "i.e")) or text[found.end() : found.end() + 4] in (
            ".com",
            ".org",
        ):
            continue
        message = "Two sentences run together here. Put a space between them, or delete the fragment."
        passage.error("glued-sentence", found.start(), found.end(), message)
    starts = {start for start, _ in passage.document.emphasised} | {link.start for link in passage.document.links}
    for block, begun, end in passage.sentences:
        if block.tag.startswith("h") or _is_title(text[begun:end]):
            continue
        for found in INSIDE.finditer(text, begun, end):
            if (
                found.start() in starts
                or _is_said(text, begun, found.start())
                or _names_section(passage, found.start())
            ):
                continue
            message = (
                f"A sentence seems to begin at “{found[0]}”, inside another one. Part them, or delete the fragment."
            )
            passage.error("glued-sentence", max(begun, found.start() - 20), found.end(), message)


def _is_said(text: str, begun: int, place: int) -> bool:
    """Say whether somebody is quoted: a mark was opened, or the word before is a verb of saying with its comma."""
    before = text[max(begun, place - 200) : place]
    opened = (
        before.count("“") > before.count("”") or before.count('"') % 2 == 1 or before.count("‘") > before.count("’")
    )
    return opened or bool(re.search(r"\b(says?|said|asks?|asked|reads?|titled|called|named|labell?ed),? $", before))


def _names_section(passage: Passage, place: int) -> bool:
    """Say whether a heading of the guide is named here: see Before you take Blincyto."""
    rest = passage.text[place : place + 120].lower()
    return any(rest.startswith(heading) for heading in passage.all_headings)


def _is_title(sentence: str) -> bool:
    """Say whether Most Words Begin Like These."""
    words = [word for word in WORD.findall(sentence) if len(word) > 3]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.7 * len(words)


PAIRS = {")": "(", "]": "[", "}": "{"}
NUMBERED = re.compile(r"(?:^|(?<=\s))(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})\)")


def unclosed_brackets(passage: Passage) -> None:
    """A bracket without its partner in the same paragraph."""
    for block in passage.document.blocks:
        opened: list[tuple[str, int]] = []
        numbered = {found.end() - 1 for found in NUMBERED.finditer(passage.text, block.start, block.end)}
        for place in range(block.start, block.end):
            character = passage.text[place]
            if character in "([{":
                opened.append((character, place))
            elif character in PAIRS:
                if opened and opened[-1][0] == PAIRS[character]:
                    opened.pop()
                elif place not in numbered:
                    message = f"This “{character}” was never opened. Open it where the remark begins, or delete it."
                    passage.error("unclosed-bracket", max(block.start, place - 15), place + 1, message)
        for character, place in opened:
            message = f"This “{character}” is never closed. Close it where the remark ends, or delete it."
            passage.error("unclosed-bracket", place, min(block.end, place + 20), message)


ELIDED = re.compile(r"['‘](?:tis|twas|til|em|cause|n|\d0s)\b", re.IGNORECASE)
SINGLE_OPEN = re.compile(r"(?:^|(?<=[\s(]))['‘](?=\w)")
SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?])['’](?=[\s.,;:!?)]|$)")


def unclosed_quotes(passage: Passage) -> None:
    """A quotation mark without its partner in the same paragraph."""
    for block in passage.document.blocks:
        said = passage.document.said_by(block)
        curly = _unpaired(said, "“", "”")
        straight = [found.start() for found in re.finditer(r'(?<!\d)"|(?<=\d)"(?=\W*$)', said)]
        single = [each.start() for each in SINGLE_OPEN.finditer(said) if not ELIDED.match(said, each.start())]
        at = curly
        if at is None and len(straight) % 2:
            at = straight[-1]
        if at is None and single and len(SINGLE_CLOSE.findall(said)) < len(single):
            at = single[-1]
        if at is not None:
            start = block.start + at
            message = "This quotation mark has no partner. Add the other one, or delete it."
            passage.error("unclosed-quote", max(block.start, start - 10), min(block.end, start + 25), message)


def _unpaired(said: str, opening: str, closing: str) -> int | None:
    opened: list[int] = []
    for place, character in enumerate(said):
        if character == opening:
            opened.append(place)
        elif character == closing:
            if not opened:
                return place
            opened.pop()
    return opened[0] if opened else None


CHECKS = (
    repeated_words,
    repeated_passages,
    stray_stops,
    glued_sentences,
    unclosed_brackets,
    unclosed_quotes,
)
