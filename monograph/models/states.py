"""The states of reviews and revisions, which several models refer to."""

from django.db import models


class ReviewState(models.TextChoices):
    OPEN = "open", "open"
    APPROVED = "approved", "approved"
    CHANGES_REQUESTED = "changes_requested", "changes requested"
    WITHDRAWN = "withdrawn", "withdrawn by the editors"


class RevisionState(models.TextChoices):
    """Derived from reviews and editions, never stored: see `SectionRevision.state`."""

    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    CHANGES_REQUESTED = "changes_requested", "changes requested"
    APPROVED = "approved", "approved, not yet published"
    PUBLISHED = "published", "published"
    SUPERSEDED = "superseded", "superseded"
