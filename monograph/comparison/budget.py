"""How much of a difference is examined: a long text in which everything changed would take too long.

What is beyond it is not silent: it is to be checked, and the reviewer reads that nobody examined it.
"""

import re

from .edits import MAX_COMPARED, SAME, Edit

# Elements of both texts. Two texts at the limit of a section have fewer, if a paragraph has a sentence.
MAX_ELEMENTS = 8_000
START_TAG = re.compile(r"<[a-z]", re.IGNORECASE)

# Letters before and after. Two sections of 20 KB, in any usual number of blocks, are examined whole.
MAX_EXAMINED = MAX_COMPARED
# What a block costs beside its letters, and a block that stayed as it was.
BLOCK = 30
SAME_BLOCK = 6


def is_too_much(old: str, new: str) -> bool:
    """Return whether two texts have too many elements to compare them block by block."""
    # Most have not even as many brackets.
    return any(text.count("<") > MAX_ELEMENTS // 2 for text in (old, new)) and (
        sum(len(START_TAG.findall(text)) for text in (old, new)) > MAX_ELEMENTS
    )


def split_edits(root: Edit) -> tuple[list[Edit], list[Edit]]:
    """Return the outermost blocks that are examined, from the beginning, and the changed ones that are not."""
    left = MAX_EXAMINED
    for place, edit in enumerate(root.children):
        left -= _cost(edit)
        if left < 0:
            return root.children[:place], [later for later in root.children[place:] if later.kind != SAME]
    return root.children, []


def _cost(edit: Edit) -> int:
    if edit.kind == SAME:
        return SAME_BLOCK * sum(1 for _ in edit.node.leaves())
    if edit.children:
        return BLOCK + sum(map(_cost, edit.children))
    return BLOCK + sum(len(node.text) for node in (edit.old, edit.new) if node)
