"""Evidence bundles: what proves an edition to people who have neither this site nor its software (docs/evidence.md).

A bundle holds rows as the audit trail seals them, the trail of its guide, and a verifier of one file. Equal histories
give equal bytes.
"""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from ..accounts.account_changes import granted_alone
from ..audit import CHUNK_SIZE, entry_columns, sealed_columns
from ..content import digests
from ..covered_records import row_key
from ..models import (
    Assertion,
    AuditEntry,
    Citation,
    CommentResolution,
    Edition,
    EditionSection,
    FormerAddress,
    Monograph,
    Passkey,
    Review,
    ReviewComment,
    ScheduledEdition,
    Section,
    SectionRevision,
    Signature,
    Waiver,
    Withdrawal,
)
from ..snapshot import snapshot
from .edition_pdfs import stored_pdfs
from .evidence_verifier import dump

FORMAT = "monograph-evidence-1"
FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
IMPORT = "from .signature_arithmetic import is_signed\n"
README = """Evidence of what was signed and published.

Check it with Python 3.9 or later, in this folder: python3 -I verify.py
Take verify.py from somebody you trust, or compare it with theirs: whoever alters a bundle can alter its verifier.
What this proves, and what it can't: docs/evidence.md of the software, Monograph.
"""
# Every entry that seals one of these rows belongs to the guide: where a model's rows lead to it.
GUIDE_PATHS: dict[type[models.Model], str] = {
    Monograph: "pk",
    FormerAddress: "monograph",
    Section: "monograph",
    SectionRevision: "section__monograph",
    Review: "section__monograph",
    ReviewComment: "review__section__monograph",
    CommentResolution: "comment__review__section__monograph",
    Waiver: "revision__section__monograph",
    ScheduledEdition: "monograph",
    Edition: "monograph",
    Withdrawal: "edition__monograph",
}


def verifier() -> bytes:
    """Return the verifier as one file: its own module, with the arithmetic in place of the import."""
    names = ("evidence_verifier.py", "signature_arithmetic.py")
    own, arithmetic = (Path(__file__).with_name(name).read_text(encoding="utf-8") for name in names)
    before, _, after = own.partition(IMPORT)
    return f"{before}{arithmetic}{after}".encode()


def _evidence_rows(editions: QuerySet[Edition]) -> Iterator[QuerySet]:
    """Yield the rows that editions consist of, and those that signed them."""
    lines = EditionSection.objects.filter(edition__in=editions)
    revisions = SectionRevision.objects.filter(pk__in=lines.values("revision"))
    reviews = Review.objects.filter(pk__in=lines.values("review"))
    waivers = Waiver.objects.filter(revision__in=revisions)
    withdrawals = Withdrawal.objects.filter(edition__in=editions)
    signs = Q(review__in=reviews) | Q(edition__in=editions) | Q(waiver__in=waivers) | Q(withdrawal__in=withdrawals)
    signatures = Signature.objects.filter(pk__in=Signature.objects.filter(signs).order_by().values("pk"))
    assertions = Assertion.objects.filter(signature__in=signatures)
    yield from (editions, lines, revisions, reviews, waivers, withdrawals, signatures, assertions)
    yield Monograph.objects.filter(pk__in=editions.values("monograph"))
    yield Section.objects.filter(pk__in=revisions.values("section"))
    yield Citation.objects.filter(revision__in=revisions)
    yield ScheduledEdition.objects.filter(signature__in=signatures)
    yield Passkey.objects.filter(pk__in=assertions.values("passkey"))


def _chain(guide: Monograph, keys: Iterable[str]) -> list[dict[str, Any]]:
    """Return the trail from the guide's first entry to its last: of other guides' entries only the digests."""
    wanted = set(keys)
    for model, path in GUIDE_PATHS.items():
        found = model._default_manager.filter(**{path: guide.pk}).values_list("pk", flat=True)
        wanted.update(f"{model._meta.model_name}:{key}" for key in found)
    chain: list[dict[str, Any]] = []
    end = 0
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=CHUNK_SIZE):
        columns = entry_columns(entry)
        if wanted.isdisjoint(entry.data.get("rows", {})):
            columns = {name: columns[name] for name in ("sequence", "previous_digest")}
        if chain or "data" in columns:
            chain.append({**columns, "digest": entry.digest})
        end = len(chain) if "data" in columns else end
    return chain[:end]


def _site(signatures: Iterable[Signature]) -> dict[str, Any]:
    signed = {signature.signer_id: signature.signed_at for signature in signatures}
    return {"second_administrator": settings.SECOND_ADMINISTRATOR, "rights_granted_by_one": granted_alone(signed)}


def bundle_files(guide: Monograph, editions: QuerySet[Edition]) -> dict[str, bytes]:
    """Return the files of a bundle by name: all that proves these editions of one guide, as of one moment."""
    with snapshot():
        rows = {row_key(row): row for found in _evidence_rows(editions) for row in found.order_by("pk")}
        revisions = SectionRevision.objects.with_text().filter(lines__edition__in=editions).distinct()
        parts = {
            "bundle.json": {
                "format": FORMAT,
                "guide": guide.slug,
                "editions": sorted(editions.values_list("number", flat=True)),
                "site": _site(row for row in rows.values() if isinstance(row, Signature)),
            },
            "rows.json": {key: sealed_columns(row) for key, row in rows.items()},
            "chain.json": _chain(guide, rows),
            **{f"texts/{text.pk}-{text.section.kind.code}.json": text.canonical_form for text in revisions},
        }
        files = {name: dump(part) for name, part in parts.items()}
        for edition in editions.select_related("monograph"):
            for language, content in stored_pdfs(edition).items():
                files[f"pdf/edition-{edition.number}-{language}.pdf"] = content
    files |= {"verify.py": verifier(), "README.txt": README.encode()}
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return {**files, "manifest.json": dump({"files": listed, "digest": digests.seal(listed)})}


def write_bundle(files: dict[str, bytes], out: BinaryIO) -> None:
    """Write a zip of which every byte follows from the files."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            member = zipfile.ZipInfo(name, FIXED_TIME)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(member, content)
