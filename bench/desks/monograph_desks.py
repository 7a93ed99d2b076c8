"""Monograph in the benchmark. Imported by `worker` after Django's setup.

Static files have plain addresses, as in Wagtail's template, so that nothing has to be collected first. Passwords are
hashed with Argon2, as in production: approving and publishing hash one each, which is also measured by itself.
"""

import warnings
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from lxml import html as lxml_html

from monograph import preflight
from monograph.content.document import read_document
from monograph.interchange import sample
from monograph.models import Monograph, Review, Signature
from monograph.release.draft import Cited, Draft
from monograph.release.release_candidate import release_candidate
from monograph.workflow import drafting, publishing, reviewing

from . import sample_guide, worker
from .worker import milliseconds

settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
warnings.filterwarnings("ignore", "No directory at", UserWarning)

FIXTURES = [f"fixtures/{name}.json" for name in ("roles", "references", "glossary")]


@dataclass(frozen=True)
class Address:
    """The URL name of a page, its arguments, and whose desk it is."""

    name: str
    args: tuple[str, ...] = ()
    person: str = "ana"
    query: str = ""


# `{guide}`, `{latest}` and `{review}` are filled in with the guide's key, the number of the newest revision and the key
# of the newest review.
PAGES = {
    "edit": Address("monograph_section_edit", ("{guide}", sample_guide.SECTION)),
    "compare": Address("monograph_section_compare", ("{guide}", sample_guide.SECTION), query="from=1&to={latest}"),
    "history": Address("monograph_section_history", ("{guide}", sample_guide.SECTION)),
    "home": Address("index"),
    "guide": Address("monograph_monograph_change", ("{guide}",)),
    "guides": Address("monograph_monograph_changelist"),
    "reviews": Address("monograph_review_changelist", person="priya"),
    "review": Address("monograph_review_change", ("{review}",), person="priya"),
    "publish": Address("monograph_monograph_publish", ("{guide}",), person="maria"),
}


class Desks(worker.Desks):
    def __init__(self) -> None:
        super().__init__()
        call_command("load_catalogue", verbosity=0)
        call_command("loaddata", *FIXTURES, verbosity=0)
        self.people = sample.load_people()
        self.clients = {name: Client() for name in self.people}
        for name, client in self.clients.items():
            client.force_login(self.people[name])
        self.play = sample.GuideStory(sample_guide.guide(), self.people)
        self.play.publish_first()
        self.guide = Monograph.objects.get()
        self.review: Review | None = None
        self.number = 1
        first = self.play.section(sample_guide.SECTION).latest_revision
        assert first is not None
        self.first, self.cited = first, [Cited(**reference) for reference in first.references]

    def page(self, name: str) -> tuple[Client, str]:
        address = PAGES[name]
        given = {"guide": self.guide.pk, "latest": self.number, "review": self.review.pk if self.review else None}
        path = reverse(f"admin:{address.name}", args=[arg.format(**given) for arg in address.args])
        return self.clients[address.person], f"{path}?{address.query.format(**given)}" if address.query else path

    def save(self) -> float:
        """Save the next revision through the verb."""
        section = self.play.section(sample_guide.SECTION)
        draft = Draft(self.first.heading, sample_guide.edited(self.first.body, self.number), None, self.cited)
        asked = {"actor": self.people["ana"], "section": section, "draft": draft, "reason": "An answer is added."}
        taken = milliseconds(lambda: drafting.save_revision(**asked, expected=self.number))
        self.number += 1
        return taken

    def post(self) -> float:
        """Save the next revision by posting the editor's form with a changed text."""
        client, path = self.page("edit")
        page = lxml_html.document_fromstring(client.get(path).content.decode())
        form = next(form for form in page.forms if "body" in form.fields)
        changed = {
            "body": sample_guide.edited(self.first.body, self.number),
            "reason": "An answer is added.",
            "save": "",
        }
        taken = worker.sent(client, path, {**dict(form.form_values()), **changed})
        self.number += 1
        return taken

    def clear_caches(self) -> None:
        """Clear the caches of checked texts, as in a new process."""
        for cached in (preflight._section_findings, preflight._frequency_claims, read_document):
            cached.cache_clear()

    def submit(self) -> None:
        """Save the next revision and submit it, for `approve_and_publish`."""
        self.save()
        revision = self.play.section(sample_guide.SECTION).latest_revision
        assert revision is not None
        self.review = self.play.submit(revision)

    def approve_and_publish(self) -> dict[str, float]:
        """Return the milliseconds of an approval, a publication, and a password check."""
        review = self.review
        assert review is not None
        asked: dict[str, Any] = {"review": review, "expected": review.revision.digest, "password": sample.PASSWORD}
        approve = milliseconds(
            lambda: reviewing.approve(actor=self.people["priya"], meaning=Signature.Meaning.ACCURATE, **asked)
        )
        asked = {"monograph": self.guide, "expected": release_candidate(self.guide).digest, "password": sample.PASSWORD}
        publish = milliseconds(lambda: publishing.publish(actor=self.people["maria"], **asked))
        self.guide = Monograph.objects.get(pk=self.guide.pk)
        password = milliseconds(lambda: self.people["maria"].check_password(sample.PASSWORD))
        return {"both": approve + publish, "approve": approve, "publish": publish, "password": password}

    def more_guides(self, number: int) -> None:
        """Start more guides, each with its key facts in review."""
        with transaction.atomic():
            for place in range(number):
                other = sample.GuideStory({**self.play.guide, "slug": f"guide-{place}"}, self.people)
                other.submit(other.write("drug-facts", self.play.guide["sections"]["drug-facts"], reason="First text."))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a server does by itself within a minute: else it plans for one guide
