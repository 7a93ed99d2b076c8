"""Public pages and PDFs as they are sent, and the version token of page caches.

All are made from history and can be made again, so they are not history themselves.
"""

import secrets
from datetime import date

from django.db import connection, models
from django.db.models import F

from .edition import Edition


class PublicPageQuerySet(models.QuerySet):
    def current(self) -> "PublicPageQuerySet":
        """Return the pages of the editions that the public reads now."""
        return self.filter(edition=F("edition__monograph__current_edition"))

    def sendable(self, stamp: str, day: date) -> "PublicPageQuerySet":
        """Return the current pages with this stamp that are still true on this day."""
        return self.current().filter(stamp=stamp, true_until__gt=day)


class PublicPage(models.Model):
    """The page of a current edition, compressed, as it is sent.

    It is made in the transaction that publishes.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="pages", db_index=False)
    language = models.CharField(max_length=10)
    stamp = models.CharField(max_length=64)  # rendering.page_stamp
    true_until = models.DateField()  # from this day on the page must say that the review has lapsed
    gzip = models.BinaryField()
    brotli = models.BinaryField()

    objects = PublicPageQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="publicpage_once_per_edition_and_language")
        ]

    def __str__(self) -> str:
        return f"page of {self.edition} in {self.language}"


class EditionPdf(models.Model):
    """The PDF of an edition, laid out once.

    A superseded edition has another one, which says that it is old. `seal` is made with the site's secret key. A file
    that was altered in the database, or stored there for another edition, is not sent.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="pdfs", db_index=False)
    language = models.CharField(max_length=10)
    is_old = models.BooleanField()
    content = models.BinaryField()
    seal = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["edition", "language", "is_old"], name="editionpdf_once_per_form")
        ]

    def __str__(self) -> str:
        return f"PDF of {self.edition} in {self.language}"


class PublicVersion(models.Model):
    """One row, whose token changes with every publication and withdrawal.

    Workers poll it.
    """

    token = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.token

    @classmethod
    def current(cls) -> str:
        """Return the token; "" before the first publication.

        Uses a bare cursor, because every worker polls it.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT token FROM monograph_publicversion")
            row = cursor.fetchone()
        return row[0] if row else ""

    @classmethod
    def advance(cls) -> None:
        """Change the token, so that workers drop their cached pages after the commit."""
        # Random instead of counted, so that a database restored from a backup never repeats an earlier token.
        cls.objects.update_or_create(pk=1, defaults={"token": secrets.token_hex(16)})
