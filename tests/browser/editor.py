"""The section editor, as its author uses it."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.factory import Guide

# Half a second is for a cursor that was there already.
WATCH_CURSOR = """() => {
    window.cursorMoved = new Promise((done) => {
        document.addEventListener("selectionchange", () => setTimeout(done), { once: true })
        setTimeout(done, 500)
    })
}"""


PASTE = """(area, given) => {
    const clipboardData = new DataTransfer()
    const isPlain = typeof given !== "string"
    clipboardData.setData(isPlain ? "text/plain" : "text/html", isPlain ? given.text : given)
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
}"""


class EditorPage:
    def __init__(self, page: Page, guide: Guide, code: str = "uses") -> None:
        self.page, self.guide, self.code = page, guide, code
        self.address = f"/admin/monograph/monograph/{guide.monograph.pk}/sections/{code}/"
        self.heading: Locator = page.get_by_role("textbox", name="Heading")
        # Until the editor replaces it, the textarea has the same role and name.
        named = page.get_by_role("textbox", name="Text", exact=True)
        self.area: Locator = page.locator("[contenteditable=true]").and_(named)
        self.toolbar: Locator = page.get_by_role("toolbar", name="Tools for Text")
        self.reason: Locator = page.get_by_label("Reason for the change")
        self.search: Locator = page.get_by_role("combobox", name="Find a reference to cite")
        self.save_status: Locator = page.locator("#save-status")
        self.sent: Locator = page.locator("textarea[name=body]")  # what the form sends; hidden behind the editor

    def open(self) -> "EditorPage":
        self.page.goto(self.address)
        expect(self.toolbar).to_be_visible()
        return self

    def tool(self, name: str) -> Locator:
        return self.toolbar.get_by_role("button", name=name, exact=True)

    def use(self, name: str) -> None:
        self.tool(name).click()

    def type(self, *parts: str) -> None:
        """Type text; a part in angle brackets, such as ``<Enter>``, is a key."""
        for part in parts:
            if part.startswith("<"):
                self.page.evaluate(WATCH_CURSOR)
                self.page.keyboard.press(part[1:-1])
                # The browser reports a moved cursor only after the key that moved it, and no person types that fast.
                self.page.evaluate(
                    "cursorMoved" if part.endswith(("End>", "Home>")) else "new Promise(requestAnimationFrame)"
                )
            else:
                self.page.keyboard.type(part)

    def choose(self, word: str) -> None:
        """Select the first occurrence of a word with a double click."""
        expect(self.toolbar).to_be_visible()  # it pushes the text down
        script = """(area, word) => {
            const texts = document.createTreeWalker(area, NodeFilter.SHOW_TEXT)
            while (texts.nextNode()) {
                const start = texts.currentNode.data.indexOf(word)
                if (start < 0) continue
                const range = new Range()
                range.setStart(texts.currentNode, start)
                range.setEnd(texts.currentNode, start + word.length)
                range.startContainer.parentElement.scrollIntoView({ block: "center" })
                const { x, y, width, height } = range.getBoundingClientRect()
                return [x + width / 2, y + height / 2]
            }
        }"""
        self.page.mouse.dblclick(*self.area.evaluate(script, word))
        self.page.wait_for_function("word => getSelection().toString().trim() === word", arg=word)

    def paste(self, given: str | dict[str, str]) -> None:
        """Paste HTML, or a plain `text`, and wait until what the server takes of it is in the text."""
        with self.page.expect_response(lambda response: response.url.endswith("/paste/")):
            self.area.evaluate(PASTE, given)
        expect(self.page.locator(".section-editor")).not_to_have_attribute("aria-busy", "true")

    def wait_until_saved(self) -> None:
        expect(self.save_status).to_contain_text(re.compile(r"Saved \d+ s ago"))

    def save(self, *, reason: str = "A reason.", button: str = "Save as a new revision") -> None:
        if reason:
            self.reason.fill(reason)
        self.page.get_by_role("button", name=button).click()

    def saved(self, *, number: int = 1) -> str:
        """Return the body of a revision, once the page says that it is saved."""
        expect(self.page.get_by_text(f"Saved as revision {number}.")).to_be_visible()
        return self.guide.section(self.code).revisions.get(number=number).body
