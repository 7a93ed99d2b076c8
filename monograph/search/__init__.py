"""Readers' search: one table of words, two databases, one answer.

`indexing` says what guides are found by, `engines` how each database finds it, `names` what is close to what was typed,
`finding` puts it together. Only current editions are ever found.
"""

from .engines import install_after_migrate
from .indexing import public_names, public_text
from .memoize import memoize_until_published
from .names import Named, Names, names
from .results import Found, Results, search

__all__ = [
    "Found",
    "Named",
    "Names",
    "Results",
    "install_after_migrate",
    "memoize_until_published",
    "names",
    "public_names",
    "public_text",
    "search",
]
