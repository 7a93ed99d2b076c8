"""The public's pages: the status of each in each state, the same for everybody."""

from collections.abc import Callable

from .world import STATES, UNPUBLISHED

FOUND = {**dict.fromkeys(UNPUBLISHED, 404), "published": 200, "withdrawn": 410}
PUBLIC: dict[str, tuple[Callable[[str], str], dict[str, int]]] = {
    "": (lambda slug: "/", dict.fromkeys(STATES, 200)),
    "guides/": (lambda slug: "/guides/", dict.fromkeys(STATES, 200)),
    "guides/<slug:slug>/": (lambda slug: f"/guides/{slug}/", FOUND),
    "guides/<slug:slug>/editions/<int:number>/": (lambda slug: f"/guides/{slug}/editions/1/", FOUND),
    "guides/<slug:slug>/feedback/": (lambda slug: f"/guides/{slug}/feedback/", FOUND),
    "guides/<slug:slug>/feedback/thanks/": (lambda slug: f"/guides/{slug}/feedback/thanks/", FOUND),
    "guides/<slug:slug>.json": (lambda slug: f"/guides/{slug}.json", FOUND),
    "guides/<slug:slug>.txt": (lambda slug: f"/guides/{slug}.txt", FOUND),
    "sitemap.xml": (lambda slug: "/sitemap.xml", dict.fromkeys(STATES, 200)),
    "robots.txt": (lambda slug: "/robots.txt", dict.fromkeys(STATES, 200)),
    "llms.txt": (lambda slug: "/llms.txt", dict.fromkeys(STATES, 200)),
    "feed.atom": (lambda slug: "/feed.atom", dict.fromkeys(STATES, 200)),
    "healthz": (lambda slug: "/healthz", dict.fromkeys(STATES, 200)),
    r"^.*/$": (lambda slug: f"/nothing/{slug}/", dict.fromkeys(STATES, 404)),
}
# What takes a form from everybody: what an empty one is answered with. Every other page takes none (405).
FORMS: dict[str, dict[str, int]] = {"guides/<slug:slug>/feedback/": {**FOUND, "published": 422}}
