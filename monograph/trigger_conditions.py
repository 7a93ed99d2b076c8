"""The conditions of the workflow's triggers, as SQL over NEW and OLD that both engines understand."""

SIGNS_ANOTHER_TEXT = """
    NEW.review_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM monograph_review AS review
        JOIN monograph_sectionrevision AS signed ON signed.id = review.revision_id
        WHERE review.id = NEW.review_id AND review.state = 'open' AND signed.digest = NEW.digest)"""
APPROVED_WITHOUT_SIGNATURES = """
    NEW.state = 'approved' AND NEW.required_signatures > (
        SELECT COUNT(*) FROM monograph_signature AS signature
        JOIN monograph_sectionrevision AS signed ON signed.id = NEW.revision_id
        WHERE signature.review_id = NEW.id AND signature.digest = signed.digest)"""
# The pointer must be the last approved revision: not an unsigned one, not an older one, and not null if there is one.
IS_NOT_LAST_APPROVED = """
    NEW.approved_revision_id IS DISTINCT FROM (
        SELECT review.revision_id FROM monograph_review AS review
        JOIN monograph_sectionrevision AS approved ON approved.id = review.revision_id
        WHERE review.section_id = NEW.id AND review.state = 'approved' ORDER BY approved.number DESC LIMIT 1)"""
CURRENT_IS_NOT_NEWEST = """
    NEW.current_edition_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM monograph_edition AS edition WHERE edition.id = NEW.current_edition_id
        AND edition.monograph_id = NEW.id
        AND NOT EXISTS (SELECT 1 FROM monograph_withdrawal AS withdrawn WHERE withdrawn.edition_id = edition.id)
        AND NOT EXISTS (SELECT 1 FROM monograph_edition AS newer
            WHERE newer.monograph_id = NEW.id AND newer.number > edition.number))"""
REVIEWS_ANOTHER_SECTION = """
    NOT EXISTS (SELECT 1 FROM monograph_sectionrevision AS revision
        WHERE revision.id = NEW.revision_id AND revision.section_id = NEW.section_id)"""
# A line must be a revision that its review approved, with the heading and the text that were signed.
LINE_IS_UNSIGNED = """
    NOT EXISTS (SELECT 1 FROM monograph_review AS review
        JOIN monograph_sectionrevision AS revision ON revision.id = review.revision_id
        WHERE review.id = NEW.review_id AND review.state = 'approved' AND revision.id = NEW.revision_id
        AND revision.digest = NEW.digest AND revision.heading = NEW.heading)"""
REPLIES_ELSEWHERE = """
    NEW.reply_to_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM monograph_reviewcomment AS comment
        WHERE comment.id = NEW.reply_to_id AND comment.review_id = NEW.review_id AND comment.reply_to_id IS NULL)"""
RESOLVES_A_REPLY = """
    EXISTS (SELECT 1 FROM monograph_reviewcomment AS reply
        WHERE reply.id = NEW.comment_id AND reply.reply_to_id IS NOT NULL)"""
EDITION_IS_UNSIGNED = """
    NOT EXISTS (SELECT 1 FROM monograph_signature AS signature WHERE signature.id = NEW.release_signature_id
        AND signature.meaning = 'released' AND signature.digest = NEW.digest)"""
RETURNS_ELSEWHERE = """
    NEW.returns_to_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM monograph_edition AS earlier
        WHERE earlier.id = NEW.returns_to_id AND earlier.monograph_id = NEW.monograph_id
        AND earlier.number < NEW.number)"""
# A withdrawal is signed by whoever withdraws. SQL can't digest its reason: `verify_audit` does.
WITHDRAWAL_IS_UNSIGNED = """
    NOT EXISTS (SELECT 1 FROM monograph_signature AS signature WHERE signature.id = NEW.signature_id
        AND signature.meaning = 'withdrawn' AND signature.signer_id = NEW.withdrawn_by_id)"""
# What a passkey signs is its owner's signature, given while the passkey was in use.
ASSERTION_IS_FOREIGN = """
    NOT EXISTS (SELECT 1 FROM monograph_signature AS signature
        JOIN monograph_passkey AS passkey ON passkey.user_id = signature.signer_id
        WHERE signature.id = NEW.signature_id AND passkey.id = NEW.passkey_id AND passkey.removed_at IS NULL)"""
