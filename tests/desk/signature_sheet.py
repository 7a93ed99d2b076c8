"""The signature sheet, as the tests open it and alter what it shows."""

from typing import Any

from django.db import models

from monograph.models import Edition, EditionSection

from ..factory import Guide
from ..raw_sql import change, without_triggers
from .desk_client import Desk, Page

MATCHES = "This text still has the digest that was signed."
ALL_MATCH = "Every text, and the edition as a whole, still has the digest that was signed."


def get_edition(guide: Guide, number: int) -> Edition:
    return Edition.objects.get(monograph=guide.monograph, number=number)


def load_sheet(desk: Desk, guide: Guide, number: int = 1) -> Page:
    return desk.get("edition_signatures", get_edition(guide, number).pk)


def get_line(guide: Guide, code: str, number: int = 1) -> EditionSection:
    return EditionSection.objects.get(edition=get_edition(guide, number), kind_code=code)


def tamper(row: models.Model, **changes: Any) -> None:
    with without_triggers():
        change(row, **changes)


def alter_text(guide: Guide) -> None:
    tamper(get_line(guide, "uses").revision, body="<p>Take ten.</p>")
