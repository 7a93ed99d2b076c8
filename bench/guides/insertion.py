"""Insert guides into the database, in an order that its triggers accept."""

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

from .rows import Rows, SharedData, build_rows

BATCH_SIZE = 200  # guides in one transaction
PAGES_BATCH_SIZE = 20
WRITTEN_BEFORE = timedelta(days=30)
PEOPLE = {
    "measuring-editor-1": ("Editor", "Editor One", ""),
    "measuring-editor-2": ("Editor", "Editor Two", ""),
    "measuring-pharmacist-1": ("Pharmacist", "Pharmacist One", "PharmD"),
    "measuring-pharmacist-2": ("Pharmacist", "Pharmacist Two", "PharmD"),
    "measuring-publisher": ("Publisher", "Publisher One", ""),
}
ParallelMap = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]


def refusal() -> str:
    """Return a message that says why this database can't be filled, or ""."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "The tables of this database are not migrated: run manage.py migrate first."
    if any(model.objects.exists() for model in (Monograph, Edition, User)):
        return "This database has guides, editions or people already: use an empty one, for measurements only."
    return ""


def make(number: int, *, pages: int, processes: int = 1) -> float:
    """Make guides, with stored pages for the first `pages`; return the seconds.

    See `bench.make_guides`.
    """
    started_at = monotonic()
    shared = _create_shared_data(number)
    with _parallel_map(processes) as parallel_map:
        tasks = [(shared, range(at, min(at + BATCH_SIZE, number))) for at in range(0, number, BATCH_SIZE)]
        with tqdm(total=number, unit=" guides", disable=None) as bar:
            for rows in parallel_map(build_rows, tasks):
                _store(rows)
                bar.update(len(rows.monographs))
        _continue_keys()
        if pages:
            _store_pages(parallel_map, pages)
    PublicVersion.advance()
    return monotonic() - started_at


def _create_shared_data(number: int) -> SharedData:
    call_command("load_catalogue", verbosity=0)
    call_command("loaddata", settings.BASE_DIR / "fixtures" / "roles.json", verbosity=0)
    people: dict[str, list[Profile]] = {}
    for username, (role, name, credentials) in PEOPLE.items():
        user = User.objects.create_user(username, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        profile = Profile.objects.create(user=user, printed_name=name, credentials=credentials)
        people.setdefault(role, []).append(profile)
    source = Reference.objects.create(key="measuring-source", title="Invented for measuring", publisher="Nobody")
    return SharedData(
        number=number,
        kinds=list(SectionKind.objects.all()),
        source=source,
        editors=[profile.user for profile in people["Editor"]],
        reviewers=people["Pharmacist"],
        publisher=people["Publisher"][0],
        at=timezone.now() - WRITTEN_BEFORE,
    )


@contextmanager
def _parallel_map(processes: int) -> Iterator[ParallelMap]:
    """Yield a `map` that runs in this process, or in a pool of processes."""
    if processes == 1:
        yield map
        return
    with get_context("spawn").Pool(processes, initializer=django.setup) as pool:
        yield pool.imap


@transaction.atomic
def _store(rows: Rows) -> None:
    """Store some guides: referenced rows first, reviews open until they are signed."""
    for batch in rows.in_order():
        type(batch[0]).objects.bulk_create(batch)
    signers = Signature.objects.filter(review=OuterRef("pk")).order_by("-pk").values("signer")
    closed = {"closed_by": Subquery(signers[:1]), "closed_at": rows.signatures[-1].signed_at}
    _key_range(Review, rows.reviews).update(state=Review.State.APPROVED, **closed)
    # A revision has the primary key of its section, an edition that of its guide.
    _key_range(Section, rows.sections).update(latest_revision=F("pk"), approved_revision=F("pk"))
    Signature.objects.bulk_create(rows.release_signatures)
    Edition.objects.bulk_create(rows.editions)
    EditionSection.objects.bulk_create(rows.lines)
    _key_range(Monograph, rows.monographs).update(current_edition=F("pk"))
    PublicName.objects.bulk_create(rows.names)
    PublicText.objects.bulk_create(rows.texts)


def _key_range(model: type[Model], rows: Sequence[Model]) -> QuerySet[Any]:
    """Return the stored rows with the primary keys of `rows`, which are consecutive."""
    queryset: QuerySet[Any] = model._default_manager.filter(pk__range=(rows[0].pk, rows[-1].pk))
    return queryset


def _continue_keys() -> None:
    """Let the database continue after the primary keys assigned here.

    `loaddata` does the same.
    """
    models = [Monograph, Section, SectionRevision, Review, Signature, Edition]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


def _store_pages(parallel_map: ParallelMap, number: int) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)  # a page refers to its style sheet by digest
    slugs = list(Monograph.objects.order_by("pk").values_list("slug", flat=True)[:number])
    tasks = [slugs[at : at + PAGES_BATCH_SIZE] for at in range(0, number, PAGES_BATCH_SIZE)]
    with tqdm(total=number, unit=" guides' pages", disable=None) as bar:
        for pages in parallel_map(_render_pages, tasks):
            PublicPage.objects.bulk_create(pages)
            bar.update(len(pages) // len(settings.LANGUAGES))


def _render_pages(slugs: list[str]) -> list[PublicPage]:
    pages = []
    for slug in slugs:
        history = PublicationHistory.load(slug)
        assert history is not None and history.current is not None
        pages += public_pages(history, history.current)
    return pages
