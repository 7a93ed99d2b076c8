import pytest

from ..cast import Cast
from ..machine import can_print
from ..shared_stories import shared_story
from .populated_site import PopulatedSite


@shared_story
def populated_site(cast: Cast) -> PopulatedSite:
    """One site for all tests of this folder; each takes back everything it does."""
    return PopulatedSite(cast)


@pytest.fixture(autouse=True)
def no_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send PDFs without laying them out, which takes a second each: here it matters only who gets one."""
    if can_print():
        monkeypatch.setattr("weasyprint.HTML.write_pdf", lambda *args, **kwargs: b"%PDF-1.7")
