"""Evidence: sources that are missing, undated or old.

Source: HONcode, principles 4 and 5 (references, dates); the ages are this product's own, see `OLDEST_SOURCE` and
`OLDEST_ACCESS`.
"""

import re
from datetime import date

from .finding import Finding, Severity
from .passage import Passage

OLDEST_SOURCE = 10  # years
OLDEST_ACCESS = 3
YEAR = re.compile(r"(?<![\d/.-])(19[5-9]\d|20\d\d)(?![\d])(?!-\d\d)")
ACCESSED = re.compile(r"accessed (?:on )?(\d{4})-(\d{2})-(\d{2})", re.IGNORECASE)
URL = re.compile(r"https?://\S+")


def _about(passage: Passage, code: str, severity: Severity, message: str, words: str) -> None:
    """Add a finding about a reference: its words are the quote, its place is not in the text."""
    passage.findings.append(Finding(code, severity, message, words, section=passage.section.kind))


def references(passage: Passage) -> None:
    """Kinds that must cite and do not; references without date, too old, not https, or behind the library."""
    section, guide = passage.section, passage.guide
    if section.kind in guide.must_cite and not section.references:
        passage.missing("no-reference", "This section must name a source. Cite at least one reference.")
    for words in section.references:
        _dates(passage, words, guide.today)
        if re.search(r"\bhttp://", words):
            message = "The address of this reference is not safe to follow. Use the one that begins with https."
            _about(passage, "link-not-https", Severity.WARNING, message, words)
        if guide.library is not None and words not in guide.library:
            message = "The library has other words for this reference now. Save the section again to take them over."
            _about(passage, "reference-behind", Severity.WARNING, message, words)
    for link in passage.document.links:
        if link.href.lower().startswith("http:"):
            message = "This link is not safe to follow. Use the address that begins with https."
            passage.warning("link-not-https", link.start, link.end, message)


def _dates(passage: Passage, words: str, today: date) -> None:
    accessed = ACCESSED.search(words)
    years = [int(year) for year in YEAR.findall(URL.sub("", ACCESSED.sub("", words)))]
    if not years and not accessed:
        message = "This reference has no date. Add the year, or the day it was read."
        _about(passage, "reference-undated", Severity.WARNING, message, words)
    elif years and max(years) < today.year - OLDEST_SOURCE:
        message = f"This source is from {max(years)}. Look for a newer one."
        _about(passage, "reference-old", Severity.WARNING, message, words)
    elif accessed and int(accessed[1]) * 12 + int(accessed[2]) < (today.year - OLDEST_ACCESS) * 12 + today.month:
        message = f"This source was last read in {accessed[1]}. Read it again, and give the new day."
        _about(passage, "reference-old", Severity.WARNING, message, words)


CHECKS = (references,)
