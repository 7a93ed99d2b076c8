"""What editors can try, for Hypothesis to put in any order."""

from hypothesis.stateful import rule

from monograph.models import (
    Reference,
    SectionKind,
    SectionRevision,
)
from monograph.recording import recorded
from monograph.release.draft import Cited, Draft
from monograph.workflow import drafting

from ..factory import SOURCE, facts
from .attempts import Attempts
from .snapshot import Snapshot
from .strategies import (
    ANY_WRITER,
    RARELY,
    SECTIONS,
    TEXTS,
)


class Writing(Attempts):
    """The verbs of editors, tried by random people with random texts and stale pages."""

    def draft(self, kind: SectionKind, text: str, latest: SectionRevision | None, *, boxed: bool) -> Draft:
        word = self.token()
        if text == "removal":
            return Draft(f"Gone {word}", is_removal=True)
        if text == "same" and latest is not None:
            cited = [Cited(**reference) for reference in latest.references]
            return Draft(latest.heading, latest.body, latest.facts, cited, latest.is_removal)
        body = {"unsafe": "<script>1</script>", "empty": "<p> </p>", "hidden": "a\u202eb"}.get(text, f"<p>{word}.</p>")
        cited = {"uncited": [], "unknown reference": [Cited("nowhere")]}.get(text, [Cited(SOURCE, locator="page 1")])
        if kind.is_facts:
            brand = "" if text == "empty" else f"Brand {word}"
            return Draft(f"Facts {word}", facts=facts(brand_name=brand, boxed_warning=boxed), references=cited)
        return Draft(f"About {word}", body, references=cited)

    @rule(where=SECTIONS, who=ANY_WRITER, text=TEXTS, boxed=RARELY, stale=RARELY)
    def save(self, where: tuple[int, str], who: str, text: str, boxed: bool, stale: bool) -> None:
        section = self.section(where)
        latest = section.latest_revision
        expected = (latest.number if latest else None) if not stale else (latest.number - 1 if latest else 1)
        draft = self.draft(section.kind, text, latest, boxed=boxed)
        is_bad = text in {"empty", "unknown reference"} or (text in {"unsafe", "hidden"} and not section.kind.is_facts)
        if latest is not None:
            is_bad = is_bad or text == "same" or (text == "removal" and latest.is_removal)
        self.attempt(
            "save_revision",
            lambda: drafting.save_revision(
                actor=self.user(who), section=section, draft=draft, reason=f"Why {self.token()}", expected=expected
            ),
            who=who,
            is_wrong=stale or is_bad,
        )

    @rule(where=SECTIONS, who=ANY_WRITER)
    def save_unsaved_changes(self, where: tuple[int, str], who: str) -> None:
        section, typed = self.section(where), {"body": f"typed {self.token()}"}
        self.attempt(
            "save_working_copy",
            lambda: drafting.save_working_copy(
                actor=self.user(who), section=section, typed=typed, based_on=section.latest_revision
            ),
            who=who,
            entries=0,
        )

    @rule()
    def reword_the_library(self) -> None:
        """Not a verb: the library is anybody's to correct, and nothing that was written follows it."""
        with recorded(Reference.objects.all(), actor="the library"):
            Reference.objects.filter(key=SOURCE).update(title=f"Label {self.token()}")
        self.snapshot = Snapshot()
        self.check()
