"""Where a passage of an old text is in a new one, or that it is gone.

Places are numbers of letters, as in `content.passages`: trees, documents and browsers agree on letters alone.
"""

from collections import defaultdict
from dataclasses import dataclass

from ..content.passages import PassageText, letters_of
from .edits import ADDED, REMOVED, SAME, Edit, diff_nodes
from .tree_parser import parse_tree
from .word_diff import EQUAL

# Letters; the same few letters elsewhere are another passage.
MIN_MOVED = 12
# Places at which a moved passage may be; a hostile text has any number.
MAX_PLACES = 50
GONE = -1


@dataclass(frozen=True)
class Followed:
    """The passage in the new text: `count` letters after `letter` letters.

    `is_changed` says that its words are other ones now; at least half of its letters are still there.
    """

    letter: int
    count: int
    is_changed: bool


class Follower:
    """Follows passages from an old text to a new one, which are compared once."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = PassageText(old), PassageText(new)
        # For every letter of the old text, its place in the new one.
        self.places = [GONE] * len(self.old.letters)
        self._old_count = self._new_count = 0
        # For every letter of the new text, the end of its block, which no passage grows beyond.
        self._block_ends: list[tuple[int, int]] = []
        self._unpaired: dict[str, dict[str, list[int]]] = {kind: defaultdict(list) for kind in (REMOVED, ADDED)}
        before, after = parse_tree(old), parse_tree(new)
        if (letters_of(before.text), letters_of(after.text)) == (self.old.letters, self.new.letters):
            for edit in diff_nodes(before, after).leaves():
                self._read(edit)
            self._pair_moved_blocks()
        self._origins = {place: letter for letter, place in enumerate(self.places) if place != GONE}

    def _read(self, edit: Edit) -> None:
        start = self._new_count
        if edit.kind in (REMOVED, ADDED):
            letters = letters_of(edit.node.text)
            self._unpaired[edit.kind][letters].append(self._old_count if edit.kind == REMOVED else start)
            self._advance(edit.kind, len(letters))
        elif edit.kind == SAME:
            self._keep(len(letters_of(edit.node.text)))
        else:
            for segment in edit.segments:
                letters = letters_of("".join(token.text for token in segment.tokens))
                if segment.kind == EQUAL:
                    self._keep(len(letters))
                else:
                    self._advance(REMOVED if segment.old else ADDED, len(letters))
        self._block_ends.append((start, self._new_count))

    def _keep(self, count: int) -> None:
        for letter in range(count):
            self.places[self._old_count + letter] = self._new_count + letter
        self._old_count += count
        self._new_count += count

    def _advance(self, kind: str, count: int) -> None:
        if kind == REMOVED:
            self._old_count += count
        else:
            self._new_count += count

    def _pair_moved_blocks(self) -> None:
        """Pair each removed block with the added one of the same words, if there is one of each.

        Of several with the same words nobody can say which became which.
        """
        for letters, removed in self._unpaired[REMOVED].items():
            added = self._unpaired[ADDED].get(letters, [])
            if len(removed) == len(added) == 1:
                for letter in range(len(letters)):
                    self.places[removed[0] + letter] = added[0] + letter

    def follow(self, letter: int, count: int) -> Followed | None:
        """Return where a passage of the old text is in the new one; None if it is gone.

        Of several passages with its words, it is the one under its heading, if only one is.
        """
        found = self._find_kept(letter, count)
        heading = self.old.heading_before(letter)
        if found is None or found.is_changed or self.new.heading_before(found.letter) == heading:
            return found
        equal = self.new.occurrences(self.old.words(letter, count))[:MAX_PLACES]
        exchanged = [place for place in equal if self._has_exchanged_heading(place, heading)]
        return Followed(exchanged[0], count, is_changed=False) if len(exchanged) == 1 else found

    def _has_exchanged_heading(self, place: int, heading: str) -> bool:
        """Return whether words that were under another heading are under this one now."""
        origin = self._origins.get(place)
        is_under_it = self.new.heading_before(place) == heading
        return origin is not None and is_under_it and self.old.heading_before(origin) != heading

    def _find_kept(self, letter: int, count: int) -> Followed | None:
        places = self.places[letter : letter + count]
        kept = [place for place in places if place != GONE]
        if not kept or 2 * len(kept) < count:
            return self._find_moved(letter, count)
        first, last = min(kept), max(kept)
        # What replaced the first or last words of the passage belongs to it.
        if places[0] == GONE:
            first = self._grow(first, -1)
        if places[-1] == GONE:
            last = self._grow(last, 1)
        length = last - first + 1
        is_changed = self.new.letters[first : last + 1] != self.old.letters[letter : letter + count]
        return Followed(first, length, is_changed)

    def _grow(self, place: int, step: int) -> int:
        start, end = next(ends for ends in self._block_ends if ends[0] <= place < ends[1])
        while start <= place + step < end and place + step not in self._origins:
            place += step
        return place

    def _find_moved(self, letter: int, count: int) -> Followed | None:
        """Find the words of a passage among those that are new, if they are there once."""
        if count < MIN_MOVED:
            return None
        found = self.new.occurrences(self.old.words(letter, count))[:MAX_PLACES]
        found = [place for place in found if self._origins.keys().isdisjoint(range(place, place + count))]
        if (
            len(found) != 1
            or self.new.letters[found[0] : found[0] + count] != self.old.letters[letter : letter + count]
        ):
            return None
        return Followed(found[0], count, is_changed=False)
