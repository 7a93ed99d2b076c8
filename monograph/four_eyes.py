"""Four eyes in SQL: the conditions of the triggers about who wrote, signed and published a text.

`monograph.triggers` installs them. Both engines understand them.
"""


def is_author_sql(person: str, revision: str) -> str:
    """Return SQL that is true if a person counts as an author of a text.

    The same rule as `models.revision.contributions`. `person` is a column, `revision` the alias of a revision.
    """
    return f"""EXISTS (SELECT 1 FROM monograph_sectionrevision AS written
        WHERE written.section_id = {revision}.section_id AND written.author_id = {person}
        AND written.number <= {revision}.number
        AND (written.digest = {revision}.digest OR written.number > COALESCE((
            SELECT MAX(earlier.number) FROM monograph_review AS decided
            JOIN monograph_sectionrevision AS earlier ON earlier.id = decided.revision_id
            WHERE decided.section_id = {revision}.section_id AND decided.state = 'approved'
            AND earlier.number < {revision}.number
        ), 0)))"""  # noqa: S608  # names from this file only


SIGNER_IS_AUTHOR = f"""
    NEW.review_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM monograph_review AS review
        JOIN monograph_sectionrevision AS signed ON signed.id = review.revision_id
        WHERE review.id = NEW.review_id AND {is_author_sql("NEW.signer_id", "signed")})"""  # noqa: S608  # names from this file only
# A waiver must be signed for exactly its text, by somebody who does not count as its author.
WAIVER_IS_UNSIGNED = f"""
    NOT EXISTS (SELECT 1 FROM monograph_signature AS signature
        JOIN monograph_sectionrevision AS waived ON waived.id = NEW.revision_id
        WHERE signature.id = NEW.signature_id AND signature.meaning = 'waived' AND signature.digest = waived.digest
        AND NOT {is_author_sql("signature.signer_id", "waived")})"""  # noqa: S608
# Whoever publishes an edition is neither an author nor a signer of any of its texts.
LINE_IS_THE_PUBLISHERS = f"""
    EXISTS (SELECT 1 FROM monograph_edition AS edition
        JOIN monograph_signature AS release ON release.id = edition.release_signature_id
        JOIN monograph_sectionrevision AS published ON published.id = NEW.revision_id
        WHERE edition.id = NEW.edition_id AND ({is_author_sql("release.signer_id", "published")}
        OR EXISTS (SELECT 1 FROM monograph_signature AS given
            WHERE given.review_id = NEW.review_id AND given.signer_id = release.signer_id)))"""  # noqa: S608
