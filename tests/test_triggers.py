"""Triggers are installed, missing ones are reported, and migrate installs them again."""

import shutil
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection

from monograph import triggers

from . import raw_sql, stories
from .factory import Guide


def warnings() -> list[str]:
    messages = run_checks(databases=["default"])
    return [message.id for message in messages if message.id and message.id.startswith("monograph.")]


def test_migrated_database_has_every_trigger(db: None) -> None:
    assert triggers.missing(connection) == []
    assert warnings() == []


def test_missing_trigger_is_reported(db: None) -> None:
    on = " ON monograph_edition" if connection.vendor == "postgresql" else ""
    raw_sql.run(f"DROP TRIGGER guard_edition_delete{on}")
    assert triggers.missing(connection) == ["guard_edition_delete"]
    assert warnings() == ["monograph.W001"]


def test_verification_fails_without_a_trigger(db: None) -> None:
    on = " ON monograph_signature" if connection.vendor == "postgresql" else ""
    raw_sql.run(f"DROP TRIGGER guard_signature_update{on}")
    errors = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=StringIO(), stderr=errors)
    assert "guard_signature_update" in errors.getvalue()


SWITCHED_OFF = {
    "postgresql": [
        f"ALTER TABLE monograph_edition {how} guard_edition_delete"
        for how in ("DISABLE TRIGGER", "ENABLE TRIGGER", "ENABLE REPLICA TRIGGER")
    ],
    "sqlite": ["DROP TRIGGER guard_edition_delete"],  # it can't be switched off there, only dropped
}


@pytest.mark.parametrize("how", SWITCHED_OFF[connection.vendor])
def test_disabled_trigger_is_reported(db: None, how: str) -> None:
    raw_sql.run(how)
    assert warnings() == ["monograph.W001"]


def test_altered_trigger_is_reported(db: None) -> None:
    if connection.vendor == "postgresql":
        raw_sql.run(
            "CREATE OR REPLACE FUNCTION guard_edition_delete() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN OLD; END $$"
        )
    else:
        raw_sql.run("DROP TRIGGER guard_edition_delete")
        raw_sql.run("CREATE TRIGGER guard_edition_delete BEFORE DELETE ON monograph_edition WHEN 0 BEGIN SELECT 1; END")
    assert warnings() == ["monograph.W001"]


def test_installing_is_idempotent(short: Guide) -> None:
    connection.check_constraints()
    triggers.install(connection)
    triggers.install(connection)
    assert triggers.missing(connection) == []
    with pytest.raises(IntegrityError, match="guard_edition_delete"):
        raw_sql.run("DELETE FROM monograph_edition")


def test_migrate_installs_missing_triggers(committing: None) -> None:
    triggers.remove(connection)
    assert warnings() == ["monograph.W001"]
    call_command("migrate", verbosity=0, skip_checks=False)  # as on the command line: the warning must not stop it
    assert triggers.missing(connection) == []


REBUILDING = """
from django.db import migrations, models

COLUMNS = {"signature": "signer_name", "sectionrevision": "heading", "edition": "brand_name", "citation": "locator",
           "editionsection": "heading", "auditentry": "actor_name", "monograph": "slug", "withdrawal": "reason",
           "schedulededition": "outcome"}


class Migration(migrations.Migration):
    dependencies = [("monograph", "LEAF")]
    operations = [
        migrations.AlterField(table, column, models.CharField(max_length=250, unique=column == "slug"))
        for table, column in COLUMNS.items()
    ]
"""


@pytest.fixture
def rebuilding_migration(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Add a migration, for this test alone, that changes a column of most tables; return the one before it."""
    folder = Path(import_module("monograph.migrations").__path__[0])
    copy = shutil.copytree(folder, tmp_path / "migrations_with_one_more", ignore=shutil.ignore_patterns("__pycache__"))
    leaf = max(path.stem for path in copy.glob("0*.py"))
    (copy / "9999_rebuild.py").write_text(REBUILDING.replace("LEAF", leaf))
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"monograph": copy.name}
    return leaf


def test_triggers_are_installed_again_after_a_migration_rebuilds_tables(
    committed_guide: Guide, rebuilding_migration: str
) -> None:
    """SQLite makes a new table for a changed column and drops the old one, with its triggers."""
    stories.short(committed_guide)
    try:
        call_command("migrate", verbosity=0)
        assert warnings() == []
        with pytest.raises(IntegrityError, match="guard_signature_update"):
            raw_sql.run("UPDATE monograph_signature SET signer_name = 'Nobody'")
        with pytest.raises(IntegrityError, match="guard_section_approved_update"):
            raw_sql.change(committed_guide.section(), approved_revision=committed_guide.write("uses", "A draft."))
    finally:
        call_command("migrate", "monograph", rebuilding_migration, verbosity=0)


def test_trigger_raises_an_integrity_error_with_its_name(short: Guide) -> None:
    with pytest.raises(DatabaseError) as refused:
        raw_sql.run("DELETE FROM monograph_signature")
    assert isinstance(refused.value, IntegrityError)
    assert "guard_signature_delete: signature is history" in str(refused.value)
