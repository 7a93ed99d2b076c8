"""The stored pages of the guides, and the check that they are unaltered.

They are stored when an edition is published or withdrawn, and by the command `render_pages`.
"""

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
from .search_rows import store_search_rows


def refresh_pages(monograph: Monograph) -> None:
    """Store a guide's pages, and invalidate the caches of all workers.

    Call this in the transaction that changes the guide.
    """
    for model in (PublicPage, PublicName, PublicText):
        model.objects.filter(edition__monograph=monograph).delete()
    if monograph.current_edition_id is not None:
        history, current = _read(monograph)
        PublicPage.objects.bulk_create(public_pages(history, current))
        store_search_rows(current)
    PublicVersion.advance()


def public_pages(history: PublicationHistory, current: Edition) -> list[PublicPage]:
    """Return the pages of a current edition, one for each language, not saved."""
    pages = []
    for language, _ in settings.LANGUAGES:
        page = PublicPage(edition=current, language=language, stamp=page_stamp(), true_until=current.review_due)
        page.gzip, page.brotli = compress(_page_html(history, current, language).encode())
        pages.append(page)
    return pages


def _read(monograph: Monograph) -> tuple[PublicationHistory, Edition]:
    history = PublicationHistory.load(monograph.slug)
    current = history.current if history else None
    if history is None or current is None:
        raise ValueError(f"{monograph} has no current edition.")
    return history, current


def _page_html(history: PublicationHistory, current: Edition, language: str) -> str:
    """Return the page as it is until the review lapses.

    After that, each worker renders the page that says so.
    """
    with override(language):
        return render_guide_page(current, history, today=current.published_at.date())


@transaction.atomic
def refresh_pages_by_slug(slug: str) -> None:
    """Store one guide's pages again, locked so that nobody publishes meanwhile."""
    refresh_pages(Monograph.objects.select_for_update().get(slug=slug))


def _decompressed(page: PublicPage) -> set[bytes]:
    """Return the page as decompressed from gzip and from Brotli; nothing if damaged."""
    try:
        return {gzip.decompress(page.gzip), brotli.decompress(bytes(page.brotli))}
    except (OSError, EOFError, zlib.error, brotli.error):
        return set()


def altered_pages() -> Iterator[str]:
    """Yield a sentence for each stored row that differs from its edition.

    Checks the pages that would be sent, and the names and words by which search finds guides.
    """
    yield from _altered_public_pages()
    for edition in Edition.objects.current().select_related("monograph").defer("article").order_by("pk"):
        lines = public_lines(edition)
        names, text = public_names(edition, lines), public_text(edition, lines)
        stored = PublicText.objects.filter(edition=edition)
        if _values(edition.names.all()) != _values(names) or _values(stored) != _values([text]):
            yield f"The search index of {edition} differs from its text. Run render_pages."


def _values(rows: Iterable[Model]) -> list[tuple[object, ...]]:
    """Return the values of rows, sorted, without their primary keys."""
    values = (
        tuple(getattr(row, column.attname) for column in row._meta.concrete_fields if not column.primary_key)
        for row in rows
    )
    return sorted(values, key=repr)


def _altered_public_pages() -> Iterator[str]:
    for page in PublicPage.objects.sendable(page_stamp(), timezone.localdate()).select_related("edition__monograph"):
        history, current = _read(page.edition.monograph)
        if _decompressed(page) != {_page_html(history, current, page.language).encode()}:
            yield f"The stored page of {page.edition} differs from its edition. Run render_pages."
