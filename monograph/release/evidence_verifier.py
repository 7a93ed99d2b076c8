#!/usr/bin/env python3
"""Check an evidence bundle: python3 -I verify.py [FOLDER] [--head N:DIGEST].

Needs Python 3.9 or later and its standard library, nothing else. FOLDER is the unpacked bundle, by default the folder
of this file. `--head` is a head of the audit trail that somebody kept elsewhere. Exits with 0, or with 1 after naming
every altered file and what in it. This file shares no code with the site that wrote the bundle: it computes each digest
in its own way, and checks what passkeys signed by integer arithmetic (FIPS 186-5, RFC 8032, RFC 8017).
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .signature_arithmetic import is_signed

Row = dict[str, Any]
APPROVALS = ("accurate", "second_check")
MAX_AGE = timedelta(minutes=3)  # of a question that a passkey answers
PRESENT_AND_VERIFIED = 0x05  # flags of Web Authentication, § 6.1
# What altered data can raise in a check.
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)


def dump(value: Any) -> bytes:
    """Return the only form in which a bundle holds JSON: nothing can be in a file that a reader does not see."""
    text = json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    return text.encode()


def seal(value: Any, version: int = 1) -> str:
    """Return the digest of a JSON value in the form that is signed: sorted, without spaces, in UTF-8."""
    form = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return f"v{version}:{hashlib.sha256(form.encode()).hexdigest()}"


class Bundle:
    """An unpacked bundle. `problems` is what was wrong with its files as files."""

    def __init__(self, folder: Path) -> None:
        paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
        self.files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
        self.problems: list[str] = []
        self.read = {name: self._json(name) for name in self.files if name.endswith(".json")}
        self.problems += self._manifest_problems()
        self.rows: dict[str, Row] = self._expect("rows.json", dict)
        self.entries: list[Row] = [entry for entry in self._expect("chain.json", list) if isinstance(entry, dict)]
        texts = [name for name in self.read if name.startswith("texts/")]
        self.texts = {name.split("/")[1].split("-")[0]: name for name in texts}
        self.seals: dict[str, str] = {}
        for entry in self.entries:
            self.seals.update(sealed_rows(entry))

    def _json(self, name: str) -> Any:
        try:
            value = json.loads(self.files[name])
            if dump(value) != self.files[name]:
                self.problems.append(f"{name}: was altered: it is not in the form in which bundles are written.")
            return value
        except MALFORMED as error:
            self.problems.append(f"{name}: can't be read: {error}")
            return None

    def _expect(self, name: str, kind: type) -> Any:
        value = self.read.get(name)
        if not isinstance(value, kind):
            self.problems.append(f"{name}: is missing or holds something else.")
            return kind()
        return value

    def _manifest_problems(self) -> Iterator[str]:
        manifest = self._expect("manifest.json", dict)
        listed = manifest.get("files")
        if not isinstance(listed, dict) or manifest.get("digest") != seal(listed):
            yield "manifest.json: was altered: its own digest does not match."
            listed = listed if isinstance(listed, dict) else {}
        for name in sorted({*listed, *self.files} - {"manifest.json"}):
            if name not in self.files:
                yield f"{name}: is missing."
            elif listed.get(name) != hashlib.sha256(self.files[name]).hexdigest():
                yield f"{name}: was altered or added: it is not the file in manifest.json."

    def row(self, model: str, key: int) -> Row:
        return self.rows[f"{model}:{key}"]

    def where(self, model: str, **columns: Any) -> list[Row]:
        """Return the rows of a model that have these values."""
        rows = (row for key, row in self.rows.items() if key.startswith(f"{model}:"))
        return [row for row in rows if all(row.get(name) == value for name, value in columns.items())]

    def text(self, revision: int) -> Row:
        text: Row = self.read[self.texts[str(revision)]]
        return text


def sealed_rows(entry: Row) -> dict[str, str]:
    """Return the seals in an entry, by row; none of an entry of which the bundle has only the digest."""
    data = entry.get("data")
    seals = data.get("rows") if isinstance(data, dict) else None
    return seals if isinstance(seals, dict) else {}


def revision_problems(bundle: Bundle, key: str, row: Row) -> Iterator[str]:
    text, name = bundle.text(row["id"]), bundle.texts[str(row["id"])]
    if seal(text, 2 if "<ol " in text["body"] else 1) != row["digest"]:
        yield f"{name}: is not the text that was signed: its digest is not {row['digest']}."
    columns = (row["heading"], row["body"], row.get("facts"), row["is_removal"])
    citations = sorted(bundle.where("citation", revision_id=row["id"]), key=lambda citation: citation["position"])
    cited = [(citation["locator"], citation["wording"]) for citation in citations]
    references = [(reference["locator"], reference["wording"]) for reference in text["references"]]
    if columns != (text["heading"], text["body"], text["facts"], text["removal"]) or cited != references:
        yield f"rows.json: {key} or its citations are not the text in {name}."


def line_problems(bundle: Bundle, key: str, row: Row) -> Iterator[str]:
    revision, review = bundle.row("sectionrevision", row["revision_id"]), bundle.row("review", row["review_id"])
    line = (row["digest"], row["heading"], row["is_removal"], row["kind_code"])
    signed = (revision["digest"], revision["heading"], revision["is_removal"], bundle.text(revision["id"])["kind"])
    if line != signed:
        yield f"rows.json: {key} (“{row['heading']}”) is not the signed text."
    signatures = bundle.where("signature", review_id=review["id"], digest=row["digest"])
    enough = len({signature["signer_id"] for signature in signatures}) >= review["required_signatures"]
    if not enough or (review["revision_id"], review["state"]) != (revision["id"], "approved"):
        yield f"rows.json: {key} (“{row['heading']}”) lacks the signatures that it needs."


def edition_problems(bundle: Bundle, key: str, row: Row) -> Iterator[str]:
    guide = bundle.row("monograph", row["monograph_id"])
    rows = sorted(bundle.where("editionsection", edition_id=row["id"]), key=lambda line: line["position"])
    lines = [
        {name: line[name] for name in ("position", "heading", "digest")}
        | {"kind": line["kind_code"], "removal": line["is_removal"], "change": line["change_note"]}
        for line in rows
    ]
    digest = seal({"slug": guide["slug"], "number": row["number"], "lines": lines})
    if row["digest"] != seal({"lines": digest, "note": row["note"]}):
        yield f"rows.json: {key}: its lines or its note are not those that were signed."
    digests = [entry["data"].get("digest") for entry in bundle.entries if key in sealed_rows(entry)]
    if row["digest"] not in digests:
        yield f"chain.json: no entry published {key} with its digest."
    bundle.row("signature", row["release_signature_id"])


def scope_problems(bundle: Bundle) -> Iterator[str]:
    """Yield what is wrong with what the bundle says it is about. Nothing proves what it says about the site."""
    about, editions = bundle.read["bundle.json"], bundle.where("edition")
    guides = [guide["slug"] for guide in bundle.where("monograph")]
    if guides != [about["guide"]] or sorted(edition["number"] for edition in editions) != about["editions"]:
        yield "bundle.json: names another guide or other editions than rows.json holds."
    revisions = {str(row["id"]) for row in bundle.where("sectionrevision")}
    yield from (f"{name}: no row is for it." for key, name in bundle.texts.items() if key not in revisions)


def signature_problems(bundle: Bundle, key: str, row: Row) -> Iterator[str]:
    if "review_id" in row:
        revision = bundle.row("review", row["review_id"])["revision_id"]
        expected = {(meaning, bundle.row("sectionrevision", revision)["digest"]) for meaning in APPROVALS}
    else:
        editions = bundle.where("edition", release_signature_id=row["id"])
        expected = {("released", edition["digest"]) for edition in editions}
        for waiver in bundle.where("waiver", signature_id=row["id"]):
            expected.add(("waived", bundle.row("sectionrevision", waiver["revision_id"])["digest"]))
        for withdrawal in bundle.where("withdrawal", signature_id=row["id"]):
            edition = bundle.row("edition", withdrawal["edition_id"])
            expected.add(("withdrawn", seal({"edition": edition["digest"], "reason": withdrawal["reason"]})))
    if (row["meaning"], row["digest"]) not in expected:
        yield f"rows.json: {key} (of {row['signer_name']}) is not for this text, edition or finding."
    written = {other for entry in bundle.entries if key in sealed_rows(entry) for other in sealed_rows(entry)}
    for other in sorted(written - set(bundle.rows)):
        if other.startswith("assertion:"):
            yield f"rows.json: {other}, by which a passkey gave {key}, is missing."


def entry_problems(bundle: Bundle, head: str) -> Iterator[str]:
    previous: Row = {}
    for entry in bundle.entries:
        name = f"chain.json: entry {entry.get('sequence')}"
        if previous and entry.get("sequence") != previous.get("sequence", 0) + 1:
            yield f"{name} does not come after entry {previous.get('sequence')}: entries are missing."
        if previous and entry.get("previous_digest") != previous.get("digest"):
            yield f"{name} does not follow from the entry before it."
        columns = {column: value for column, value in entry.items() if column != "digest"}
        if "data" in entry and entry.get("digest") != seal(columns):
            yield f"{name} ({entry.get('action')}, {entry.get('subject')}) was altered: its digest does not match."
        previous = entry
    heads = [f"{entry.get('sequence')}:{entry.get('digest')}" for entry in bundle.entries]
    if head and head not in heads:
        yield f"chain.json: does not hold the head {head}: it was altered, or that entry is before or after it."


# What passkeys signed


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def challenge(bundle: Bundle, assertion: Row, signature: Row) -> bytes:
    """Return what the passkey was asked to sign: everything that the signature says."""
    names = {"name": "signer_name", "credentials": "signer_credentials", "license": "signer_licence"}
    names.update({"meaning": "meaning", "digest": "digest", "review": "review_id"})
    content = {name: signature.get(column) for name, column in names.items()}
    for waiver in bundle.where("waiver", signature_id=signature["id"]):
        content.update({name: waiver[name] for name in ("finding", "message", "reason")})
    for schedule in bundle.where("schedulededition", signature_id=signature["id"]):
        content["publish_at"] = datetime.fromisoformat(schedule["publish_at"]).isoformat()
    asked = {"purpose": "sign", "user": signature["signer_id"], "nonce": assertion["nonce"], "content": content}
    asked["at"] = datetime.fromisoformat(assertion["asked_at"]).isoformat()
    return bytes.fromhex(seal(asked)[3:])


def assertion_problems(bundle: Bundle, key: str, row: Row) -> Iterator[str]:
    signature, passkey = bundle.row("signature", row["signature_id"]), bundle.row("passkey", row["passkey_id"])
    client, data = decode(row["client_data"]), decode(row["authenticator_data"])
    said = json.loads(client)
    host = (urlsplit(row["origin"]).hostname or "").encode()
    asked_at, signed_at = (datetime.fromisoformat(at) for at in (row["asked_at"], signature["signed_at"]))
    is_genuine = (
        passkey["user_id"] == signature["signer_id"]
        and asked_at <= signed_at <= asked_at + MAX_AGE
        and ("removed_at" not in passkey or signed_at <= datetime.fromisoformat(passkey["removed_at"]))
        and (said["type"], said["origin"]) == ("webauthn.get", row["origin"])
        and decode(said["challenge"]) == challenge(bundle, row, signature)
        and data[:32] == hashlib.sha256(host).digest()
        and data[32] & PRESENT_AND_VERIFIED == PRESENT_AND_VERIFIED
        and is_signed(decode(passkey["public_key"]), data + hashlib.sha256(client).digest(), decode(row["value"]))
    )
    if not is_genuine:
        yield f"rows.json: signature:{signature['id']} (of {signature['signer_name']}) is not what its passkey signed."


# In this order: what a file is checked for first explains the rest.
CHECKS = {
    "sectionrevision": revision_problems,
    "editionsection": line_problems,
    "edition": edition_problems,
    "signature": signature_problems,
    "assertion": assertion_problems,
}


def row_problems(bundle: Bundle, key: str) -> Iterator[str]:
    """Yield what is wrong with one row: with its seal, or with what its model promises."""
    model, row = key.partition(":")[0], bundle.rows[key]
    if bundle.seals.get(key) != seal(row) or key != f"{model}:{row['id']}":
        yield f"rows.json: {key} is not what the audit trail sealed."
    if model in CHECKS:
        yield from CHECKS[model](bundle, key, row)


def problems(folder: Path, head: str = "") -> Iterator[str]:
    """Yield a sentence for everything in an unpacked bundle that is not as it was, its file first."""
    bundle = Bundle(folder)
    yield from bundle.problems
    steps = [("chain.json: the trail", entry_problems(bundle, head))]
    steps += [(f"rows.json: {key}", row_problems(bundle, key)) for key in sorted(bundle.rows)]
    steps.append(("bundle.json: what it names", scope_problems(bundle)))
    for name, step in steps:
        try:
            yield from step
        except MALFORMED as error:
            yield f"{name} can't be checked: {type(error).__name__} {error}"


def signature_lines(bundle: Bundle) -> Iterator[str]:
    """Yield who signed what and when, for people."""
    signatures = bundle.where("signature")
    for row in sorted(signatures, key=lambda signature: (signature["signed_at"], signature["id"])):
        name = ", ".join(filter(None, (row["signer_name"], row["signer_credentials"])))
        how = "by passkey" if bundle.where("assertion", signature_id=row["id"]) else "without a passkey"
        yield f"{row['signed_at']} {name}: {row['meaning']}, {how}, {row['digest']}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Check an unpacked evidence bundle.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--head", default="", metavar="N:DIGEST", help="a head of the audit trail, kept elsewhere")
    options = parser.parse_args()
    found = list(problems(options.folder, options.head))
    if found:
        sys.stdout.write("".join(f"{line}\n" for line in found))
        sys.stdout.write(f"This bundle was altered: {len(found)} problems.\n")
        return 1
    bundle = Bundle(options.folder)
    sys.stdout.write("".join(f"{line}\n" for line in signature_lines(bundle)))
    sys.stdout.write(f"Nothing was altered: {len(bundle.files)} files, {len(bundle.entries)} entries.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
