"""What reviewers can try, for Hypothesis to put in any order."""

from hypothesis.stateful import precondition, rule

from monograph.models import (
    CommentResolution,
    Review,
    ReviewComment,
    Signature,
)
from monograph.workflow import reviewing

from ..cast import PASSWORD
from .strategies import (
    ANY_REVIEWER,
    ANY_WRITER,
    INDEX,
    RARELY,
    SECTIONS,
)
from .writing import Writing


class Reviewing(Writing):
    """The verbs of reviews, tried by random people with stale pages and wrong passwords."""

    @rule(where=SECTIONS, who=ANY_WRITER, older=RARELY, stale=RARELY)
    def submit(self, where: tuple[int, str], who: str, older: bool, stale: bool) -> None:
        section = self.section(where)
        revision = section.revisions.first() if older else section.latest_revision
        if revision is not None:
            expected = section.latest_revision.number - stale
            self.attempt(
                "submit",
                lambda: reviewing.submit(actor=self.user(who), revision=revision, expected=expected),
                who=who,
                is_wrong=stale,
            )

    def open_review(self, index: int, *, anything: bool) -> Review:
        return self.pick(Review, index, anything=anything, state="open")

    @precondition(lambda self: self.there_is(Review, state="open"))
    @rule(index=INDEX, any_review=RARELY, who=ANY_WRITER)
    def withdraw_submission(self, index: int, any_review: bool, who: str) -> None:
        self.withdraw(self.open_review(index, anything=any_review), who)

    def withdraw(self, review: Review, who: str) -> None:
        self.attempt(
            "withdraw_submission", lambda: reviewing.withdraw_submission(actor=self.user(who), review=review), who=who
        )

    @precondition(lambda self: self.there_is(Review, state="open"))
    @rule(index=INDEX, any_review=RARELY, who=ANY_REVIEWER)
    def comment(self, index: int, any_review: bool, who: str) -> None:
        review, body = self.open_review(index, anything=any_review), f"Comment {self.token()}"
        self.attempt("comment", lambda: reviewing.comment(actor=self.user(who), review=review, body=body), who=who)

    @precondition(lambda self: self.there_is(ReviewComment))
    @rule(index=INDEX, who=ANY_REVIEWER)
    def reply(self, index: int, who: str) -> None:
        comments = [*self.snapshot.tables[ReviewComment]]
        comment, body = ReviewComment.objects.get(pk=comments[index % len(comments)]), f"Reply {self.token()}"
        self.attempt("reply", lambda: reviewing.reply(actor=self.user(who), comment=comment, body=body), who=who)

    @precondition(lambda self: self.there_is(ReviewComment))
    @rule(index=INDEX, who=ANY_REVIEWER)
    def resolve_comment(self, index: int, who: str) -> None:
        settled = {row["comment_id"] for row in self.snapshot.all(CommentResolution)}
        comments = [*self.snapshot.tables[ReviewComment]]
        comments = [key for key in comments if key not in settled] or comments
        comment = ReviewComment.objects.get(pk=comments[index % len(comments)])
        self.attempt(
            "resolve_comment", lambda: reviewing.resolve_comment(actor=self.user(who), comment=comment), who=who
        )

    @precondition(lambda self: self.there_is(Review, state="open"))
    @rule(index=INDEX, any_review=RARELY, who=ANY_REVIEWER, stale=RARELY)
    def request_changes(self, index: int, any_review: bool, who: str, stale: bool) -> None:
        review = self.open_review(index, anything=any_review)
        self.ask_for_changes(review, who, "v1:stale" if stale else review.revision.digest)

    def ask_for_changes(self, review: Review, who: str, expected: str) -> None:
        body = f"Comment {self.token()}"
        self.attempt(
            "request_changes",
            lambda: reviewing.request_changes(actor=self.user(who), review=review, expected=expected, body=body),
            who=who,
            is_wrong=expected != review.revision.digest,
        )

    @precondition(lambda self: self.there_is(Review, state="open"))
    @rule(index=INDEX, any_review=RARELY, who=ANY_REVIEWER, stale=RARELY, forgot=RARELY)
    def approve(self, index: int, any_review: bool, who: str, stale: bool, forgot: bool) -> None:
        review = self.open_review(index, anything=any_review)
        self.sign(review, who, "v1:stale" if stale else review.revision.digest, "not mine" if forgot else PASSWORD)

    def sign(self, review: Review, who: str, expected: str, password: str) -> None:
        meaning = Signature.Meaning.ACCURATE
        self.attempt(
            "approve",
            lambda: reviewing.approve(
                actor=self.user(who), review=review, expected=expected, meaning=meaning, password=password
            ),
            who=who,
            is_wrong=expected != review.revision.digest or password != PASSWORD,
        )
