"""Where guides are found: their own addresses, and others that lead to them."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import audit, permissions
from ..models import AuditEntry, FormerAddress, Monograph
from .errors import BadContent
from .guard import full_clean, locked, require


@transaction.atomic
def add_address(*, actor: User, monograph: Monograph, address: str) -> FormerAddress:
    """Let another address lead to a guide, for good. Raises `BadContent` where it is malformed or taken.

    `address` is what stands in the place of the slug, or the path as people paste it, such as ``/guides/name/``.
    """
    monograph = locked(monograph.pk)
    require(permissions.may_add_address(actor))
    address = address.strip().strip("/").removeprefix("guides/")
    made = FormerAddress(monograph=monograph, address=address, added_at=timezone.now())
    full_clean(made)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:  # somebody took it between the check and now
        raise BadContent.at("address", "unique", "This address was given to a guide a moment ago.") from error
    audit.record(
        action=AuditEntry.Action.ADD_ADDRESS,
        actor=actor,
        subject=monograph,
        at=made.added_at,
        rows=[made],
        data={"address": address},
    )
    # Asked last: the audit trail lets one through at a time, also of those who start a guide at this address.
    if Monograph.objects.filter(slug=address).exists():
        raise BadContent.at("address", "unique", "This is the address of a guide already.")
    return made
