"""A clinical change, and the occurrences of statements that it is made of."""

from dataclasses import dataclass

from .sentence_matching import SentenceGroup
from .source_sentences import SourceSentence
from .statements import Statement

# Characters of a quoted sentence, in data and in a summary.
MAX_QUOTE = 500
MAX_EXCERPT = 80


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
        if self.kind == "removed":
            return f"Removed: “{self.old}”"
        subject = self.kind.capitalize()
        if self.old and self.new:
            return f"{subject} changed: “{self.old}” is now “{self.new}”"
        verb = "added" if self.new else "removed"
        if self.old_quote:
            return f"{subject} {verb}: “{self._excerpt(self.old_quote)}” is now “{self._excerpt(self.quote)}”"
        return f"{subject} {verb}: “{self.new or self.old}”"

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
