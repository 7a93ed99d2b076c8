"""Every page of the desks with something of everything on it, and who sees it so."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from monograph.models import Review
from monograph.workflow import reviewing
from tests.browser.conftest import DeskOf
from tests.browser.editor import EditorPage
from tests.cast import Cast
from tests.factory import Guide, facts

RICH = (
    '<p>See <a href="#dosage">dosage</a><sup class="footnote-marker" data-note="a">*</sup>.</p><h3>When</h3><h4>Whom</h4>'
    + "".join(
        f'<aside class="callout" data-tone="{tone}"><p>Call <a href="tel:911">911</a>.</p></aside>'
        for tone in ("note", "warning", "doctor", "emergency")
    )
    + '<table><thead><tr><th scope="col">Body weight</th><th scope="col">Days 1 to 7</th><th scope="col">Days 8 to 28</th>'
    '</tr></thead><tbody><tr><th scope="row">45 kg or more</th><td>9 mcg a day</td><td>28 mcg a day</td></tr></tbody></table>'
    "<ul><li>fever</li></ul><blockquote><p>Words of others.</p></blockquote>"
    '<p class="footnote" data-note="a">* A note.</p>'
)
LONG_WORD = "Pneumonoultramicroscopicsilicovolcanoconiosis"


class Desks:
    """Two guides in the middle of things."""

    def __init__(self, guide: Guide) -> None:
        self.guide, self.cast = guide, guide.cast
        guide.approve_all().publish("A note to readers.")
        guide.approve(guide.write("overview", "News."))
        guide.publish("Newer.")
        guide.approve(guide.write("interactions", RICH))
        self.commented = guide.submit(guide.write("dosage", f"<p>Take two. {LONG_WORD}</p>{RICH}"))
        reviewing.comment(actor=self.cast.priya, review=self.commented, body="Since when?", quote="Take two.")
        self.clear = guide.submit(guide.write("uses", "Plain words about many uses."))
        sent_back = guide.submit(guide.write("pregnancy", "Words that were not good."))
        seen = {"expected": sent_back.revision.digest, "body": "Say it plainly.", "quote": "not good"}
        reviewing.request_changes(actor=self.cast.tom, review=sent_back, **seen)
        self.sent_back = sent_back
        guide.submit(guide.write("drug-facts", facts=facts(boxed_warning=True)))
        guide.write("side-effects", RICH)
        self.begun = Guide(self.cast, "begun")
        self.begun.write("uses")

    def pages(self) -> Iterator[tuple[str, User, str]]:
        """Yield what each page is called here, who opens it, and its address."""
        cast: Cast = self.cast
        guides, reviews = "/admin/monograph/monograph/", "/admin/monograph/review/"
        this, begun = f"{guides}{self.guide.monograph.pk}/", f"{guides}{self.begun.monograph.pk}/"

        def review(of: Review) -> str:
            return f"{reviews}{of.pk}/change/"

        yield "index", cast.ana, "/admin/"
        yield "list of guides", cast.ana, guides
        yield "guide", cast.ana, f"{this}change/"
        yield "guide, read only", cast.grace, f"{this}change/"
        yield "start", cast.ana, f"{guides}add/"
        yield "start, refused", cast.priya, f"{guides}add/"
        yield "editor", cast.ana, f"{this}sections/side-effects/"
        yield "editor, in review", cast.ana, f"{this}sections/dosage/"
        yield "editor, changes requested", cast.ana, f"{this}sections/pregnancy/"
        yield "editor of facts", cast.ana, f"{begun}sections/drug-facts/"
        yield "history", cast.ana, f"{this}sections/dosage/history/"
        yield "revision", cast.ana, f"{this}sections/dosage/history/2/"
        yield "revision of facts", cast.ana, f"{this}sections/drug-facts/history/2/"
        yield "queue", cast.priya, reviews
        yield "review, to sign", cast.priya, review(self.clear)
        yield "review, commented", cast.priya, review(self.commented)
        yield "review, as author", cast.ana, review(self.clear)
        yield "review, closed", cast.priya, review(self.sent_back)
        yield "release, ready", cast.maria, f"{this}release/"
        yield "release, not ready", cast.maria, f"{begun}release/"
        yield "release, without the right", cast.ana, f"{this}release/"
        yield "editions", cast.maria, f"{this}editions/"
        yield "edition", cast.maria, f"{this}editions/2/"
        yield "edition, old", cast.ana, f"{this}editions/1/"

    def opened(self, desk_of: DeskOf) -> Iterator[tuple[str, Page]]:
        """Yield every page, opened; then those that only a refusal shows. These change what the first ones show."""
        tabs: dict[User, Page] = {}
        for name, who, address in self.pages():
            page = tabs[who] = tabs.get(who) or desk_of(who)
            response = page.goto(address)
            assert response is not None and response.status == 200, name
            yield name, page
        page = tabs[self.cast.ana]
        yield "refused save", self._refused_save(page)
        yield "stale save", self._stale_save(page)
        yield "refused", self._refused(page)
        yield "refused signature", self._refused_signature(tabs[self.cast.priya])

    def _refused_save(self, page: Page) -> Page:
        editor = EditorPage(page, self.guide, "side-effects").open()
        editor.heading.fill("")
        editor.save(reason="")
        expect(page.get_by_text("The heading is missing.")).to_be_visible()
        return page

    def _stale_save(self, page: Page) -> Page:
        editor = EditorPage(page, self.begun).open()
        self.begun.write("uses", RICH, author=self.cast.ben)
        editor.save()
        expect(page.get_by_role("article", name="The newer text")).to_be_visible()
        return page

    def _refused(self, page: Page) -> Page:
        page.goto(f"/admin/monograph/monograph/{self.guide.monograph.pk}/change/")
        self.guide.write("side-effects", "Words of Ben.", author=self.cast.ben)
        page.get_by_role("button", name="Submit About side-effects for review").click()
        expect(page.get_by_role("heading", name="That was not done")).to_be_visible()
        return page

    def _refused_signature(self, page: Page) -> Page:
        page.goto(f"/admin/monograph/review/{self.clear.pk}/change/")
        page.get_by_role("button", name="Sign revision 2").click()
        expect(page.get_by_text("This field is required.")).to_have_count(2)
        return page
