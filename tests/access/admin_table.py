"""Django's own admin pages, and which users may read them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType

from monograph.models import Monograph, Review

from .desk_table import PAGES
from .populated_site import AUDITORS, EDITORS, NOBODY, OUTSIDERS, READERS, ROOT, STAFF, PopulatedSite
from .routes import routes

ADMIN = "admin/"


# Of a model: list, add, change, delete, history, and those of django-import-export


@dataclass(frozen=True)
class Rights:
    """Who may do what with a model on Django's own pages."""

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
    "monograph/readerreport/": Rights(READERS),
    "monograph/auditentry/": Rights(AUDITORS, exports=AUDITORS),
    "monograph/reference/": Rights(READERS, EDITORS, EDITORS, ROOT, imports=EDITORS, exports=EDITORS),
    "monograph/glossaryterm/": Rights(READERS, EDITORS, EDITORS, ROOT, imports=EDITORS, exports=EDITORS),
    "monograph/sectionkind/": Rights(READERS),
}
# page -> (whom it answers, who may send a form to it)
STOCK: dict[str, Callable[[Rights], tuple[frozenset[str], frozenset[str]]]] = {
    "": lambda rights: (rights.view, rights.view),
    "add/": lambda rights: (rights.add, rights.add),
    "<path:object_id>/history/": lambda rights: (rights.view, rights.view),
    "<path:object_id>/change/": lambda rights: (rights.view, rights.change),
    "<path:object_id>/delete/": lambda rights: (rights.delete, rights.delete),
    "import/": lambda rights: (rights.imports, rights.imports),
    "process_import/": lambda rights: (rights.imports, rights.imports),
    "export/": lambda rights: (rights.exports, rights.exports),
}
MOVED = "<path:object_id>/"  # only leads on to the page of the object
LEADS_ON = ("monograph/edition/", "<path:object_id>/change/")  # to our own page of the edition


def stock_pages() -> Iterator[tuple[str, str, Rights]]:
    """Yield (model's path, page, rights) for every admin page in the URL resolver."""
    for route in routes():
        for model, rights in RIGHTS.items():
            page = route.removeprefix(ADMIN + model)
            if page != route and page in STOCK and route not in PAGES:
                yield model, page, rights


def some_object(site: PopulatedSite, model: str) -> Any:
    rows = {
        "monograph/monograph/": Monograph.objects.filter(pk=site.pk("published")),
        "monograph/review/": Review.objects.filter(pk=site.review("published")),
    }
    label = model.rstrip("/").replace("/", ".")
    content_type = ContentType.objects.get(app_label=label.split(".")[0], model=label.split(".")[1])
    manager = content_type.model_class()._default_manager  # type: ignore[union-attr]
    return rows.get(model, manager.all()).first()


def stock_address(site: PopulatedSite, model: str, page: str) -> str:
    pk = some_object(site, model).pk
    # The space goes past our own "<int:pk>", and Django reads the number all the same.
    return f"/{ADMIN}{model}" + re.sub(r"<(path:object_)?id>", f"%20{pk}", page)


# Pages of the admin as a whole: those of the staff, and who gets what

PEOPLE = "admin/people/"
PEOPLE_PAGES = (
    PEOPLE,
    f"{PEOPLE}roles/",
    f"{PEOPLE}invite/",
    f"{PEOPLE}<int:pk>/",
    f"{PEOPLE}<int:pk>/edit/",
    *(f"{PEOPLE}<int:pk>/{act}/" for act in ("renew-invitation", "reset-password", "deactivate", "activate")),
)
FRAME = {
    "admin/": dict.fromkeys(STAFF, 200),
    "admin/login/": dict.fromkeys(STAFF, 302) | dict.fromkeys(OUTSIDERS, 200),
    "admin/login/passkey/": dict.fromkeys(STAFF + OUTSIDERS, 200),
    "admin/logout/": dict.fromkeys(STAFF, 405),
    "admin/password_change/": dict.fromkeys(STAFF, 200),
    "admin/password_change/done/": dict.fromkeys(STAFF, 200),
    "admin/second-factor/": dict.fromkeys(STAFF, 200),
    "admin/second-factor/<int:pk>/lost/": dict.fromkeys(STAFF, 403) | dict.fromkeys(ROOT, 200),
    **dict.fromkeys(PEOPLE_PAGES, dict.fromkeys(STAFF, 403) | dict.fromkeys(ROOT, 200)),
    "admin/people/changes/<int:pk>/confirm/": dict.fromkeys(STAFF, 403) | dict.fromkeys(ROOT, 200),
    "admin/people/changes/<int:pk>/decline/": dict.fromkeys(STAFF, 403) | dict.fromkeys(ROOT, 200),
    "admin/account/forgotten-password/": dict.fromkeys(STAFF + OUTSIDERS, 200),
    "admin/account/choose-password/<uidb64>/<token>/": dict.fromkeys(STAFF + OUTSIDERS, 200),
    "admin/account/sign-on/": dict.fromkeys(STAFF + OUTSIDERS, 404),  # without a provider in the settings
    "admin/account/sign-on/callback/": dict.fromkeys(STAFF + OUTSIDERS, 404),
    "admin/account/sign-on/logout/": dict.fromkeys(STAFF + OUTSIDERS, 405),  # for the provider, which posts
    "admin/account/resume-signing/<int:pk>/": dict.fromkeys(STAFF, 404),
    "admin/passkeys/": dict.fromkeys(STAFF, 200),
    "admin/passkeys/<int:pk>/lost/": dict.fromkeys(STAFF, 403) | dict.fromkeys(ROOT, 200),
    "admin/jsi18n/": dict.fromkeys(STAFF, 200),
    "admin/autocomplete/": dict.fromkeys(STAFF, 403),
    "admin/r/<path:content_type_id>/<path:object_id>/": dict.fromkeys(STAFF, 302),
    r"admin/(?P<url>.*)$": dict.fromkeys(STAFF, 404),
}
APP_LIST = re.compile(r"admin/\^\(\?P<app_label>[a-z|_]+\)/\$")
