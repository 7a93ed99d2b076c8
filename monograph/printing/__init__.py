"""HTML on paper: a tagged PDF, laid out by WeasyPrint with a stylesheet of our own."""

import warnings
from functools import cache
from pathlib import Path
from types import ModuleType

from django.contrib.staticfiles import finders

NEEDED = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"  # packages of Debian 12


class Unavailable(Exception):
    """This machine lacks what PDFs are laid out with. The message says what to install."""


@cache
def _weasyprint() -> ModuleType:
    """Import WeasyPrint, at the first PDF: where libraries of the system are missing, all the rest must still work."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # so it tells that there is no font to set a letter in
            import weasyprint
    except (OSError, UserWarning) as error:
        message = f"This server can't make PDFs. An administrator has to install, on Debian or Ubuntu: {NEEDED}."
        raise Unavailable(message) from error
    return weasyprint


def pdf(html: str, stylesheet: str) -> bytes:
    """Return a whole HTML page as PDF/UA-1, in A4 or what the stylesheet says. Takes up to seconds.

    `stylesheet` is a static file's name, such as ``monograph/print/signature-sheet.css``. The page needs a language and
    a title. Nothing is fetched, from nowhere: a page that names an image or a file is refused with `ValueError`. Raises
    `Unavailable` where the libraries or every font are missing, `FileNotFoundError` for the stylesheet.
    """
    found = finders.find(stylesheet)
    if not isinstance(found, str):
        raise FileNotFoundError(stylesheet)
    weasyprint = _weasyprint()
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=(), fail_on_errors=True)
    try:
        css = weasyprint.CSS(string=Path(found).read_text(encoding="utf-8"), url_fetcher=nothing)
        document = weasyprint.HTML(string=html, url_fetcher=nothing)
        made: bytes = document.write_pdf(stylesheets=[css], pdf_variant="pdf/ua-1")
    except weasyprint.urls.FatalURLFetchingError as error:  # no Exception: it would pass every handler and end a worker
        raise ValueError(f"What is printed may fetch nothing. {error}") from error
    return made
