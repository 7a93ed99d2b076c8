"""Guides for the tests, made through the verbs, so that tests hold nothing that the product could not make."""

from copy import copy
from typing import Any

import pytest
from django.contrib.auth.models import User

from monograph.errors import NotReady
from monograph.models import (
    Edition,
    Monograph,
    Reference,
    Review,
    Section,
    SectionKind,
    SectionRevision,
    Signature,
)
from monograph.recording import recorded
from monograph.release.draft import Cited, Draft
from monograph.release.release_candidate import ReleaseCandidate, release_candidate
from monograph.workflow import drafting, publishing, reviewing

from .cast import PASSWORD, Cast

REQUIRED = [
    "drug-facts",
    "overview",
    "uses",
    "side-effects",
    "dosage",
    "before-taking",
    "interactions",
    "pregnancy",
    "overdose",
]
SOURCE = "testol-label"


def facts(**changes: Any) -> dict[str, Any]:
    return {
        "brand_name": "Testol",
        "generic_name": "testolumab",
        "other_names": [],
        "drug_class": "test drug",
        "form": "tablet",
        "strengths": [{"number": "35", "unit": "mcg"}],
        "route": "by mouth",
        "prescription": True,
        "maker": "",
        "biologic": False,
        "boxed_warning": False,
        "habit_forming": False,
        "identifiers": {"spl_set_id": "", "rxnorm": "", "unii": "", "atc": ""},
        **changes,
    }


def _add_source() -> None:
    with recorded(Reference.objects.all(), actor="the tests"):
        Reference.objects.create(key=SOURCE, title="Testol label", publisher="Tester", year=2024)


class Guide:
    """One guide and its people; each method is one step of the story and returns the row it made."""

    def __init__(self, cast: Cast, slug: str = "testol") -> None:
        self.cast = cast
        self.monograph = drafting.start_monograph(actor=cast.ana, slug=slug)
        if not Reference.objects.filter(key=SOURCE).exists():
            _add_source()

    def reread(self) -> Monograph:
        self.monograph = Monograph.objects.get(pk=self.monograph.pk)
        return self.monograph

    def again(self, cast: Cast) -> "Guide":
        """Return this guide as the database has it, for a test that may do with it what it likes."""
        again = copy(self)
        again.cast = cast
        again.reread()
        return again

    def section(self, code: str = "uses") -> Section:
        return Section.objects.select_related("kind", "latest_revision", "approved_revision", "monograph").get(
            monograph=self.monograph, kind__code=code
        )

    def draft(self, code: str = "uses", text: str = "", **changes: Any) -> Draft:
        given: dict[str, Any] = {"heading": f"About {code}", "references": [Cited(SOURCE)]}
        if code == SectionKind.DRUG_FACTS:
            given["facts"] = facts()
        else:
            plain = f"Plain words about {code}." + (" In an emergency, call 911." if code == "overdose" else "")
            given["body"] = text if text.startswith("<") else f"<p>{text or plain}</p>"
        return Draft(**{**given, **changes})

    def write(
        self, code: str = "uses", text: str = "", *, author: User | None = None, **changes: Any
    ) -> SectionRevision:
        section = Section.objects.select_related("latest_revision").get(monograph=self.monograph, kind__code=code)
        latest = section.latest_revision
        return drafting.save_revision(
            actor=author or self.cast.ana,
            section=section,
            draft=self.draft(code, text, **changes),
            reason="A reason.",
            expected=latest.number if latest else None,
        )

    def remove(self, code: str = "uses", *, author: User | None = None) -> SectionRevision:
        return self.write(code, author=author, body="", facts=None, references=(), is_removal=True)

    def submit(self, revision: SectionRevision, *, actor: User | None = None) -> Review:
        return reviewing.submit(actor=actor or self.cast.ana, revision=revision, expected=revision.number)

    def sign(self, review: Review, signer: User | None = None) -> Signature:
        return reviewing.approve(
            actor=signer or self.cast.priya,
            review=review,
            expected=review.revision.digest,
            meaning=Signature.Meaning.ACCURATE,
            password=PASSWORD,
        )

    def approve(self, revision: SectionRevision) -> Review:
        review = self.submit(revision)
        for signer in (self.cast.priya, self.cast.tom)[: review.required_signatures]:
            self.sign(review, signer)
        return Review.objects.get(pk=review.pk)

    def approve_all(self) -> "Guide":
        for code in REQUIRED:
            self.approve(self.write(code))
        return self

    def release_candidate(self) -> ReleaseCandidate:
        return release_candidate(self.reread())

    def publish(self, note: str = "") -> Edition:
        return publishing.publish(
            actor=self.cast.maria,
            monograph=self.monograph,
            expected=self.release_candidate().digest,
            note=note,
            password=PASSWORD,
        )

    def blockers(self) -> list[tuple[str, str]]:
        """Return code and section of everything that blocks publishing.

        The attempt must fail and leave what the public reads as it was.
        """
        before = self.reread().current_edition
        with pytest.raises(NotReady) as refused:
            self.publish()
        after = self.reread().current_edition
        assert (after, after and after.article) == (before, before and before.article)
        assert refused.value.code == "not_ready"
        return [(blocker.code, blocker.section) for blocker in refused.value.blockers]

    def published(self) -> "Guide":
        self.approve_all().publish()
        self.reread()
        return self
