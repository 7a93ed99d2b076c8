"""Pages as they are sent, and what tells a worker that those it keeps no longer hold.

Both are made from history and can be made anew, so neither is history itself.
"""

import secrets
from datetime import date

from django.db import connection, models
from django.db.models import F

from .edition import Edition


class PublicPageQuerySet(models.QuerySet):
    def current(self) -> "PublicPageQuerySet":
        """Pages of the editions that the public reads now."""
        return self.filter(edition=F("edition__monograph__current_edition"))

    def sendable(self, stamp: str, day: date) -> "PublicPageQuerySet":
        """Current pages that were made with what pages are made with now, and say what is true on that day."""
        return self.current().filter(stamp=stamp, true_until__gt=day)


class PublicPage(models.Model):
    """The page of a current edition, compressed, as it is sent. Made in the transaction that publishes."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="pages", db_index=False)
    language = models.CharField(max_length=10)
    stamp = models.CharField(max_length=64)  # rendering.stamp
    true_until = models.DateField()  # the day from which the page has to say that the review has lapsed
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
    """An edition on paper, laid out once. One that is superseded has another, which says so.

    `seal` is made with the site's secret key: a file that was changed in the database, or put there for another
    edition, is not sent but made anew; so is one that an earlier version of the software made.
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
    """One row, whose token is another after every publication and withdrawal: what workers ask, and nothing more."""

    token = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.token

    @classmethod
    def current(cls) -> str:
        """Return the token; empty where nothing was published yet. A bare cursor, as this is asked all the time."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT token FROM monograph_publicversion")
            row = cursor.fetchone()
        return row[0] if row else ""

    @classmethod
    def advance(cls) -> None:
        """Tell the workers, once the transaction is committed, that the pages they keep no longer hold."""
        # Random and not counted: a base that was restored from a backup must not come to a number it had before.
        cls.objects.update_or_create(pk=1, defaults={"token": secrets.token_hex(16)})
