"""What the public gets, made from editions: the article once, when it is published, and the page around it."""

from .addresses import Address, in_each_language
from .article import (
    ArticleSection,
    fact_rows,
    first_article,
    identifier_rows,
    lines_of,
    render_article,
    section_view,
    text_html,
)
from .changes import SectionChange, changed_rows, changes_between
from .data import as_data, as_text, withdrawn_data
from .page import Compressed, PublicationHistory, compressed, page_of, stamp
from .page_order import in_page_order
from .print_sheet import sheet_of
from .provenance import Provenance, provenance_of

__all__ = [
    "Address",
    "ArticleSection",
    "Compressed",
    "Provenance",
    "PublicationHistory",
    "SectionChange",
    "as_data",
    "as_text",
    "changed_rows",
    "changes_between",
    "compressed",
    "fact_rows",
    "first_article",
    "identifier_rows",
    "in_each_language",
    "in_page_order",
    "lines_of",
    "page_of",
    "provenance_of",
    "render_article",
    "section_view",
    "sheet_of",
    "stamp",
    "text_html",
    "withdrawn_data",
]
