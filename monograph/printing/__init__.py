"""HTML on paper: a tagged PDF, laid out by WeasyPrint."""

import warnings
from functools import cache
from pathlib import Path
from types import ModuleType

from django.contrib.staticfiles import finders

DEBIAN_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"  # of Debian 12


class Unavailable(Exception):
    """Libraries or fonts for PDFs are missing. The message says what to install."""


@cache
def _weasyprint() -> ModuleType:
    """Import WeasyPrint when the first PDF is made.

    On a machine without its system libraries, everything else must still work.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # WeasyPrint only warns when there is no font at all
            import weasyprint
    except (OSError, UserWarning) as error:
        message = (
            f"This server can't make PDFs. An administrator has to install, on Debian or Ubuntu: {DEBIAN_PACKAGES}."
        )
        raise Unavailable(message) from error
    return weasyprint


def pdf(html: str, stylesheet: str) -> bytes:
    """Return a whole HTML page as PDF/UA-1, in A4 unless the stylesheet differs.

    Takes up to several seconds. `stylesheet` is a static file's name, such as ``monograph/print/signature-sheet.css``.
    The page needs a language and a title. Nothing is fetched: a page that refers to an image or a file raises
    `ValueError`. Raises `Unavailable` if the libraries or all fonts are missing, and `FileNotFoundError` for a missing
    stylesheet.
    """
    path = finders.find(stylesheet)
    if not isinstance(path, str):
        raise FileNotFoundError(stylesheet)
    weasyprint = _weasyprint()
    no_fetcher = weasyprint.urls.URLFetcher(allowed_protocols=(), fail_on_errors=True)
    try:
        css = weasyprint.CSS(string=Path(path).read_text(encoding="utf-8"), url_fetcher=no_fetcher)
        document = weasyprint.HTML(string=html, url_fetcher=no_fetcher)
        content: bytes = document.write_pdf(stylesheets=[css], pdf_variant="pdf/ua-1")
    except weasyprint.urls.FatalURLFetchingError as error:
        # It derives from BaseException: uncaught, it would pass every handler and end a worker.
        raise ValueError(f"A printed page must not refer to images or other files. {error}") from error
    return content
