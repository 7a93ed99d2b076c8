"""The words of a sentence as grammar sees them: small words by name, all others by their classes."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..content.lexicon.word_classes import word_classes
from .checked_section import CheckedSection

TOKEN = re.compile(r"[^\W_]+(?:[-'’.,/][^\W_]+)*")
MODALS = frozenset("can could may might must shall should will would cannot can't won't shouldn't mustn't".split())
DO = frozenset("do does did".split())
NOT = frozenset("don't doesn't didn't".split())
BE = frozenset("is are was were be been being am isn't aren't wasn't weren't".split())
HAVE = frozenset("have has had having haven't hasn't hadn't".split())
AUXILIARIES = MODALS | DO | NOT | BE | HAVE
ARTICLES = frozenset(("a", "an"))
POSSESSIVES = frozenset("the your their its our my".split())
SINGULAR_DETERMINERS = frozenset("a an each every another this".split())
PLURAL_DETERMINERS = frozenset("these those two three four five six several few many both".split())
DETERMINERS = ARTICLES | POSSESSIVES | SINGULAR_DETERMINERS | PLURAL_DETERMINERS | frozenset("some most other".split())
PREPOSITIONS = frozenset("of for with from without into during by while".split())
PRONOUNS = frozenset("you i we they he she it this that these those them us him her me".split())
QUESTIONS = frozenset("how what when where which why who whose whom whether".split())
CLAUSES = frozenset("if when because unless until while".split())
CLOSED = (
    AUXILIARIES | DETERMINERS | PREPOSITIONS | PRONOUNS | QUESTIONS | CLAUSES
    | frozenset("""
    and or but nor so yet as than then there here to too not no any all either neither one none such same own more most
    less least much many few both only just also even still again ever never always often once twice at on in up down
    out off over under above below about after before since through between against within around along across near
    per via like unlike except instead rather else each other others another away back together alone yes it's
    let's that's you're you've you'll they're we're i'm himself herself itself yourself themselves
    enough half several every everything everyone anything anyone nothing nobody something someone
    though although whatever whenever wherever whoever however therefore well right
    """.split())
)  # fmt: skip
# What follows directly a noun phrase that is complete.
AFTER_NOUN = frozenset("and or is are was were can may will should must has have in on at with of for from to".split())
# Verbs and other words that dictionaries list as nouns, and guides never use as such; and the reverse.
_VERBS = """
take takes tell ask asks eat eats give gives get gets go goes make makes keep keeps let lets see sees say says
come comes become becomes know knows think thinks feel feels find finds tell lose loses bring brings seem seems
choose chooses try tries swallow swallows inject injects remember forget avoid cause causes call
""".split()
_UNUSUAL = {
    **dict.fromkeys(_VERBS, "sp"),
    **dict.fromkeys("tablet capsule medicine medication doctor nurse dose patch pill vaccine".split(), "bzp"),
    **dict.fromkeys("tablets capsules medicines medications doctors nurses patches pills effects".split(), "bzs"),
    **dict.fromkeys("people person patient patients body hospital blood heart pain".split(), "bz"),
    "allergic": "s", "sick": "ps", "safe": "s", "important": "s", "serious": "s", "severe": "s", "due": "sr",
    "effect": "bp", "drug": "bp", "infusion": "p", "injection": "p",
    "able": "bs", "dizzy": "b", "tired": "dn", "server": "", "cause": "", "call": "", "threat": "b",
}  # fmt: skip
NEEDING = frozenset("need needs want wants try tries able unable likely how plan plans forget remember".split())
NEEDED = NEEDING | frozenset("needed wanted important have has had asked best safe allowed going ready".split())
# Nouns of one group of people take either form of the verb.
GROUPS = frozenset(
    "team staff family hospital company public majority number rest half police couple pair group lot part percent "
    "following elderly young old sick poor rest remainder media data variety range series".split()
)
WANTS_NOUN = frozenset("of to for with that is can may if when".split())
UNFINISHED = frozenset("the a an your their our my every and or because than if unless although".split())
CAN_PRECEDE_BE = MODALS | DO | frozenset("to let make have don't not and or if whether suggest recommend that".split())
# After one of these a verb may be far from its object, or be left out: as soon as you can with the
OPEN_ENDED = QUESTIONS | frozenset("as than that all everything anything so nor neither if until unless".split())
COMPARING = frozenset("more less fewer rather other another different else otherwise no nothing worse least".split())
LINKING = frozenset(
    "with of for from by at into and or is are was were has have do does not you it they should would could".split()
)
# None of them follows "the".
HARDLY_NAMED = frozenset("that which is are was were of to with and or".split())
NUMBERS = frozenset("two three four five six seven eight nine ten twelve few several".split())
COUNTED = frozenset("hour day week month year minute second tablet capsule dose drop puff spray pill".split())
SUBJECT_NEEDED = frozenset("notice have develop miss forget get feel".split())
AMOUNT_UNITS = frozenset("mg mcg ml g units tablets tablet capsules capsule".split())
# A shorter one may be a title.
MIN_WORDS = 5
NEED_ARTICLE = frozenset(
    "doctor nurse pharmacist child baby month week hour tablet capsule syringe needle bottle patch inhaler".split()
)
# Words read before a place.
MAX_BEFORE = 12
MODAL_NOUNS = frozenset(("can", "will", "might", "must", "may"))


class Token(NamedTuple):
    """A lowercase word, and its place; `classes` is "" where they are unknown."""

    word: str
    classes: str
    start: int
    end: int

    def can_be(self, letters: str) -> bool:
        """Return whether the word may have one of these classes."""
        return not self.classes or any(letter in self.classes for letter in letters)

    def is_only(self, letters: str) -> bool:
        """Return whether the classes are known, and all among these."""
        return bool(self.classes) and self.word not in CLOSED and all(letter in letters for letter in self.classes)


NOTHING = Token("", "", 0, 0)


@lru_cache(maxsize=20_000)
def _classes(word: str) -> str:
    letters = word_classes().get(word, "")
    return "".join(letter for letter in letters if letter not in _UNUSUAL.get(word, ""))


def runs_of(checked: CheckedSection) -> Iterator[tuple[list[Token], bool, str]]:
    """Yield the words between two punctuation marks, whether they begin a sentence, and the mark after them."""
    for block, start, end in checked.sentences:
        if block.tag in ("h2", "h3", "h4", "h5", "th", "caption"):
            continue
        run: list[Token] = []
        begins = True
        for found in TOKEN.finditer(checked.text, start, end):
            if run and checked.text[run[-1].end : found.start()] != " ":
                yield run, begins, checked.text[run[-1].end]
                run, begins = [], False
            word = found[0].replace("’", "'")
            # A letter that names something, or an abbreviation: Figure A, WHO
            is_name = word.isupper() and (word == "A" or len(word) > 1)
            lower = word if is_name and run else word.lower()
            is_plain = word.islower() or (not run and not is_name)
            run.append(Token(lower, _classes(lower) if is_plain else "", *found.span()))
        if run:
            yield run, begins, checked.text[run[-1].end : end][:1]


class Place(NamedTuple):
    """A word of a run, and what is around it."""

    run: list[Token]
    i: int
    begins: bool
    mark: str

    def at(self, offset: int) -> Token:
        """Return the word so many words further on, an empty one beyond the run."""
        place = self.i + offset
        return self.run[place] if 0 <= place < len(self.run) else NOTHING

    @property
    def opens_clause(self) -> bool:
        return (self.i == 0 and self.begins) or self.at(-1).word in CLAUSES

    def has_before(self, words: frozenset[str]) -> bool:
        """Return whether one of these words is before this place in its run."""
        return any(token.word in words for token in self.run[max(0, self.i - MAX_BEFORE) : self.i])


# The start and end of the words that can't be there, None if they may.
Span = tuple[int, int] | None
