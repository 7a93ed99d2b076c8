"""The page of one review, as the tests load it and post its forms."""

from typing import Any

from monograph.models import Review, ReviewComment

from ..cast import PASSWORD
from .desk_client import Desk, Page

REVIEW, RESOLVE, REPLY = "review_change", "comment_resolve", "comment_reply"


def load(desk: Desk, review: Review) -> Page:
    return desk.get(REVIEW, review.pk)


def sign(desk: Desk, review: Review, **changes: Any) -> Page:
    data = {"expected": review.revision.digest, "meaning": "accurate", "password": PASSWORD, "approve": ""}
    return desk.post(REVIEW, review.pk, **{**data, **changes})


def add_comment(desk: Desk, review: Review, **changes: Any) -> Page:
    data = {"expected": review.revision.digest, "body": "Since when?", "quote": "For pain.", "comment": ""}
    return desk.post(REVIEW, review.pk, **{**data, **changes})


def request_changes(desk: Desk, review: Review, **changes: Any) -> Page:
    data = {"expected": review.revision.digest, "body": "Say it plainly.", "quote": "", "request_changes": ""}
    return desk.post(REVIEW, review.pk, **{**data, **changes})


def withdraw(desk: Desk, review: Review, **changes: Any) -> Page:
    return desk.post(REVIEW, review.pk, **{"expected": review.revision.digest, "withdraw": "", **changes})


def comments(review: Review) -> list[tuple[str, str, str]]:
    return list(ReviewComment.objects.filter(review=review).values_list("author__username", "body", "quote"))
