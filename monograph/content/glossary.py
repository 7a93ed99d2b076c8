"""Which terms of a glossary a text uses."""

import re
from collections.abc import Iterable


def terms_in(text: str, terms: Iterable[str]) -> set[str]:
    """Return the terms that stand in a text as whole words, in any case, in the singular or with an s.

    Each is first looked for as it is, which is much quicker than a pattern; its time grows with text and terms alone.
    """
    small = text.lower()
    return {
        term
        for term in terms
        if term.lower() in small and re.search(rf"(?<!\w){re.escape(term.lower())}s?(?!\w)", small)
    }
