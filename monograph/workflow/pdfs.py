"""Editions on paper: each is laid out once, after it was published, and stored with it."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language, override

from ..models import Edition, EditionPdf
from ..printing import pdf
from ..rendering import Telling, sheet_of

STYLESHEET = "monograph/print/guide.css"


def _seal(content: bytes) -> str:
    return salted_hmac("monograph.edition-pdf", content, algorithm="sha256").hexdigest()


def pdf_of(edition: Edition, telling: Telling) -> bytes:
    """Return an edition's PDF in the active language: the stored one, or one that is made now and stored.

    Laying out takes up to seconds. Raises `printing.Unavailable` where this machine lacks the libraries for it.
    """
    form: dict[str, Any] = {"edition": edition, "language": get_language(), "is_old": not edition.is_current}
    stored = EditionPdf.objects.filter(**form).first()
    if stored is not None and constant_time_compare(stored.seal, _seal(bytes(stored.content))):
        return bytes(stored.content)
    content = pdf(sheet_of(edition, telling), STYLESHEET)
    with transaction.atomic():
        # Two readers may have asked at once: what either made is good.
        EditionPdf.objects.update_or_create(**form, defaults={"content": content, "seal": _seal(content)})
    return content


def make_missing() -> Iterator[Edition]:
    """Make the PDFs of current editions that have none yet, in each language; yields each edition that got one."""
    for edition in Edition.objects.current().select_related("monograph").defer("article").order_by("pk"):
        telling = Telling.of(edition.monograph.slug)
        made = set(EditionPdf.objects.filter(edition=edition, is_old=False).values_list("language", flat=True))
        for language, _ in settings.LANGUAGES:
            if telling is not None and language not in made:
                with override(language):
                    pdf_of(edition, telling)
                yield edition
