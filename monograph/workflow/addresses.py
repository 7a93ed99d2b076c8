"""Addresses: let other addresses redirect to a guide."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import audit, permissions
from ..errors import InvalidContent, content_errors_as_invalid
from ..models import AuditEntry, FormerAddress, Monograph


@transaction.atomic
def add_address(*, actor: User, monograph: Monograph, address: str) -> FormerAddress:
    """Redirect another address to a guide permanently.

    `address` is a slug, or a path as people paste it, such as ``/guides/name/``. Raises `InvalidContent` if it is
    malformed or taken.
    """
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
    audit.record(
        action=AuditEntry.Action.ADD_ADDRESS,
        actor=actor,
        subject=monograph,
        at=former_address.added_at,
        rows=[former_address],
        data={"address": address},
    )
    # Checked last, under the lock of the audit trail: whoever starts a guide at this address waits there too.
    if Monograph.objects.filter(slug=address).exists():
        raise InvalidContent.at("address", "unique", "This is already the address of a guide.")
    return former_address
