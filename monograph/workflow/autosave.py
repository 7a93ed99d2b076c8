"""Keeping what somebody types while they type it.

A page that keeps typing by itself may be late: its request can arrive after the text was saved or thrown away, or while
another tab of the same person has gone on. So it tells which working copy it has `seen` last, by its `version`, and is
refused when that is no longer the one there. Asked for by a person's own hand (`drafting.save_working_copy`), typing
is kept whatever was there.
"""

from django.contrib.auth.models import User
from django.db import transaction

from .. import permissions
from ..errors import InvalidState, StaleEdit
from ..models import Section, SectionRevision, WorkingCopy
from . import drafting


@transaction.atomic
def autosave(
    *, actor: User, section: Section, typed: dict[str, str], based_on: SectionRevision | None, seen: str
) -> WorkingCopy:
    """Keep typing as `save_working_copy` does, if the page still knows how things stand.

    `seen` is the `version` of the working copy that the page showed or kept last, "" where there was none. Raises

    * `StaleEdit` ``newer_typing``, with the copy that is there as `latest`: another tab has kept other typing. The very
      same typing is no conflict: it is a request that was sent again because its answer was lost.
    * `InvalidState` ``typing_gone``: the copy that the page knew was saved or thrown away.
    * `InvalidState` ``saved_since``: the page knew of no copy, and the same person has saved a revision after the one
      that the page began with, which ended their typing. A revision by a colleague is no reason: the typing goes on,
      and saving will show both.

    A copy that began with an older revision stays based on that, also where a refused save has shown its author the
    newer one: until it is saved, its author is shown both whenever the page is opened.

    The guide's lock makes a save that is under way end first, so that it is known here.
    """
    section = Section.objects.get_locked(section.pk)
    permissions.require(permissions.may_write(actor))
    copy = WorkingCopy.objects.filter(section=section, editor=actor).select_related("based_on").first()
    if copy is not None and copy.version != seen and copy.typed != typed:
        raise StaleEdit("newer_typing", "You are writing this section in another tab or window too.", latest=copy)
    if copy is None and seen:
        raise InvalidState("typing_gone", "What you typed here was saved or thrown away in another tab or window.")
    if copy is None and section.revisions.filter(number__gt=_number(based_on), author=actor).exists():
        raise InvalidState("saved_since", "You saved this section from another tab or window meanwhile.")
    if copy is not None:
        based_on = min(based_on, copy.based_on, key=_number)
    return drafting.save_working_copy(actor=actor, section=section, typed=typed, based_on=based_on)


def _number(revision: SectionRevision | None) -> int:
    return revision.number if revision else 0
