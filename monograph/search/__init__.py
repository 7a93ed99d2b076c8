"""Readers' search: one table of words, two databases, one answer.

`indexing` says what guides are found by, `engines` how each database finds it, `names` what is close to what was typed,
`finding` puts it together. Only current editions are ever found.
"""

from .engines import install_after_migrate
from .finding import Found, Results, search
from .indexing import public_names, public_text
from .names import Named, Names, names
from .until_published import until_published

__all__ = [
    "Found",
    "Named",
    "Names",
    "Results",
    "install_after_migrate",
    "names",
    "public_names",
    "public_text",
    "search",
    "until_published",
]
