"""Users in the admin: printed names, and accounts that are never deleted."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from monograph.models import Profile, Signature

from ..cast import Cast
from ..factory import Guide
from .desk_client import Desk, Page


def _path(page: str, *args: Any) -> str:
    return reverse(f"admin:auth_user_{page}", args=args)


def form(page: Page, **changes: Any) -> dict[str, Any]:
    """Return what a browser would post from the page's form, with some changes."""
    sent: dict[str, Any] = {}
    for field in page.dom.xpath("//form[@id='user_form']//*[@name]"):
        name, kind = field.get("name"), field.get("type")
        if kind in ("submit", "file") or (kind == "checkbox" and field.get("checked") is None):
            continue
        if field.tag == "select":
            sent[name] = [option.get("value") for option in field.xpath(".//option[@selected]")]
        else:
            sent[name] = "on" if kind == "checkbox" else (field.text or field.get("value") or "")
    sent.update(changes)
    return {name: value for name, value in sent.items() if value is not None}


@pytest.mark.parametrize("who", ["ana", "priya", "maria", "grace", "sam"])
def test_users_are_listed_only_with_permission(cast: Cast, who: str) -> None:
    desk = Desk(getattr(cast, who))
    for path in (_path("changelist"), _path("add"), _path("change", cast.ben.pk), _path("history", cast.ben.pk)):
        assert desk.open(path).status == 403


def test_superuser_cannot_delete_users(cast: Cast, root: Desk) -> None:
    path = _path("delete", cast.sam.pk)
    assert root.open(path).status == 403
    assert root.client.post(path, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [cast.sam.pk], "post": "yes"}
    root.client.post(_path("changelist"), chosen)
    assert User.objects.filter(pk=cast.sam.pk).exists()
    assert "Delete" not in root.open(_path("change", cast.sam.pk)).words


def test_printed_name_is_edited_with_the_account(cast: Cast, root: Desk) -> None:
    page = root.open(_path("change", cast.priya.pk))
    assert page.value("profile-0-printed_name") == "Priya"
    changes = {"profile-0-printed_name": "Priya Shah", "profile-0-credentials": "PharmD, BCOP"}
    assert root.client.post(_path("change", cast.priya.pk), form(page, **changes)).status_code == 302
    assert str(Profile.objects.get(user=cast.priya)) == "Priya Shah, PharmD, BCOP"


def test_signatures_keep_their_printed_name(guide: Guide, root: Desk) -> None:
    guide.sign(guide.submit(guide.write()))
    page = root.open(_path("change", guide.cast.priya.pk))
    root.client.post(_path("change", guide.cast.priya.pk), form(page, **{"profile-0-printed_name": "Other"}))
    assert Signature.objects.get().printed == "Priya, PharmD"


def test_deactivated_account_cannot_read_or_sign(guide: Guide, root: Desk, priya: Desk) -> None:
    review = guide.submit(guide.write())
    page = root.open(_path("change", guide.cast.priya.pk))
    assert root.client.post(_path("change", guide.cast.priya.pk), form(page, is_active=None)).status_code == 302
    read = priya.get("review_change", review.pk)
    assert (read.status, read.target.partition("?")[0]) == (302, "/admin/login/")
    assert not Signature.objects.exists()


def test_profile_cannot_be_deleted(cast: Cast, root: Desk) -> None:
    page = root.open(_path("change", cast.priya.pk))
    root.client.post(_path("change", cast.priya.pk), form(page, **{"profile-0-DELETE": "on"}))
    assert Profile.objects.filter(user=cast.priya).exists()


@pytest.mark.parametrize("name", ["", " ", "x" * 151, "a\x00b"])
def test_invalid_printed_name_is_refused(cast: Cast, root: Desk, name: str) -> None:
    page = root.open(_path("change", cast.priya.pk))
    response = root.client.post(_path("change", cast.priya.pk), form(page, **{"profile-0-printed_name": name}))
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert Profile.objects.get(user=cast.priya).printed_name == "Priya"
