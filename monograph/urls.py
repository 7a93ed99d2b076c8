"""The public URLs.

Pages exist in each language of the interface, under its code; see config.urls.
"""

from django.urls import path, re_path, register_converter

from .public import browse, feedback, guide, machine_readable, readiness, search
from .public.public_page import not_found


class NumberConverter:
    """An edition's number without leading zeros, so that no page has two addresses."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(NumberConverter, "number")

machine_readable_patterns = [
    path("guides/<slug:slug>.json", machine_readable.guide_json, name="guide_json"),
    path("guides/<slug:slug>.txt", machine_readable.guide_text, name="guide_text"),
    path("sitemap.xml", machine_readable.sitemap, name="sitemap"),
    path("robots.txt", machine_readable.robots, name="robots"),
    path("llms.txt", machine_readable.llms, name="llms"),
    path("feed.atom", machine_readable.feed, name="feed"),
    path("healthz", machine_readable.health, name="health"),
    path("readyz", readiness.readiness, name="readiness"),
]
page_patterns = [
    path("", browse.home, name="home"),
    path("search/", search.results, name="search"),
    path("search/names.json", search.suggestions, name="names"),
    path("guides/", browse.guides, name="guides"),
    re_path(r"^a-to-z/(?P<prefix>[a-z][^/\s]?|other)/$", browse.letter, name="letter"),
    re_path(r"^(?P<by>classes|conditions)/$", browse.topics, name="topics"),
    re_path(r"^(?P<by>classes|conditions)/(?P<slug>[a-z0-9-]+)/$", browse.topic, name="topic"),
    path("guides/<slug:slug>/", guide.guide, name="guide"),
    path("guides/<slug:slug>/large-print/", guide.large_print, name="large_print"),
    path("guides/<slug:slug>/questions/", guide.questions, name="questions"),
    path("guides/<slug:slug>/editions/<number:number>/", guide.edition, name="edition"),
    path("guides/<slug:slug>/editions/<number:number>.pdf", guide.edition_pdf, name="edition_pdf"),
    path("guides/<slug:slug>/editions/<number:number>/changes/", guide.changes, name="changes"),
    path("guides/<slug:slug>/feedback/", feedback.feedback, name="feedback"),
    path("guides/<slug:slug>/feedback/thanks/", feedback.thanks, name="feedback_thanks"),
    # Every other address, for the site's own "not found" page also with DEBUG. Only with a final slash, as otherwise
    # CommonMiddleware would no longer add the slash that a reader forgot.
    re_path(r"^.*/$", not_found, name="not_found"),
]
