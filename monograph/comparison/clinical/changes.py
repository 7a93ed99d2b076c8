"""A clinical change, and the occurrences of statements that it is made of."""

from dataclasses import dataclass

from .sentence_matching import SentenceGroup
from .source_sentences import SourceSentence
from .statements import Statement

# Characters of a quoted sentence, in data and in a summary.
MAX_QUOTE = 500
MAX_EXCERPT = 80
# Kinds of which the words are the same and the place is another: the sentences for both readings, for only a new one,
# and for only an old one.
_STRUCTURE = {
    "place": (
        "“{quote}” moved from “{old}” to “{new}”",
        "“{quote}” is now under “{new}”",
        "“{quote}” is no longer under “{old}”",
    ),
    "callout": (
        "{a_old} became {a_new}: “{quote}”",
        "“{quote}” is now in {a_new}",
        "“{quote}” is no longer in {a_old}",
    ),
    "columns": ("The heads of the columns changed places: “{old}” is now “{new}”", "", ""),
    "heads": ("", "", "No longer the head of a row or column: “{old}”"),
    "numbers": ("The first number of a list changed: “{old}” is now “{new}”", "", ""),
    "steps": (
        "The order of the steps changed: “{old}” is now “{new}”",
        "",
        "The steps are no longer numbered: “{old}”",
    ),
}


@dataclass(frozen=True)
class ClinicalChange:
    """A change that may matter to a patient.

    `kind` is what it is about; `old` and `new` are the words before and after, "" for none; `quote` is the sentence it
    is in; `old_quote` is the old sentence of a negation, "" for none.
    """

    kind: str
    old: str
    new: str
    quote: str
    old_quote: str = ""

    @property
    def words(self) -> str:
        """Return the change as a sentence: “Dose changed: “5 mg” is now “10 mg””."""
        if self.kind in ("added", "removed"):
            return f"{self.kind.capitalize()}: “{self.new or self.old}”"
        if self.kind in _STRUCTURE:
            return self._structure_words()
        subject = self.kind.capitalize()
        if self.old and self.new:
            return f"{subject} changed: “{self.old}” is now “{self.new}”"
        verb = "added" if self.new else "removed"
        if self.old_quote:
            return f"{subject} {verb}: “{self._excerpt(self.old_quote)}” is now “{self._excerpt(self.quote)}”"
        return f"{subject} {verb}: “{self.new or self.old}”"

    @property
    def has_passage(self) -> bool:
        """Return whether the quote says more than the words."""
        return self.kind not in _STRUCTURE and self.quote not in (self.old, self.new)

    def _structure_words(self) -> str:
        both, only_new, only_old = _STRUCTURE[self.kind]
        form = both if self.old and self.new else only_new if self.new else only_old
        names = (f"{'an' if name[:1] in 'aeiou' else 'a'} {name}" for name in (self.old, self.new))
        a_old, a_new = names
        words = form.format(old=self.old, new=self.new, quote=self.quote, a_old=a_old, a_new=a_new)
        return words[0].upper() + words[1:]

    def _excerpt(self, sentence: str) -> str:
        """Return the beginning of a sentence, or what surrounds the change in it."""
        place = max(sentence.find(self.new or self.old), 0)
        start = sentence.rfind(" ", 0, place - MAX_EXCERPT // 2) + 1 if place > MAX_EXCERPT // 2 else 0
        words = sentence[start:]
        if len(words) > MAX_EXCERPT:
            words = f"{words[:MAX_EXCERPT].rpartition(' ')[0]} …"
        return f"… {words}" if start else words


@dataclass(frozen=True)
class Occurrence:
    """A statement, and the sentence in which it is made."""

    statement: Statement
    sentence: SourceSentence

    @property
    def words(self) -> str:
        """Return the words of the statement; for a dose, with how often: "5 mg a day"."""
        end = self.statement.end
        if self.statement.kind == "dose":
            frequency_ends = self.sentence.parsed.frequency_ends
            end = frequency_ends.get(end, frequency_ends.get(end + 1, end))
        return self.sentence.text[self.statement.start : end]

    @property
    def quote(self) -> str:
        """Return the sentence; of a very long one, what surrounds the statement."""
        return shortened(self.sentence.text, self.statement.start)


def shortened(text: str, place: int = 0) -> str:
    """Return a text; of a long one, what surrounds a place."""
    start, end = max(0, place - MAX_QUOTE // 2), place + MAX_QUOTE // 2
    if len(text) <= MAX_QUOTE:
        return text
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def group_quote(group: SentenceGroup) -> str:
    """Return the first new sentence of a group, or the first old one without any."""
    return shortened((group.new or group.old)[0].text)
