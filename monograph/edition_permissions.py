"""Whether a user may publish certain texts, or return to an edition, as in `monograph.permissions`."""

from collections.abc import Collection, Sequence

from .models import Edition, SectionRevision, Signature
from .permissions import ALLOWED, AnyUser, Verdict, invalid_state, may_publish


def may_release(user: AnyUser, texts: Collection[tuple[SectionRevision, Sequence[Signature]]]) -> Verdict:
    """Return whether a user may sign for the publication of these texts, each with the signatures that approved it.

    Their authors and signers may not: an edition needs a publisher who is none of them. The triggers repeat it
    (`four_eyes.LINE_IS_THE_PUBLISHERS`). Takes one query.
    """
    wrote = set(
        SectionRevision.objects.filter(pk__in=[revision.pk for revision, _ in texts])
        .contributed_to_by(user.pk or 0)
        .values_list("pk", flat=True)
    )
    headings = [
        f"“{revision.heading}”"
        for revision, signatures in texts
        if revision.pk in wrote or any(signature.signer_id == user.pk for signature in signatures)
    ]
    if headings:
        return Verdict(
            "publishes_own_text",
            f"You wrote or signed {', '.join(headings)}, so somebody else has to publish this edition.",
        )
    return ALLOWED


def may_return_to(user: AnyUser, edition: Edition) -> Verdict:
    """Return whether a user may publish an earlier edition again: `may_publish`, and the public does not read it now.

    Load the edition with ``monograph``, and that with its schedules.
    """
    verdict = may_publish(user, edition.monograph)
    if verdict and edition.is_current:
        return invalid_state("is_current", "The public reads this edition now.")
    return verdict
