"""Missing sections that a guide must have, by the catalogue of section kinds."""

from collections.abc import Iterator

from .finding import Finding, Severity
from .guide import Guide


def missing_sections(guide: Guide) -> Iterator[Finding]:
    """Find required kinds that are missing, and a boxed warning against the facts."""
    present = {code for code, _ in guide.headings or ()}
    for code in sorted(guide.required - present):
        message = "A guide can't be published without this section. Write it, and have it signed."
        yield Finding("required-section", Severity.ERROR, message, section=code)
    has_warning = guide.medicine.has_boxed_warning
    for code in sorted(guide.required_if_boxed - present if has_warning else ()):
        message = "The drug facts say there is a boxed warning, but the guide has no such section. Write it."
        yield Finding("boxed-warning-section", Severity.ERROR, message, section=code)
    for code in sorted(guide.required_if_boxed & present if has_warning is False else ()):
        message = "The drug facts say there is no boxed warning, but the guide has such a section. Correct one of them."
        yield Finding("boxed-warning-section", Severity.ERROR, message, section=code)
