"""A client of one user at the desks, and its pages as the user reads them: words, fields, errors."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.forms.forms import BaseForm
from django.test import Client
from django.urls import reverse
from lxml import html as lxml_html
from lxml.etree import iterwalk
from lxml.html import HtmlElement

from monograph.models import AuditEntry, SectionRevision

from ..logins import log_in

BLOCKS = {"dt", "dd", "p", "li", "td", "th", "h1", "h2", "h3", "h4", "div", "br", "section", "blockquote", "label"}
# Of each kind that a page could stumble over, one; which words are refused, the tests of content.intake show.
HOSTILE = {
    "NUL": "a\x00b",
    "hidden": "a\x07\u202eb",
    "broken UTF-8": b"\xed\xa0\x80 \xff",
    "markup": "💊👩🏽\u200d⚕️</textarea><script>alert(1)</script>\"'`&amp;{{ 7 }}{% if %}",
    "long number": "1" * 100_000,
    "huge": str(-(10**30)),
    "lines": "\r\n\n\t",
    "digits": "\u0663",
}


def address(name: str, *args: Any) -> str:
    return reverse(f"admin:monograph_{name}", args=args)


class Page:
    """One response, and what a user can read on it."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status: int = response.status_code
        self.target: str = response.get("Location", "")
        self.html: str = response.content.decode()

    @cached_property
    def dom(self) -> HtmlElement:
        return lxml_html.document_fromstring(self.html)

    def words_of(self, element: HtmlElement) -> str:
        """Return the words of an element, separated at white space and block borders."""
        parts = []
        for event, node in iterwalk(element, events=("start", "end")):
            if event == "start":
                parts += [" " if node.tag in BLOCKS else "", node.text or ""]
            else:
                parts.append(" " if node.tag in BLOCKS else "")
                parts.append(node.tail or "" if node is not element else "")
        return " ".join("".join(parts).split())

    @property
    def words(self) -> str:
        """Return the text of the page, white space collapsed."""
        return self.words_of(self.dom.body)

    def all(self, css_class: str) -> list[str]:
        found = self.dom.xpath(f"//*[contains(concat(' ', @class, ' '), ' {css_class} ')]")
        return [self.words_of(element) for element in found]

    @property
    def messages(self) -> list[str]:
        return [self.words_of(element) for element in self.dom.xpath("//ul[@class='messagelist']/li")]

    @property
    def errors(self) -> list[str]:
        """Return the errors on the page."""
        return [self.words_of(element) for element in self.dom.xpath("//*[@role='alert']")]

    def errors_at(self, field: str) -> list[str]:
        """Return the errors in the same block as a field."""
        blocks = self.dom.xpath(
            f"//*[@name='{field}' or starts-with(@name, '{field}_')]"
            "/ancestor::div[contains(concat(' ', @class, ' '), ' desk-field ')]"
        )
        return [self.words_of(element) for block in blocks for element in block.xpath(".//*[@role='alert']")]

    @property
    def error_codes(self) -> dict[str, list[str]]:
        """Return the error codes of the forms on the page, by field.

        Errors of no single field are under "".
        """
        codes: dict[str, list[str]] = {}
        shown = (value for context in self.response.context or () for value in context.flatten().values())
        for form in {id(value): value for value in shown if isinstance(value, BaseForm)}.values():
            for field, errors in form.errors.as_data().items():
                codes.setdefault(field.removeprefix("__all__"), []).extend(error.code for error in errors)
        return codes

    @property
    def buttons(self) -> list[str]:
        """Return the labels of the visible buttons, without those of the admin's frame."""
        main = self.dom.get_element_by_id("content")
        shown = (element for element in main.iter("button") if element.get("hidden") is None)
        return [self.words_of(element) for element in shown if next(element.iterancestors("dialog"), None) is None]

    def value(self, field: str, form: str = "") -> str | None:
        """Return the value of a field.

        `form` is the name of a button, for a field that several forms have.
        """
        within = f"//form[.//button[@name='{form}']]" if form else ""
        found = self.dom.xpath(f"{within}//*[@name='{field}']")
        if not found:
            return None
        if found[0].tag == "textarea":
            # A browser drops the first line break, which Django writes for it.
            return re.sub(r"\A\r?\n", "", found[0].text or "").replace("\r\n", "\n")
        return found[0].get("value", "")

    def rows(self, number: int = 0) -> list[list[str]]:
        """Return the body cells of a table of the page, by default the first one."""
        table = self.dom.get_element_by_id("content").xpath(".//table")[number]
        return [[self.words_of(cell) for cell in row.xpath("th|td")] for row in table.xpath("tbody/tr")]

    def row(self, beginning: str) -> list[str]:
        return next(row for row in self.rows() if row[0].startswith(beginning))

    def links(self) -> dict[str, str]:
        """Return the page's own links as text and URL."""
        main = self.dom.get_element_by_id("content")
        return {self.words_of(element): element.get("href") for element in main.iter("a")}


class Desk:
    """A browser of one user, logged in. Two of them are two tabs."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client()
        log_in(self.client, user)

    def get(self, name: str, *args: Any, **query: Any) -> Page:
        return self.open(address(name, *args), **query)

    def open(self, path: str, **query: Any) -> Page:
        return Page(self.client.get(path, query))

    def post(self, name: str, *args: Any, **data: Any) -> Page:
        return Page(self.client.post(address(name, *args), data))

    def after(self, page: Page) -> Page:
        """Follow the redirect of a posted page."""
        assert page.status == 302, f"{page.status}: {page.errors}"
        landed = self.open(page.target)
        assert landed.status == 200
        return landed


def change_counts() -> tuple[int, int]:
    """Return counts that every change of workflow state increases.

    A failed check of identity is in the audit trail too, and changes nothing.
    """
    acts = AuditEntry.objects.exclude(action=AuditEntry.Action.FAIL_IDENTITY)
    return acts.count(), SectionRevision.objects.count()


def assert_each_is_refused_or_taken(send: Callable[..., Page], hostile: dict[str, Any]) -> None:
    """Send hostile fields together, without those refused so far, until the page takes all that are left.

    A conflict is about `expected`, which is hidden: its error is at no field.
    """
    while hostile:
        page = send(**hostile)
        if page.status == 302:
            return
        assert page.status in (403, 409, 422), f"{page.status}: {[*hostile]}"
        assert page.errors, f"{[*hostile]}: refused without a word"
        codes = {"expected": ["stale"]} if page.status == 409 else page.error_codes
        # A date and its time are two fields of one error.
        refused = [field for field in hostile if codes.keys() & {field, re.sub(r"_[01]$", "", field)}]
        assert len(refused) >= len(codes) > 0, f"{codes} where only {[*hostile]} are hostile"
        shown = [field for field in refused if field != "expected"]
        assert all(page.errors_at(field) for field in shown), f"{shown}: refused without a word"
        hostile = {field: value for field, value in hostile.items() if field not in refused}
