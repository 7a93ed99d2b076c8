"""The PDFs of editions: each is laid out once, after publication, and stored."""

from collections.abc import Iterator
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.templatetags.static import static
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language, override

from ..models import Edition, EditionPdf
from ..printing import pdf
from ..rendering import PublicationHistory, page_stamp, render_print_sheet

STYLESHEET = "monograph/print/guide.css"

# When several readers request a PDF of this worker at once, one lays it out and the others wait for it.
_layout_lock = Lock()


def _seal(form: dict[str, Any], content: bytes) -> str:
    """Return a seal that binds a file to its form, and to the code that made it."""
    inputs = (form["edition"].digest, form["language"], form["is_old"], page_stamp(), static(STYLESHEET))
    value = repr(inputs).encode() + content
    return salted_hmac("monograph.edition-pdf", value, algorithm="sha256").hexdigest()


def get_or_create_pdf(edition: Edition, history: PublicationHistory) -> bytes:
    """Return an edition's PDF in the active language; make and store a missing one.

    The layout can take seconds. Raises `printing.Unavailable` if this machine lacks the libraries.
    """
    form: dict[str, Any] = {"edition": edition, "language": get_language(), "is_old": not edition.is_current}
    if stored := _stored(form):
        return stored
    with _layout_lock:
        if stored := _stored(form):
            return stored
        content = pdf(render_print_sheet(edition, history), STYLESHEET)
        with transaction.atomic():
            # Two workers may do this at once. Either file is good.
            EditionPdf.objects.update_or_create(**form, defaults={"content": content, "seal": _seal(form, content)})
    return content


def _stored(form: dict[str, Any]) -> bytes | None:
    """Return the stored file of this form, unless it was altered or is outdated."""
    found = EditionPdf.objects.filter(**form).first()
    if found is None or not constant_time_compare(found.seal, _seal(form, bytes(found.content))):
        return None
    return bytes(found.content)


def stored_pdfs(edition: Edition) -> dict[str, bytes]:
    """Return the stored files of an edition that readers are sent, by language."""
    is_old = not edition.is_current
    found = {
        language: _stored({"edition": edition, "language": language, "is_old": is_old})
        for language, _ in settings.LANGUAGES
    }
    return {language: content for language, content in found.items() if content}


def make_missing() -> Iterator[Edition]:
    """Make the missing PDFs of current editions, and yield the edition of each PDF."""
    editions = Edition.objects.current().select_related("monograph").defer("article").order_by("pk")
    for language, _ in settings.LANGUAGES:
        existing = EditionPdf.objects.filter(edition=OuterRef("pk"), language=language, is_old=False)
        for edition in editions.filter(~Exists(existing)):
            history = PublicationHistory.load(edition.monograph.slug)
            if history is not None:
                with override(language):
                    get_or_create_pdf(edition, history)
                yield edition
