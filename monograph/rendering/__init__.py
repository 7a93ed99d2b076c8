"""What the public gets, made from editions: the article once, when it is published, and the page around it."""

from .article import ArticleSection, fact_rows, identifier_rows, render_article, section_view
from .page import Compressed, Telling, compressed, page_of, stamp

__all__ = [
    "ArticleSection",
    "Compressed",
    "Telling",
    "compressed",
    "fact_rows",
    "identifier_rows",
    "page_of",
    "render_article",
    "section_view",
    "stamp",
]
