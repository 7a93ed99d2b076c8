"""The stored names and words by which search finds current editions, and how they follow a new version.

They are made in the transaction that publishes. When a version compares words in another way, their form gets a new
number (`content.search_words.INDEX_FORM`), and `migrate` makes those of another form again.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Q

from ..content.search_words import INDEX_FORM
from ..models import Edition, Monograph, PublicName, PublicText, PublicVersion
from ..rendering import public_lines
from ..search import public_names, public_text


def store_search_rows(edition: Edition) -> None:
    """Store what a current edition is found by. Its former rows must have been deleted."""
    lines = public_lines(edition)
    PublicName.objects.bulk_create(public_names(edition, lines))
    public_text(edition, lines).save()


def index_outdated_texts() -> int:
    """Index the editions again whose words are stored in another form; return their number.

    Without this, search would say that no guide has words that some guide has. Each guide is locked for itself, so
    that nobody publishes it meanwhile. 10,000 guides take some minutes.
    """
    outdated = PublicText.objects.filter(~Q(form=INDEX_FORM) | Q(form=None))
    slugs = list(outdated.values_list("edition__monograph__slug", flat=True))
    for slug in slugs:
        _index_again(slug)
    return len(slugs)


@transaction.atomic
def _index_again(slug: str) -> None:
    monograph = Monograph.objects.select_for_update().get(slug=slug)
    PublicName.objects.filter(edition__monograph=monograph).delete()
    PublicText.objects.filter(edition__monograph=monograph).delete()
    if monograph.current_edition is not None:
        store_search_rows(monograph.current_edition)
    PublicVersion.advance()


def index_after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Index outdated texts after a migration, if the table has its present columns."""
    table = PublicText._meta.db_table
    if using != DEFAULT_DB_ALIAS or table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    if columns >= {column.column for column in PublicText._meta.concrete_fields}:
        index_outdated_texts()
