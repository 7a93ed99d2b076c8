"""The stamp of a stored page: what it was rendered with, besides its edition."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

# The static files that every public page loads.
PAGE_ASSETS = ("monograph/tokens.css", "monograph/public.css", "monograph/combobox.js", "monograph/search.js")


def page_stamp() -> str:
    """Return a digest of code, templates, translations, and the site's name and URL.

    A page stored with another stamp was rendered by another version of the software or under another name. It is not
    sent.
    """
    return _page_stamp(settings.SITE_NAME, settings.SITE_URL, *map(static, PAGE_ASSETS))


@cache
def _page_stamp(*values: str) -> str:
    templates = sorted((settings.BASE_DIR / "templates" / "monograph").rglob("*.html"))
    # All the code: nobody can maintain a list of what a page depends on, and rendering it once too often is harmless.
    code = sorted(Path(__file__).parent.parent.rglob("*.py"))
    translations = sorted(settings.LOCALE_PATHS[0].rglob("*.mo"))
    contents = [path.read_bytes() for path in (*templates, *code, *translations)]
    return sha256(b"\0".join([*contents, *(value.encode() for value in values)])).hexdigest()
