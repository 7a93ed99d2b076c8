"""Autosave: keep unsaved changes while somebody writes.

The request of an open page may be late: it can arrive after the text was saved or discarded, or while the same person
goes on in another tab. So the page sends the `version` of the working copy that it saw last (`seen`), and is refused if
that is no longer the stored one. `drafting.save_working_copy` is for a person's own click, and saves in any case.
"""

from django.contrib.auth.models import User
from django.db import transaction

from .. import permissions
from ..errors import InvalidState, StaleEdit
from ..models import Section, SectionRevision, WorkingCopy
from . import drafting


@transaction.atomic
def autosave_working_copy(
    *, actor: User, section: Section, typed: dict[str, str], based_on: SectionRevision | None, seen: str
) -> WorkingCopy:
    """Store unsaved changes as `save_working_copy` does, unless the page is outdated.

    `seen` is the `version` of the working copy that the page showed or saved last, "" if there was none. Raises

    * `StaleEdit` ``newer_typing``, with the stored copy as `latest`: another tab has saved other changes. The same
      changes are not a conflict: the page repeated a request because the response was lost.
    * `InvalidState` ``typing_gone``: the copy that the page knew was saved as a revision, or discarded.
    * `InvalidState` ``saved_since``: the page knew of no copy, and the actor has saved a revision after the one that
      the page started from. A colleague's revision does not count: saving will show both texts.

    A copy stays based on the oldest revision it was started from, even after a refused save has shown its author the
    newer one. Until the copy is saved, its author is shown both whenever the page is opened.

    Takes the guide's lock, so that a save that is under way ends first and is seen here.
    """
    section = Section.objects.get_locked(section.pk)
    permissions.require(permissions.may_write(actor))
    copy = WorkingCopy.objects.filter(section=section, editor=actor).select_related("based_on").first()
    if copy is not None and copy.version != seen and copy.typed != typed:
        raise StaleEdit("newer_typing", "You also have this section open in another tab or window.", latest=copy)
    if copy is None and seen:
        raise InvalidState("typing_gone", "You saved or discarded these changes in another tab or window.")
    if copy is None and section.revisions.filter(number__gt=_number(based_on), author=actor).exists():
        raise InvalidState("saved_since", "You have saved this section in another tab or window.")
    if copy is not None:
        based_on = min(based_on, copy.based_on, key=_number)
    return drafting.save_working_copy(actor=actor, section=section, typed=typed, based_on=based_on)


def _number(revision: SectionRevision | None) -> int:
    return revision.number if revision else 0
