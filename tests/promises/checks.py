"""The promises, checked on plain rows. The product's own code is called only for comparison."""

import hashlib
import json
from typing import Any

from monograph.models import (
    Citation,
    CommentResolution,
    Edition,
    EditionSection,
    Monograph,
    Review,
    ReviewComment,
    ScheduledEdition,
    Section,
    SectionRevision,
    Signature,
    Withdrawal,
)

from .snapshot import HISTORY, MUTABLE, TOKEN, Row, Snapshot


def seal(value: Any) -> str:
    """Digest as docs/content.md says, written a second time."""
    form = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "v1:" + hashlib.sha256(form.encode("utf-8")).hexdigest()


def tokens(*texts: Any) -> set[str]:
    return {found for text in texts for found in TOKEN.findall(text if isinstance(text, str) else json.dumps(text))}


class Promises:
    """What must be true at any moment, whatever led to it."""

    def __init__(self, snapshot: Snapshot, kinds: dict[int, Row], keys: dict[int, str]) -> None:
        self.snapshot, self.kinds, self.keys = snapshot, kinds, keys

    def check(self) -> None:
        self.check_numbers_and_pointers()
        for signature in self.snapshot.all(Signature):
            self.check_signature(signature)
        for edition in self.snapshot.all(Edition):
            self.check_edition(edition)
        for section in self.snapshot.all(Section):
            self.check_reviews(section)

    def kind_of(self, revision: Row) -> Row:
        return self.kinds[self.snapshot.get(Section, revision["section_id"])["kind_id"]]

    def cited(self, revision: Row) -> list[Row]:
        return sorted(self.snapshot.all(Citation, revision_id=revision["id"]), key=lambda row: row["position"])

    def text_digest(self, revision: Row) -> str:
        references = [
            {"key": self.keys[row["reference_id"]], "locator": row["locator"], "wording": row["wording"]}
            for row in self.cited(revision)
        ]
        text = {name: revision[name] for name in ("heading", "body", "facts")}
        kind, removal = self.kind_of(revision)["code"], revision["is_removal"]
        return seal({**text, "kind": kind, "references": references, "removal": removal})

    def tokens_of(self, revision: Row) -> set[str]:
        texts = [revision["heading"], revision["body"], revision["facts"]]
        return tokens(*texts, *(row["wording"] for row in self.cited(revision)))

    def authors_under_review(self, review: Row) -> set[int]:
        """Return the authors since the last revision approved before this review, and of the same text before."""
        text = self.snapshot.get(SectionRevision, review["revision_id"])
        signed = text["number"]
        reviews = self.snapshot.all(Review, section_id=review["section_id"])
        earlier = [row for row in reviews if row["id"] < review["id"]]
        approved = {
            self.snapshot.get(SectionRevision, row["revision_id"])["number"]
            for row in earlier
            if row["state"] == "approved"
        }
        last = max((number for number in approved if number < signed), default=0)
        texts = self.snapshot.all(SectionRevision, section_id=review["section_id"])
        return {
            row["author_id"]
            for row in texts
            if row["number"] <= signed and (last < row["number"] or row["digest"] == text["digest"])
        }

    def check_numbers_and_pointers(self) -> None:
        for section in self.snapshot.all(Section):
            texts = self.snapshot.all(SectionRevision, section_id=section["id"])
            assert [text["number"] for text in texts] == list(range(1, len(texts) + 1))
            assert section["latest_revision_id"] == (texts[-1]["id"] if texts else None)
            approved = [
                row["revision_id"] for row in self.snapshot.all(Review, section_id=section["id"], state="approved")
            ]
            assert section["approved_revision_id"] == (approved[-1] if approved else None)
        gone = {row["edition_id"] for row in self.snapshot.all(Withdrawal)}
        for monograph in self.snapshot.all(Monograph):
            editions = self.snapshot.all(Edition, monograph_id=monograph["id"])
            assert [edition["number"] for edition in editions] == list(range(1, len(editions) + 1))
            newest = editions[-1]["id"] if editions else None
            assert monograph["current_edition_id"] == (None if newest in gone else newest)
            pending = self.snapshot.all(ScheduledEdition, monograph_id=monograph["id"], state="pending")
            assert len(pending) <= 1
            for withdrawal in self.snapshot.all(Withdrawal, edition_id=newest):
                for scheduled in pending:
                    signature = self.snapshot.get(Signature, scheduled["signature_id"])
                    assert signature["signed_at"] > withdrawal["created_at"], "it would bring back what was withdrawn"

    def check_signature(self, signature: Row) -> None:
        if signature["review_id"] is None:
            assert signature["meaning"] in ("released", "withdrawn")
            return
        review = self.snapshot.get(Review, signature["review_id"])
        text = self.snapshot.get(SectionRevision, review["revision_id"])
        assert signature["digest"] == text["digest"] == self.text_digest(text)
        assert signature["signer_id"] not in self.authors_under_review(review), "four eyes"
        for comment in self.snapshot.all(ReviewComment, reply_to_id=None):
            about = self.snapshot.get(Review, comment["review_id"])
            if about["section_id"] == review["section_id"] and comment["created_at"] < signature["signed_at"]:
                (settled,) = self.snapshot.all(CommentResolution, comment_id=comment["id"])
                assert settled["created_at"] < signature["signed_at"], "signed before a comment was settled"

    def check_reviews(self, section: Row) -> None:
        open_reviews = self.snapshot.all(Review, section_id=section["id"], state="open")
        assert [review["revision_id"] for review in open_reviews] in ([], [section["latest_revision_id"]])
        for review in self.snapshot.all(Review, section_id=section["id"], state="approved"):
            signers = {row["signer_id"] for row in self.snapshot.all(Signature, review_id=review["id"])}
            assert len(signers) >= self.kind_of({"section_id": section["id"]})["required_signatures"]

    def check_edition(self, edition: Row) -> None:
        lines = sorted(self.snapshot.all(EditionSection, edition_id=edition["id"]), key=lambda line: line["position"])
        shown, note = set(), edition["note"]
        for line in lines:
            self.check_line(edition, line)
            text = self.snapshot.get(SectionRevision, line["revision_id"])
            shown |= set() if text["is_removal"] else self.tokens_of(text)
        assert tokens(edition["article"]) == shown | tokens(note), "the article is its lines and nothing else"
        kinds = {line["kind_code"] for line in lines if not line["is_removal"]}
        required = {kind["code"] for kind in self.kinds.values() if kind["requirement"] == "always"}
        assert required <= kinds
        (key_facts_line,) = [line for line in lines if line["kind_code"] == "drug-facts"]
        key_facts = self.snapshot.get(SectionRevision, key_facts_line["revision_id"])
        assert ("boxed-warning" in kinds) == key_facts["facts"]["boxed_warning"]
        assert edition["brand_name"] == key_facts["facts"]["brand_name"]
        assert edition["digest"] == self.edition_digest(edition, lines)
        release = self.snapshot.get(Signature, edition["release_signature_id"])
        assert (release["digest"], release["review_id"]) == (edition["digest"], None)

    def edition_digest(self, edition: Row, lines: list[Row]) -> str:
        slug, number = self.snapshot.get(Monograph, edition["monograph_id"])["slug"], edition["number"]
        signed = [
            {
                "position": line["position"],
                "kind": line["kind_code"],
                "heading": line["heading"],
                "digest": line["digest"],
                "removal": line["is_removal"],
                "change": line["change_note"],
            }
            for line in lines
        ]
        return seal({"lines": seal({"slug": slug, "number": number, "lines": signed}), "note": edition["note"]})

    def check_line(self, edition: Row, line: Row) -> None:
        text = self.snapshot.get(SectionRevision, line["revision_id"])
        review = self.snapshot.get(Review, line["review_id"])
        kind, section = self.kind_of(text), self.snapshot.get(Section, text["section_id"])
        assert section["monograph_id"] == edition["monograph_id"]
        assert (review["revision_id"], review["state"]) == (text["id"], "approved")
        names = ("heading", "digest", "is_removal")
        assert [line[name] for name in names] == [text[name] for name in names]
        assert (line["kind_code"], line["position"]) == (kind["code"], kind["position"])
        assert text["digest"] == self.text_digest(text)
        decided = [row for row in self.snapshot.all(Review, revision_id=text["id"]) if row["closed_at"]]
        decided = [
            row for row in decided if row["state"] != "withdrawn" and row["closed_at"] <= edition["published_at"]
        ]
        assert decided[-1] == review, "the last word on this text was another"
        signatures = self.snapshot.all(Signature, review_id=review["id"], digest=text["digest"])
        signers = {signature["signer_id"] for signature in signatures}
        authors = self.authors_under_review(review)
        assert len(signers - authors) >= kind["required_signatures"]
        publisher = self.snapshot.get(Signature, edition["release_signature_id"])["signer_id"]
        assert publisher not in signers | authors, "published by somebody who wrote or signed it"
        assert line["signed_at"] == max(signature["signed_at"] for signature in signatures) <= edition["published_at"]
        assert self.cited(text) or text["is_removal"]
        self.check_signature_is_kept(edition, line)

    def check_signature_is_kept(self, edition: Row, line: Row) -> None:
        """Check that an unchanged section kept its review, unless it was reviewed again."""
        for before in self.snapshot.all(Edition, monograph_id=edition["monograph_id"], number=edition["number"] - 1):
            for old in self.snapshot.all(EditionSection, edition_id=before["id"], revision_id=line["revision_id"]):
                reviews = self.snapshot.all(Review, revision_id=line["revision_id"], state="approved")
                known = {row["id"] for row in reviews if row["closed_at"] <= edition["published_at"]}
                assert line["review_id"] == max(known) >= old["review_id"]


def check_history(before: Snapshot, after: Snapshot) -> None:
    """Check that history was neither changed nor deleted, and that closed rows stayed as they were."""
    for model in HISTORY:
        assert before.tables[model].items() <= after.tables[model].items() or all(
            after.tables[model].get(key) == row for key, row in before.tables[model].items()
        ), f"{model.__name__}: history was rewritten"
    for model in MUTABLE:
        assert before.tables[model].keys() <= after.tables[model].keys()
    for model, is_open in ((Review, "open"), (ScheduledEdition, "pending")):
        for row in before.all(model):
            assert row["state"] == is_open or after.get(model, row["id"]) == row


def check_states_agree() -> set[str]:
    """Check that the property and the query derive the same states; return those that occur."""
    revisions = SectionRevision.objects.with_state().select_related("section__monograph")
    states = [(str(revision.state_code), str(revision.state)) for revision in revisions]
    assert [pair for pair in states if pair[0] != pair[1]] == []
    return {state for state, _ in states}
