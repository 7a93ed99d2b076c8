"""Words of a class that can't stand where they are: you must to take, will checks, the tablets is, who threats your.

A slip, a lost word and a wrong but real word have one thing in common: the sentence no longer has a grammar. Each rule
reads a place where English allows only certain classes of words (`content/lexicon/word_classes.py`), and reports a
word that has none of them. A word of unknown classes is never reported, and readings that guides don't use are left
out, because nearly every English verb is also listed as a noun. All are warnings.
"""

from collections.abc import Callable
from functools import lru_cache

from .checked_section import CheckedSection
from .grammar_forms import FORM_RULES
from .grammar_holes import HOLE_RULES
from .grammar_words import Place, Span, runs_of


def impossible_words(checked: CheckedSection) -> None:
    """Report places where no reading of the words makes a sentence."""
    for run, begins, mark in runs_of(checked):
        for i in range(len(run)):
            place = Place(run, i, begins, mark)
            span = next(filter(None, (rule(place) for rule in _rules_for(run[i].word))), None)
            if span is not None:
                written = checked.text[span[0] : span[1]]
                message = f"“{written}” does not fit here. Correct it, or restore a word that is missing."
                checked.warning("grammar", *span, message)


@lru_cache(maxsize=5_000)
def _rules_for(word: str) -> tuple[Callable[[Place], Span], ...]:
    return tuple(rule for rule, words in (*FORM_RULES, *HOLE_RULES) if words is None or word in words)


CHECKS = (impossible_words,)
