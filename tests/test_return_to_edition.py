"""return_to_edition: signed lines of an earlier edition become the next one, and nothing else comes back."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection
from django.utils import timezone

from monograph import audit, triggers
from monograph.errors import InvalidContent, InvalidState, NotPermitted, NotReady, StaleEdit
from monograph.models import AuditEntry, Edition, Notification, Review, Signature
from monograph.release.release_candidate import release_candidate
from monograph.workflow import publishing, reviewing

from . import raw_sql
from .cast import PASSWORD, Cast
from .factory import Guide
from .stories import restore_first, return_to


def edition(guide: Guide, number: int) -> Edition:
    return guide.reread().editions.get(number=number)


def texts(given: Edition) -> list[tuple[str, str, int]]:
    return list(given.lines.order_by("position").values_list("kind_code", "digest", "revision"))


def refusal(guide: Guide, number: int = 1, **changes: Any) -> NotReady:
    with pytest.raises(NotReady) as refused:
        return_to(guide, edition(guide, number), **changes)
    assert guide.reread().current_edition.number == 2
    return refused.value


def test_public_reads_the_earlier_texts_under_the_next_number(published_twice: Guide, cast: Cast) -> None:
    added = return_to(published_twice, edition(published_twice, 1), note="We took a change back.")
    assert (added.number, added.returns_to.number, added.return_reason) == (3, 1, "The newer text was wrong.")
    assert published_twice.reread().current_edition == added
    assert texts(added) == texts(edition(published_twice, 1)) != texts(edition(published_twice, 2))
    assert "We took a change back." in added.article
    assert (added.release_signature.signer, added.release_signature.digest) == (cast.maria, added.recomputed_digest())
    assert added.lines.get(kind_code="uses").change_note == "As in edition 1."


def test_return_is_audited_and_notifies_its_signer(published_twice: Guide, cast: Cast) -> None:
    return_to(published_twice, edition(published_twice, 1))
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor) == (AuditEntry.Action.RETURN_TO_EDITION, cast.maria)
    assert (entry.data["returns_to"], entry.data["reason"]) == (1, "The newer text was wrong.")
    notified = Notification.objects.filter(kind="signed", recipient=cast.maria).latest("pk")
    assert "edition 3" in notified.subject
    assert audit.verify().is_intact


@pytest.mark.parametrize("reason", ["", " \n"])
def test_return_needs_a_reason(published_twice: Guide, reason: str) -> None:
    with pytest.raises(InvalidContent) as refused:
        return_to(published_twice, edition(published_twice, 1), reason=reason)
    assert [problem.field for problem in refused.value.problems] == ["reason"]
    assert published_twice.reread().current_edition.number == 2


def test_return_asks_for_the_password(published_twice: Guide) -> None:
    with pytest.raises(NotPermitted) as refused:
        return_to(published_twice, edition(published_twice, 1), password="not mine")
    assert refused.value.code == "wrong_password"
    assert AuditEntry.objects.latest("sequence").action == AuditEntry.Action.FAIL_IDENTITY


def test_current_edition_is_not_returned_to(published_twice: Guide) -> None:
    with pytest.raises(InvalidState) as refused:
        return_to(published_twice, edition(published_twice, 2))
    assert refused.value.code == "is_current"


def test_return_from_a_stale_page_is_refused(published_twice: Guide) -> None:
    expected = release_candidate(published_twice.reread(), edition(published_twice, 1)).digest
    published_twice.approve(published_twice.write("uses", "Newer still."))
    published_twice.publish()
    with pytest.raises(StaleEdit) as refused:
        return_to(published_twice, edition(published_twice, 1), expected=expected)
    assert refused.value.code == "other_candidate"


def test_edition_with_the_same_texts_as_the_public_one_is_not_returned_to(published_twice: Guide) -> None:
    return_to(published_twice, edition(published_twice, 1))
    with pytest.raises(NotReady) as refused:
        return_to(published_twice, edition(published_twice, 1))
    assert refused.value.blockers[0].code == "nothing_new"


def test_text_to_which_changes_were_requested_since_blocks_the_return(published_twice: Guide, cast: Cast) -> None:
    """The last word of a pharmacist on exactly this text was no."""
    published_twice.approve(published_twice.remove("dosage"))
    back = restore_first(published_twice, "dosage")
    published_twice.publish()
    review = published_twice.submit(back)
    reviewing.request_changes(actor=cast.priya, review=review, expected=back.digest, body="The dose is wrong.")
    added = return_to(published_twice, edition(published_twice, 1))  # revision 1 has signatures of its own
    assert added.number == 4
    with pytest.raises(NotReady) as refused:
        return_to(published_twice, edition(published_twice, 3))
    assert ("changes_requested", "dosage") in [(blocker.code, blocker.section) for blocker in refused.value.blockers]


def test_altered_text_blocks_the_return(published_twice: Guide) -> None:
    revision = edition(published_twice, 1).lines.get(kind_code="uses").revision
    triggers.remove(connection)
    raw_sql.change(revision, body="<p>Other words.</p>")
    assert ("text_altered", "uses") in [(found.code, found.section) for found in refusal(published_twice).blockers]


def test_edition_whose_lines_were_altered_is_not_returned_to(published_twice: Guide) -> None:
    triggers.remove(connection)
    raw_sql.change(edition(published_twice, 1).lines.get(kind_code="uses"), change_note="Other words.")
    assert "edition_altered" in [found.code for found in refusal(published_twice).blockers]


def test_missing_signature_blocks_the_return(published_twice: Guide) -> None:
    line = edition(published_twice, 1).lines.get(kind_code="uses")
    triggers.remove(connection)
    raw_sql.remove(line.review.signatures.get())
    found = refusal(published_twice).blockers
    assert ("signatures_missing", "uses") in [(blocker.code, blocker.section) for blocker in found]


def test_author_of_a_text_cannot_return_to_it(published_twice: Guide, cast: Cast) -> None:
    cast.ana.groups.add(Group.objects.get(name="Publisher"))
    with pytest.raises(NotPermitted) as refused:
        return_to(published_twice, edition(published_twice, 1), actor=cast.ana)
    assert refused.value.code == "publishes_own_text"


def test_text_that_a_return_took_back_does_not_come_back_by_itself(published_twice: Guide) -> None:
    """An editor changes something else, and the next edition must not bring the wrong text with it."""
    return_to(published_twice, edition(published_twice, 1))
    published_twice.approve(published_twice.write("overview", "A better overview."))
    assert published_twice.blockers() == [("taken_back", "uses"), ("required-section", "uses")]


def test_text_that_was_taken_back_is_published_after_new_signatures(published_twice: Guide) -> None:
    return_to(published_twice, edition(published_twice, 1))
    published_twice.approve(published_twice.section("uses").approved_revision)
    assert published_twice.publish().number == 4
    assert texts(edition(published_twice, 4)) == texts(edition(published_twice, 2))


def test_restored_text_is_published_after_a_return(published_twice: Guide) -> None:
    return_to(published_twice, edition(published_twice, 1))
    restore_first(published_twice)
    published_twice.approve(published_twice.write("overview", "A better overview."))
    assert published_twice.publish().number == 4


def test_scheduled_edition_blocks_the_return(published_twice: Guide, cast: Cast) -> None:
    published_twice.approve(published_twice.write("overview", "Later."))
    given = {"actor": cast.maria, "monograph": published_twice.monograph, "password": PASSWORD}
    expected = published_twice.release_candidate().digest
    publishing.schedule(expected=expected, publish_at=timezone.now() + timedelta(hours=1), **given)
    with pytest.raises(InvalidState) as refused:
        return_to(published_twice, edition(published_twice, 1))
    assert refused.value.code == "scheduled"


def test_sql_cannot_return_to_another_guides_edition(published_twice: Guide, cast: Cast) -> None:
    other = Guide(cast, slug="othol").monograph
    current = edition(published_twice, 2)
    copied = {field.attname: getattr(current, field.attname) for field in current._meta.fields}
    release = Signature(
        signer=cast.maria,
        signer_name="Maria",
        meaning="released",
        digest=current.digest,
        signed_at=current.published_at,
    )
    release.save()
    changes = {"id": 99_999, "number": 3, "monograph_id": other.pk, "release_signature_id": release.pk}
    forged = Edition(**{**copied, **changes, "returns_to_id": current.pk, "return_reason": "None."})
    with pytest.raises(IntegrityError, match="guard_edition_returns"):
        raw_sql.insert(forged)
    assert Review.objects.filter(section__monograph=other).count() == 0
