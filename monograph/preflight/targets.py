"""References to steps, tables, lists, pictures and pages that are not there.

Source: CDC Clear Communication Index, item 8 (a text has the order that it announces). The sections that a text refers
to are checked in `cross_references`.
"""

import re

from .checked_section import CheckedSection

STEP = re.compile(r"\b(?:step|Step|STEP)s? (?P<number>\d{1,2})\b(?!\s?[:.)]?\s?(?:mg|mL|%))")
# Instruments of treatment, and therapy in steps, have no steps on this page.
NOT_A_STEP = re.compile(r"\bstep \d{1,2} (?:therapy|study|program|test|exam)", re.IGNORECASE)
NUMBERED = re.compile(r"\b(?P<kind>Table|Figure|Fig\.|Chart|Box|TABLE|FIGURE) (?P<number>\d{1,2}|[A-H])\b(?!\.\d)")
PICTURE = re.compile(
    r"\b(?:the|this|these|see|each|in)\s+(?:\w+\s+)?(?P<thing>pictures?|photos?|images?|diagrams?|drawings?|illustrations?|figures?)"
    r"(?:\s+(?:shown|given))?\s+(?P<where>above|below|opposite|(?:on|to|at) the (?:right|left)|"
    r"on (?:this|the next) page)\b",
    re.IGNORECASE,
)
PLACED = re.compile(
    r"\b(?:the|this|see|these)\s+(?:\w+\s+){0,2}(?P<thing>table|list|chart|steps)"
    r"\s+(?:(?:shown|given|listed|just|right|printed)\s+)?(?P<where>above|below)\b",
    re.IGNORECASE,
)
# see Figure ), as shown in Table .
WITHOUT_NUMBER = re.compile(
    r"\b(?:[Ss]ee|[Ii]n|[Tt]o|[Ff]rom)(?: also)? (?:Table|Figure|Fig\.|Step|[Pp]age|step)\s?(?=[).,;])"
    r"|\b[Ss]ee (?:section|page|step|table|figure) (?=(?:for|and|on)\b)"
)
PAGE = re.compile(r"\b(?:see|on|to|from|turn to|at|and) pages? (?P<number>\d{1,3})\b", re.IGNORECASE)
SECTION_NUMBER = re.compile(r"\b[Ss]ections? (?P<number>\d{1,2}(?:\.\d{1,2})*)\b(?! of the (?:Act|Code|law))")


def steps(checked: CheckedSection) -> None:
    """Find a step beyond the last one."""
    starts = _starts(checked)
    items = len({block.item for block in checked.document.blocks if block.item})
    written = {
        int(found["number"])
        for found in STEP.finditer(checked.text)
        if found.start() in starts or checked.text[found.end() : found.end() + 1] == ":"
    }
    for found in STEP.finditer(checked.text):
        number = int(found["number"])
        if number in written or number <= items or NOT_A_STEP.match(checked.text, found.start()):
            continue
        message = f"There is no step {number} here. Correct the number, or restore the step."
        report = checked.error if items > 1 or len(written) > 1 else checked.warning
        report("missing-target", found.start(), found.end(), message)


FIRST_STEP = re.compile(r"(?:Step |STEP )?(?P<number>\d{1,2})(?:[.):]) ?(?=[A-Z])")


def missing_steps(checked: CheckedSection) -> None:
    """Find a step that is left out of numbered paragraphs: Step 1, Step 3."""
    before, place = 0, None
    for block in checked.document.blocks:
        found = FIRST_STEP.match(checked.text, block.start, block.end) if block.tag in ("p", "li") else None
        if found is None:
            continue
        number = int(found["number"])
        if place is not None and number == before + 2:
            message = f"Step {before + 1} is missing before this one. Restore it, or correct the numbers."
            checked.warning("missing-target", found.start(), found.end(), message)
        before, place = number, block


def _starts(checked: CheckedSection) -> set[int]:
    return {block.start for block in checked.document.blocks}


def numbered_things(checked: CheckedSection) -> None:
    """Find a table or figure that no caption names."""
    starts = _starts(checked)
    captions = {
        (found["kind"].lower()[:3], found["number"])
        for found in NUMBERED.finditer(checked.text)
        if found.start() in starts
    }
    for found in WITHOUT_NUMBER.finditer(checked.text):
        checked.warning("missing-target", found.start(), found.end(), "This reference has lost its number. Restore it.")
    tables = {cell.table for cell in checked.document.cells}
    for found in NUMBERED.finditer(checked.text):
        kind, number = found["kind"].lower()[:3], found["number"]
        is_table = kind == "tab" and number.isdigit() and int(number) <= len(tables)
        if (kind, number) not in captions and not is_table:
            message = f"There is no {found[0]} here. Correct the number, or delete the reference."
            # It is certain where others of its kind are here.
            has_others = any(kind == other for other, _ in captions) or (kind == "tab" and bool(tables))
            report = checked.error if has_others else checked.warning
            report("missing-target", found.start(), found.end(), message)


def placed_things(checked: CheckedSection) -> None:
    """Find pictures, which no guide has, and lists and tables where there are none."""
    for found in PICTURE.finditer(checked.text):
        message = f"Guides have no pictures. Say in words what the {found['thing']} shows."
        checked.warning("missing-target", found.start(), found.end(), message)
    has_table, has_list = bool(checked.document.cells), any(block.list for block in checked.document.blocks)
    for found in PLACED.finditer(checked.text):
        is_table = found["thing"].lower() in ("table", "chart")
        if (is_table and has_table) or (not is_table and (has_list or has_table)):
            continue
        # On the page of a guide the list of another section may be above.
        is_alone = len(checked.document.blocks) == 1
        report = checked.error if not is_alone and (is_table or not checked.section.kind) else checked.warning
        message = f"There is no {found['thing']} {found['where']}. Restore it, or delete the reference."
        report("missing-target", found.start(), found.end(), message)


def printed_places(checked: CheckedSection) -> None:
    """Find numbers of pages and sections, which guides do not have."""
    headings = " ".join(checked.document.block_text(block) for _, block in checked.document.headings)
    for pattern, thing in ((PAGE, "pages"), (SECTION_NUMBER, "numbered sections")):
        for found in pattern.finditer(checked.text):
            if not re.search(rf"(?<!\d){re.escape(found['number'])}(?!\d)", headings):
                message = f"Guides have no {thing}. Name the section."
                checked.warning("missing-target", found.start(), found.end(), message)


CHECKS = (steps, missing_steps, numbered_things, placed_things, printed_places)
