"""What every verb does first: lock the guide, ask for the right, take a signer's password."""

import logging

from django.contrib.auth.models import User

from ..models import Monograph, Section
from ..permissions import Answer, Ground
from .errors import MissingRight, WrongState

logger = logging.getLogger("monograph.security")


def locked(monograph_id: int) -> Monograph:
    """Re-read a guide under a lock that lasts until the transaction ends.

    All verbs on one guide queue up here, so that each sees what the one before left: numbers have no gap, and "latest"
    and "expected" can be compared. Rows of different guides never wait for each other, save at the audit chain, which
    is always taken last.
    """
    return Monograph.objects.select_for_update().get(pk=monograph_id)


def locked_section(section_id: int) -> Section:
    """Lock a section's guide, then re-read the section: read before the lock, its pointers could be old.

    Which guide it is of can't have changed meanwhile: that is for good (`dbguards`).
    """
    monograph = Monograph.objects.select_for_update(of=("self",)).get(sections=section_id)
    section = Section.objects.select_related("kind", "latest_revision").get(pk=section_id)
    section.monograph = monograph
    return section


def require(answer: Answer) -> None:
    """Raise what a no means: `MissingRight` or `WrongState`."""
    if not answer:
        error = MissingRight if answer.ground == Ground.RIGHT else WrongState
        raise error(answer.code, answer.reason)


def prove_identity(actor: User, password: str) -> None:
    """Check the password of somebody about to sign. Before the lock: hashing takes its time by design.

    Raises `MissingRight` with code ``wrong_password``.
    """
    if not actor.check_password(password):
        logger.warning("A signature by %s was refused: wrong password.", actor.get_username())
        raise MissingRight("wrong_password", "That is not your password. Nothing was signed; type it again.")
