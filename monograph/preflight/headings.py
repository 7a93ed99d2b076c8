"""Headings: none without a text below it, none that skips a level."""

from .checked_section import CheckedSection

# Words.
MAX_LABEL = 6


def skipped_headings(checked: CheckedSection) -> None:
    """Find headings more than one level below the previous one (WCAG 2.2, G141).

    The section's own heading is at level 2.
    """
    levels = checked.document.headings
    before = 1 if levels and levels[0][0] <= 2 else 2
    if levels and checked.guide.headings is None and levels[0][1].start == 0:
        before = max(before, levels[0][0] - 1)  # a part of a text may begin at any level
    for level, block in levels:
        if level > before + 1:
            message = f"A heading level is skipped here. Make this a level {before + 1} heading."
            checked.warning("skipped-heading", block.start, block.end, message)
        before = level


def headings_without_body(checked: CheckedSection) -> None:
    """Find a heading after which the next one, or the end, comes at once."""
    blocks = checked.document.blocks
    levels = {block.start: level for level, block in checked.document.headings}
    # A text that is only a heading may be the title of a file.
    if len(levels) == len(blocks):
        return
    for place, block in enumerate(blocks):
        if block.start not in levels:
            continue
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if following is None or levels.get(following.start, 7) <= levels[block.start]:
            # A long one may say all there is to say.
            is_label = len(checked.document.block_text(block).split()) <= MAX_LABEL
            report = checked.error if is_label else checked.warning
            message = "There is no text below this heading. Write it, or delete the heading."
            report("empty-heading", block.start, block.end, message)


CHECKS = (skipped_headings, headings_without_body)
