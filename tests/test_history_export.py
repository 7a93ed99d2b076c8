"""The history is read and exported by those with the right, and has no way in."""

from itertools import pairwise

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from monograph.models import AuditEntry
from monograph.workflow import publishing, reviewing

from . import stories
from .cast import PASSWORD, Cast
from .factory import Guide
from .shared_stories import shared_story
from .spreadsheet import NAMES, address, client_of, export, read

HISTORY = ("sectionrevision", "signature", "auditentry")
EXPORTED = (*HISTORY, "review", "edition")


@shared_story
def withdrawn_after_reviews(cast: Cast) -> Guide:
    """A guide with a resolved comment, changes requested, a removal, and a withdrawal."""
    guide = Guide(cast).published()
    review = guide.submit(guide.write("uses", "Second text.", author=cast.ben))
    comment = reviewing.comment(actor=cast.priya, review=review, body="=Check the table.", quote="Second")
    reviewing.resolve_comment(actor=cast.priya, comment=comment)
    reviewing.request_changes(actor=cast.tom, review=review, expected=review.revision.digest, body="Say it plainly.")
    guide.remove("pregnancy")
    edition = guide.reread().current_edition
    publishing.withdraw_edition(actor=cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)
    return guide


@pytest.mark.parametrize("extension", NAMES)
@pytest.mark.parametrize("model", EXPORTED)
def test_every_row_of_history_is_exported(model: str, extension: str, withdrawn_after_reviews: Guide) -> None:
    query = "state=all" if model == "review" else ""  # by default the list shows open reviews only
    rows = read(export(client_of(withdrawn_after_reviews.cast.grace), model, extension, query), extension)
    assert len(rows) == apps.get_model("monograph", model).objects.count() > 0


def test_exported_history_is_readable(withdrawn_after_reviews: Guide) -> None:
    client = client_of(withdrawn_after_reviews.cast.grace)
    revisions = read(export(client, "sectionrevision", "json"), "json")
    (second,) = [row for row in revisions if row["kind"] == "uses" and row["number"] == 2]
    assert second["state"] == "changes requested"
    assert second["author"] == "ben"
    assert second["references"][0]["key"] == "testol-label"
    signatures = read(export(client, "signature", "csv"), "csv")
    assert signatures[-1] | {"signed_at": "", "digest": ""} == {
        "signer": "maria",
        "name": "Maria",
        "credentials": "",
        "licence": "",
        "meaning": "withdrawn from the public",
        "signed": "withdrawal of testol edition 1",
        "signed_at": "",
        "digest": "",
    }
    assert signatures[0]["signed"] == "testol / drug-facts r1"
    trail = read(export(client, "auditentry", "json"), "json")
    assert [row["sequence"] for row in trail] == list(range(1, len(trail) + 1))
    assert trail[-1]["action"] == "withdrew an edition"
    assert all(row["previous_digest"] == before["digest"] for before, row in pairwise(trail))
    reviews = read(export(client, "review", "csv", "state=all"), "csv")
    assert reviews[-1]["outcome"] == "changes requested"
    assert reviews[0]["signed_by"] == "Priya, PharmD: medically accurate"
    (edition,) = read(export(client, "edition", "json"), "json")
    assert edition["released_by"] == "Maria"
    assert edition["withdrawn_because"] == "A wrong dose."
    assert [line["kind"] for line in edition["sections"]][:2] == ["drug-facts", "overview"]
    comments = read(export(client, "review", "csv", "state=all", resource="1"), "csv")
    assert comments[0]["comment"] == "'=Check the table."
    assert comments[0]["resolved_by"] == "priya"
    assert comments[1]["resolved_by"] == ""


@pytest.mark.parametrize("name", ["ana", "priya", "maria", "grace", "root", "sam"])
@pytest.mark.parametrize("model", EXPORTED)
def test_export_requires_permission(model: str, name: str, published: Guide) -> None:
    client, expected = client_of(getattr(published.cast, name)), 200 if name in ("grace", "root") else 403
    assert client.get(address(model, "export")).status_code == expected
    assert client.post(address(model, "export"), {"format": 1, "resource": "0"}).status_code == expected


@pytest.mark.parametrize("query", ["nonsense=1", "id__exact=abc"])
@pytest.mark.parametrize("model", EXPORTED)
def test_export_by_a_filter_that_is_none_leads_to_the_list(model: str, query: str, published: Guide) -> None:
    response = client_of(published.cast.grace).get(f"{address(model, 'export')}?{query}")
    assert (response.status_code, response["Location"]) == (302, f"/admin/monograph/{model}/?e=1")


@pytest.mark.parametrize("model", EXPORTED)
def test_export_of_selected_rows_requires_permission(model: str, published: Guide) -> None:
    ticked = {"action": "export_admin_action", "_selected_action": ["1"]}
    priya, page = published.cast.priya, f"/admin/monograph/{model}/"
    priya.user_permissions.add(Permission.objects.get(codename=f"view_{model}"))
    assert "Format" not in client_of(priya).post(page, ticked).content.decode()
    answer = client_of(published.cast.grace).post(page, {**ticked, "_selected_action": [str(first(model))]})
    assert "Format" in answer.content.decode()


def first(model: str) -> int:
    return apps.get_model("monograph", model).objects.values_list("pk", flat=True).earliest("pk")


def test_history_cannot_be_imported() -> None:
    names = {name for name in get_resolver().namespace_dict["admin"][1].reverse_dict if isinstance(name, str)}
    models = ("monograph", "reference", "glossaryterm")
    expected = {f"monograph_{model}_{page}" for model in models for page in ("import", "process_import")}
    assert {name for name in names if name.endswith("_import")} == expected


@pytest.mark.parametrize("model", HISTORY)
def test_superuser_cannot_change_history(model: str, published: Guide) -> None:
    client, pk = client_of(published.cast.root), first(model)
    page = f"/admin/monograph/{model}"
    assert client.get(f"{page}/add/").status_code == 403
    assert client.post(f"{page}/{pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{page}/{pk}/change/", {"reason": "Another."}).status_code == 403
    shown = client.get(f"{page}/{pk}/change/")
    assert shown.status_code == 200
    assert b'name="_save"' not in shown.content
    assert b"<textarea" not in shown.content


@pytest.mark.parametrize(
    ("model", "query", "words"),
    [
        ("sectionrevision", "q=testol&is_removal__exact=1", "A reason."),
        ("sectionrevision", "q=second", "0 revisions"),
        ("signature", "meaning__exact=released", "testol edition 1"),
        ("auditentry", "action__exact=publish", "published an edition"),
        ("auditentry", "q=maria", "maria"),
    ],
)
def test_history_can_be_searched_and_filtered(model: str, query: str, words: str, published: Guide) -> None:
    published.remove("pregnancy")
    page = client_of(published.cast.grace).get(f"/admin/monograph/{model}/?{query}", follow=True)
    assert page.status_code == 200
    assert words in page.content.decode()


def test_data_of_audit_entry_is_readable(published: Guide) -> None:
    entry = AuditEntry.objects.filter(action="save_revision").latest("sequence")
    page = client_of(published.cast.grace).get(f"/admin/monograph/auditentry/{entry.pk}/change/")
    assert "&quot;reason&quot;: &quot;A reason.&quot;" in page.content.decode()


@pytest.mark.parametrize("model", HISTORY)
def test_longer_history_takes_same_queries(model: str, published: Guide) -> None:
    client = client_of(published.cast.grace)

    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as of_list:
            assert client.get(f"/admin/monograph/{model}/").status_code == 200
        with CaptureQueriesContext(connection) as of_export:
            export(client, model, "json")
        return len(of_list), len(of_export)

    queries()  # the first request of a session stores when it began
    before = queries()
    for text in ("One.", "Two.", "Three."):
        published.approve(published.write("uses", text))
    published.publish()
    assert queries() == before


def test_signature_of_waiver_names_waived_finding(guide: Guide) -> None:
    stories.eventful(guide)
    client = client_of(guide.cast.grace)
    (row,) = [
        row
        for row in read(export(client, "signature", "csv"), "csv")
        if row["meaning"] == "waived a finding of preflight"
    ]
    assert row["signed"] == "waiver of repeated-word in testol / cost r1"
    assert row["signed"] in client.get("/admin/monograph/signature/").content.decode()
