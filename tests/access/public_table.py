"""The public pages: the status in each state, the same for everybody."""

from collections.abc import Callable

from ..machine import can_print
from .populated_site import STATES, UNPUBLISHED

ALWAYS = dict.fromkeys(STATES, 200)
FOUND = {**dict.fromkeys(UNPUBLISHED, 404), "published": 200, "withdrawn": 410}
PUBLIC: dict[str, tuple[Callable[[str], str], dict[str, int]]] = {
    "": (lambda slug: "/", ALWAYS),
    "search/": (lambda slug: f"/search/?q={slug}", ALWAYS),
    "search/names.json": (lambda slug: f"/search/names.json?q={slug}", ALWAYS),
    r"^a-to-z/(?P<prefix>[a-z][^/\s]?|other)/$": (lambda slug: "/a-to-z/t/", ALWAYS),
    r"^(?P<by>classes|conditions)/$": (lambda slug: "/classes/", ALWAYS),
    r"^(?P<by>classes|conditions)/(?P<slug>[a-z0-9-]+)/$": (lambda slug: "/classes/test-drug/", ALWAYS),
    "guides/<slug:slug>/large-print/": (lambda slug: f"/guides/{slug}/large-print/", FOUND),
    # These guides have no such section, and one edition.
    "guides/<slug:slug>/questions/": (lambda slug: f"/guides/{slug}/questions/", {**FOUND, "published": 404}),
    "guides/<slug:slug>/editions/<number:number>.pdf": (
        lambda slug: f"/guides/{slug}/editions/1.pdf",
        FOUND if can_print() else {**FOUND, "published": 503},
    ),
    "guides/<slug:slug>/editions/<number:number>/changes/": (
        lambda slug: f"/guides/{slug}/editions/1/changes/",
        {**FOUND, "published": 301},
    ),
    "guides/": (lambda slug: "/guides/", ALWAYS),
    "guides/<slug:slug>/": (lambda slug: f"/guides/{slug}/", FOUND),
    "guides/<slug:slug>/editions/<number:number>/": (lambda slug: f"/guides/{slug}/editions/1/", FOUND),
    "guides/<slug:slug>/feedback/": (lambda slug: f"/guides/{slug}/feedback/", FOUND),
    "guides/<slug:slug>/feedback/thanks/": (lambda slug: f"/guides/{slug}/feedback/thanks/", FOUND),
    "guides/<slug:slug>.json": (lambda slug: f"/guides/{slug}.json", FOUND),
    "guides/<slug:slug>.txt": (lambda slug: f"/guides/{slug}.txt", FOUND),
    "sitemap.xml": (lambda slug: "/sitemap.xml", ALWAYS),
    "robots.txt": (lambda slug: "/robots.txt", ALWAYS),
    "llms.txt": (lambda slug: "/llms.txt", ALWAYS),
    "feed.atom": (lambda slug: "/feed.atom", ALWAYS),
    "healthz": (lambda slug: "/healthz", ALWAYS),
    "readyz": (lambda slug: "/readyz", ALWAYS),
    r"^.*/$": (lambda slug: f"/nothing/{slug}/", dict.fromkeys(STATES, 404)),
}
# What takes a form from everybody: what an empty one is answered with. Every other page takes none (405).
FORMS: dict[str, dict[str, int]] = {"guides/<slug:slug>/feedback/": {**FOUND, "published": 422}}
