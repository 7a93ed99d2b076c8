"""Which terms of a glossary a text uses."""

import re
from collections.abc import Iterable


def terms_in(text: str, terms: Iterable[str]) -> set[str]:
    """Return the terms that a text uses: whole words, in any case, perhaps with an s.

    A plain search runs first, because it is much faster than a pattern.
    """
    lowered = text.lower()
    return {
        term
        for term in terms
        if term.lower() in lowered and re.search(rf"(?<!\w){re.escape(term.lower())}s?(?!\w)", lowered)
    }
