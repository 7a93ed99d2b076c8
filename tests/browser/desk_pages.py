"""Every page of the desks with something of everything on it, role by role."""

from collections.abc import Iterator
from copy import copy

from django.urls import reverse
from playwright.sync_api import Page, expect

from monograph.mailing.links import signed_path
from monograph.models import Edition, Review
from monograph.workflow import reporting, reviewing
from tests.authenticator import only_passkey
from tests.browser.account_pages import passkey_pages, second_factor_pages, visitor_pages
from tests.browser.conftest import DeskOf
from tests.browser.editor import EditorPage
from tests.cast import PASSWORD, Cast
from tests.factory import Guide, facts
from tests.people_cases import asked_change, invite, suspended
from tests.stories import propose

CALLOUTS = "".join(
    f'<aside class="callout" data-tone="{tone}"><p>Call <a href="tel:911">911</a>.</p></aside>'
    for tone in ("note", "warning", "doctor", "emergency")
)
RICH = f"""<p>See <a href="#dosage">dosage</a><sup class="footnote-marker" data-note="a">*</sup>.</p><h3>When</h3>
<h4>Whom</h4>{CALLOUTS}<table><thead><tr><th>Body weight</th><th>Days 1 to 7</th><th>Days 8 to 28</th></tr></thead>
<tbody><tr><th>45 kg or more</th><td>9 mcg a day</td><td>28 mcg a day</td></tr></tbody></table>
<p>Pneumonoultramicroscopicsilicovolcanoconiosis</p><ul><li>fever</li></ul><blockquote><p>Words.</p></blockquote>
<p class="footnote" data-note="a">* A note.</p>"""

GUIDES, REVIEWS = "/admin/monograph/monograph/", "/admin/monograph/review/"
PEOPLE = "/admin/people/"
REPORTS = "/admin/monograph/readerreport/"
Pages = Iterator[tuple[str, Page]]


class Desks:
    """Two guides with work in progress. Each role yields its pages, loaded, by name.

    Pages that only a refusal shows come last, because they change what the others show.
    """

    desk_of: DeskOf

    def __init__(self, guide: Guide) -> None:
        self.guide, self.cast = guide, guide.cast
        guide.approve_all().publish("A note to readers.")
        guide.approve(guide.write("overview", "News."))
        edition, words = guide.publish("Newer."), "Which tablet?\n\nPneumonoultramicroscopicsilicovolcanoconiosis" * 3
        self.report = reporting.file_report(edition=edition, section_code="uses", is_clear=False, words=words)
        guide.approve(guide.write("interactions", RICH))
        self.commented = guide.submit(guide.write("dosage", RICH))
        reviewing.comment(actor=self.cast.priya, review=self.commented, body="Since when?", quote="Days 1 to 7")
        self.clear = guide.submit(guide.write("uses", "Plain words about many uses."))
        self.changes_requested = guide.submit(guide.write("pregnancy", "Words that were not good."))
        seen = {"expected": self.changes_requested.revision.digest, "body": "Say it plainly.", "quote": "not good"}
        reviewing.request_changes(actor=self.cast.tom, review=self.changes_requested, **seen)
        guide.submit(guide.write("drug-facts", facts=facts(boxed_warning=True)))
        guide.write("side-effects", RICH)
        propose(guide)
        self.begun = Guide(self.cast, "begun")
        self.begun.write("uses")
        self.this, self.other = f"{GUIDES}{guide.monograph.pk}/", f"{GUIDES}{self.begun.monograph.pk}/"

    def again(self, cast: Cast) -> "Desks":
        """Return these guides as the database has them, for the next role."""
        again = copy(self)
        again.cast, again.guide, again.begun = cast, self.guide.again(cast), self.begun.again(cast)
        return again

    def _opened(self, page: Page, pages: dict[str, str]) -> Pages:
        for name, address in pages.items():
            response = page.goto(address)
            assert response is not None and response.status == 200, name
            yield name, page

    def editor(self) -> Pages:
        page = self.desk_of(self.cast.ana)
        pages = {
            "index": "/admin/",
            "list of guides": GUIDES,
            "guide": f"{self.this}change/",
            "start": f"{GUIDES}add/",
            "editor": f"{self.this}sections/side-effects/",
            "editor, in review": f"{self.this}sections/dosage/",
            "editor, changes requested": f"{self.this}sections/pregnancy/",
            "editor of facts": f"{self.other}sections/drug-facts/",
            "history": f"{self.this}sections/dosage/history/",
            "comparison": f"{self.this}sections/dosage/compare/",
            "old revision, to restore": f"{self.this}sections/dosage/history/1/",
            "preview": f"{self.this}preview/",
            "score sheet": f"{self.this}score/",
            "search": f"{GUIDES}search/?words=plain",
            "list of reader reports": REPORTS,
            "reader report": f"{REPORTS}{self.report.pk}/change/",
        }
        yield from self._opened(page, pages)
        yield "refused answer to a reader report", self._refused_answer(page)
        yield "pasted text", self._pasted(page)
        yield "refused save", self._refused_save(page)
        yield "stale save", self._stale_save(page)
        yield "merge", self._merge(page)
        yield "refused", self._refused(page)

    def reviewer(self) -> Pages:
        page = self.desk_of(self.cast.priya)
        pages = {
            "queue": f"{REVIEWS}queue/",
            "list of reviews": REVIEWS,
            "guide, read only": f"{self.this}change/",
            "revision": f"{self.this}sections/dosage/history/2/",
            "revision of facts": f"{self.this}sections/drug-facts/history/2/",
            "review, to sign": self._review(self.clear),
            "review, commented": self._review(self.commented),
            "review, closed": self._review(self.changes_requested),
            "words to decide on": "/admin/monograph/words/",
            "start, refused": f"{GUIDES}add/",
        }
        yield from self._opened(page, pages)
        yield "refused signature", self._refused_signature(page)

    def publisher(self) -> Pages:
        pages = {
            "publish, ready": f"{self.this}release/",
            "publish, not ready": f"{self.other}release/",
            "editions": f"{self.this}editions/",
            "edition": f"{self.this}editions/2/",
            "return to an edition": f"{self.this}editions/1/return/",
            "signature sheet": self._signatures(1),
            "notification preferences": "/admin/monograph/mail/",
            "passkeys": "/admin/passkeys/",
        }
        maria = self.desk_of(self.cast.maria)
        yield from self._opened(maria, pages)
        yield from second_factor_pages(maria, self.cast.maria)
        yield from self._opened(self.desk_of(None), {"login": "/admin/login/"})
        yield "refused publication", self._refused_publication(maria)
        yield "preview of a withdrawal", self._withdrawal_preview(maria)
        pages = {
            "publish, without permission": f"{self.this}release/",
            "edition, without permission": f"{self.this}editions/1/",
            "review, as author": self._review(self.clear),
        }
        yield from self._opened(self.desk_of(self.cast.ana), pages)

    def administrator(self) -> Pages:
        invited = invite(self.cast.root, "Editor", "Pharmacist", printed_name="Nell Osborne")
        waiting = asked_change(self.cast.tom)
        person = f"{PEOPLE}{invited.pk}/"
        pages = {
            "people": PEOPLE,
            "roles": f"{PEOPLE}roles/",
            "invitation": f"{PEOPLE}invite/",
            "person, waiting": person,
            "person, to confirm": f"{PEOPLE}{self.cast.tom.pk}/",
            "person, to change": f"{person}edit/",
            "password, to reset": f"{person}reset-password/",
            "change, to confirm": f"{PEOPLE}changes/{waiting.pk}/confirm/",
        }
        root = self.desk_of(self.cast.root)
        yield from self._opened(root, pages)
        root.goto(f"{PEOPLE}invite/")
        root.get_by_role("button", name="Send the invitation").click()
        expect(root.get_by_text("This field is required.")).to_be_visible()
        yield "refused invitation", root
        tom = self.desk_of(self.cast.tom)
        yield from self._opened(tom, {"change of the password": "/admin/password_change/"})
        yield from passkey_pages(tom)
        lost = f"/admin/passkeys/{only_passkey(self.cast.tom).pk}/lost/"
        yield from self._opened(root, {"lost passkey": lost})
        resume = reverse("resume_signing", args=[suspended(self.cast.tom).pk])
        yield from self._opened(tom, {"suspension": resume, "suspension, to end": signed_path(resume)})
        yield from visitor_pages(self.desk_of(None), invited, f"{self.this}change/")

    def _signatures(self, number: int) -> str:
        edition = Edition.objects.get(monograph=self.guide.monograph, number=number)
        return f"/admin/monograph/edition/{edition.pk}/signatures/"

    def _review(self, review: Review) -> str:
        return f"{REVIEWS}{review.pk}/change/"

    def _refused_answer(self, page: Page) -> Page:
        page.goto(f"{REPORTS}{self.report.pk}/change/")
        page.get_by_role("button", name="Mark as settled").click()
        expect(page.get_by_text("What was done is missing.")).to_be_visible()
        return page

    def _pasted(self, page: Page) -> Page:
        editor = EditorPage(page, self.guide, "side-effects").open()
        editor.area.click()
        editor.paste("<p>Take <del>5</del><ins>10</ins> mg.</p>")
        expect(page.get_by_text("1 deleted passage was left out")).to_be_visible()
        return page

    def _refused_save(self, page: Page) -> Page:
        editor = EditorPage(page, self.guide, "side-effects").open()
        editor.heading.fill("")
        editor.save(reason="")
        expect(page.get_by_text("The heading is missing.", exact=True)).to_be_visible()
        expect(editor.toolbar).to_be_visible()
        return page

    def _stale_save(self, page: Page) -> Page:
        editor = EditorPage(page, self.begun).open()
        self.begun.write("uses", RICH, author=self.cast.ben, heading="Ben's heading")
        editor.heading.fill("My heading")
        editor.save()
        expect(page.get_by_role("article", name="Newer revision")).to_be_visible()
        expect(editor.toolbar).to_be_visible()
        return page

    def _merge(self, page: Page) -> Page:
        """Both changed the heading, one the text: one conflict, one merged change."""
        page.get_by_role("link", name="Merge the two texts").click()
        page.get_by_role("button", name="Use the merged text").click()
        expect(page.get_by_text("Choose which to take.").first).to_be_visible()
        return page

    def _refused(self, page: Page) -> Page:
        page.goto(f"{self.this}change/")
        self.guide.write("side-effects", "Words of Ben.", author=self.cast.ben)
        page.get_by_role("button", name="Submit About side-effects for review").click()
        expect(page.get_by_role("heading", name="Nothing was changed")).to_be_visible()
        return page

    def _refused_publication(self, page: Page) -> Page:
        page.goto(f"{self.this}release/")
        page.get_by_label("Change note for").first.fill("")
        page.get_by_label("Your password").fill(PASSWORD)
        page.get_by_role("button", name="Publish now").click()
        expect(page.get_by_text("is missing.")).to_be_visible()
        return page

    def _withdrawal_preview(self, page: Page) -> Page:
        page.goto(f"{self.this}editions/2/")
        page.get_by_label("Reason").fill("A wrong dose.")
        page.get_by_role("button", name="Preview the notice").click()
        expect(page.get_by_role("heading", name="What readers will see instead")).to_be_visible()
        return page

    def _refused_signature(self, page: Page) -> Page:
        page.goto(self._review(self.clear))
        page.get_by_role("button", name="Approve and sign revision 2").click()
        expect(page.get_by_text("This field is required.")).to_have_count(2)
        return page
