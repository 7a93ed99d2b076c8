"""Where guides are found: their own addresses, and others that lead to them."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import audit, permissions
from ..errors import InvalidContent, content_errors_as_invalid
from ..models import AuditEntry, FormerAddress, Monograph


@transaction.atomic
def add_address(*, actor: User, monograph: Monograph, address: str) -> FormerAddress:
    """Let another address lead to a guide, for good. Raises `InvalidContent` where it is malformed or taken.

    `address` is what stands in the place of the slug, or the path as people paste it, such as ``/guides/name/``.
    """
    monograph = Monograph.objects.get_locked(monograph.pk)
    permissions.require(permissions.may_add_address(actor))
    address = address.strip().strip("/").removeprefix("guides/")
    made = FormerAddress(monograph=monograph, address=address, added_at=timezone.now())
    with content_errors_as_invalid():
        made.full_clean()
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:  # somebody took it between the check and now
        raise InvalidContent.at("address", "unique", "This address was given to a guide a moment ago.") from error
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
        raise InvalidContent.at("address", "unique", "This is the address of a guide already.")
    return made
