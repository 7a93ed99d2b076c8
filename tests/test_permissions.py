"""Who may do what: every role against every verb, and the same verdict for button and verb."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db import transaction

from monograph import permissions
from monograph.errors import NotPermitted
from monograph.permissions import Verdict

from .cast import ROLES, Cast
from .factory import Guide
from .permission_cases import TABLE, open_review


def outcome(act: Callable[[User], Any], who: User) -> str:
    """Try an act, undo it, and say how it ended."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act(who)
        except NotPermitted as error:
            return error.code
        finally:
            transaction.set_rollback(True)
    return "done"


def people(cast: Cast) -> dict[str, User]:
    return {name: getattr(cast, name) for name in ROLES}


@pytest.mark.parametrize("verb", TABLE)
def test_each_role_may_do_its_part_by_button_and_by_verb(short: Guide, cast: Cast, verb: str) -> None:
    prepare, allowed = TABLE[verb]
    ask, act = prepare(short)
    expected = {name: "done" if name in allowed else "no_permission" for name in ROLES}
    assert {name: ask(who).code or "done" for name, who in people(cast).items()} == expected
    assert {name: outcome(act, who) for name, who in people(cast).items()} == expected


def outcomes(guide: Guide, who: dict[str, User]) -> dict[str, dict[str, str]]:
    """Let everybody try every verb; return the outcomes."""
    found = {}
    for verb, (prepare, _) in TABLE.items():
        with transaction.atomic():
            _, act = prepare(guide)
            found[verb] = {name: outcome(act, user) for name, user in who.items()}
            transaction.set_rollback(True)
    return found


def test_deactivated_superuser_may_do_nothing(short: Guide, cast: Cast) -> None:
    """Superusers may do everything else, by their own account and with the permissions of every role."""
    root = User.objects.get(username="root")
    root.is_active = False
    root.save()
    root.user_permissions.set(Permission.objects.all())
    assert outcomes(short, {"root": root}) == {verb: {"root": "no_permission"} for verb in TABLE}


def test_anonymous_visitor_may_do_nothing(short: Guide) -> None:
    verdicts = {}
    for verb, (prepare, _) in TABLE.items():
        with transaction.atomic():
            ask, _ = prepare(short)
            verdicts[verb] = ask(AnonymousUser()).code
            transaction.set_rollback(True)
    assert verdicts == dict.fromkeys(TABLE, "no_permission")


def test_names_of_groups_mean_nothing(short: Guide, cast: Cast) -> None:
    names = list(Group.objects.values_list("name", flat=True))
    for name in names:
        Group.objects.filter(name=name).update(name=f"{name} as it was")
        cast.sam.groups.add(Group.objects.create(name=name))  # the name, and none of the permissions
    afresh = {name: User.objects.get(username=name) for name in ("ana", "priya", "maria", "sam")}
    assert outcomes(short, afresh) == {
        verb: {name: "done" if name in allowed else "no_permission" for name in afresh}
        for verb, (_, allowed) in TABLE.items()
    }


def test_permission_without_any_group_is_enough(short: Guide, cast: Cast) -> None:
    cast.sam.user_permissions.add(Permission.objects.get(codename="decide_review"))
    review = open_review(short)
    assert short.sign(review, cast.sam).signer == cast.sam


def test_four_eyes_holds_for_every_permission_there_is(short: Guide, cast: Cast) -> None:
    cast.ana.user_permissions.set(Permission.objects.all())
    review = open_review(short)
    ana = User.objects.get(pk=cast.ana.pk)
    assert permissions.may_approve(ana, review).code == "wrote_part"
    assert outcome(lambda who: short.sign(review, who), ana) == "wrote_part"


@pytest.mark.parametrize(
    ("question", "allowed"),
    [
        (permissions.may_read_desks, set(ROLES) - {"sam", "gone"}),
        (permissions.may_read_reports, set(ROLES) - {"sam", "gone"}),
    ],
)
def test_only_staff_with_a_role_may_read_desks(
    cast: Cast, question: Callable[[Any], Verdict], allowed: set[str]
) -> None:
    assert {name for name, who in people(cast).items() if question(who)} == allowed
    assert not question(AnonymousUser())


def test_refusal_has_a_reason(cast: Cast) -> None:
    verdict = permissions.may_start(cast.sam)
    assert not verdict
    assert verdict.reason == "Your account does not have the right to start a guide."
