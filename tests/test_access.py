"""Who may read and who may change, at every address there is; and that no unsigned word leaves by any of them.

The addresses are asked of the URL resolver: one that is in no table here fails `test_every_address_is_in_a_table`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from lxml import html as lxml_html

from monograph.models import (
    AuditEntry,
    Citation,
    Edition,
    GlossaryTerm,
    Monograph,
    Reference,
    Review,
    ReviewComment,
    ScheduledEdition,
    SectionKind,
    SectionRevision,
    Signature,
    WorkingCopy,
)
from monograph.workflow import drafting, publishing, reviewing
from monograph.workflow.drafting import Cited

from .cast import PASSWORD, Cast, make_cast
from .factory import Guide, facts
from .stories import SHORT, schedule

pytestmark = pytest.mark.django_db

OUTSIDERS = ("anonymous", "gone", "nora")  # nobody; an account that was closed; an editor who is not staff
STAFF = ("sam", "ana", "priya", "maria", "grace", "pat", "root")
READERS = frozenset(STAFF) - {"sam"}
EDITORS = frozenset({"ana", "pat", "root"})
PHARMACISTS = frozenset({"priya", "pat", "root"})
PUBLISHERS = frozenset({"maria", "root"})
AUDITORS = frozenset({"grace", "root"})
ROOT = frozenset({"root"})
NOBODY: frozenset[str] = frozenset()

STATES = ("draft", "in_review", "changes_requested", "approved", "scheduled", "published", "withdrawn")
ADMIN = "admin/"


# The addresses of the product, as the resolver has them


def _walk(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, route)
        else:
            assert isinstance(each, URLPattern)
            yield route


@cache
def routes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(_walk(get_resolver().url_patterns)))


# One guide in each state


class World:
    """A guide in every state, in a catalogue that asks for four sections only, all by Ana, signed by Priya and Tom."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        User.objects.create_user("nora", password=PASSWORD).groups.set(Group.objects.filter(name="Editor"))
        SectionKind.objects.exclude(code__in=SHORT).update(requirement=SectionKind.Requirement.OPTIONAL)
        self.guides = {state: Guide(cast, slug=state.replace("_", "-")) for state in STATES}
        for state, guide in self.guides.items():
            getattr(self, f"_{state}")(guide)
        GlossaryTerm.objects.create(term="Dose", meaning="How much of a medicine is taken.")
        self.candidates = {state: guide.candidate().digest for state, guide in self.guides.items()}
        self.clients = {who: self._client(who) for who in STAFF + OUTSIDERS}

    def _draft(self, guide: Guide) -> None:
        guide.write()

    def _in_review(self, guide: Guide) -> None:
        guide.submit(guide.write())

    def _changes_requested(self, guide: Guide) -> None:
        review = guide.submit(guide.write())
        reviewing.request_changes(actor=self.cast.tom, review=review, expected=review.revision.digest, body="No.")

    def _approved(self, guide: Guide) -> None:
        for code in SHORT:
            guide.approve(guide.write(code))

    def _scheduled(self, guide: Guide) -> None:
        self._approved(guide)
        schedule(guide)

    def _published(self, guide: Guide) -> None:
        self._approved(guide)
        guide.publish()

    def _withdrawn(self, guide: Guide) -> None:
        self._published(guide)
        edition = Edition.objects.get(monograph=guide.monograph)
        publishing.withdraw_edition(actor=self.cast.maria, edition=edition, reason="An error.")

    def pk(self, state: str) -> int:
        return self.guides[state].monograph.pk

    def review(self, state: str) -> int:
        return Review.objects.filter(section=self.guides[state].section()).values_list("pk", flat=True).first() or 0

    def digest(self, state: str) -> str:
        revision = self.guides[state].section().latest_revision
        return revision.digest if revision else ""

    def _client(self, who: str) -> Client:
        client = Client()
        if who != "anonymous":
            client.force_login(User.objects.get(username=who))
        return client


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all tests of this file: each takes everything back that it does."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=hashers), transaction.atomic():
        if not SectionKind.objects.exists():
            call_command("loaddata", "fixtures/section-kinds.json", "fixtures/roles.json", verbosity=0)
        yield World(make_cast())
        transaction.set_rollback(True)


def counted() -> tuple[int, ...]:
    models = (AuditEntry, SectionRevision, WorkingCopy, Reference, GlossaryTerm, User, Group, Monograph, Signature)
    return tuple(model._default_manager.count() for model in models)


def answer(client: Client, method: str, address: str, data: dict[str, Any] | None = None) -> tuple[int, str, bool]:
    """Return status, target and whether anything was changed; then take everything back."""
    with transaction.atomic():
        before = counted()
        response = getattr(client, method)(address, data or {})
        is_changed = counted() != before
        transaction.set_rollback(True)
    return response.status_code, response.get("Location", ""), is_changed


# The desks' own pages, and every act on them

MONOGRAPH = "admin/monograph/monograph/"
REVIEW = "admin/monograph/review/"


@dataclass(frozen=True)
class Act:
    """What can be sent to an address: by whom, and what happens for them in each state, 302 where nothing is said."""

    who: frozenset[str]
    data: Callable[[World, str], dict[str, Any]] = lambda world, state: {}
    outcome: dict[str, int] = field(default_factory=dict)
    otherwise: int = 302


@dataclass(frozen=True)
class Page:
    """A page for everybody who may read the desks; `missing` are the states in which the address leads nowhere."""

    address: Callable[[World, str], str]
    acts: dict[str, Act] = field(default_factory=dict)
    status: int = 200
    missing: tuple[str, ...] = ()
    writers: frozenset[str] = READERS  # others who read are led on to where they can


def _at(rest: str) -> Callable[[World, str], str]:
    return lambda world, state: f"/{MONOGRAPH}{world.pk(state)}/{rest}"


def _schedule(world: World, state: str) -> str:
    pk = ScheduledEdition.objects.filter(monograph=world.pk(state)).values_list("pk", flat=True).first() or 0
    return f"/{MONOGRAPH}{world.pk(state)}/schedules/{pk}/cancel/"


def _resolve(world: World, state: str) -> str:
    review = world.review(state)
    pk = ReviewComment.objects.filter(review=review).values_list("pk", flat=True).first() or 0
    return f"/{REVIEW}{review}/comments/{pk}/resolve/"


def _text(world: World, state: str) -> dict[str, Any]:
    return {"heading": "Other", "body": "<p>Other.</p>", "reason": "Why not.", "expected": 1}


def _signed(world: World, state: str) -> dict[str, Any]:
    return {"expected": world.digest(state), "meaning": "accurate", "password": PASSWORD, "body": "Words."}


def _release(world: World, state: str) -> dict[str, Any]:
    return {"expected": world.candidates[state], "note": "", "password": PASSWORD}


def _later(world: World, state: str) -> dict[str, Any]:
    when = timezone.now() + timedelta(days=2)
    return {**_release(world, state), "publish_at_0": f"{when:%Y-%m-%d}", "publish_at_1": "12:00"}


WHILE_IN_REVIEW = {"in_review": 409}
NOT_READY = {"draft": 409, "in_review": 409, "changes_requested": 409, "scheduled": 409, "published": 409}
IS_CLOSED = {state: 409 for state in STATES if state != "in_review"}
UNPUBLISHED = tuple(state for state in STATES if state not in ("published", "withdrawn"))
LOOK = Act(READERS, otherwise=200)  # a page without a form answers a form as it answers a question

DESKS = {
    "add/": Page(
        lambda world, state: f"/{MONOGRAPH}add/",
        {
            "": Act(
                EDITORS, lambda world, state: {"slug": f"new-{state}".replace("_", "-"), "review_interval_months": 6}
            )
        },
    ),
    "<int:pk>/change/": Page(_at("change/"), {"": LOOK}),
    "<int:pk>/interval/": Page(_at("interval/"), {"": Act(EDITORS, lambda world, state: {"months": 6})}, status=405),
    "<int:pk>/add-section/<slug:code>/": Page(_at("add-section/uses/"), {"": Act(EDITORS, otherwise=409)}, status=405),
    "<int:pk>/sections/<slug:code>/": Page(
        _at("sections/uses/"),
        {
            "save": Act(EDITORS, _text, WHILE_IN_REVIEW),
            "submit": Act(EDITORS, _text, WHILE_IN_REVIEW),
            "keep": Act(EDITORS, _text),
            "drop": Act(EDITORS, _text),
        },
        writers=EDITORS,
    ),
    "<int:pk>/sections/<slug:code>/remove/": Page(
        _at("sections/uses/remove/"), {"": Act(EDITORS, _text, WHILE_IN_REVIEW)}, status=405
    ),
    "<int:pk>/sections/<slug:code>/submit/": Page(
        _at("sections/uses/submit/"),
        {"": Act(EDITORS, _text, {**WHILE_IN_REVIEW, "changes_requested": 409})},
        status=405,
    ),
    "<int:pk>/sections/<slug:code>/history/": Page(_at("sections/uses/history/"), {"": LOOK}),
    "<int:pk>/sections/<slug:code>/history/<int:number>/": Page(_at("sections/uses/history/1/"), {"": LOOK}),
    "<int:pk>/release/": Page(
        _at("release/"), {"publish": Act(PUBLISHERS, _release, NOT_READY), "plan": Act(PUBLISHERS, _later, NOT_READY)}
    ),
    "<int:pk>/schedules/<int:schedule_pk>/cancel/": Page(
        _schedule, {"": Act(PUBLISHERS)}, status=405, missing=tuple(state for state in STATES if state != "scheduled")
    ),
    "<int:pk>/editions/": Page(_at("editions/"), {"": LOOK}),
    "<int:pk>/editions/<int:number>/": Page(
        _at("editions/1/"),
        {"": Act(PUBLISHERS, lambda world, state: {"reason": "An error."}, {"withdrawn": 409})},
        missing=UNPUBLISHED,
    ),
}
REVIEWS = {
    "<int:pk>/change/": Page(
        lambda world, state: f"/{REVIEW}{world.review(state)}/change/",
        {
            "approve": Act(PHARMACISTS, _signed, IS_CLOSED),
            "request_changes": Act(PHARMACISTS, _signed, IS_CLOSED),
            "comment": Act(PHARMACISTS | EDITORS, _signed, IS_CLOSED),
            "withdraw": Act(EDITORS, _signed, IS_CLOSED),
        },
        missing=("draft",),
    ),
    "<int:pk>/comments/<int:comment_pk>/resolve/": Page(
        _resolve,
        {"": Act(PHARMACISTS)},
        status=405,
        missing=tuple(state for state in STATES if state != "changes_requested"),
    ),
}
PAGES = {MONOGRAPH + route: page for route, page in DESKS.items()} | {
    REVIEW + route: page for route, page in REVIEWS.items()
}


# Django's own pages of a model: list, add, change, delete, history, and those of django-import-export


@dataclass(frozen=True)
class Rights:
    """Who may do what with a model at Django's own pages, which know nothing of the workflow."""

    view: frozenset[str]
    add: frozenset[str] = NOBODY
    change: frozenset[str] = NOBODY
    delete: frozenset[str] = NOBODY
    imports: frozenset[str] = NOBODY
    exports: frozenset[str] = NOBODY


RIGHTS = {
    "monograph/monograph/": Rights(READERS, add=EDITORS, imports=EDITORS, exports=READERS),
    "monograph/review/": Rights(READERS, exports=AUDITORS),
    "monograph/sectionrevision/": Rights(READERS, exports=AUDITORS),
    "monograph/signature/": Rights(READERS, exports=AUDITORS),
    "monograph/edition/": Rights(READERS, exports=AUDITORS),
    "monograph/auditentry/": Rights(AUDITORS, exports=AUDITORS),
    "monograph/reference/": Rights(READERS, EDITORS, EDITORS, ROOT, imports=EDITORS, exports=EDITORS),
    "monograph/glossaryterm/": Rights(READERS, EDITORS, EDITORS, ROOT, imports=EDITORS, exports=EDITORS),
    "monograph/sectionkind/": Rights(READERS),
    "auth/user/": Rights(ROOT, ROOT, ROOT),
    "auth/group/": Rights(ROOT, ROOT, ROOT, ROOT),
}
# page -> (whom it answers, who may send a form to it)
STOCK: dict[str, Callable[[Rights], tuple[frozenset[str], frozenset[str]]]] = {
    "": lambda rights: (rights.view, rights.view),
    "add/": lambda rights: (rights.add, rights.add),
    "<path:object_id>/history/": lambda rights: (rights.view, rights.view),
    "<path:object_id>/change/": lambda rights: (rights.view, rights.change),
    "<path:object_id>/delete/": lambda rights: (rights.delete, rights.delete),
    "<id>/password/": lambda rights: (rights.change, rights.change),
    "import/": lambda rights: (rights.imports, rights.imports),
    "process_import/": lambda rights: (rights.imports, rights.imports),
    "export/": lambda rights: (rights.exports, rights.exports),
}
MOVED = "<path:object_id>/"  # only leads on to the page of the object
LEADS_ON = ("monograph/edition/", "<path:object_id>/change/")  # to our own page of the edition


def stock_pages() -> Iterator[tuple[str, str, Rights]]:
    """Yield (model's folder, page, rights) for every page of Django's own that the resolver has."""
    for route in routes():
        for model, rights in RIGHTS.items():
            page = route.removeprefix(ADMIN + model)
            if page != route and page in STOCK and route not in PAGES:
                yield model, page, rights


def some_object(world: World, model: str) -> Any:
    rows = {
        "monograph/monograph/": Monograph.objects.filter(pk=world.pk("published")),
        "monograph/review/": Review.objects.filter(pk=world.review("published")),
        "auth/user/": User.objects.filter(username="ben"),
    }
    label = model.rstrip("/").replace("/", ".")
    content_type = ContentType.objects.get(app_label=label.split(".")[0], model=label.split(".")[1])
    manager = content_type.model_class()._default_manager  # type: ignore[union-attr]
    return rows.get(model, manager.all()).first()


def stock_address(world: World, model: str, page: str) -> str:
    pk = some_object(world, model).pk
    # The space goes past our own "<int:pk>", and Django reads the number all the same.
    return f"/{ADMIN}{model}" + re.sub(r"<(path:object_)?id>", f"%20{pk}", page)


# Pages of the admin as a whole: those of the staff, and who gets what

FRAME = {
    "admin/": dict.fromkeys(STAFF, 200),
    "admin/login/": dict.fromkeys(STAFF, 302) | dict.fromkeys(OUTSIDERS, 200),
    "admin/logout/": dict.fromkeys(STAFF, 405),
    "admin/password_change/": dict.fromkeys(STAFF, 200),
    "admin/password_change/done/": dict.fromkeys(STAFF, 200),
    "admin/jsi18n/": dict.fromkeys(STAFF, 200),
    "admin/autocomplete/": dict.fromkeys(STAFF, 403),
    "admin/r/<path:content_type_id>/<path:object_id>/": dict.fromkeys(STAFF, 302),
    r"admin/(?P<url>.*)$": dict.fromkeys(STAFF, 404),
}
APP_LIST = re.compile(r"admin/\^\(\?P<app_label>[a-z|_]+\)/\$")

# The public's pages: status in each state, the same for everybody
FOUND = {**dict.fromkeys(UNPUBLISHED, 404), "published": 200, "withdrawn": 410}
PUBLIC: dict[str, tuple[Callable[[str], str], dict[str, int]]] = {
    "": (lambda slug: "/", dict.fromkeys(STATES, 200)),
    "guides/": (lambda slug: "/guides/", dict.fromkeys(STATES, 200)),
    "guides/<slug:slug>/": (lambda slug: f"/guides/{slug}/", FOUND),
    "guides/<slug:slug>/editions/<int:number>/": (lambda slug: f"/guides/{slug}/editions/1/", FOUND),
    r"^.*/$": (lambda slug: f"/nothing/{slug}/", dict.fromkeys(STATES, 404)),
}


def test_every_address_is_in_a_table() -> None:
    known = {*PAGES, *FRAME, *PUBLIC}
    known |= {ADMIN + model + page for model in RIGHTS for page in (*STOCK, MOVED)}
    assert [route for route in routes() if route not in known and not APP_LIST.fullmatch(route)] == []


def test_no_table_names_a_desk_or_public_page_that_is_gone() -> None:
    assert [route for route in (*PAGES, *PUBLIC, *FRAME) if route not in routes()] == []


# Reading


@pytest.mark.parametrize("who", STAFF)
def test_who_reads_the_desks(world: World, who: str) -> None:
    client = world.clients[who]
    found, expected = {}, {}
    for route, page in PAGES.items():
        for state in STATES:
            status, _, is_changed = answer(client, "get", page.address(world, state))
            assert not is_changed
            found[route, state] = status
            there = 404 if state in page.missing and page.status == 200 else page.status
            expected[route, state] = 403 if who not in READERS else 302 if who not in page.writers else there
    assert _differing(found, expected) == {}


def _differing(found: dict[Any, int], expected: dict[Any, int]) -> dict[Any, tuple[int, int]]:
    """Return (what was, what should have been) for all that differs, so that one run names every fault."""
    return {key: (found[key], expected[key]) for key in found if found[key] != expected[key]}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_are_led_to_the_log_in_from_every_address_of_the_desks(world: World, who: str) -> None:
    client = world.clients[who]
    addresses = {page.address(world, state) for page in PAGES.values() for state in STATES}
    addresses |= {stock_address(world, model, page) for model, page, _ in stock_pages()}
    addresses |= {f"/{ADMIN}{model}{world.pk('draft')}/" for model in RIGHTS}
    addresses |= {f"/{ADMIN}", f"/{ADMIN}password_change/", f"/{ADMIN}jsi18n/", f"/{ADMIN}nothing-here/"}
    addresses |= {f"/{ADMIN}autocomplete/?app_label=monograph&model_name=section&field_name=monograph&term="}
    addresses |= {f"/{ADMIN}monograph/", f"/{ADMIN}auth/"}
    for address in sorted(addresses):
        for method in ("get", "post"):
            status, target, is_changed = answer(client, method, address)
            assert (status, target.partition("?")[0]) == (302, "/admin/login/"), f"{method} {address}"
            assert not is_changed


@pytest.mark.parametrize("who", STAFF)
def test_who_reads_djangos_own_pages(world: World, who: str) -> None:
    client = world.clients[who]
    found, expected = {}, {}
    for model, page, rights in stock_pages():
        may_read, _ = STOCK[page](rights)
        found[model, page], _, is_changed = answer(client, "get", stock_address(world, model, page))
        assert not is_changed
        expected[model, page] = 200 if who in may_read else 403
        if page == "process_import/":
            expected[model, page] = 405  # said before anybody is asked for a right
        elif (model, page) == LEADS_ON and who in may_read:
            expected[model, page] = 302
    assert _differing(found, expected) == {}


@pytest.mark.parametrize("who", STAFF + OUTSIDERS)
def test_who_reads_the_pages_of_the_admin_as_a_whole(world: World, who: str) -> None:
    client = world.clients[who]
    guide = ContentType.objects.get_for_model(Monograph).pk
    for route, statuses in FRAME.items():
        address = {
            "admin/r/<path:content_type_id>/<path:object_id>/": f"/admin/r/{guide}/{world.pk('published')}/",
            r"admin/(?P<url>.*)$": "/admin/nothing-here/",
        }.get(route, f"/{route}")
        assert answer(client, "get", address)[0] == statuses.get(who, 302), address
    for app, readers in (("monograph", READERS), ("auth", ROOT)):
        expected = 302 if who in OUTSIDERS else 200 if who in readers else 404
        assert answer(client, "get", f"/admin/{app}/")[0] == expected


@pytest.mark.parametrize("who", STAFF)
def test_who_is_told_names_by_the_autocompletion(world: World, who: str) -> None:
    client = world.clients[who]
    for model, name, readers in (("section", "monograph", READERS), ("sectionrevision", "author", ROOT)):
        query = {"app_label": "monograph", "model_name": model, "field_name": name, "term": ""}
        assert answer(client, "get", "/admin/autocomplete/", query)[0] == (200 if who in readers else 403)


def test_the_public_pages_are_the_same_for_everybody(world: World) -> None:
    found, expected = {}, {}
    for who, client in world.clients.items():
        for route, (address, statuses) in PUBLIC.items():
            for state in STATES:
                found[who, route, state] = answer(client, "get", address(state.replace("_", "-")))[0]
                expected[who, route, state] = statuses[state]
    assert _differing(found, expected) == {}


# Changing


@pytest.mark.parametrize("who", STAFF)
def test_who_changes_what_at_the_desks(world: World, who: str) -> None:
    client = world.clients[who]
    found, expected = {}, {}
    for route, page in PAGES.items():
        for name, act in page.acts.items():
            for state in STATES:
                data = {**act.data(world, state), **({name: ""} if name else {})}
                status, target, is_changed = answer(client, "post", page.address(world, state), data)
                key = route, name, state
                found[key] = status
                if who not in READERS:
                    expected[key] = 403
                elif state in page.missing:
                    expected[key] = 404
                else:
                    expected[key] = act.outcome.get(state, act.otherwise) if who in act.who else 403
                assert not is_changed or status == 302, f"{key}: refused, and something was changed"
                assert "/login/" not in target
    assert _differing(found, expected) == {}


@pytest.mark.parametrize("who", STAFF)
def test_who_sends_forms_to_djangos_own_pages(world: World, who: str) -> None:
    client = world.clients[who]
    wrong = {}
    for model, page, rights in stock_pages():
        may_read, may_send = STOCK[page](rights)
        status, _, is_changed = answer(client, "post", stock_address(world, model, page), {"post": "yes"})
        allowed = may_read if (model, page) == LEADS_ON else may_send
        if (status == 403) == (who in allowed) or status >= 500:
            wrong[model, page] = status
        assert not is_changed or who in may_send, f"{model}{page}"
    assert wrong == {}


@pytest.mark.parametrize("number", ["%20{}", "+{}", "{}%20", "%0A{}", "{}%09", "0{}", "_3{}"])
def test_no_spelling_of_a_guides_number_leads_past_the_verbs(world: World, number: str) -> None:
    """Django's own form of a guide would save what only verbs may change, and write no audit entry."""
    guide = world.guides["published"].monograph
    address = f"/{MONOGRAPH}{number.format(guide.pk)}/change/"
    client = world.clients["root"]
    assert 'name="slug"' not in client.get(address).content.decode()
    client.post(address, {"slug": "other", "review_interval_months": "7", "_save": ""})
    guide.refresh_from_db()
    assert (guide.slug, guide.review_interval_months) == ("published", 12)


def test_a_public_page_takes_no_forms_from_anybody(world: World) -> None:
    for client in world.clients.values():
        for address, _ in PUBLIC.values():
            for state in STATES:
                status, _, is_changed = answer(client, "post", address(state.replace("_", "-")), _text(world, state))
                assert (status, is_changed) == (405, False)


def test_a_form_without_its_token_is_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.root)
    for page in PAGES.values():
        for name, act in page.acts.items():
            data = {**act.data(world, "published"), name: ""}
            status, _, is_changed = answer(client, "post", page.address(world, "published"), data)
            assert (status, is_changed) == (403, False)


# What every page of the desks is sent with


def desk_addresses(world: World) -> Iterator[str]:
    for page in PAGES.values():
        if page.status == 200:
            yield from (page.address(world, state) for state in STATES if state not in page.missing)
    yield from (stock_address(world, model, page) for model, page, _ in stock_pages() if page != "process_import/")
    yield from ("/admin/", "/admin/monograph/", "/admin/auth/")


def test_no_page_of_the_desks_may_be_kept_or_framed(world: World) -> None:
    client = world.clients["root"]
    for address in desk_addresses(world):
        response = client.get(address)
        if response.status_code != 403:  # says nothing but that
            kept = response["Cache-Control"].split(", ")
            assert {"no-store", "private", "no-cache", "max-age=0"} <= set(kept), address
        assert response["X-Frame-Options"] == "DENY"


def test_no_refusal_of_the_desks_may_be_kept(world: World) -> None:
    client = world.clients["root"]
    for page in PAGES.values():
        for name, act in page.acts.items():
            with transaction.atomic():
                response = client.post(page.address(world, "withdrawn"), {**act.data(world, "withdrawn"), name: ""})
                transaction.set_rollback(True)
            if response.status_code != 404:
                assert "no-store" in response["Cache-Control"]


POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "object-src": {"'none'"},
}
NONCE = re.compile(r"'nonce-([^']+)'")


def test_every_page_has_the_strict_policy_and_nothing_that_the_policy_forbids(world: World) -> None:
    clients = [world.clients[who] for who in ("root", "ana")]
    public = [address(state.replace("_", "-")) for address, _ in PUBLIC.values() for state in STATES]
    for client in clients:
        for address in [*desk_addresses(world), *public, "/admin/nothing-here/", "/admin/login/"]:
            response = client.get(address)
            header = response["Content-Security-Policy"]
            directives = {name: set(rest) for name, *rest in (each.split() for each in header.split(";"))}
            without_nonce = {
                name: {each for each in sources if not NONCE.fullmatch(each)} for name, sources in directives.items()
            }
            assert without_nonce == POLICY, address
            if response.content:
                assert _forbidden(response.content, NONCE.search(header)) == [], address


def _forbidden(content: bytes, nonce: re.Match[str] | None) -> list[str]:
    found = []
    for element in lxml_html.document_fromstring(content).iter("*"):
        tag = str(element.tag)
        is_inline = (tag == "script" and not element.get("src")) or tag == "style"
        if is_inline and (nonce is None or element.get("nonce") != nonce[1]):
            found.append(f"<{tag}> without the nonce")
        found += [f"{name} on <{tag}>" for name in map(str, element.attrib) if name == "style" or name.startswith("on")]
        found += [
            f"{element.get(name)} on <{tag}>"
            for name in ("href", "src", "action")
            if re.match(r"\s*(javascript|data|vbscript):|//|https?:", element.get(name, ""))
            and tag in ("script", "link", "img", "form", "iframe")
            and element.get("rel") not in ("canonical", "icon")
        ]
    return found


# No unsigned word leaves by any address

TOKENS = [
    *("draftheading", "draftbody", "draftbrand", "draftgeneric", "draftreason", "reviewtext", "commentbody"),
    *(
        "commentquote",
        "sentbacktext",
        "sentbackwhy",
        "approvedtext",
        "approvedheading",
        "schedulednote",
        "withdrawntext",
    ),
    *("withdrawnnote", "workingcopytext", "referencetitle", "citedplace", "glossarymeaning", "secretslug"),
    *("supersededtext", "resolvedbody", "defaultheading"),
]


def token(word: str) -> str:
    assert word in TOKENS
    return f"zq{word}zq"


class Secrets:
    """A word in every place where a word can be that no pharmacist and no publisher released."""

    def __init__(self, world: World) -> None:
        self.cast = world.cast
        Reference.objects.create(key=token("secretslug"), title=token("referencetitle"), publisher="Somebody")
        GlossaryTerm.objects.create(term="A term", meaning=token("glossarymeaning"))
        SectionKind.objects.filter(code="faq").update(default_heading=token("defaultheading"))
        hidden = Guide(self.cast, token("secretslug"))
        hidden.write("drug-facts", facts=facts(brand_name=token("draftbrand"), generic_name=token("draftgeneric")))
        for state, guide in [*world.guides.items(), ("hidden", hidden)]:
            self._release(guide, state)
            self._draft(guide)
            self._review(guide)

    def _release(self, guide: Guide, state: str) -> None:
        if state == "scheduled":
            scheduled = ScheduledEdition.objects.get(monograph=guide.monograph)
            publishing.cancel_schedule(actor=self.cast.maria, scheduled=scheduled)
            schedule(guide, note=token("schedulednote"))
        if state in ("published", "withdrawn"):
            guide.approve(guide.write(text=token("withdrawntext")))
            edition = guide.publish(token("withdrawnnote"))
            if state == "published":
                guide.approve(guide.write(text="Well again."))
                guide.publish()
            publishing.withdraw_edition(actor=self.cast.maria, edition=edition, reason="An error.")
        guide.approve(guide.write("before-taking", token("approvedtext"), heading=token("approvedheading")))

    def _draft(self, guide: Guide) -> None:
        cited = [Cited(token("secretslug"), token("citedplace"))]
        guide.write("pregnancy", token("supersededtext"))
        guide.write("pregnancy", token("draftbody"), heading=token("draftheading"), references=cited)
        section = guide.section("cost")
        drafting.save_revision(
            actor=self.cast.ana, section=section, draft=guide.draft("cost"), reason=token("draftreason"), expected=None
        )
        typed = {"heading": "", "body": token("workingcopytext")}
        drafting.keep_working_copy(actor=self.cast.ana, section=section, typed=typed, based_on=None)

    def _review(self, guide: Guide) -> None:
        review = guide.submit(guide.write("interactions", token("reviewtext")))
        body, quote = token("commentbody"), token("commentquote")
        reviewing.comment(actor=self.cast.priya, review=review, body=body, quote=quote)
        remark = reviewing.comment(actor=self.cast.priya, review=review, body=token("resolvedbody"))
        reviewing.resolve_comment(actor=self.cast.priya, comment=remark)
        review = guide.submit(guide.write("side-effects", token("sentbacktext")))
        digest = review.revision.digest
        reviewing.request_changes(actor=self.cast.tom, review=review, expected=digest, body=token("sentbackwhy"))


@pytest.fixture
def secrets(world: World) -> Iterator[World]:
    with transaction.atomic():
        Secrets(world)
        yield world
        transaction.set_rollback(True)


def crawled(client: Client, addresses: list[str]) -> dict[str, str]:
    """Read these pages and every page of the site that they lead to, as a search engine does; headers too."""
    found: dict[str, str] = {}
    waiting = list(addresses)
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in found or not address.startswith("/") or address.startswith("//"):
            continue
        response = client.get(address)
        headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
        body = b"".join(response) if response.streaming else response.content
        found[address] = f"{headers} {body.decode(errors='replace')}"
        waiting += re.findall(r"""(?:href|src|action)=["']?([^"'\s>]+)""", found[address])
        waiting += [response["Location"]] if response.has_header("Location") else []
    return found


def test_no_unsigned_word_reaches_the_public_by_any_address(secrets: World) -> None:
    slugs = list(Monograph.objects.values_list("slug", flat=True))
    addresses = ["/", "/robots.txt", "/sitemap.xml", "/feed/", "/favicon.ico", "/api/", "/guides/zq/"]
    addresses += [address(slug) for slug in slugs for address, _ in PUBLIC.values()]
    addresses += [f"/guides/{slug}/editions/{number}/" for slug in slugs for number in range(5)]
    addresses += [page.address(secrets, state) for page in PAGES.values() for state in STATES]
    addresses += [stock_address(secrets, model, page) for model, page, _ in stock_pages()]
    pages = crawled(Client(), addresses)
    assert "Well again." in pages["/guides/published/"], "the crawl has read what is published"
    leaks = {(word, address) for address, text in pages.items() for word in TOKENS if f"zq{word}zq" in text}
    # The address that was asked for may come back in the answer, as in the address of the log-in page.
    assert {leak for leak in leaks if leak[0] != "secretslug" or "zqsecretslugzq" not in leak[1]} == set()


def test_each_of_these_words_is_stored_somewhere(secrets: World) -> None:
    """Otherwise the test above could not fail."""
    models = (SectionRevision, Citation, ReviewComment, Edition, ScheduledEdition, WorkingCopy)
    library = (Reference, GlossaryTerm, SectionKind, Monograph)
    stored = " ".join(str(row) for model in models + library for row in model._default_manager.values_list())
    assert [word for word in TOKENS if token(word) not in stored] == []
