"""No unsigned word is public at any address."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from monograph.models import (
    Citation,
    Edition,
    GlossaryTerm,
    Monograph,
    Reference,
    ReviewComment,
    ScheduledEdition,
    SectionKind,
    SectionRevision,
    WorkingCopy,
)
from monograph.release.draft import Cited
from monograph.workflow import drafting, publishing, reviewing

from ..cast import PASSWORD
from ..factory import Guide, facts
from ..stories import schedule
from .admin_table import stock_address, stock_pages
from .desk_table import PAGES
from .populated_site import STATES, PopulatedSite
from .public_table import PUBLIC

pytestmark = pytest.mark.django_db


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
    """A token in every place that can have words that nobody signed."""

    def __init__(self, populated_site: PopulatedSite) -> None:
        self.cast = populated_site.cast
        Reference.objects.create(key=token("secretslug"), title=token("referencetitle"), publisher="Somebody")
        GlossaryTerm.objects.create(term="A term", meaning=token("glossarymeaning"))
        SectionKind.objects.filter(code="faq").update(default_heading=token("defaultheading"))
        hidden = Guide(self.cast, token("secretslug"))
        hidden.write("drug-facts", facts=facts(brand_name=token("draftbrand"), generic_name=token("draftgeneric")))
        for state, guide in [*populated_site.guides.items(), ("hidden", hidden)]:
            self._publish(guide, state)
            self._draft(guide)
            self._review(guide)

    def _publish(self, guide: Guide, state: str) -> None:
        if state == "scheduled":
            scheduled = ScheduledEdition.objects.get(monograph=guide.monograph)
            publishing.cancel_schedule(actor=self.cast.maria, scheduled=scheduled, password=PASSWORD)
            schedule(guide, note=token("schedulednote"))
        if state in ("published", "withdrawn"):
            guide.approve(guide.write(text=token("withdrawntext")))
            edition = guide.publish(token("withdrawnnote"))
            if state == "published":
                guide.approve(guide.write(text="Well again."))
                guide.publish()
            publishing.withdraw_edition(actor=self.cast.maria, edition=edition, reason="An error.", password=PASSWORD)
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
        drafting.save_working_copy(actor=self.cast.ana, section=section, typed=typed, based_on=None)

    def _review(self, guide: Guide) -> None:
        body, quote = token("commentbody"), token("commentquote")
        review = guide.submit(guide.write("interactions", f"{token('reviewtext')} {quote}"))
        reviewing.comment(actor=self.cast.priya, review=review, body=body, quote=quote)
        comment = reviewing.comment(actor=self.cast.priya, review=review, body=token("resolvedbody"))
        reviewing.resolve_comment(actor=self.cast.priya, comment=comment)
        review = guide.submit(guide.write("side-effects", token("sentbacktext")))
        digest = review.revision.digest
        reviewing.request_changes(actor=self.cast.tom, review=review, expected=digest, body=token("sentbackwhy"))


@pytest.fixture
def secrets(populated_site: PopulatedSite) -> Iterator[PopulatedSite]:
    with transaction.atomic():
        Secrets(populated_site)
        yield populated_site
        transaction.set_rollback(True)


def crawled(client: Client, addresses: list[str]) -> dict[str, str]:
    """Return these pages and every page they link to, headers included."""
    found: dict[str, str] = {}
    waiting = list(addresses)
    while waiting:
        address = waiting.pop().partition("#")[0].partition("?next=")[0]  # one login page, not one for each address
        if address in found or not address.startswith("/") or address.startswith("//"):
            continue
        response = client.get(address)
        headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
        body = b"".join(response) if response.streaming else response.content
        found[address] = f"{headers} {body.decode(errors='replace')}"
        waiting += re.findall(r"""(?:href|src|action)=["']?([^"'\s>]+)""", found[address])
        waiting += [response["Location"]] if response.has_header("Location") else []
    return found


def test_no_unsigned_word_reaches_the_public(secrets: PopulatedSite) -> None:
    assert _tokens_not_stored() == [], "no leak of these could be seen"
    slugs = list(Monograph.objects.values_list("slug", flat=True))
    addresses = ["/", "/robots.txt", "/sitemap.xml", "/feed/", "/favicon.ico", "/api/", "/guides/zq/"]
    addresses += [address(slug) for slug in slugs for address, _ in PUBLIC.values()]
    addresses += [f"/guides/{slug}/editions/{number}/" for slug in slugs for number in range(5)]
    addresses += [page.address(secrets, state) for page in PAGES.values() for state in STATES]
    addresses += [stock_address(secrets, model, page) for model, page, _ in stock_pages()]
    pages = crawled(Client(), addresses)
    assert "Well again." in pages["/guides/published/"], "the crawl has read what is published"
    leaks = {(word, address) for address, text in pages.items() for word in TOKENS if f"zq{word}zq" in text}
    # A requested address may be part of the response, as in the URL of the login page.
    assert {leak for leak in leaks if leak[0] != "secretslug" or "zqsecretslugzq" not in leak[1]} == set()


def _tokens_not_stored() -> list[str]:
    models = (SectionRevision, Citation, ReviewComment, Edition, ScheduledEdition, WorkingCopy)
    library = (Reference, GlossaryTerm, SectionKind, Monograph)
    stored = " ".join(str(row) for model in models + library for row in model._default_manager.values_list())
    return [word for word in TOKENS if token(word) not in stored]
