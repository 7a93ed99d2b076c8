"""A person who uses the keyboard alone: Tab, Enter, Space and letters."""

from playwright.sync_api import Page

# What has the focus: its name, whether it is in sight, and its tag.
FOCUSED = """() => {
    const it = document.activeElement
    const box = it.getBoundingClientRect()
    const label = it.labels?.[0]
    const name = label ? label.innerText || label.querySelector("img")?.alt : (it.ariaLabel ?? it.innerText)
    return [(name ?? "").trim(), box.bottom > 0 && box.top < innerHeight && box.width > 0, it.tagName]
}"""
MAX_STOPS = 120


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, name: str) -> None:
        """Press Tab, if need be, until the focus is on what has a name that begins so. Every stop must be in sight."""
        for _ in range(MAX_STOPS):
            focused, is_in_sight, tag = self.page.evaluate(FOCUSED)
            if focused.startswith(name) and tag != "BODY":
                return
            assert is_in_sight or tag == "BODY", f"the focus is on “{focused}”, out of sight"
            self.page.keyboard.press("Tab")
        raise AssertionError(f"“{name}” never has the focus")

    def move_to(self, name: str) -> None:
        """Leave what has the focus, and reach the next of this name."""
        self.page.keyboard.press("Tab")
        self.reach(name)

    def press(self, name: str) -> None:
        """Press a button or a link that stays on the page."""
        self.reach(name)
        self.page.keyboard.press("Enter")

    def follow(self, name: str) -> None:
        """Follow a link, or send a form by its button, and wait for the next page."""
        self.reach(name)
        self._enter()

    def send(self, fields: dict[str, str]) -> None:
        """Fill in the fields of these names, one after the other, and send the form from the last one."""
        for name, text in fields.items():
            self.fill(name, text)
        self._enter()

    def fill(self, name: str, text: str) -> None:
        self.reach(name)
        self.page.keyboard.type(text)

    def choose(self, name: str) -> None:
        self.reach(name)
        self.page.keyboard.press("Space")

    def _enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
