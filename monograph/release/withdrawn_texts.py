"""Texts that were withdrawn: publishing them again, unchanged, needs an answer to the reason for the withdrawal."""

from collections import defaultdict

from ..content import plain
from ..errors import InvalidContent, content_errors_as_invalid
from ..models import EditionSection, Withdrawal
from .release_candidate import ReleaseCandidate

FIELD = "withdrawal_answer"


def withdrawal_of_same_texts(next_edition: ReleaseCandidate) -> Withdrawal | None:
    """Return the latest withdrawal of an edition that showed exactly the texts of the next one; None without one."""
    lines = EditionSection.objects.filter(
        edition__monograph=next_edition.monograph, edition__withdrawal__isnull=False, is_removal=False
    )
    withdrawn: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for edition, code, digest in lines.values_list("edition", "kind_code", "digest"):
        withdrawn[edition].add((code, digest))
    texts = {(line.section.kind.code, line.revision.digest) for line in next_edition.shown}
    same = [edition for edition, shown in withdrawn.items() if shown == texts]
    if not same:
        return None
    withdrawals = Withdrawal.objects.filter(edition__in=same).select_related("edition__monograph")
    return withdrawals.defer("edition__article").order_by("-created_at", "-pk").first()


def clean_withdrawal_answer(next_edition: ReleaseCandidate, given: str) -> tuple[str | None, Withdrawal | None]:
    """Return the publisher's answer, in its normal form, and the withdrawal it answers; None if there is none.

    Raises `InvalidContent` at ``withdrawal_answer`` without an answer to a withdrawal.
    """
    withdrawal = withdrawal_of_same_texts(next_edition)
    if withdrawal is None:
        return None, None
    if not given.strip():
        message = (
            f"Edition {withdrawal.edition.number} had exactly these texts and was withdrawn: “{withdrawal.reason}” "
            "Nothing was published. Say why this reason no longer holds, or change the texts."
        )
        raise InvalidContent.at(FIELD, "required", message)
    with content_errors_as_invalid():
        return plain.clean_note(given, FIELD, "The answer to the withdrawal"), withdrawal
