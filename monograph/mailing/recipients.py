"""Who is told: each function returns a condition on people. Who may open what a mail leads to is asked last."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from ..models import Edition, EditionSection, Review, ReviewComment, SectionRevision, Signature

BACKEND = "django.contrib.auth.backends.ModelBackend"  # where roles are kept


def holding(permission: str) -> Q:
    """Return those who were given a right. An administrator, who has every right, is not told of all that goes on."""
    people = User.objects.with_perm(f"monograph.{permission}", include_superusers=False, backend=BACKEND)
    return Q(pk__in=people.values("pk"))


def authors(revision: SectionRevision) -> Q:
    """Return who wrote any of a text since it was last approved."""
    return Q(pk__in=revision.contributors().values("pk"))


def taking_part(review: Review) -> Q:
    """Return who commented in a review, or signed in it."""
    remarks = ReviewComment.objects.filter(review=review)
    return Q(pk__in=remarks.values("author")) | Q(pk__in=Signature.objects.filter(review=review).values("signer"))


def behind(edition: Edition) -> Q:
    """Return who wrote or signed a text of an edition, and who publishes."""
    lines = EditionSection.objects.filter(edition=edition)
    signed = Signature.objects.filter(review__in=lines.values("review"))
    written = Q(pk__in=lines.values("revision__author"))
    return written | Q(pk__in=signed.values("signer")) | holding("publish_edition")


def reachable(people: Q) -> QuerySet[User]:
    """Return those of them who have an address and may open a page of the desks."""
    readers = User.objects.with_perm("monograph.view_monograph", backend=BACKEND)
    found = readers.filter(people, is_staff=True).exclude(email="")
    return found.select_related("mail_preference")
