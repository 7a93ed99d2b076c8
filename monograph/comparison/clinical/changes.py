"""A change of the meaning, and the statements that it is made of."""

from dataclasses import dataclass

from .groups import Group
from .statements import Statement
from .units import Unit

MAX_QUOTE = 500  # characters


@dataclass(frozen=True)
class Change:
    """A change of the meaning: what it is about, the words before and after ("" for none), the sentence it is in."""

    kind: str
    old: str
    new: str
    quote: str

    @property
    def words(self) -> str:
        if self.kind == "removed":
            return f"removed: {self.old}"
        if not self.old:
            return f"{self.kind}: {self.new} was added"
        return f"{self.kind}: {self.old} became {self.new}" if self.new else f"{self.kind}: {self.old} was taken out"


@dataclass(frozen=True)
class Said:
    """A statement, and the sentence in which it is made."""

    statement: Statement
    unit: Unit

    @property
    def words(self) -> str:
        """The words of an amount with how often: "28 mcg a day"."""
        end = self.statement.end
        if self.statement.kind == "dose":
            how_often = self.unit.sentence.how_often
            end = how_often.get(end, how_often.get(end + 1, end))
        return self.unit.text[self.statement.start : end]

    @property
    def quote(self) -> str:
        """The sentence, or of a very long one what stands around the statement."""
        return shortened(self.unit.text, self.statement.start)


def shortened(text: str, at: int = 0) -> str:
    start, end = max(0, at - MAX_QUOTE // 2), at + MAX_QUOTE // 2
    if len(text) <= MAX_QUOTE:
        return text
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def quote_of(group: Group) -> str:
    return shortened((group.new or group.old)[0].text)
