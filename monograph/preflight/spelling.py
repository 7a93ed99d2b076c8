"""Spelling: words that are no words, and what they were meant to be.

A word counts as known if the lexicon, the guide, or the site's own words have it, or if anyone may form it of known
parts. An **error** is certain: one edit leads to exactly one usual word, and the word that was found can't be a name or
a term of its own. All else is a warning. Names of other medicines are never an error, because no register has all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from ..content.lexicon.spellings import american_spelling
from .checked_section import CheckedSection
from .foreign_words import part_languages
from .split_words import split_words
from .unknown_words import SHORT, find_problem
from .words import Vocabulary, Word, vocabulary, words_in
from .wrong_words import meant_instead

# What occurs more often in one text is a term that the lexicon lacks.
MAX_CERTAIN_TIMES = 2
# Different unknown words of a text for which corrections are searched: each takes time, and a longer list helps nobody.
MAX_SEARCHED = 200
# These checks have already reported the words at their place, if it is no longer than this.
REPORTED_BY = frozenset(
    "misspelt-name other-brand name-capital letter-in-number lost-character entity mojibake office-residue placeholder "
    "unsafe-abbreviation".split()
)
MAX_REPORTED = 100
# Places of one wrong word that are reported.
MAX_PLACES = 10


def spelling(checked: CheckedSection) -> None:
    """Find misspelled, misread, glued and split words, names of medicines with a wrong letter, and unknown words."""
    known = vocabulary(checked.guide)
    reported = _reported_places(checked)
    unknown: dict[str, list[Word]] = defaultdict(list)
    names: set[str] = set()
    wrong: Counter[str] = Counter()
    english, foreign = part_languages(list(words_in(checked)), known)
    for words in english:
        done = split_words(checked, words, known) | reported
        names.update(word.text for word in words if word.is_capitalized and not word.starts)
        for word in words:
            if word.start not in done and not _is_wrong(checked, word, wrong):
                is_known = known.knows(word.plain) or word.is_prefix(checked.text)
                is_known = is_known or bool(american_spelling(word.plain.lower()))
                if word.text in SHORT or not is_known:
                    unknown[word.text].append(word)
    _report_foreign(checked, foreign)
    _report_unknown(checked, unknown, known, names)
    _report_british(checked, english)


def _reported_places(checked: CheckedSection) -> set[int]:
    """Return every place of the text that another check has reported."""
    return {
        place
        for finding in checked.findings
        if finding.code in REPORTED_BY and finding.start is not None and finding.end is not None
        for place in range(finding.start, min(finding.end, finding.start + MAX_REPORTED))
    }


def _is_wrong(checked: CheckedSection, word: Word, times: Counter[str]) -> bool:
    """Report a word that is right elsewhere and wrong here; return whether it is one."""
    found = meant_instead(checked, word)
    if found is not None and times[word.text] < MAX_PLACES:
        times[word.text] += 1
        code, meant = found
        message = f"“{word.text}” is hardly meant here. Did you mean “{meant}”?"
        checked.warning(code, word.start, word.end, message)
    return found is not None


def _report_foreign(checked: CheckedSection, passages: list[list[Word]]) -> None:
    if passages:
        others = len(passages) - 1
        more = f" The same is true of {others} more passage{'s' if others > 1 else ''}." if others else ""
        message = "Most of these words are not English, so they were not checked. If they are damaged, type them again."
        checked.warning("not-english", passages[0][0].start, passages[0][-1].end, f"{message}{more}")


def _report_unknown(
    checked: CheckedSection, unknown: dict[str, list[Word]], known: Vocabulary, names: Iterable[str]
) -> None:
    """Report every unknown word once, at its first place."""
    for text, found in list(unknown.items())[:MAX_SEARCHED]:
        # At the start of a sentence, a capital says nothing; inside one, it makes a name.
        word = next((word for word in found if not word.starts), found[0])
        problem = find_problem(word, known, is_name=text in names and word.starts)
        if problem is not None:
            times = f" It occurs {len(found)} times." if len(found) > 1 else ""
            is_error = problem.is_certain and len(found) <= MAX_CERTAIN_TIMES
            report = checked.error if is_error else checked.warning
            report(problem.code, word.start, word.end, f"{problem.advice}{times}")


def _report_british(checked: CheckedSection, blocks: list[list[Word]]) -> None:
    """Report British spellings, once a word. Guides are in American English."""
    seen: set[str] = set()
    for word in (word for words in blocks for word in words if word.is_lower):
        lower = word.plain.lower()
        if lower not in seen and (american := american_spelling(lower)):
            seen.add(lower)
            message = f"“{word.text}” is British. The American spelling is “{american}”."
            checked.warning("british-spelling", word.start, word.end, message)


CHECKS = (spelling,)
