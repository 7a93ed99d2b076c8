"""Sentences that break off.

Source: W3C, "Writing for Web Accessibility" (complete sentences). They are left over when a paragraph was cut, or
when a conversion lost the rest of it.
"""

import re

from ..content.document import Block
from ..content.lexicon import lexicon, medical_words
from ..content.lexicon.word_pairs import count_in_guides
from .checked_section import CheckedSection

MIN_WORDS = 4
# Nothing ends with one of these.
CUT = re.compile(
    r"\b(?:the|a|an|your|their|its|our|my|and the|of the|because|than|such as|which|whose|"
    r"(?:history|instead|glass|amount|number) of|"
    r"(?:which|that|who|it|they|this) (?:is|are|was|were|will|can|may|must|should|has|have))[,;]?$",
    re.IGNORECASE,
)
# A clause that asks or relates may end with one of these: here is what to look for.
CUT_WITHOUT_RELATIVE = re.compile(r"\b(?:of|with|for|from|into|at|by|any|if|when|unless|until|while)$", re.IGNORECASE)
RELATIVE = re.compile(r"\b(?:what|who|whom|which|that|where|how|you|to|be|is|are)\b", re.IGNORECASE)
# A clause without its verb: pain when you
CLAUSE = re.compile(
    r"\b(?:when|if|that|because|while|unless|until|which) (?:you|they|we|it|he|she|your (?:doctor|child|nurse|skin))$",
    re.IGNORECASE,
)
# With or without.
BEFORE_STOP = re.compile(
    r"\b(?:with or without|and|or|than|because|(?:with|of|for|from|to|in|on|at|into) (?:the|a|an|your))\.(?=\s|$)",
    re.IGNORECASE,
)
# The beginning of a word that a conversion cut: stomach pa
MAX_STUMP = 4
CONJUNCTION = re.compile(r"\b(?:and|or|but|nor)$", re.IGNORECASE)
HANGING = re.compile(r"[,(]$|[a-z][-–]$")
# Words; a shorter paragraph without a period may be a title.
MIN_SENTENCE = 5
LOWERCASE = re.compile(r"[a-z]{2,}\b")
# An address, a site, a name or a code at the end makes no sentence.
ENDS_IN_WORD = re.compile(r"(?:^|[\s(/“\"-])[a-z]+\)?$")
ENDED = re.compile(r"[.!?:;…][\"”’')\]*†‡§®™\d]*$")


def cut_sentences(checked: CheckedSection) -> None:
    """Find paragraphs and items that break off."""
    blocks = checked.document.blocks
    prose = [
        block for block in blocks if block.tag == "p" and len(checked.document.block_text(block).split()) > MIN_SENTENCE
    ]
    ended = sum(ENDED.search(_end(checked, block)) is not None for block in prose)
    emphasized = set(checked.document.emphasized)
    for found in BEFORE_STOP.finditer(checked.text):
        message = "The sentence breaks off here. Complete it, or delete the rest."
        checked.warning("cut-sentence", found.start(), found.end(), message)
    for place, block in enumerate(blocks):
        if block.tag not in ("p", "li"):
            continue
        _check_beginning(checked, block, blocks[place - 1] if place else None)
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if following is not None and following.depth > block.depth:
            continue  # a list or table completes it
        words = _end(checked, block)
        is_last = following is None or not following.list or following.list != block.list
        if block.tag == "li" and _is_stump(words):
            message = "The last word seems to be cut. Complete it."
            checked.warning("cut-sentence", block.start, block.end, message)
        if (len(words.split()) < MIN_WORDS and not CLAUSE.search(words)) or ENDED.search(words):
            continue
        if broken := _break(words, is_last=is_last or block.tag == "p"):
            message = "The sentence breaks off here. Complete it, or delete the rest."
            checked.error("cut-sentence", max(block.start, block.end - len(broken) - 30), block.end, message)
        elif (
            block in prose
            and ENDS_IN_WORD.search(words)
            and 2 * ended >= len(prose) - 1
            and (block.start, block.end) not in emphasized
        ):
            message = "This paragraph ends without a period. Add it, or complete the sentence."
            checked.warning("cut-sentence", max(block.start, block.end - 30), block.end, message)


def _check_beginning(checked: CheckedSection, block: Block, before: Block | None) -> None:
    """Report a paragraph that begins inside a sentence, unless the one before it is unfinished."""
    words = checked.document.block_text(block)
    is_finished = before is None or ENDED.search(_end(checked, before)) is not None
    if block.tag == "p" and not block.list and LOWERCASE.match(words) and words.endswith(".") and is_finished:
        message = "This paragraph begins inside a sentence. Restore its beginning, or capitalize it."
        checked.warning("cut-sentence", block.start, min(block.end, block.start + 30), message)


def _is_stump(words: str) -> bool:
    """Return whether an item ends with a few letters that guides have as no word."""
    before, _, last = words.rpartition(" ")
    is_short = bool(before) and last.isalpha() and last.islower() and 1 < len(last) <= MAX_STUMP
    return is_short and last not in lexicon().common and not count_in_guides(last) and last not in medical_words()


def _end(checked: CheckedSection, block: Block) -> str:
    """Return the last words of a block, as far as the patterns need them."""
    return checked.text[max(block.start, block.end - 300) : block.end].rstrip()


def _break(words: str, *, is_last: bool) -> str:
    """Return the words with which a sentence breaks off, '' if it may be complete.

    An item may end with a comma, or with "and" before the last one.
    """
    found = CUT.search(words) or CLAUSE.search(words)
    if not found and (relative := CUT_WITHOUT_RELATIVE.search(words)):
        clause = re.split(r"[.,;:]", words[: relative.start()])[-1]
        found = None if RELATIVE.search(clause) else relative
    if not found and is_last:
        found = CONJUNCTION.search(words) or HANGING.search(words)
    return found[0] if found else ""


CHECKS = (cut_sentences,)
