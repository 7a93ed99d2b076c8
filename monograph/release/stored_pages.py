"""The stored pages of the guides: made where an edition is published or withdrawn, made anew by a command, checked."""

import gzip
import zlib
from collections.abc import Iterable, Iterator

import brotli
from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import override

from ..models import Edition, Monograph, PublicName, PublicPage, PublicText, PublicVersion
from ..rendering import PublicationHistory, compress, page_stamp, public_lines, render_guide_page
from ..search import public_names, public_text


def refresh_pages(monograph: Monograph) -> None:
    """Store a guide’s pages as they are from now on, and tell the workers. Call in the transaction that changes it."""
    for model in (PublicPage, PublicName, PublicText):
        model.objects.filter(edition__monograph=monograph).delete()
    if monograph.current_edition_id is not None:
        history, current = _read(monograph)
        PublicPage.objects.bulk_create(public_pages(history, current))
        lines = public_lines(current)
        PublicName.objects.bulk_create(public_names(current, lines))
        public_text(current, lines).save()
    PublicVersion.advance()


def public_pages(history: PublicationHistory, current: Edition) -> list[PublicPage]:
    """Return the pages of a current edition, one in each language, not saved."""
    made = []
    for language, _ in settings.LANGUAGES:
        sent = compress(_page(history, current, language).encode())
        page = PublicPage(edition=current, language=language, stamp=page_stamp(), true_until=current.review_due)
        page.gzip, page.brotli = sent
        made.append(page)
    return made


def _read(monograph: Monograph) -> tuple[PublicationHistory, Edition]:
    history = PublicationHistory.load(monograph.slug)
    current = history.current if history else None
    if history is None or current is None:
        raise ValueError(f"{monograph} has no current edition.")
    return history, current


def _page(history: PublicationHistory, current: Edition, language: str) -> str:
    """Return the page as it is until the review lapses; from then on each worker makes the one that says so."""
    with override(language):
        return render_guide_page(current, history, today=current.published_at.date())


@transaction.atomic
def refresh_pages_by_slug(slug: str) -> None:
    """Store one guide's page anew, under the guide's lock: nothing is published of it meanwhile."""
    refresh_pages(Monograph.objects.select_for_update().get(slug=slug))


def _sent(page: PublicPage) -> set[bytes]:
    """Return what browsers make of the page, one way of sending it or the other; nothing where they can't."""
    try:
        return {gzip.decompress(page.gzip), brotli.decompress(bytes(page.brotli))}
    except (OSError, EOFError, zlib.error, brotli.error):
        return set()


def altered_pages() -> Iterator[str]:
    """Yield a sentence for each stored page that would be sent, and for the words that each guide is found by, where
    they are not what the edition makes now."""
    yield from _altered_public_pages()
    for edition in Edition.objects.current().select_related("monograph").defer("article").order_by("pk"):
        lines = public_lines(edition)
        names, text = public_names(edition, lines), public_text(edition, lines)
        kept = PublicText.objects.filter(edition=edition)
        if _rows(edition.names.all()) != _rows(names) or _rows(kept) != _rows([text]):
            yield f"What {edition} is found by is not what it says. Run render_pages."


def _rows(found: Iterable[Model]) -> list[tuple[object, ...]]:
    """Return what rows hold, without their keys, in an order that does not depend on these."""
    rows = (
        tuple(getattr(row, column.attname) for column in row._meta.concrete_fields if not column.primary_key)
        for row in found
    )
    return sorted(rows, key=repr)


def _altered_public_pages() -> Iterator[str]:
    for page in PublicPage.objects.sendable(page_stamp(), timezone.localdate()).select_related("edition__monograph"):
        history, current = _read(page.edition.monograph)
        if _sent(page) != {_page(history, current, page.language).encode()}:
            yield f"The stored page of {page.edition} is not what its edition makes. Run render_pages."
