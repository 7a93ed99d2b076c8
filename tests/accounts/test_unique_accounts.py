"""No two accounts share a username or an address, whatever its case, also if both are made at once."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from ..cast import Cast
from ..factory import Guide
from ..races import ATTEMPTS, Racers, assert_intact, entries

UNIQUE_ACCOUNTS = import_module("monograph.migrations.0010_unique_accounts")


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"username": "TOM"}, "monograph_username_unique"),
        ({"username": "new", "email": "Tom@Example.org"}, "monograph_email_unique"),
    ],
)
def test_database_refuses_a_second_account(cast: Cast, changes: dict[str, str], constraint: str) -> None:
    User.objects.filter(pk=cast.tom.pk).update(email="tom@example.org")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        User.objects.create(**changes)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        User.objects.filter(pk=cast.ben.pk).update(**changes)


def test_accounts_may_lack_an_address(cast: Cast) -> None:
    User.objects.create(username="without", email="")
    assert User.objects.filter(email="").count() > 1


@pytest.mark.parametrize("field", ["username", "email"])
def test_migration_names_accounts_that_share_something(cast: Cast, field: str) -> None:
    UNIQUE_ACCOUNTS.refuse_duplicates(apps, None)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX monograph_{field}_unique")
    User.objects.filter(pk=cast.tom.pk).update(**{field: "x@example.org"})
    User.objects.filter(pk=cast.ben.pk).update(**{field: "X@example.org"})
    with pytest.raises(RuntimeError) as refusal:
        UNIQUE_ACCOUNTS.refuse_duplicates(apps, None)
    assert f"(account {cast.tom.pk})" in str(refusal.value)
    assert f"(account {cast.ben.pk})" in str(refusal.value)
    assert f"(account {cast.ana.pk})" not in str(refusal.value)


def test_migration_refuses_no_accounts_that_the_indexes_take(cast: Cast) -> None:
    for username in ("stra\N{LATIN SMALL LETTER SHARP S}e", "strasse"):
        User.objects.create(username=username, email=f"{username}@example.org")
    UNIQUE_ACCOUNTS.refuse_duplicates(apps, None)


@pytest.mark.parametrize("shared", ["username", "address"])
def test_one_of_twenty_accounts_of_one_name_is_made(committed_guide: Guide, racers: Racers, shared: str) -> None:
    before = User.objects.count()
    rows = [
        f"{'NELL' if number % 2 else 'nell'} nell{number}@example.org"
        if shared == "username"
        else f"nell{number} {'N' if number % 2 else 'n'}ell@example.org"
        for number in range(ATTEMPTS)
    ]
    outcomes = racers.race([("invite", "root", row) for row in rows])
    assert outcomes == {("invite", "won", ""): 1, ("invite", "refused", "taken"): ATTEMPTS - 1}
    assert User.objects.count() == before + 1
    assert entries("invite") == 1
    assert_intact()


def test_first_logins_at_once_make_one_account_for_each_person(committed_guide: Guide, racers: Racers) -> None:
    before = User.objects.count()
    rows = [f"subject-{number % 10} nell" for number in range(ATTEMPTS)]
    outcomes = racers.race([("sign_in", "root", row) for row in rows])
    assert outcomes == {("sign_in", "won", ""): ATTEMPTS}
    assert User.objects.count() == before + 10
    assert entries("link_account") == 10
    assert_intact()
