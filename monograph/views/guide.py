"""A guide's current edition, each of its editions, and what is said in the place of a withdrawn one.

Only editions, their lines and their withdrawals are asked. A page takes three queries, however many editions a guide
has: one for what is known of them all, one for what each changed, one for the article that is shown.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ..models import Edition, EditionSection
from .public_page import public_page


def editions_of(slug: str) -> list[Edition]:
    """Return a guide's editions, newest first, without their articles. Raises `Http404` where nothing was published."""
    editions = Edition.objects.filter(monograph__slug=slug).select_related("monograph", "withdrawal")
    found = list(editions.defer("article").order_by("-number"))
    if not found:
        raise Http404("No edition of this guide was ever published.")
    return found


def current_of(editions: list[Edition]) -> Edition | None:
    return next((edition for edition in editions if edition.is_current), None)


@public_page
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    editions = editions_of(slug)
    current = current_of(editions)
    return _gone(request, editions[0], None) if current is None else _shown(request, current, editions)


@public_page
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    editions = editions_of(slug)
    asked = next((edition for edition in editions if edition.number == number), None)
    if asked is None:
        raise Http404("This guide has no edition of that number.")
    if hasattr(asked, "withdrawal"):
        return _gone(request, asked, current_of(editions))
    return _shown(request, asked, editions)


def changes_of(editions: list[Edition]) -> list[tuple[Edition, list[EditionSection]]]:
    """Return what readers are told of each edition's changes, newest first; not of one that was withdrawn."""
    readable = {edition.pk: edition for edition in editions if not hasattr(edition, "withdrawal")}
    told = EditionSection.objects.filter(edition__in=readable).exclude(change_note="").order_by("position")
    found: dict[int, list[EditionSection]] = {key: [] for key in readable}
    for line in told:
        found[line.edition_id].append(line)
    return [(readable[key], lines) for key, lines in found.items() if lines]


def _shown(request: HttpRequest, shown: Edition, editions: list[Edition]) -> HttpResponse:
    context = {
        "shown": shown,
        "current": current_of(editions),
        "newest": editions[0],
        "changes": changes_of(editions),
        "others": [edition for edition in editions if edition.pk != shown.pk],
        "is_lapsed": shown.is_review_lapsed(timezone.localdate()),
    }
    return render(request, "monograph/public/guide.html", context)


def _gone(request: HttpRequest, withdrawn: Edition, current: Edition | None) -> HttpResponse:
    context = {"withdrawn": withdrawn, "current": current}
    return render(request, "monograph/public/withdrawn.html", context, status=410)
