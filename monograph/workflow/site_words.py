"""The site's own words: propose one, accept or decline it, learn those of a signed text."""

import re

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import audit, permissions, word_permissions
from ..content import plain
from ..errors import InvalidContent, InvalidState, StaleEdit, content_errors_as_invalid
from ..models import AuditEntry, Section, SectionRevision, SiteWord
from ..preflight import is_known_word
from ..release import site_words

# One word: letters, with apostrophes and hyphens between them.
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
MAX_SENTENCE = 1000


@transaction.atomic
def propose_word(*, actor: User, section: Section, word: str, sentence: str) -> SiteWord:
    """Propose a word that preflight does not know, with the sentence of the section that has it.

    Takes no lock: of two colleagues who propose a word at once, the unique constraint refuses the second. Raises
    `NotPermitted`; `InvalidContent` with code ``no_word`` for anything but one word; `InvalidState` with code
    ``known``, ``proposed`` or ``declined`` if the word already is.
    """
    permissions.require(word_permissions.may_propose_word(actor))
    word = _clean_word(word)
    with content_errors_as_invalid():
        sentence = plain.clean_note(sentence, "sentence", "The sentence", max_length=MAX_SENTENCE)
    if is_known_word(word):
        raise InvalidState("known", f"“{word}” is already known.")
    if (listed := SiteWord.objects.select_related("decided_by").filter(word=word).first()) is not None:
        raise _listed_already(listed)
    now = timezone.now()
    row = SiteWord(
        word=word, state=SiteWord.State.PROPOSED, section=section, sentence=sentence, added_by=actor, added_at=now
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # somebody proposed it between the check and now
        raise InvalidState("proposed", f"A colleague proposed “{word}” a moment ago.") from error
    audit.record(
        action=AuditEntry.Action.PROPOSE_WORD, actor=actor, subject=row, at=now, rows=[row], data={"sentence": sentence}
    )
    return row


def _clean_word(word: str) -> str:
    """Return a word as it is stored: lowercase, with straight apostrophes."""
    with content_errors_as_invalid():
        word = plain.clean_line(word, "word", "The word", max_length=SiteWord.MAX_LENGTH)
    word = site_words.normalize(word)
    if not WORD.fullmatch(word):
        raise InvalidContent.at("word", "no_word", "Propose one word, of letters only.")
    return word


def _listed_already(row: SiteWord) -> InvalidState:
    if row.is_known:
        return InvalidState("known", f"“{row.word}” is already known.")
    if row.state == SiteWord.State.DECLINED:
        return InvalidState("declined", f"“{row.word}” was declined: {row.reason}")
    return InvalidState("proposed", f"“{row.word}” is already proposed. A reviewer will decide.")


def accept_word(*, actor: User, word: SiteWord, expected: str) -> SiteWord:
    """Accept a word, so that preflight knows it from now on, in every guide.

    `expected` is the state that the page showed. Raises `NotPermitted`, also for the person who proposed it;
    `StaleEdit` with code ``decided`` if the state has changed since; `InvalidState` with code ``known``.
    """
    return _decide(actor, word, expected, SiteWord.State.ACCEPTED)


def decline_word(*, actor: User, word: SiteWord, expected: str, reason: str) -> SiteWord:
    """Decline a word, or take back one that is known: preflight reports it again.

    Raises as `accept_word`, `InvalidState` with code ``declined``, and `InvalidContent` without a reason.
    """
    with content_errors_as_invalid():
        reason = plain.clean_note(reason, "reason", "The reason")
    return _decide(actor, word, expected, SiteWord.State.DECLINED, reason)


@transaction.atomic
def _decide(actor: User, word: SiteWord, expected: str, state: SiteWord.State, reason: str = "") -> SiteWord:
    row = SiteWord.objects.select_for_update().get(pk=word.pk)
    accepts = state == SiteWord.State.ACCEPTED
    permissions.require(
        (word_permissions.may_accept_word if accepts else word_permissions.may_decline_word)(actor, row)
    )
    if row.state != expected:
        message = f"A colleague has decided meanwhile: “{row.word}” is {row.get_state_display()}. Reload the page."
        raise StaleEdit("decided", message, latest=row)
    before = row.state
    row.state, row.reason, row.decided_by, row.decided_at = state, reason, actor, timezone.now()
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    audit.record(
        action=AuditEntry.Action.ACCEPT_WORD if accepts else AuditEntry.Action.DECLINE_WORD,
        actor=actor,
        subject=row,
        at=row.decided_at,
        rows=[row],
        data={"before": before, "reason": reason},
    )
    return row


def learn_words(actor: User, revision: SectionRevision) -> list[SiteWord]:
    """Store the words of an approved text that no list has; return the rows, for the audit entry of the approval.

    A word that is one edit away from another is not learned: then a mistake that everybody overlooked once would never
    be found again. Neither is one that a reviewer has declined. Call it in the transaction of the approval. Words are
    stored in alphabetical order, so that two approvals with the same words wait for each other in one direction only.
    """
    found = site_words.new_words(revision)
    if not found:
        return []
    listed = {row.word: row for row in SiteWord.objects.select_for_update().filter(word__in=found).order_by("word")}
    now, rows = timezone.now(), []
    for word, sentence in sorted(found.items()):
        row = listed.get(word)
        if row is None:
            row = SiteWord(word=word, section=revision.section, sentence=sentence, added_by=actor, added_at=now)
        elif row.state != SiteWord.State.PROPOSED:
            continue
        row.state = SiteWord.State.SIGNED
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:  # a colleague's approval learned it between the query and now
            continue
        rows.append(row)
    return rows
