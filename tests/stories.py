"""Longer stories of a guide, made through the verbs, for tests that need every kind of history."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from monograph.accounts import passkeys
from monograph.models import Edition, Reference, ScheduledEdition, SectionKind, SectionRevision, SiteWord
from monograph.recording import recorded
from monograph.release import guide_checks
from monograph.release.release_candidate import release_candidate
from monograph.workflow import addresses, drafting, publishing, returning, reviewing, site_words, waiving

from . import people_cases
from .authenticator import add_passkey, ask, only_passkey
from .cast import PASSWORD, Cast
from .factory import Guide, facts

SHORT = ["drug-facts", "overview", "uses", "dosage"]


def schedule(guide: Guide, *, hours: int = 1, note: str = "") -> ScheduledEdition:
    return publishing.schedule(
        actor=guide.cast.maria,
        monograph=guide.monograph,
        expected=guide.release_candidate().digest,
        publish_at=timezone.now() + timedelta(hours=hours),
        note=note,
        password=PASSWORD,
    )


def return_to(guide: Guide, edition: Edition, **changes: Any) -> Edition:
    monograph = guide.reread()
    given = {
        "actor": guide.cast.maria,
        "edition": edition,
        "expected": release_candidate(monograph, edition).digest,
        "reason": "The newer text was wrong.",
        "password": PASSWORD,
        **changes,
    }
    return returning.return_to_edition(**given)


def restore_first(guide: Guide, code: str = "uses") -> SectionRevision:
    """Restore a section's first text and approve it."""
    section = guide.section(code)
    first, latest = section.revisions.get(number=1), section.latest_revision
    back = drafting.restore_revision(
        actor=guide.cast.ana, revision=first, reason="As before.", expected=latest.number if latest else 0
    )
    guide.approve(back)
    return back


def _require_only(*codes: str) -> None:
    always, optional = SectionKind.Requirement.ALWAYS, SectionKind.Requirement.OPTIONAL
    with recorded(SectionKind.objects.all(), actor="the tests"):
        SectionKind.objects.filter(requirement=always).exclude(code__in=codes).update(requirement=optional)


def signed(guide: Guide) -> Guide:
    """Write and sign the four `SHORT` sections, which is faster than all sections, and require no others."""
    _require_only(*SHORT)
    for code in SHORT:
        guide.approve(guide.write(code))
    return guide


def short(guide: Guide) -> Guide:
    """Publish a guide of the four `SHORT` sections."""
    signed(guide).publish()
    guide.reread()
    return guide


def ready(guide: Guide) -> Guide:
    """Publish a guide of four sections, then write and sign a change for its edition 2."""
    short(guide)
    guide.approve(guide.write("uses", "News.", heading="Uses"))
    return guide


def named(cast: Cast, slug: str, brand: str = "", *, uses: str = "", dosage: str = "", **changes: Any) -> Guide:
    """Publish a guide under a brand name that is its slug's, with these other drug facts and the given texts alone.

    Each text that is written and signed takes as long as most of what a test then tries.
    """
    _require_only(SectionKind.DRUG_FACTS)
    guide = Guide(cast, slug)
    given = facts(**{"brand_name": brand or slug.capitalize(), "generic_name": f"{slug}-mab", **changes})
    guide.approve(guide.write("drug-facts", facts=given))
    for code, text in (("uses", uses), ("dosage", dosage)):
        if text:
            guide.approve(guide.write(code, text))
    guide.publish()
    return guide


def waive_first_error(guide: Guide, revision: SectionRevision) -> None:
    error = guide_checks.unwaived_errors(revision)[0]
    waiving.waive(
        actor=guide.cast.priya,
        revision=revision,
        finding=guide_checks.finding_key(error),
        expected=revision.digest,
        reason="That is its name.",
        password=PASSWORD,
    )


def propose(guide: Guide, word: str = "flombering", sentence: str = "Stop flombering.") -> SiteWord:
    return site_words.propose_word(actor=guide.cast.ana, section=guide.section(), word=word, sentence=sentence)


def add_words(guide: Guide) -> None:
    """Let one word of the site be in every state but that of a signed text."""
    propose(guide, "glompable")
    site_words.accept_word(actor=guide.cast.tom, word=propose(guide), expected="proposed")
    given = {"word": propose(guide, "zorbicle"), "expected": "proposed", "reason": "No word."}
    site_words.decline_word(actor=guide.cast.tom, **given)


def sign_by_passkey(guide: Guide, revision: SectionRevision) -> None:
    """Approve a revision by a passkey of Priya's. She and Tom, who has one too, remove theirs afterward."""
    priya, tom, review = guide.cast.priya, guide.cast.tom, guide.submit(revision)
    laptop = add_passkey(priya)
    add_passkey(tom)
    given = {"actor": priya, "review": review, "expected": revision.digest, "meaning": "accurate"}
    reviewing.approve(**given, passkey=laptop.sign(ask(reviewing.approve, **given)))
    for person in (priya, tom):
        passkeys.remove(actor=person, passkey=only_passkey(person), password=PASSWORD)


def eventful(guide: Guide) -> Guide:
    """Let everything that the product knows happen to a guide: no table of the history stays empty."""
    cast = guide.cast
    with recorded(Reference.objects.all(), actor="the tests"):
        Reference.objects.create(key="another-source", title="Another source", publisher="Somebody")
    people_cases.decline(cast.root, people_cases.asked_change(cast.sam))
    people_cases.link_account(cast.ben)
    Guide(cast, slug="othol")
    addresses.add_address(actor=cast.ana, monograph=guide.monograph, address="old-testol", password=PASSWORD)
    for code in ("storage", "faq"):
        guide.approve(guide.write(code, references=()))
    short(guide)

    review = guide.submit(guide.write("uses", "Words that were not good.", author=cast.ben))
    comment = reviewing.comment(actor=cast.priya, review=review, body="Since when?", quote="not good")
    reviewing.request_changes(actor=cast.tom, review=review, expected=review.revision.digest, body="Say it plainly.")
    reviewing.resolve_comment(actor=cast.priya, comment=comment)
    review = guide.submit(guide.write("uses", "Plainer words."))
    reviewing.withdraw_submission(actor=cast.ana, review=review)

    odd = guide.write("cost", "Ask ask us.")
    waive_first_error(guide, odd)
    guide.approve(odd)
    scheduled = schedule(guide, note="Newer.")
    publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    publishing.withdraw_edition(
        actor=cast.maria, edition=guide.monograph.editions.get(number=1), reason="An old error.", password=PASSWORD
    )

    add_words(guide)
    sign_by_passkey(guide, guide.remove("storage"))
    publishing.cancel_schedule(actor=cast.maria, scheduled=schedule(guide), password=PASSWORD)

    drafting.set_review_interval(actor=cast.ana, monograph=guide.monograph, months=6)
    for position, code in enumerate(("travel", "sports"), start=90):
        with recorded(SectionKind.objects.all(), actor="the tests"):
            SectionKind.objects.create(code=code, position=position, default_heading=code.title())
    drafting.add_section(actor=cast.ana, monograph=guide.monograph, kind=SectionKind.objects.get(code="travel"))
    guide.reread()
    return guide
