"""Readers' search: the same results on both databases, from current editions only.

`indexing` says which words and names lead to a guide, `engines` how each database finds words, `name_index` which names
are similar to what was typed; `results` puts it together.
"""

from .engines import install_after_migrate
from .indexing import public_names, public_text
from .memoize import memoize_until_published
from .name_index import NameIndex, SearchName, name_index
from .results import SearchHit, SearchResults, search
from .withdrawn import WITHDRAWN, withdrawn_guides

__all__ = [
    "WITHDRAWN",
    "NameIndex",
    "SearchHit",
    "SearchName",
    "SearchResults",
    "install_after_migrate",
    "memoize_until_published",
    "name_index",
    "public_names",
    "public_text",
    "search",
    "withdrawn_guides",
]
