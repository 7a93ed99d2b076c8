"""Where guides are found: their own addresses, and others that lead to them."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import audit, permissions
from ..models import AuditEntry, FormerAddress, Monograph, PublicVersion
from ..models.guide import valid_slug
from .errors import BadContent
from .guard import locked, require


@transaction.atomic
def add_address(*, actor: User, monograph: Monograph, slug: str) -> FormerAddress:
    """Let another address lead to a guide, for good. Raises `BadContent` where it is malformed or taken."""
    monograph = locked(monograph.pk)
    require(permissions.may_add_address(actor))
    slug = slug.strip().strip("/").removeprefix("guides/")
    try:
        valid_slug(slug)
    except ValidationError as error:
        raise BadContent.at("address", "invalid", " ".join(error.messages)) from error
    if Monograph.objects.filter(slug=slug).exists():
        raise BadContent.at("address", "unique", f"“{slug}” is the address of a guide already.")
    try:
        with transaction.atomic():
            made = FormerAddress.objects.create(monograph=monograph, slug=slug, added_at=timezone.now())
    except IntegrityError as error:
        raise BadContent.at("address", "unique", f"“{slug}” leads to a guide already.") from error
    # A worker may keep that there is nothing at this address.
    PublicVersion.advance()
    audit.record(
        action=AuditEntry.Action.ADD_ADDRESS,
        actor=actor,
        subject=monograph,
        at=made.added_at,
        rows=[made],
        data={"slug": slug},
    )
    return made
