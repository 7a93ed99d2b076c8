"""Twenty people act on the same row at once: one wins, the others are refused, and nothing is left half done.

The people are threads with connections of their own, in four processes beside pytest's (`tests.races`).
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from monograph.models import (
    Edition,
    FormerAddress,
    GlossaryTerm,
    Monograph,
    Reference,
    Review,
    ScheduledEdition,
    Signature,
    SiteWord,
    WorkingCopy,
)
from monograph.workflow import publishing, reporting, reviewing

from . import stories
from .cast import PASSWORD
from .factory import SOURCE, Guide
from .races import ATTEMPTS, Racers, assert_intact, by, entries


@pytest.mark.parametrize("saved_before", [0, 1])
def test_one_of_twenty_saves_of_the_same_section_wins(
    committed_guide: Guide, racers: Racers, saved_before: int
) -> None:
    for _ in range(saved_before):
        committed_guide.write("uses")
    outcomes = racers.race(by("ana ben", "save", committed_guide.section("uses").pk))
    assert outcomes == {("save", "won", ""): 1, ("save", "refused", "newer_revision"): 19}
    assert committed_guide.section("uses").revisions.count() == entries("save_revision") == saved_before + 1
    assert_intact()


def test_saves_of_different_guides_all_win(committed_guide: Guide, racers: Racers) -> None:
    guides = [committed_guide, *(Guide(committed_guide.cast, f"drug-{number}") for number in range(1, ATTEMPTS))]
    outcomes = racers.race([("save", "ana", guide.section("uses").pk) for guide in guides])
    assert outcomes == {("save", "won", ""): ATTEMPTS}
    assert all(guide.section("uses").revisions.count() == 1 for guide in guides)
    assert entries("save_revision") == ATTEMPTS
    assert_intact()


def test_saves_of_different_sections_of_one_guide_all_win(committed_guide: Guide, racers: Racers) -> None:
    codes = ["uses", "dosage", "overview", "interactions"]
    outcomes = racers.race([("save", "ana", committed_guide.section(code).pk) for code in codes])
    assert outcomes == {("save", "won", ""): len(codes)}
    assert_intact()


def test_saving_changes_in_many_tabs_stores_one_working_copy(committed_guide: Guide, racers: Racers) -> None:
    section = committed_guide.section("uses")
    assert racers.race(by("ana", "save_working_copy", section.pk)) == {("save_working_copy", "won", ""): ATTEMPTS}
    assert WorkingCopy.objects.get().section == section


def test_unsaved_changes_are_kept_or_a_revision_is_restored_but_never_both(
    committed_guide: Guide, racers: Racers
) -> None:
    old = committed_guide.write("uses")
    committed_guide.write("uses", "Other words.")
    mixed = [("autosave", "ana", old.section_id), ("restore", "ana", old.pk)] * (ATTEMPTS // 2)
    outcomes = racers.race(mixed)
    won = {verb for verb, outcome, _ in outcomes if outcome == "won"}
    assert won in ({"restore"}, {"autosave"})
    refused = {code for _, outcome, code in outcomes if outcome == "refused"}
    assert refused <= {"unsaved_typing", "newer_revision", "saved_since"}
    assert WorkingCopy.objects.count() == ("autosave" in won)
    assert committed_guide.section("uses").revisions.count() == 2 + ("restore" in won)
    assert_intact()


def test_one_of_twenty_starts_of_the_same_guide_wins(committed_guide: Guide, racers: Racers) -> None:
    outcomes = racers.race(by("ana ben", "start", "another"))
    assert outcomes == {("start", "won", ""): 1, ("start", "refused", "unique"): 19}
    assert entries("start_monograph") == Monograph.objects.count() == 2
    assert_intact()


def test_address_is_of_a_guide_or_redirects_but_never_both(committed_guide: Guide, racers: Racers) -> None:
    mixed = [
        ("start" if turn % 2 else "add_address", "ana" if turn % 4 < 2 else "ben", "another")
        for turn in range(ATTEMPTS)
    ]
    outcomes = racers.race(mixed)
    assert sum(count for (_, outcome, _), count in outcomes.items() if outcome == "won") == 1
    assert (
        sum(count for (_, outcome, code), count in outcomes.items() if (outcome, code) == ("refused", "unique")) == 19
    )
    assert Monograph.objects.filter(slug="another").count() + FormerAddress.objects.count() == 1
    assert_intact()


def test_one_of_twenty_submissions_of_the_same_revision_wins(committed_guide: Guide, racers: Racers) -> None:
    revision = committed_guide.write("uses")
    outcomes = racers.race(by("ana ben", "submit", revision.pk))
    assert outcomes == {("submit", "won", ""): 1, ("submit", "refused", "in_review"): 19}
    assert Review.objects.open().get().revision == revision
    assert_intact()


def test_section_is_revised_or_submitted_but_never_both(committed_guide: Guide, racers: Racers) -> None:
    revision = committed_guide.write("uses")
    mixed = by("ana", "save", revision.section_id)[::2] + by("ben", "submit", revision.pk)[::2]
    outcomes = racers.race(mixed)
    assert sum(count for (_, outcome, _), count in outcomes.items() if outcome == "won") == 1
    assert {code for _, outcome, code in outcomes if outcome == "refused"} <= {"newer_revision", "in_review"}
    open_reviews = Review.objects.open().filter(section=revision.section_id)
    assert [review.revision for review in open_reviews] in ([], [committed_guide.section("uses").latest_revision])
    assert_intact()


def test_one_of_twenty_signatures_of_the_same_pharmacist_counts(committed_guide: Guide, racers: Racers) -> None:
    review = committed_guide.submit(committed_guide.write("dosage"))
    assert review.required_signatures == 2
    outcomes = racers.race(by("priya", "approve", review.pk))
    assert outcomes == {("approve", "won", ""): 1, ("approve", "refused", "signed_already"): 19}
    assert Review.objects.get().is_open
    assert_intact()


def test_two_pharmacists_give_exactly_the_two_signatures_needed(committed_guide: Guide, racers: Racers) -> None:
    review = committed_guide.submit(committed_guide.write("dosage"))
    outcomes = racers.race(by("priya tom", "approve", review.pk))
    assert outcomes["approve", "won", ""] == 2
    assert {code for _, outcome, code in outcomes if outcome == "refused"} <= {"signed_already", "review_closed"}
    assert {signature.signer.username for signature in Signature.objects.all()} == {"priya", "tom"}
    assert Review.objects.get().state == Review.State.APPROVED
    assert committed_guide.section("dosage").approved_revision == review.revision
    assert_intact()


def test_review_is_closed_once(committed_guide: Guide, racers: Racers) -> None:
    review = committed_guide.submit(committed_guide.write("uses"))
    verbs = [("approve", "priya"), ("request_changes", "tom"), ("withdraw_submission", "ben"), ("approve", "tom")]
    outcomes = racers.race([(*verbs[turn % len(verbs)], review.pk) for turn in range(ATTEMPTS)])
    assert sum(count for (_, outcome, _), count in outcomes.items() if outcome == "won") == 1
    assert {code for _, outcome, code in outcomes if outcome == "refused"} == {"review_closed"}
    won = next(verb for verb, outcome, _ in outcomes if outcome == "won")
    state = {"approve": "approved", "request_changes": "changes_requested", "withdraw_submission": "withdrawn"}[won]
    assert Review.objects.get().state == state
    assert Signature.objects.count() == (won == "approve")
    assert_intact()


def test_one_of_twenty_resolutions_of_the_same_comment_wins(committed_guide: Guide, racers: Racers) -> None:
    review = committed_guide.submit(committed_guide.write("uses"))
    comment = reviewing.comment(actor=committed_guide.cast.priya, review=review, body="Is this so?")
    outcomes = racers.race(by("priya tom", "resolve", comment.pk))
    assert outcomes == {("resolve", "won", ""): 1, ("resolve", "refused", "resolved"): 19}
    assert_intact()


def test_one_of_twenty_publications_wins(committed_guide: Guide, racers: Racers) -> None:
    stories.signed(committed_guide)
    outcomes = racers.race(by("maria root", "publish", committed_guide.monograph.pk))
    assert outcomes == {("publish", "won", ""): 1, ("publish", "refused", "not_ready"): 19}
    assert Edition.objects.get() == committed_guide.reread().current_edition
    assert_intact()


def test_one_of_twenty_schedules_wins(committed_guide: Guide, racers: Racers) -> None:
    stories.signed(committed_guide)
    outcomes = racers.race(by("maria", "schedule", committed_guide.monograph.pk))
    assert outcomes == {("schedule", "won", ""): 1, ("schedule", "refused", "scheduled"): 19}
    assert ScheduledEdition.objects.pending().count() == 1
    assert_intact()


def scheduled(guide: Guide) -> ScheduledEdition:
    return publishing.schedule(
        actor=guide.cast.maria,
        monograph=guide.monograph,
        expected=guide.release_candidate().digest,
        publish_at=timezone.now() + timedelta(hours=1),
        password=PASSWORD,
    )


def test_twenty_timers_publish_a_scheduled_edition_once(committed_guide: Guide, racers: Racers) -> None:
    waiting = scheduled(stories.signed(committed_guide))
    outcomes = racers.race(by("maria", "publish_scheduled", waiting.pk))
    assert outcomes == {
        ("publish_scheduled", "won", ""): 1,
        ("publish_scheduled", "refused", "schedule_closed"): 19,
    }
    assert Edition.objects.get().release_signature == waiting.signature
    assert_intact()


def test_scheduled_edition_is_published_or_cancelled_but_never_both(committed_guide: Guide, racers: Racers) -> None:
    waiting = scheduled(stories.signed(committed_guide))
    mixed = by("maria", "publish_scheduled", waiting.pk)[::2] + by("maria", "cancel_schedule", waiting.pk)[::2]
    outcomes = racers.race(mixed)
    (won,) = [verb for verb, outcome, _ in outcomes if outcome == "won"]
    assert sum(count for (_, _, code), count in outcomes.items() if code == "schedule_closed") == 19
    assert Edition.objects.count() == (won == "publish_scheduled")
    waiting.refresh_from_db()
    assert waiting.state == ("published" if won == "publish_scheduled" else "cancelled")
    assert_intact()


def test_one_of_twenty_withdrawals_of_the_same_edition_wins(committed_guide: Guide, racers: Racers) -> None:
    edition = stories.short(committed_guide).monograph.current_edition
    outcomes = racers.race(by("maria", "withdraw", edition.pk))
    assert outcomes == {("withdraw", "won", ""): 1, ("withdraw", "refused", "withdrawn"): 19}
    assert committed_guide.reread().current_edition is None
    assert_intact()


def test_withdrawing_the_old_edition_never_withdraws_the_new_one(committed_guide: Guide, racers: Racers) -> None:
    old = stories.short(committed_guide).monograph.current_edition
    committed_guide.approve(committed_guide.write("uses", "Other words."))
    mixed = by("maria", "publish", committed_guide.monograph.pk)[::2] + by("maria", "withdraw", old.pk)[::2]
    outcomes = racers.race(mixed)
    assert outcomes["publish", "won", ""] == outcomes["withdraw", "won", ""] == 1
    assert {code for _, outcome, code in outcomes if outcome == "refused"} <= {"not_ready", "withdrawn"}
    current = committed_guide.reread().current_edition
    assert current is not None
    assert current.number == 2
    assert_intact()


def test_one_of_twenty_settlements_of_the_same_report_wins(committed_guide: Guide, racers: Racers) -> None:
    edition = stories.short(committed_guide).monograph.current_edition
    assert edition is not None
    report = reporting.file_report(edition=edition, section_code="uses", is_clear=False, words="A mistake.")
    outcomes = racers.race(by("ana priya tom maria", "settle", report.pk))
    assert outcomes == {("settle", "won", ""): 1, ("settle", "refused", "settled"): ATTEMPTS - 1}
    report.refresh_from_db()
    assert report.answer == f"Fixed by {report.settled_by}."
    assert entries("report_settled") == 1
    assert_intact()


def test_one_of_twenty_proposals_of_the_same_word_wins(committed_guide: Guide, racers: Racers) -> None:
    outcomes = racers.race(by("ana ben pat", "propose", committed_guide.section().pk))
    assert outcomes == {("propose", "won", ""): 1, ("propose", "refused", "proposed"): ATTEMPTS - 1}
    assert entries("propose_word") == 1
    assert_intact()


def test_one_of_twenty_acceptances_of_the_same_word_wins(committed_guide: Guide, racers: Racers) -> None:
    outcomes = racers.race(by("priya tom pat", "accept_word", stories.propose(committed_guide).pk))
    assert outcomes[("accept_word", "won", "")] == 1
    assert outcomes.total() == ATTEMPTS
    assert entries("accept_word") == 1
    assert_intact()


def test_two_approvals_at_once_learn_the_same_word(committed_guide: Guide, racers: Racers) -> None:
    other = Guide(committed_guide.cast, slug="other")
    reviews = [guide.submit(guide.write("uses", "Stop flombering now.")) for guide in (committed_guide, other)]
    outcomes = racers.race([("approve", who, review.pk) for who, review in zip(("priya", "tom"), reviews, strict=True)])
    assert outcomes == {("approve", "won", ""): 2}
    assert SiteWord.objects.filter(word="flombering").count() == 1
    assert_intact()


def test_changes_of_records_at_once_are_all_recorded(committed_guide: Guide, racers: Racers) -> None:
    """Whoever saves last wins, and each entry has what was before it."""
    reference = Reference.objects.get(key=SOURCE)
    before = entries("change_records")
    attempts = [*by("ana ben", "edit_reference", reference.pk)[:10], *by("ana ben", "add_term", 0)[:10]]
    outcomes = racers.race(attempts)
    assert outcomes == {("edit_reference", "won", ""): 10, ("add_term", "won", ""): 10}
    assert GlossaryTerm.objects.count() == 10
    assert 10 < entries("change_records") - before <= 20
    assert_intact()
