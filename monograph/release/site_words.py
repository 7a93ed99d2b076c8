"""Which words this site knows besides the lexicon's.

They come from three places: the words that were accepted or signed (`SiteWord`), the glossary, and the library of
references. Glossary and library are read as they are now, so whatever way a row is changed, nothing has to be updated.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from ..content.document import read_document
from ..content.sentences import sentences
from ..models import GlossaryTerm, Reference, SectionRevision, SiteWord
from ..preflight import Section, find_new_words, is_known_word

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
IN_LIBRARY = "library"


@dataclass(frozen=True)
class SiteWords:
    """The words of this site, lowercase: those that are known, and those that wait for a reviewer."""

    known: frozenset[str] = frozenset()
    proposed: frozenset[str] = frozenset()


def normalize(word: str) -> str:
    """Return a word as `SiteWord.word` stores it."""
    return word.lower().replace("’", "'")


def site_words(glossary: Iterable[GlossaryTerm]) -> SiteWords:
    """Load the words of this site, with the glossary that the caller has loaded. Takes one query."""
    as_text: CharField[str, str] = CharField()
    words = SiteWord.objects.exclude(state=SiteWord.State.DECLINED).order_by()
    library = Reference.objects.order_by().annotate(kept=Value(IN_LIBRARY, as_text))
    rows = (
        words.annotate(text=Cast("word", as_text), kept=Cast("state", as_text))
        .values_list("text", "kept")
        .union(
            library.annotate(text=Cast("title", as_text)).values_list("text", "kept"),
            library.annotate(text=Cast("publisher", as_text)).values_list("text", "kept"),
        )
    )
    known: set[str] = set()
    proposed: set[str] = set()
    texts: list[str] = []
    for text, kept in rows:
        if kept == IN_LIBRARY:
            texts.append(text)
        else:
            (proposed if kept == SiteWord.State.PROPOSED else known).add(text)
    texts += [words for term in glossary for words in (term.term, term.meaning)]
    return SiteWords(frozenset(known) | _unlisted(tuple(sorted(texts))), frozenset(proposed))


@lru_cache(maxsize=8)
def _unlisted(texts: tuple[str, ...]) -> frozenset[str]:
    """Return the words of these texts that the lexicon lacks. Cached, because glossary and library seldom change."""
    words = {normalize(word) for text in texts for run in WORD.findall(text) for word in (run, *run.split("-"))}
    return frozenset(word for word in words if not is_known_word(word))


def new_words(revision: SectionRevision) -> dict[str, str]:
    """Return the words of a revision that no list has, each with its first sentence. Takes no query."""
    found: dict[str, str] = {}
    for text in (revision.body, *_names(revision)):
        plain = read_document(text).text
        for finding in find_new_words(Section(text)):
            word = normalize(finding.quote)
            if finding.start is not None and len(word) <= SiteWord.MAX_LENGTH:
                found.setdefault(word, sentence_at(plain, finding.start))
    return found


def _names(revision: SectionRevision) -> list[str]:
    """Return the names of the medicine, if these are its facts; a name is known in every guide."""
    facts = revision.facts or {}
    names = [facts.get("brand_name", ""), facts.get("generic_name", ""), *facts.get("other_names", [])]
    return [name.lower() for name in names if name]


def sentence_at(text: str, place: int) -> str:
    """Return the sentence of a plain text at a place."""
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    end = len(text) if end < 0 else end
    spans = (span for span in sentences(text, start, end) if span[0] <= place < span[1])
    first, last = next(spans, (start, end))
    return text[first:last]
