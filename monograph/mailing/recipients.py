"""Who is notified: conditions on people, and who of them can be reached."""

from functools import cache

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from ..models import Edition, EditionSection, Review, ReviewComment, SectionRevision, Signature

BACKEND = "django.contrib.auth.backends.ModelBackend"  # where roles are stored


@cache
def _holders(permission: str, *, include_superusers: bool) -> QuerySet[User]:
    """Return the holders of a permission. Built once: that takes longer than the database's answer."""
    return User.objects.with_perm(f"monograph.{permission}", include_superusers=include_superusers, backend=BACKEND)


def with_permission(permission: str) -> Q:
    """Match those who were given a permission.

    Superusers, who have every permission, would otherwise be notified of everything.
    """
    return Q(pk__in=_holders(permission, include_superusers=False).values("pk"))


def contributors_to(revision: SectionRevision) -> Q:
    """Match those who count as authors of a text."""
    return Q(pk__in=revision.contributor_keys)


def participants_in(review: Review) -> Q:
    """Match those who commented or signed in a review."""
    comments = ReviewComment.objects.filter(review=review)
    signatures = Signature.objects.filter(review=review)
    return Q(pk__in=comments.values("author")) | Q(pk__in=signatures.values("signer"))


def everyone_behind(edition: Edition) -> Q:
    """Match those who wrote or signed a text of an edition, and all publishers."""
    lines = EditionSection.objects.filter(edition=edition)
    signatures = Signature.objects.filter(review__in=lines.values("review"))
    wrote = Q(pk__in=lines.values("revision__author"))
    return wrote | Q(pk__in=signatures.values("signer")) | with_permission("publish_edition")


def reachable(people: Q) -> QuerySet[User]:
    """Return those of them who have an email address and access to the desks."""
    readers = _holders("view_monograph", include_superusers=True)
    return readers.filter(people, is_staff=True).exclude(email="").select_related("mail_preference")
