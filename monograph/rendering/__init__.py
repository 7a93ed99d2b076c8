"""What the public gets, made from editions: the article once, when it is published, and the page around it."""

from .article import ArticleSection, fact_rows, identifier_rows, render_article, section_view
from .data import as_data, as_text, lines_of, withdrawn_data
from .page import Compressed, Telling, compressed, page_of, stamp
from .provenance import Provenance, provenance_of

__all__ = [
    "ArticleSection",
    "Compressed",
    "Provenance",
    "Telling",
    "as_data",
    "as_text",
    "compressed",
    "fact_rows",
    "identifier_rows",
    "lines_of",
    "page_of",
    "provenance_of",
    "render_article",
    "section_view",
    "stamp",
    "withdrawn_data",
]
