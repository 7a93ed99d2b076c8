"""Editions on paper: each is laid out once, after it was published, and stored with it."""

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


_laying_out = Lock()  # in this worker: of readers who ask at once, one waits for the layout and the others for them


def _seal(form: dict[str, Any], content: bytes) -> str:
    """Bind a file to the edition, language and form that it is of, and to what it was made with."""
    made_of = (form["edition"].digest, form["language"], form["is_old"], page_stamp(), static(STYLESHEET))
    value = repr(made_of).encode() + content
    return salted_hmac("monograph.edition-pdf", value, algorithm="sha256").hexdigest()


def pdf_of(edition: Edition, history: PublicationHistory) -> bytes:
    """Return an edition's PDF in the active language: the stored one, or one that is made now and stored.

    Laying out takes up to seconds. Raises `printing.Unavailable` where this machine lacks the libraries for it.
    """
    form: dict[str, Any] = {"edition": edition, "language": get_language(), "is_old": not edition.is_current}
    if stored := _stored(form):
        return stored
    with _laying_out:
        if stored := _stored(form):
            return stored
        content = pdf(render_print_sheet(edition, history), STYLESHEET)
        with transaction.atomic():
            # Two workers may have been asked at once: what either made is good.
            EditionPdf.objects.update_or_create(**form, defaults={"content": content, "seal": _seal(form, content)})
    return content


def _stored(form: dict[str, Any]) -> bytes | None:
    """Return a file of that form, if there is one that was not changed and is made as files are made now."""
    found = EditionPdf.objects.filter(**form).first()
    if found is None or not constant_time_compare(found.seal, _seal(form, bytes(found.content))):
        return None
    return bytes(found.content)


def make_missing() -> Iterator[Edition]:
    """Make the PDFs of current editions that have none yet, in each language; yields each edition that got one."""
    of_editions = Edition.objects.current().select_related("monograph").defer("article").order_by("pk")
    for language, _ in settings.LANGUAGES:
        made = EditionPdf.objects.filter(edition=OuterRef("pk"), language=language, is_old=False)
        for edition in of_editions.filter(~Exists(made)):
            history = PublicationHistory.load(edition.monograph.slug)
            if history is not None:
                with override(language):
                    pdf_of(edition, history)
                yield edition
