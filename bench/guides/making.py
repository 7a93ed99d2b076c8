"""Rows into the database, hundreds of guides at a time, in an order that its guards accept."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing import get_context
from time import monotonic
from typing import Any

import django
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F, Model, OuterRef, QuerySet, Subquery
from django.utils import timezone
from tqdm import tqdm

from monograph.models import (
    Edition,
    EditionSection,
    Monograph,
    Profile,
    PublicName,
    PublicPage,
    PublicText,
    PublicVersion,
    Reference,
    Review,
    Section,
    SectionKind,
    SectionRevision,
    Signature,
)
from monograph.release.stored_pages import public_pages
from monograph.rendering import PublicationHistory

from .rows import Rows, Setting, rows_of

AT_ONCE = 200  # guides in one transaction
PAGES_AT_ONCE = 20
WRITTEN_BEFORE = timedelta(days=30)
PEOPLE = {
    "measuring-editor-1": ("Editor", "Editor One", ""),
    "measuring-editor-2": ("Editor", "Editor Two", ""),
    "measuring-pharmacist-1": ("Pharmacist", "Pharmacist One", "PharmD"),
    "measuring-pharmacist-2": ("Pharmacist", "Pharmacist Two", "PharmD"),
    "measuring-publisher": ("Publisher", "Publisher One", ""),
}
Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]


def refusal() -> str:
    """Return in a sentence why this database is not filled; empty where it may be."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "The tables of this database are not migrated: run manage.py migrate first."
    if any(model.objects.exists() for model in (Monograph, Edition, User)):
        return "This database has guides, editions or people already: give an empty one, for measuring only."
    return ""


def make(number: int, *, pages: int, processes: int = 1) -> float:
    """Make so many guides, with stored pages for the first of them; return the seconds. See `bench.make_guides`."""
    begun = monotonic()
    setting = _setting(number)
    with _spread(processes) as spread:
        tasks = [(setting, range(at, min(at + AT_ONCE, number))) for at in range(0, number, AT_ONCE)]
        with tqdm(total=number, unit=" guides", disable=None) as bar:
            for rows in spread(rows_of, tasks):
                _store(rows)
                bar.update(len(rows.monographs))
        _continue_keys()
        if pages:
            _store_pages(spread, pages)
    PublicVersion.advance()
    return monotonic() - begun


def _setting(number: int) -> Setting:
    call_command("load_catalogue", verbosity=0)
    call_command("loaddata", settings.BASE_DIR / "fixtures" / "roles.json", verbosity=0)
    people: dict[str, list[Profile]] = {}
    for username, (role, name, credentials) in PEOPLE.items():
        user = User.objects.create_user(username, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        profile = Profile.objects.create(user=user, printed_name=name, credentials=credentials)
        people.setdefault(role, []).append(profile)
    source = Reference.objects.create(key="measuring-source", title="Invented for measuring", publisher="Nobody")
    return Setting(
        number=number,
        kinds=list(SectionKind.objects.all()),
        source=source,
        editors=[profile.user for profile in people["Editor"]],
        reviewers=people["Pharmacist"],
        publisher=people["Publisher"][0],
        at=timezone.now() - WRITTEN_BEFORE,
    )


@contextmanager
def _spread(processes: int) -> Iterator[Spread]:
    """Yield what applies a function to many things: here, or in processes of their own, which end with the ``with``."""
    if processes == 1:
        yield map
        return
    with get_context("spawn").Pool(processes, initializer=django.setup) as pool:
        yield pool.imap


@transaction.atomic
def _store(rows: Rows) -> None:
    """Store some guides: what is pointed at before what points at it, and each review open until it is signed."""
    for each in rows.in_order():
        type(each[0]).objects.bulk_create(each)
    signers = Signature.objects.filter(review=OuterRef("pk")).order_by("-pk").values("signer")
    closed = {"closed_by": Subquery(signers[:1]), "closed_at": rows.signatures[-1].signed_at}
    _these(Review, rows.reviews).update(state=Review.State.APPROVED, **closed)
    # A text has its section's key, an edition that of its guide.
    _these(Section, rows.sections).update(latest_revision=F("pk"), approved_revision=F("pk"))
    Signature.objects.bulk_create(rows.releases)
    Edition.objects.bulk_create(rows.editions)
    EditionSection.objects.bulk_create(rows.lines)
    _these(Monograph, rows.monographs).update(current_edition=F("pk"))
    PublicName.objects.bulk_create(rows.names)
    PublicText.objects.bulk_create(rows.texts)


def _these(model: type[Model], rows: Sequence[Model]) -> QuerySet[Any]:
    """Return rows whose keys follow one another."""
    found: QuerySet[Any] = model._default_manager.filter(pk__range=(rows[0].pk, rows[-1].pk))
    return found


def _continue_keys() -> None:
    """Let the database give keys after those that were given here, as `loaddata` does."""
    given = [Monograph, Section, SectionRevision, Review, Signature, Edition]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), given):
            cursor.execute(sql)


def _store_pages(spread: Spread, number: int) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)  # a page names its style sheet by its digest
    slugs = list(Monograph.objects.order_by("pk").values_list("slug", flat=True)[:number])
    tasks = [slugs[at : at + PAGES_AT_ONCE] for at in range(0, number, PAGES_AT_ONCE)]
    with tqdm(total=number, unit=" guides' pages", disable=None) as bar:
        for made in spread(_pages_of, tasks):
            PublicPage.objects.bulk_create(made)
            bar.update(len(made) // len(settings.LANGUAGES))


def _pages_of(slugs: list[str]) -> list[PublicPage]:
    made = []
    for slug in slugs:
        telling = PublicationHistory.load(slug)
        assert telling is not None and telling.current is not None
        made += public_pages(telling, telling.current)
    return made
