"""Anchors of comments: where a comment's passage is in the text that was read, and in another one.

An anchor is made once, when the comment is, and never changes. Where its passage is in a newer text is computed each
time (`comparison.follow`), so that a better comparison shows old comments better.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from ..comparison.follow import Follower
from ..content import plain
from ..content.passages import Passage, count_letters, letters_of
from ..errors import InvalidContent
from ..models import Review, ReviewComment, SectionRevision
from .revision_passages import passage_html, passages_of


def anchor(quote: str, place: int | None, digest: str, review: Review) -> dict[str, object]:
    """Return the fields of a comment on a passage: its words as the text has them, and its anchor.

    `place` is the number of letters before the passage in the section's text with this digest, as the browser counted
    them; "" is the digest of the text in review. Words without a place, or that are not at it, must be in the text in
    review once, or else in the last approved text. Takes two queries. Raises `InvalidContent` at `quote`:
    ``ambiguous_passage`` if they are there several times, ``no_such_passage`` otherwise.
    """
    if not quote:
        return {}
    shown = Q(pk__in=[review.revision_id, review.section.approved_revision_id]) | Q(digest=digest)
    revisions = {row.pk: row for row in SectionRevision.objects.with_text().filter(shown, section=review.section_id)}
    in_review = revisions[review.revision_id]
    read = next((row for row in revisions.values() if row.digest == digest), None) if digest else in_review
    if place is not None and read is not None and passages_of(passage_html(read)).has_at(quote, place):
        return _fields(read, place, len(letters_of(quote)))
    for searched in (in_review, revisions.get(review.section.approved_revision_id or 0)):
        found = passages_of(passage_html(searched)).occurrences(quote) if searched else []
        if searched is not None and len(found) == 1:
            return _fields(searched, found[0], len(letters_of(quote)))
        if len(found) > 1 and searched is in_review:
            message = (
                f"These words are in the text {len(found)} times. Choose which of them you mean, or add words around "
                "them."
            )
            raise InvalidContent.at("quote", "ambiguous_passage", message)
    message = (
        "These words are not in the text. Select the passage in the text, or empty this field and say in the comment "
        "which passage you mean."
    )
    raise InvalidContent.at("quote", "no_such_passage", message)


def _fields(revision: SectionRevision, letter: int, count: int) -> dict[str, object]:
    text = passages_of(passage_html(revision))
    passage = text.passage_at(letter, count)
    return {
        "quote": text.words(letter, count),
        "anchor_digest": revision.digest,
        "anchor_block": passage.block,
        "anchor_offset": passage.offset,
        "anchor_length": passage.length,
    }


def occurrences(quote: str, revision: SectionRevision) -> list[tuple[int, tuple[str, str, str]]]:
    """Return the place of each occurrence of a quotation, with the words before it, its own, and the words after it.

    The quotation is one that `anchor` found ambiguous, and cleaned as for it.
    """
    text = passages_of(passage_html(revision))
    quote = plain.clean_note(quote, "quote", "The passage")
    count = len(letters_of(quote))
    places = text.occurrences(quote)
    return [(place, text.in_context(place, count)) for place in places]


@dataclass(frozen=True)
class CommentPlace:
    """Where the passage of a comment is in the text that a page shows.

    `letter` is the number of letters before it; None if it is gone, or if the comment is older than anchors. `words`
    are the passage's now, if they have changed. `read` is the revision that the comment was made on, if it is not the
    one shown. `old_heading` and `new_heading` are those above the passage in `read` and in the text shown.
    """

    letter: int | None = None
    words: str = ""
    read: SectionRevision | None = None
    is_gone: bool = False
    old_heading: str = ""
    new_heading: str = ""


def place_comments(comments: Iterable[ReviewComment], shown: SectionRevision) -> dict[int, CommentPlace]:
    """Return the place of each comment in a revision, by the comment's primary key.

    Needs the citations of the revision. Takes no query for comments that were made on its text, else two for all.
    """
    comments = list(comments)
    digests = {comment.anchor_digest for comment in comments} - {None, shown.digest}
    read: dict[str, SectionRevision] = {}
    if digests:
        revisions = SectionRevision.objects.with_text().filter(section=shown.section_id, digest__in=digests)
        read = {revision.digest: revision for revision in revisions.order_by("number")}
    followers = {digest: Follower(passage_html(row), passage_html(shown)) for digest, row in read.items()}
    places = {}
    for comment in comments:
        places[comment.pk] = CommentPlace()
        passage, digest = comment.passage, comment.anchor_digest or ""
        if passage and digest == shown.digest:
            places[comment.pk] = CommentPlace(passages_of(passage_html(shown)).letter_of(passage))
        elif passage and digest in read:
            places[comment.pk] = _place(comment.quote, passage, read[digest], followers[digest])
    return places


def _place(quote: str, passage: Passage, read: SectionRevision, follower: Follower) -> CommentPlace:
    letter = follower.old.letter_of(passage)
    followed = None if letter is None else follower.follow(letter, count_letters(quote))
    if letter is None or followed is None:
        return CommentPlace(read=read, is_gone=True)
    words = follower.new.words(followed.letter, followed.count) if followed.is_changed else ""
    headings = follower.old.heading_before(letter), follower.new.heading_before(followed.letter)
    return CommentPlace(followed.letter, words, read, old_heading=headings[0], new_heading=headings[1])
