"""The pages of the desks and their actions: for whom, and the status by state."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from monograph.models import Edition, ReaderReport, ReviewComment, ScheduledEdition

from ..cast import PASSWORD
from ..machine import can_print
from .populated_site import EDITORS, PHARMACISTS, PUBLISHERS, READERS, STATES, UNPUBLISHED, PopulatedSite

MONOGRAPH = "admin/monograph/monograph/"
GUIDE = f"{MONOGRAPH}<int:pk>/change/"
REVIEW = "admin/monograph/review/"
EDITION = "admin/monograph/edition/"
REPORT = "admin/monograph/readerreport/"
REFERENCE = "admin/monograph/reference/"


@dataclass(frozen=True)
class Action:
    """A form that can be posted: by whom, and the status in each state.

    The status is `otherwise` in states that are not in `outcome`. Only with status `done` may anything change.
    """

    who: frozenset[str]
    data: Callable[[PopulatedSite, str], dict[str, Any]] = lambda site, state: {}
    outcome: dict[str, int] = field(default_factory=dict)
    otherwise: int = 302
    done: int = 302


@dataclass(frozen=True)
class Page:
    """A page of the desks; in the states in `missing` it does not exist."""

    address: Callable[[PopulatedSite, str], str]
    actions: dict[str, Action] = field(default_factory=dict)
    status: int = 200
    missing: tuple[str, ...] = ()
    writers: frozenset[str] = READERS  # other readers are redirected


def _at(rest: str) -> Callable[[PopulatedSite, str], str]:
    return lambda site, state: f"/{MONOGRAPH}{site.pk(state)}/{rest}"


def _schedule(site: PopulatedSite, state: str) -> str:
    pk = ScheduledEdition.objects.filter(monograph=site.pk(state)).values_list("pk", flat=True).first() or 0
    return f"/{MONOGRAPH}{site.pk(state)}/schedules/{pk}/cancel/"


def _comment(act: str) -> Callable[[PopulatedSite, str], str]:
    def path(site: PopulatedSite, state: str) -> str:
        review = site.review(state)
        pk = ReviewComment.objects.filter(review=review).values_list("pk", flat=True).first() or 0
        return f"/{REVIEW}{review}/comments/{pk}/{act}/"

    return path


def _edition(rest: str) -> Callable[[PopulatedSite, str], str]:
    def path(site: PopulatedSite, state: str) -> str:
        pk = Edition.objects.filter(monograph=site.pk(state)).values_list("pk", flat=True).first() or 0
        return f"/{EDITION}{pk}/{rest}"

    return path


def _report(site: PopulatedSite, state: str) -> str:
    reports = ReaderReport.objects.filter(edition__monograph=site.pk(state))
    return f"/{REPORT}{reports.values_list('pk', flat=True).first() or 0}/change/"


def text(site: PopulatedSite, state: str) -> dict[str, Any]:
    return {"heading": "Other", "body": "<p>Other.</p>", "reason": "Why not.", "expected": 1}


def _word_file(site: PopulatedSite, state: str) -> dict[str, Any]:
    part = {"part-0-kind": "uses", "part-0-heading": "Other", "part-0-body": "<p>Other.</p>"}
    return {"count": 1, "seen": "uses:1", **part}


def _signed(site: PopulatedSite, state: str) -> dict[str, Any]:
    return {
        "expected": site.digest(state),
        "meaning": "accurate",
        "password": PASSWORD,
        "body": "Words.",
        "reason": "A name.",
    }


def _publish(site: PopulatedSite, state: str) -> dict[str, Any]:
    answer = "Checked against the label."
    return {"expected": site.digests[state], "note": "", "withdrawal_answer": answer, "password": PASSWORD}


def _return(site: PopulatedSite, state: str) -> dict[str, Any]:
    return {**_publish(site, state), "reason": "An error."}


def _withdraw(site: PopulatedSite, state: str) -> dict[str, Any]:
    return {"reason": "An error.", "password": PASSWORD}


def _address(site: PopulatedSite, state: str) -> dict[str, Any]:
    return {"address": f"once-{state}".replace("_", "-"), "password": PASSWORD}


def _schedule_form(site: PopulatedSite, state: str) -> dict[str, Any]:
    when = timezone.now() + timedelta(days=2)
    return {**_publish(site, state), "publish_at_0": f"{when:%Y-%m-%d}", "publish_at_1": "12:00"}


WHILE_IN_REVIEW = {"in_review": 409}
NOT_READY = {"draft": 409, "in_review": 409, "changes_requested": 409, "scheduled": 409, "published": 409}
IS_CLOSED = {state: 409 for state in STATES if state != "in_review"}
READ_ONLY = Action(READERS, otherwise=200)  # a page without forms treats POST like GET

DESKS = {
    "add/": Page(
        lambda site, state: f"/{MONOGRAPH}add/",
        {"": Action(EDITORS, lambda site, state: {"slug": "new", "review_interval_months": 6})},
    ),
    "<int:pk>/change/": Page(_at("change/"), {"": READ_ONLY}),
    "<int:pk>/interval/": Page(_at("interval/"), {"": Action(EDITORS, lambda site, state: {"months": 6})}, status=405),
    "<int:pk>/addresses/": Page(_at("addresses/"), {"": Action(EDITORS, _address)}),
    "<int:pk>/word-file/": Page(_at("word-file/"), {"": Action(EDITORS, _word_file, WHILE_IN_REVIEW)}),
    "<int:pk>/add-section/<slug:code>/": Page(
        _at("add-section/uses/"), {"": Action(EDITORS, otherwise=409)}, status=405
    ),
    "<int:pk>/sections/<slug:code>/": Page(
        _at("sections/uses/"),
        {
            "save": Action(EDITORS, text, WHILE_IN_REVIEW),
            "submit": Action(EDITORS, text, WHILE_IN_REVIEW),
            "keep": Action(EDITORS, text),
            "drop": Action(EDITORS, text),
        },
        writers=EDITORS,
    ),
    "<int:pk>/sections/<slug:code>/typing/": Page(
        _at("sections/uses/typing/"), {"": Action(EDITORS, text, otherwise=200, done=200)}, status=405
    ),
    "<int:pk>/sections/<slug:code>/here/": Page(
        _at("sections/uses/here/"), {"": Action(EDITORS, otherwise=200)}, status=405
    ),
    "<int:pk>/sections/<slug:code>/look/": Page(
        _at("sections/uses/look/"), {"": Action(EDITORS, text, otherwise=200)}, status=405
    ),
    "<int:pk>/sections/<slug:code>/paste/": Page(
        _at("sections/uses/paste/"), {"": Action(EDITORS, text, otherwise=200)}, status=405
    ),
    "<int:pk>/sections/<slug:code>/remove/": Page(
        _at("sections/uses/remove/"), {"": Action(EDITORS, text, WHILE_IN_REVIEW)}, status=405
    ),
    "<int:pk>/sections/<slug:code>/submit/": Page(
        _at("sections/uses/submit/"),
        {"": Action(EDITORS, text, {**WHILE_IN_REVIEW, "changes_requested": 409})},
        status=405,
    ),
    "<int:pk>/sections/<slug:code>/words/": Page(
        _at("sections/uses/words/"),
        {"": Action(EDITORS, lambda site, state: {"word": "glompable", "sentence": "It is glompable."})},
        status=405,
    ),
    "<int:pk>/sections/<slug:code>/merge/": Page(_at("sections/uses/merge/"), {"": Action(EDITORS)}, status=302),
    "<int:pk>/sections/<slug:code>/history/": Page(_at("sections/uses/history/"), {"": READ_ONLY}),
    "<int:pk>/sections/<slug:code>/history/<int:number>/": Page(_at("sections/uses/history/1/"), {"": READ_ONLY}),
    "<int:pk>/sections/<slug:code>/history/<int:number>/bring-back/": Page(
        _at("sections/uses/history/1/bring-back/"), {"": Action(EDITORS, text, otherwise=409)}, status=405
    ),  # it is the latest revision
    "<int:pk>/sections/<slug:code>/compare/": Page(_at("sections/uses/compare/"), {"": READ_ONLY}),
    "<int:pk>/score/": Page(_at("score/"), {"": READ_ONLY}),
    "<int:pk>/preview/": Page(_at("preview/"), {"": READ_ONLY}),
    "search/": Page(lambda site, state: f"/{MONOGRAPH}search/?words=plain", {"": READ_ONLY}),
    "<int:pk>/release/": Page(
        _at("release/"),
        {"publish": Action(PUBLISHERS, _publish, NOT_READY), "schedule": Action(PUBLISHERS, _schedule_form, NOT_READY)},
    ),
    "<int:pk>/schedules/<int:schedule_pk>/cancel/": Page(
        _schedule,
        {"": Action(PUBLISHERS, _withdraw)},
        status=405,
        missing=tuple(state for state in STATES if state != "scheduled"),
    ),
    "<int:pk>/editions/": Page(_at("editions/"), {"": READ_ONLY}),
    "<int:pk>/editions/<int:number>/": Page(
        _at("editions/1/"),
        {
            "": Action(PUBLISHERS, _withdraw, {"withdrawn": 409}),
            "preview": Action(
                PUBLISHERS, lambda site, state: {"reason": "An error."}, {"withdrawn": 409}, otherwise=200
            ),
        },
        missing=UNPUBLISHED,
    ),
    "<int:pk>/editions/<int:number>/return/": Page(
        _at("editions/1/return/"), {"": Action(PUBLISHERS, _return, {"published": 409})}, missing=UNPUBLISHED
    ),
}
EDITIONS = {
    "<int:pk>/signatures/": Page(_edition("signatures/"), {"": READ_ONLY}, missing=UNPUBLISHED),
    "<int:pk>/signatures.pdf": Page(
        _edition("signatures.pdf"), status=200 if can_print() else 503, missing=UNPUBLISHED
    ),
}
UNCOMMENTED = tuple(state for state in STATES if state != "changes_requested")
REVIEWS = {
    "queue/": Page(lambda site, state: f"/{REVIEW}queue/", {"": READ_ONLY}),
    "<int:pk>/claim/": Page(
        lambda site, state: f"/{REVIEW}{site.review(state)}/claim/",
        {"": Action(PHARMACISTS, outcome=IS_CLOSED)},
        status=405,
        missing=("draft",),
    ),
    "<int:pk>/release-claim/": Page(
        lambda site, state: f"/{REVIEW}{site.review(state)}/release-claim/",
        {"": Action(READERS, otherwise=409)},  # nobody has claimed it
        status=405,
        missing=("draft",),
    ),
    "<int:pk>/change/": Page(
        lambda site, state: f"/{REVIEW}{site.review(state)}/change/",
        {
            "approve": Action(PHARMACISTS, _signed, IS_CLOSED),
            "request_changes": Action(PHARMACISTS, _signed, IS_CLOSED),
            "comment": Action(PHARMACISTS | EDITORS, _signed, IS_CLOSED),
            "withdraw": Action(EDITORS, _signed, IS_CLOSED),
            "waive": Action(PHARMACISTS, _signed, otherwise=409),  # the text has no such finding
        },
        missing=("draft",),
    ),
    "<int:pk>/comments/<int:comment_pk>/resolve/": Page(
        _comment("resolve"), {"": Action(PHARMACISTS)}, status=405, missing=UNCOMMENTED
    ),
    "<int:pk>/comments/<int:comment_pk>/reply/": Page(
        _comment("reply"),
        {"": Action(PHARMACISTS | EDITORS, lambda site, state: {"body": "A reply."})},
        status=405,
        missing=UNCOMMENTED,
    ),
}
REFERENCES = {
    "search/": Page(lambda site, state: f"/{REFERENCE}search/", status=200),
    "quick/": Page(
        lambda site, state: f"/{REFERENCE}quick/",
        {
            "": Action(
                EDITORS, lambda site, state: {"key": "new", "title": "T", "publisher": "P"}, otherwise=201, done=201
            )
        },
        status=405,
    ),
}
REPORTS = {
    "<int:pk>/change/": Page(
        _report,
        {"": Action(EDITORS | PHARMACISTS | PUBLISHERS, lambda site, state: {"answer": "Fixed in revision 2."})},
        missing=UNPUBLISHED,
    )
}
WORD = "admin/monograph/words/"
WORDS = {
    "": Page(lambda site, state: f"/{WORD}", {"": READ_ONLY}),
    "<int:pk>/accept/": Page(
        lambda site, state: f"/{WORD}{site.word.pk}/accept/",
        {"": Action(PHARMACISTS, lambda site, state: {"expected": "proposed"})},
        status=405,
    ),
    "<int:pk>/decline/": Page(
        lambda site, state: f"/{WORD}{site.word.pk}/decline/",
        {"": Action(PHARMACISTS, lambda site, state: {"expected": "proposed", "reason": "No word."})},
        status=405,
    ),
}
OWN = {"admin/monograph/mail/": Page(lambda site, state: "/admin/monograph/mail/", {"": Action(READERS)})}
PAGES = (
    {MONOGRAPH + route: page for route, page in DESKS.items()}
    | {REVIEW + route: page for route, page in REVIEWS.items()}
    | {EDITION + route: page for route, page in EDITIONS.items()}
    | {REPORT + route: page for route, page in REPORTS.items()}
    | {REFERENCE + route: page for route, page in REFERENCES.items()}
    | {WORD + route: page for route, page in WORDS.items()}
    | OWN
)
