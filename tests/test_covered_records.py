"""Covered records: whatever changes the catalogue, the library, rights or reports is in the trail, or is found."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from monograph import audit, covered_records
from monograph.models import AuditEntry, GlossaryTerm, Profile, ReaderReport, Reference
from monograph.recording import recorded, take_stock

from . import raw_sql
from .cast import Cast
from .covered import add_records, last_change, last_entry
from .factory import Guide


@pytest.fixture
def records(short: Guide) -> Guide:
    """A guide with a row of every covered model, all on the record."""
    return add_records(short)


# SQL that bypasses the product: none of it was seen before

UPDATES = {
    "one signature for dosage": (
        "UPDATE monograph_sectionkind SET required_signatures = 1 WHERE code = 'dosage'",
        "required_signatures is “1”, and was “2”",
    ),
    "no citations": ("UPDATE monograph_sectionkind SET must_cite = false WHERE code = 'dosage'", "must_cite"),
    "a section is optional": (
        "UPDATE monograph_sectionkind SET requirement = 'optional' WHERE code = 'dosage'",
        "requirement is “optional”, and was “always”",
    ),
    "names of a section": (
        """UPDATE monograph_sectionkind SET also_called = '["x"]' WHERE code = 'faq'""",
        "also_called",
    ),
    "a reference": ("UPDATE monograph_reference SET title = 'Another label'", "title is “Another label”"),
    "a glossary term": ("UPDATE monograph_glossaryterm SET meaning = 'A pill.'", "meaning is “A pill.”"),
    "a printed name": (
        "UPDATE monograph_profile SET printed_name = 'Dr. Priya' WHERE printed_name = 'Priya'",
        "printed_name is “Dr. Priya”, and was “Priya”",
    ),
    "a license": (
        "UPDATE monograph_profile SET licence_expires = '2099-12-31' WHERE printed_name = 'Priya'",
        "licence",
    ),
    "a superuser": ("UPDATE auth_user SET is_superuser = true WHERE username = 'sam'", "is_superuser is “True”"),
    "an account that was closed": ("UPDATE auth_user SET is_active = true WHERE username = 'gone'", "is_active"),
    "an address for mail": ("UPDATE auth_user SET email = 'x@example.org' WHERE username = 'priya'", "email"),
    "a role of a person": (
        "INSERT INTO auth_user_groups (user_id, group_id) SELECT auth_user.id, auth_group.id "
        "FROM auth_user, auth_group WHERE username = 'ana' AND name = 'Pharmacist'",
        "groups is “Editor, Pharmacist”, and was “Editor”",
    ),
    "a right of a person": (
        "INSERT INTO auth_user_user_permissions (user_id, permission_id) SELECT auth_user.id, auth_permission.id "
        "FROM auth_user, auth_permission WHERE username = 'ana' AND codename = 'decide_review'",
        "user_permissions is “monograph.decide_review”",
    ),
    "a right of a role": (
        "INSERT INTO auth_group_permissions (group_id, permission_id) SELECT auth_group.id, auth_permission.id "
        "FROM auth_group, auth_permission WHERE auth_group.name = 'Editor' AND codename = 'decide_review'",
        "permissions is",
    ),
    "a right under another name": (
        "UPDATE auth_permission SET codename = 'decide_all' WHERE codename = 'decide_review'",
        "permissions is",
    ),
    "a reader's words": ("UPDATE monograph_readerreport SET words = 'All is well.'", "words is"),
    "an answer": ("UPDATE monograph_readerreport SET answer = 'Nothing.'", "answer is “Nothing.”, and was “Fixed.”"),
}


@pytest.mark.parametrize("name", UPDATES)
def test_value_changed_by_sql_is_named_with_what_it_was(records: Guide, name: str) -> None:
    statement, words = UPDATES[name]
    assert raw_sql.run(statement) >= 1
    problems = audit.verify().problems
    assert any("was altered after audit entry" in problem and words in problem for problem in problems), problems


def test_row_added_by_sql_is_named(records: Guide) -> None:
    User.objects.bulk_create([User(username="intruder", is_superuser=True)])
    (problem,) = audit.verify().problems
    assert problem.startswith("User ")
    assert "intruder" in problem
    assert "is not in the audit trail" in problem


@pytest.mark.parametrize("model", [GlossaryTerm, ReaderReport])
def test_row_deleted_by_sql_is_named(records: Guide, model: Any) -> None:
    row = model.objects.get()
    raw_sql.remove(row)
    (problem,) = audit.verify().problems
    assert problem.startswith(f"{model._meta.model_name} {row.pk}, recorded by audit entry")
    assert problem.endswith("is gone.")


@pytest.mark.only_on("sqlite")  # PostgreSQL stores no date that is none
def test_value_that_cannot_be_read_is_named(records: Guide) -> None:
    raw_sql.run("UPDATE monograph_reference SET accessed_on = '2026-13-45'")
    assert any("one of its columns can't be read" in problem for problem in audit.verify().problems)


def delete_role_by_sql() -> None:
    raw_sql.run("DELETE FROM auth_user_groups WHERE group_id = (SELECT id FROM auth_group WHERE name = 'Editor')")
    raw_sql.run("DELETE FROM auth_group_permissions")
    raw_sql.run("DELETE FROM auth_group WHERE name = 'Editor'")


@pytest.mark.parametrize("delete", [lambda: Group.objects.get(name="Editor").delete(), delete_role_by_sql])
def test_role_is_deleted_by_nobody(records: Guide, delete: Callable[[], Any]) -> None:
    """No page deletes one (`tests.access`). A shell would take it from everybody who has it first."""
    with pytest.raises(IntegrityError, match="group can't be deleted"), transaction.atomic():
        delete()
    assert records.cast.ana.groups.filter(name="Editor").exists()
    assert audit.verify().is_intact


def test_row_that_is_put_back_is_as_recorded(records: Guide) -> None:
    for number in (1, 2):
        raw_sql.run("UPDATE monograph_sectionkind SET required_signatures = %s WHERE code = 'dosage'", number)
    assert audit.verify().problems == []


# The mechanism


def test_verb_can_record_the_state_of_rows_in_its_own_entry(records: Guide, cast: Cast) -> None:
    profile = Profile.objects.get(user=cast.priya)
    with transaction.atomic():
        cast.priya.groups.clear()
        Profile.objects.filter(pk=profile.pk).update(credentials="RPh")
        given = {"action": AuditEntry.Action.CHANGE_RECORDS, "actor": cast.root, "subject": cast.priya}
        audit.record(**given, at=last_entry().at, rows=[], states=[cast.priya, profile])
    assert last_change(profile)["new"]["credentials"] == "RPh"
    assert audit.verify().problems == []


def test_stock_is_taken_once_of_what_was_there_before(records: Guide) -> None:
    """As the migration does that covers these models."""
    before = last_entry().sequence
    take_stock(apps, "manage.py migrate")
    taken = AuditEntry.objects.filter(sequence__gt=before)
    assert {entry.action for entry in taken} == {AuditEntry.Action.TAKE_STOCK}
    keys = {key for entry in taken for key in entry.data["records"]}
    rows = [row for model in covered_records.covered_models() for row in model._default_manager.all()]
    assert keys == {covered_records.row_key(row) for row in rows}
    assert audit.verify().problems == []


def test_verification_takes_as_many_queries_for_more_rows(records: Guide) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert audit.verify().problems == []
        return len(captured)

    before = queries()
    with recorded(GlossaryTerm.objects.all(), User.objects.all(), actor="the tests"):
        for number in range(20):
            GlossaryTerm.objects.create(term=f"Term {number}", meaning="A meaning.")
            person = User.objects.create(username=f"person-{number}")
            person.groups.set(Group.objects.all())
    assert queries() == before


def test_long_subject_is_cut(records: Guide) -> None:
    with recorded(Reference.objects.all(), actor="the tests"):
        Reference.objects.create(key="long", title="A" * 300, publisher="B" * 200)
    assert len(last_entry().subject) == 200
