"""Every page of the desks that can be read, in each state."""

from collections.abc import Iterator

from .admin_table import PEOPLE_PAGES, stock_address, stock_pages
from .desk_table import PAGES
from .populated_site import STATES, PopulatedSite


def desk_addresses(site: PopulatedSite, states: tuple[str, ...] = STATES) -> Iterator[str]:
    """Yield the address of each page in those of its states that are among `states`, and all that have no state."""
    for page in PAGES.values():
        if page.status == 200:
            own = [state for state in site.states(page.address) if state not in page.missing]
            yield from (page.address(site, state) for state in own if state in states or len(own) == 1)
    yield from (stock_address(site, model, page) for model, page, _ in stock_pages() if page != "process_import/")
    yield from ("/admin/", "/admin/monograph/")
    yield from (f"/{page}".replace("<int:pk>", str(site.cast.ben.pk)) for page in PEOPLE_PAGES)
