"""Links: those of a guide stay, those that lead nowhere lose their address."""

from lxml.html import HtmlElement

from ..sanitise import LINK, addresses
from .messages import Messages
from .source import elements, words_of


def dropped_addresses(root: HtmlElement, html: str) -> list[str]:
    """Return the addresses in `html` that its parser has dropped, because their scheme is not listed."""
    kept = {(element.get("href") or "").strip() for element in root.iter("a")}
    return [address for address in addresses(html) if address not in kept and not LINK.fullmatch(address)]


def check_links(root: HtmlElement, dropped: list[str], messages: Messages) -> None:
    """Take the address from links that lead nowhere."""
    for address in dropped:
        messages.notice("link", address)
    for element in elements(root, "a"):
        if not LINK.fullmatch((element.get("href") or "").strip()):
            if element.get("href") is not None:
                messages.notice("link", words_of(element))
            element.drop_tag()
