"""The next edition: every blocker, with its code and its section."""

from collections.abc import Callable
from typing import Any

import pytest

from monograph.models import Monograph
from monograph.release.release_candidate import release_candidate
from monograph.workflow import reviewing

from .cast import Cast
from .factory import REQUIRED, Guide, facts


@pytest.mark.parametrize("missing", ["drug-facts", "dosage", "overdose"])
def test_guide_without_a_required_section_is_not_published(guide: Guide, missing: str) -> None:
    for code in REQUIRED:
        if code != missing:
            guide.approve(guide.write(code))
    assert guide.blockers() == [("required-section", missing)]


def test_required_section_that_is_only_in_review_is_missing(guide: Guide) -> None:
    for code in REQUIRED:
        (guide.submit if code == "uses" else guide.approve)(guide.write(code))
    assert guide.blockers() == [("required-section", "uses")]


def test_every_missing_section_is_named_at_once(guide: Guide) -> None:
    assert sorted(guide.blockers()) == sorted(("required-section", code) for code in REQUIRED)


def test_required_section_cannot_be_removed(short: Guide) -> None:
    short.approve(short.remove("dosage"))
    assert short.blockers() == [("required-section", "dosage")]


def test_facts_with_a_boxed_warning_require_the_section(short: Guide) -> None:
    kind = short.section("boxed-warning").kind
    type(kind).objects.filter(pk=kind.pk).update(requirement="if-boxed")
    short.approve(short.write("drug-facts", facts=facts(boxed_warning=True)))
    assert short.blockers() == [("boxed-warning-section", "boxed-warning")]
    short.approve(short.write("boxed-warning", "It can be fatal."))
    assert "It can be fatal." in short.publish().article


def test_boxed_warning_that_contradicts_the_facts_is_not_published(short: Guide) -> None:
    short.approve(short.write("boxed-warning", "It can be fatal."))
    assert short.blockers() == [("boxed-warning-section", "boxed-warning")]


def test_boxed_warning_and_its_fact_are_removed_together(short: Guide) -> None:
    short.approve(short.write("drug-facts", facts=facts(boxed_warning=True)))
    short.approve(short.write("boxed-warning", "It can be fatal."))
    short.publish()
    short.approve(short.remove("boxed-warning"))
    kind = short.section("boxed-warning").kind
    type(kind).objects.filter(pk=kind.pk).update(requirement="if-boxed")
    assert ("boxed-warning-section", "boxed-warning") in short.blockers()
    short.approve(short.write("drug-facts"))
    assert "It can be fatal." not in short.publish().article


def test_section_that_must_cite_needs_a_reference(short: Guide) -> None:
    short.approve(short.write("uses", "News.", references=()))
    assert short.blockers() == [("no-reference", "uses")]


def test_section_that_need_not_cite_is_published_without_references(short: Guide) -> None:
    short.approve(short.write("cost", "It is cheap.", references=()))
    assert "It is cheap." in short.publish().article


def test_changes_requested_after_approval_block_publishing(short: Guide, cast: Cast) -> None:
    short.approve(short.write("overview", "News."))
    review = short.submit(short.section("uses").approved_revision)
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="It is outdated.")
    assert ("changes_requested", "uses") in short.blockers()


def test_section_is_published_again_once_a_new_text_is_approved(short: Guide, cast: Cast) -> None:
    review = short.submit(short.section("uses").approved_revision)
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="It is outdated.")
    reviewing.resolve_comment(actor=cast.priya, comment=review.comments.get())
    short.approve(short.write("uses", "Up to date."))
    assert "Up to date." in short.publish().article


def test_open_review_of_an_approved_text_blocks_nothing(short: Guide) -> None:
    short.submit(short.section("uses").approved_revision)
    short.approve(short.write("overview", "News."))
    assert short.publish().number == 2


def test_edition_without_changes_is_not_published(short: Guide) -> None:
    assert short.blockers() == [("nothing_new", "")]


def test_draft_is_not_a_change(short: Guide) -> None:
    short.write("uses", "A draft.")
    assert short.blockers() == [("nothing_new", "")]


def test_all_blockers_are_reported_at_once(short: Guide) -> None:
    short.approve(short.write("uses", "News.", references=()))
    short.approve(short.write("boxed-warning", "It can be fatal."))
    short.approve(short.remove("dosage"))
    assert {section for _, section in short.blockers()} == {"uses", "boxed-warning", "dosage"}


def test_next_edition_takes_few_queries_however_long_the_history(
    short: Guide, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(4):
        short.approve(short.write("uses", f"News {number}."))
    short.publish()
    monograph = Monograph.objects.get(pk=short.monograph.pk)
    with django_assert_max_num_queries(10):
        release_candidate(monograph)
