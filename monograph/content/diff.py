"""The change from one body to another, for reading: the new text with what was taken out and put in marked.

Aligned by top-level blocks first: a word diff over a whole long text degenerates into noise.
"""

from difflib import SequenceMatcher

from lxml import html as lxml_html
from lxml.html.diff import htmldiff

REFORMATTED = '<div class="change-reformatted"><p class="change-label">Formatting changed, same words:</p>{}</div>'


def _blocks(body: str) -> list[str]:
    if not body:
        return []
    root = lxml_html.fragment_fromstring(body, create_parent="div")
    return [lxml_html.tostring(block, encoding="unicode", with_tail=False) for block in root]


def _removed(block: str) -> str:
    return f'<div class="change-removed"><p class="change-label">Removed:</p><del>{block}</del></div>'


def _added(block: str) -> str:
    return f'<div class="change-added"><p class="change-label">Added:</p><ins>{block}</ins></div>'


def _changed(old: str, new: str) -> str:
    marked = htmldiff(old, new)
    # htmldiff compares words: it is silent where only an element changed (h3 to h4, bold lost).
    return marked if "<ins>" in marked or "<del>" in marked else REFORMATTED.format(new)


def changes(old: str, new: str) -> str:
    """Return HTML of the new body with ``ins`` and ``del``. Both must be in the normal form of content.sanitise."""
    before, after = _blocks(old), _blocks(new)
    parts: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts += after[j1:j2]
            continue
        paired = min(i2 - i1, j2 - j1)
        parts += [_changed(before[i1 + k], after[j1 + k]) for k in range(paired)]
        parts += [_removed(block) for block in before[i1 + paired : i2]]
        parts += [_added(block) for block in after[j1 + paired : j2]]
    return "".join(parts)
