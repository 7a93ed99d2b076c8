"""Addresses: let other addresses redirect to a guide."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import audit, permissions
from ..accounts.identity import verify_identity
from ..errors import InvalidContent, content_errors_as_invalid
from ..mailing import notifications
from ..models import AuditEntry, FormerAddress, Monograph


def add_address(*, actor: User, monograph: Monograph, address: str, password: str, token: str = "") -> FormerAddress:
    """Redirect another address to a guide permanently.

    Patients who follow it then read this guide, so the actor confirms who they are. `address` is a slug, or a path as
    people paste it, such as ``/guides/name/``. Raises `NotPermitted` without the right and for a wrong password or
    code, and `InvalidContent` if the address is malformed or taken.
    """
    verify_identity(actor, password, token)
    return _add_address(actor, monograph, address)


@transaction.atomic
def _add_address(actor: User, monograph: Monograph, address: str) -> FormerAddress:
    monograph = Monograph.objects.get_locked(monograph.pk)
    permissions.require(permissions.may_add_address(actor))
    address = address.strip().strip("/").removeprefix("guides/")
    former_address = FormerAddress(monograph=monograph, address=address, added_at=timezone.now())
    with content_errors_as_invalid():
        former_address.full_clean()
    try:
        with transaction.atomic():
            former_address.save(force_insert=True)
    except IntegrityError as error:  # somebody took it between the check and now
        raise InvalidContent.at("address", "unique", "This address was given to a guide a moment ago.") from error
    notifications.confirmed_address(former_address, actor)
    audit.record(
        action=AuditEntry.Action.ADD_ADDRESS,
        actor=actor,
        subject=monograph,
        at=former_address.added_at,
        rows=[former_address],
        data={"address": address, "identity": "confirmed"},
    )
    # Checked last, under the lock of the audit trail: whoever starts a guide at this address waits there too.
    if Monograph.objects.filter(slug=address).exists():
        raise InvalidContent.at("address", "unique", "This is already the address of a guide.")
    return former_address
