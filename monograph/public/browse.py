"""The home page, and the lists of guides by name, by drug class and by condition."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from ..models import Edition, Monograph, PublicName
from ..rendering import localized_addresses
from ..search import memoize_until_published
from .name_lists import OTHER, brand_entries, by_letter, letter_groups, medicine_names, name_entries, pair_groups
from .public_page import PublicPageResponse, public_page

# With more names than this, each letter has a page; with more under one letter, each pair of letters does.
MAX_NAMES_ON_PAGE = 300
NEWEST_ON_HOME_PAGE = 5
TOPICS = {"classes": PublicName.Kind.CLASS, "conditions": PublicName.Kind.CONDITION}


def _render(template: str, **context: object) -> HttpResponse:
    return PublicPageResponse(render_to_string(f"monograph/public/{template}.html", context))


@public_page
def home(request: HttpRequest) -> HttpResponse:
    # By primary key, which follows the order of publication: the database then reads no more rows than are shown.
    newest = Edition.objects.current().select_related("monograph").defer("article").order_by("-pk")
    return _render(
        "home",
        addresses=localized_addresses("monograph:home"),
        letters=letter_groups(),
        newest=newest[:NEWEST_ON_HOME_PAGE],
    )


@public_page
def guides(request: HttpRequest) -> HttpResponse:
    letters = letter_groups()
    fits_on_page = sum(group.count for group in letters) <= MAX_NAMES_ON_PAGE
    return _render(
        "guides",
        addresses=localized_addresses("monograph:guides"),
        count=Monograph.objects.current().count(),
        letters=letters,
        groups=by_letter(name_entries(medicine_names())) if fits_on_page else [],
    )


@public_page
def letter(request: HttpRequest, prefix: str) -> HttpResponse:
    """List the names that begin with one letter or two.

    With too many names for a page, link to pairs of letters instead.
    """
    start = "" if prefix == OTHER else prefix
    pairs = [group for group in pair_groups() if group.prefix.startswith(start) and bool(group.prefix) == bool(start)]
    if not pairs:
        raise Http404("No name begins so.")
    is_split = len(pairs) > 1 and sum(group.count for group in pairs) > MAX_NAMES_ON_PAGE
    names = medicine_names().filter(prefix__in=[group.prefix for group in pairs])
    return _render(
        "letter",
        addresses=localized_addresses("monograph:letter", prefix),
        prefix=start.capitalize(),
        pairs=pairs if is_split else [],
        entries=[] if is_split else name_entries(names),
    )


@public_page
def topics(request: HttpRequest, by: str) -> HttpResponse:
    """List the drug classes, or the conditions, in the signed facts of all guides."""
    links = [(name, reverse("monograph:topic", args=[by, slug])) for name, slug in _topics(TOPICS[by])]
    return _render("topics", addresses=localized_addresses("monograph:topics", by), by=by, topics=links)


@memoize_until_published
def _topics(kind: PublicName.Kind) -> list[tuple[str, str]]:
    """Return names with their slugs, sorted; of several spellings, the first."""
    names = PublicName.objects.current().filter(kind=kind).values_list("slug", "key", "name").order_by().distinct()
    first: dict[str, tuple[str, str]] = {}
    for slug, key, name in names:
        first[slug] = min((key, name), first.get(slug, (key, name)))
    return [(name, slug) for slug, (_, name) in sorted(first.items(), key=lambda item: item[1])]


@public_page
def topic(request: HttpRequest, by: str, slug: str) -> HttpResponse:
    """List the guides of one drug class or for one condition."""
    names = PublicName.objects.current().filter(kind=TOPICS[by], slug=slug)
    spellings = names.order_by("key", "pk").values_list("name", flat=True)[:1]
    if not spellings:
        raise Http404("No guide gives this.")
    return _render(
        "topic",
        addresses=localized_addresses("monograph:topic", by, slug),
        by=by,
        name=spellings[0],
        entries=brand_entries(names),
    )
