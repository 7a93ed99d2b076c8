"""Every route is in one of the tables, so that none is untested."""

import pytest

from .admin_table import ADMIN, APP_LIST, FRAME, MOVED, RIGHTS, STOCK
from .desk_table import PAGES
from .public_table import PUBLIC
from .routes import routes

pytestmark = pytest.mark.django_db


def test_every_route_is_in_a_table() -> None:
    known = {*PAGES, *FRAME, *PUBLIC}
    known |= {ADMIN + model + page for model in RIGHTS for page in (*STOCK, MOVED)}
    assert [route for route in routes() if route not in known and not APP_LIST.fullmatch(route)] == []


def test_tables_have_no_stale_routes() -> None:
    assert [route for route in (*PAGES, *PUBLIC, *FRAME) if route not in routes()] == []
