"""What readers get, made from editions.

The article is rendered once, when it is published; everything around it is rendered on request.
"""

from .article import (
    ArticleSection,
    article_section,
    fact_rows,
    identifier_rows,
    public_lines,
    render_article,
    render_body,
    render_stored_article,
)
from .changes import SectionChange, changed_rows, changes_between
from .compression import Compressed, compress
from .guide_page import render_guide_page
from .localized_addresses import LocalizedAddress, localized_addresses
from .machine_readable import edition_data, edition_text, withdrawal_data
from .page_order import in_page_order
from .page_stamp import page_stamp
from .print_sheet import render_print_sheet
from .provenance import Provenance, load_provenance
from .publication_history import PublicationHistory

__all__ = [
    "ArticleSection",
    "Compressed",
    "LocalizedAddress",
    "Provenance",
    "PublicationHistory",
    "SectionChange",
    "article_section",
    "changed_rows",
    "changes_between",
    "compress",
    "edition_data",
    "edition_text",
    "fact_rows",
    "identifier_rows",
    "in_page_order",
    "load_provenance",
    "localized_addresses",
    "page_stamp",
    "public_lines",
    "render_article",
    "render_body",
    "render_guide_page",
    "render_print_sheet",
    "render_stored_article",
    "withdrawal_data",
]
