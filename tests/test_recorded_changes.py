"""Recorded changes: every door to a covered record leaves an entry with the old and the new values."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from monograph import audit, covered_records
from monograph.interchange.catalogue import load_catalogue
from monograph.models import AuditEntry, GlossaryTerm, ReaderReport, Reference, SectionKind
from monograph.recording import recorded

from .covered import add_records, last_change, last_entry
from .factory import SOURCE, Guide


@pytest.fixture
def records(short: Guide) -> Guide:
    """A guide with a row of every covered model, all on the record."""
    return add_records(short)


@pytest.fixture
def editor(records: Guide, client: Client) -> Client:
    client.force_login(records.cast.ana)
    return client


def _reference(**changes: Any) -> dict[str, Any]:
    return {"key": "new", "title": "A label", "publisher": "A maker", "year": 2026, **changes}


def _admin(name: str, *args: Any) -> str:
    return reverse(f"admin:{name}", args=args)


def _edit_reference(client: Client) -> Any:
    row = Reference.objects.get(key=SOURCE)
    client.post(_admin("monograph_reference_change", row.pk), _reference(title="A newer label"))
    return row


def _add_reference(client: Client) -> Any:
    client.post(_admin("monograph_reference_add"), _reference())
    return Reference.objects.get(key="new")


def _add_reference_while_writing(client: Client) -> Any:
    assert client.post(_admin("monograph_reference_quick"), _reference()).status_code == 201
    return Reference.objects.get(key="new")


def _edit_term(client: Client) -> Any:
    row = GlossaryTerm.objects.get()
    client.post(_admin("monograph_glossaryterm_change", row.pk), {"term": row.term, "meaning": "A drip."})
    return row


DOORS: dict[str, tuple[Callable[[Client], Any], Any, Any]] = {
    "reference": (_edit_reference, "Testol label", "A newer label"),
    "new reference": (_add_reference, None, "A label"),
    "new reference, while writing": (_add_reference_while_writing, None, "A label"),
    "term": (_edit_term, "A slow drip into a vein.", "A drip."),
}


@pytest.mark.parametrize("door", DOORS)
def test_change_in_the_admin_is_recorded_with_old_and_new_value(editor: Client, door: str) -> None:
    act, old, new = DOORS[door]
    row = act(editor)
    field = "meaning" if isinstance(row, GlossaryTerm) else "title"
    change = last_change(row)
    assert (last_entry().action, last_entry().actor_name) == (AuditEntry.Action.CHANGE_RECORDS, "ana")
    assert ((change["old"] or {}).get(field), change["new"][field]) == (old, new)
    assert audit.verify().problems == []


def test_refused_form_and_unchanged_form_are_not_recorded(editor: Client) -> None:
    before, row = last_entry(), Reference.objects.get(key=SOURCE)
    editor.post(_admin("monograph_reference_change", row.pk), _reference(title=""))
    editor.post(
        _admin("monograph_reference_change", row.pk),
        _reference(title=row.title, publisher=row.publisher, year=row.year),
    )
    assert last_entry() == before


def test_deletion_in_the_admin_is_recorded(records: Guide, client: Client) -> None:
    client.force_login(records.cast.root)
    term = GlossaryTerm.objects.get()
    client.post(_admin("monograph_glossaryterm_delete", term.pk), {"post": "yes"})
    assert not GlossaryTerm.objects.exists()
    assert last_change(term)["new"] is None
    with recorded(GlossaryTerm.objects.all(), actor="the tests"):
        GlossaryTerm.objects.create(term="Infusion", meaning="A drip.")
    chosen = {"action": "delete_selected", "_selected_action": [GlossaryTerm.objects.get().pk], "post": "yes"}
    client.post(_admin("monograph_glossaryterm_changelist"), chosen)
    assert not GlossaryTerm.objects.exists()
    assert audit.verify().problems == []


def test_loaded_catalogue_is_recorded_with_what_moved(records: Guide) -> None:
    kinds = list(SectionKind.objects.all())
    for kind in kinds:
        kind.position = len(kinds) + 10 - kind.position
    dosage = next(kind for kind in kinds if kind.code == "dosage")
    dosage.required_signatures = 1
    load_catalogue(kinds)
    assert (last_entry().actor, last_entry().actor_name) == (None, "manage.py load_catalogue")
    change = last_change(dosage)
    assert (change["old"]["required_signatures"], change["new"]["required_signatures"]) == (2, 1)
    assert audit.verify().problems == []
    before = last_entry()
    load_catalogue(kinds)
    assert last_entry() == before, "an entry without a change"


def test_loaded_fixture_and_first_administrator_are_recorded(records: Guide, monkeypatch: Any) -> None:
    call_command("loaddata", "fixtures/glossary.json", verbosity=0)
    assert last_entry().actor_name == "manage.py loaddata"
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long test password")
    call_command("createsuperuser", interactive=False, username="boss", email="", verbosity=0)
    assert last_change(User.objects.get(username="boss"))["new"]["is_superuser"] is True
    assert audit.verify().problems == []


def test_settled_report_is_recorded(records: Guide) -> None:
    key = covered_records.row_key(ReaderReport.objects.get())
    entry = AuditEntry.objects.get(action=AuditEntry.Action.SETTLE_REPORT)
    assert entry.data["records"][key]["new"]["answer"] == "Fixed."
