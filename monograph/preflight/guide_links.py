"""Links to other guides that readers can't open.

Source: WCAG 2.2, 2.4.4 (a link leads where it says). Which guides are public is the site's knowledge and comes in as
data.
"""

import re
from collections.abc import Iterable

from ..content.document import read_document
from .checked_section import CheckedSection

ADDRESS = re.compile(r"/guides/(?P<address>[a-z0-9]+(?:-[a-z0-9]+)*)/?(?:#.*)?")


def linked_addresses(bodies: Iterable[str]) -> frozenset[str]:
    """Return the addresses of the guides that texts link to: levothyroxine for /guides/levothyroxine/#uses."""
    links = (link for body in bodies if "/guides/" in body for link in read_document(body).links)
    return frozenset(found["address"] for link in links if (found := ADDRESS.fullmatch(link.href)))


def dead_links(checked: CheckedSection) -> None:
    """Find links to guides that are withdrawn, not published, or unknown."""
    reasons = dict(checked.guide.dead_guides)
    for link in checked.document.links if reasons else ():
        if (found := ADDRESS.fullmatch(link.href)) and (reason := reasons.get(found["address"])):
            message = f"The guide “{found['address']}” {reason}. Link to another one, or delete the link."
            checked.warning("dead-link", link.start, link.end, message)


CHECKS = (dead_links,)
