"""The headers of every page: caching, framing, and content security policy."""

import re

import pytest
from django.db import transaction
from lxml import html as lxml_html

from .desk_addresses import desk_addresses
from .desk_table import PAGES
from .populated_site import STATES, PopulatedSite
from .public_table import PUBLIC

pytestmark = pytest.mark.django_db


def test_desk_pages_may_not_be_cached_or_framed(populated_site: PopulatedSite) -> None:
    for address in desk_addresses(populated_site):
        response = populated_site.get("root", address)
        if response.status != 403:  # has no content of a page
            directives = response.headers["Cache-Control"].split(", ")
            assert {"no-store", "private", "no-cache", "max-age=0"} <= set(directives), address
        assert response.headers["X-Frame-Options"] == "DENY"


def test_refusals_of_the_desks_may_not_be_cached(populated_site: PopulatedSite) -> None:
    client = populated_site.clients["root"]
    for page in PAGES.values():
        for name, action in page.actions.items():
            with transaction.atomic():
                data = {**action.data(populated_site, "withdrawn"), name: ""}
                response = client.post(page.address(populated_site, "withdrawn"), data)
                transaction.set_rollback(True)
            if response.status_code != 404:
                assert "no-store" in response["Cache-Control"]


POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "object-src": {"'none'"},
}
DATA = ("application/json", "application/ld+json")  # types of scripts that browsers don't run
NONCE = re.compile(r"'nonce-([^']+)'")


def test_every_page_obeys_the_content_security_policy(populated_site: PopulatedSite) -> None:
    public = {address(state.replace("_", "-")) for address, _ in PUBLIC.values() for state in STATES}
    for who, states in (("root", STATES), ("ana", STATES[-2:])):  # fewer states, as only buttons depend on who asks
        for address in [*desk_addresses(populated_site, states), *public, "/admin/nothing-here/", "/admin/login/"]:
            response = populated_site.get(who, address)
            header = response.headers["Content-Security-Policy"]
            directives = {name: set(rest) for name, *rest in (directive.split() for directive in header.split(";"))}
            without_nonce = {
                name: {source for source in sources if not NONCE.fullmatch(source)}
                for name, sources in directives.items()
            }
            assert without_nonce == POLICY, address
            if response.content and response.headers["Content-Type"].startswith("text/html"):
                assert _forbidden(response.content, NONCE.search(header)) == [], address


def _forbidden(content: bytes, nonce: re.Match[str] | None) -> list[str]:
    found = []
    for element in lxml_html.document_fromstring(content).iter("*"):
        tag = str(element.tag)
        is_script = tag == "script" and element.get("type") not in DATA
        is_inline = (is_script and not element.get("src")) or tag == "style"
        if is_inline and (nonce is None or element.get("nonce") != nonce[1]):
            found.append(f"<{tag}> without the nonce")
        found += [f"{name} on <{tag}>" for name in map(str, element.attrib) if name == "style" or name.startswith("on")]
        found += [
            f"{element.get(name)} on <{tag}>"
            for name in ("href", "src", "action")
            if re.match(r"\s*(javascript|data|vbscript):|//|https?:", element.get(name, ""))
            and tag in ("script", "link", "img", "form", "iframe")
            and element.get("rel") not in ("canonical", "icon", "alternate")
        ]
    return found
