"""Evidence: sources that are missing, undated or old.

Source: HONcode, principles 4 and 5 (references, dates). The age limits are this product's own.
"""

import re
from datetime import date

from .checked_section import CheckedSection
from .finding import Finding, Severity

MAX_SOURCE_YEARS = 10
MAX_ACCESS_YEARS = 3
YEAR = re.compile(r"(?<![\d/.-])(19[5-9]\d|20\d\d)(?![\d])(?!-\d\d)")
ACCESSED = re.compile(r"accessed (?:on )?(\d{4})-(\d{2})-(\d{2})", re.IGNORECASE)
URL = re.compile(r"https?://\S+")


def _warn(checked: CheckedSection, code: str, message: str, wording: str) -> None:
    """Add a warning about a reference, which is quoted and has no place in the text."""
    checked.findings.append(Finding(code, Severity.WARNING, message, wording, section=checked.section.kind))


def references(checked: CheckedSection) -> None:
    """Find references that are missing, undated, old, insecure or outdated."""
    section, guide = checked.section, checked.guide
    if section.kind in guide.must_cite and not section.references:
        checked.missing("no-reference", "This section must cite a source. Add at least one reference.")
    for wording in section.references:
        _check_dates(checked, wording, guide.today)
        if re.search(r"\bhttp://", wording):
            message = "The address of this reference is insecure. Use the https address."
            _warn(checked, "link-not-https", message, wording)
        if guide.library is not None and wording not in guide.library:
            message = "The library now words this reference differently. Save the section again to update it."
            _warn(checked, "reference-behind", message, wording)
    for link in checked.document.links:
        if link.href.lower().startswith("http:"):
            checked.warning("link-not-https", link.start, link.end, "This link is insecure. Use the https address.")


def _check_dates(checked: CheckedSection, wording: str, today: date) -> None:
    accessed = ACCESSED.search(wording)
    years = [int(year) for year in YEAR.findall(URL.sub("", ACCESSED.sub("", wording)))]
    if not years and not accessed:
        message = "This reference has no date. Add the year or the date accessed."
        _warn(checked, "reference-undated", message, wording)
    elif years and max(years) < today.year - MAX_SOURCE_YEARS:
        _warn(checked, "reference-old", f"This source is from {max(years)}. Find a newer one.", wording)
    elif accessed and int(accessed[1]) * 12 + int(accessed[2]) < (today.year - MAX_ACCESS_YEARS) * 12 + today.month:
        message = f"This source was last accessed in {accessed[1]}. Check it again and update the date accessed."
        _warn(checked, "reference-old", message, wording)


CHECKS = (references,)
