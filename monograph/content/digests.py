"""The canonical form of what is signed, and its digest (docs/content.md).

Never change a form in place: a new form gets a new prefix, and old signatures are still checked by theirs.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, TypedDict

VERSION = "v1"
# Of texts that the first normal form could not say: lists with a numbering of their own.
NUMBERED_LISTS = "v2"


class CitedReference(TypedDict):
    """A reference as a revision cites it, with its wording frozen.

    `key` is the reference's key in the library, `locator` the place in the source.
    """

    key: str
    locator: str
    wording: str


class Line(TypedDict):
    """A section's line in an edition.

    `digest` is the digest of the section's text; `change` is the change note for readers.
    """

    position: int
    kind: str
    heading: str
    digest: str
    removal: bool
    change: str


def seal(value: Any, version: str = VERSION) -> str:
    """Return the version, a colon, and the SHA-256 of a JSON value.

    Takes str, int, bool, None, list and dict; a float has no single canonical form.
    """
    form = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return f"{version}:{hashlib.sha256(form.encode()).hexdigest()}"


def text_digest(
    *,
    kind: str,
    heading: str,
    body: str,
    facts: dict[str, Any] | None,
    references: Sequence[CitedReference],
    removal: bool,
) -> str:
    """Return the digest that a pharmacist's signature binds to.

    Its version follows from the body, so that equal texts have equal digests and older texts keep theirs.
    """
    return seal(
        {
            "kind": kind,
            "heading": heading,
            "body": body,
            "facts": facts,
            "references": [dict(reference) for reference in references],
            "removal": removal,
        },
        NUMBERED_LISTS if "<ol " in body else VERSION,
    )


def canonical_line(*, position: int, kind: str, heading: str, digest: str, removal: bool, change: str) -> Line:
    """Return a section's line as the edition's digest covers it."""
    return {
        "position": position,
        "kind": kind,
        "heading": heading,
        "digest": digest,
        "removal": removal,
        "change": change,
    }


def lines_digest(*, slug: str, number: int, lines: Sequence[Line]) -> str:
    """Return the digest of an edition's lines, without the publisher's note."""
    return seal({"slug": slug, "number": number, "lines": [dict(line) for line in lines]})


def edition_digest(*, slug: str, number: int, lines: Sequence[Line], note: str) -> str:
    """Return the digest that the publisher's signature binds to: lines and note."""
    return seal({"lines": lines_digest(slug=slug, number=number, lines=lines), "note": note})


def withdrawal_digest(*, edition: str, reason: str) -> str:
    """Return the digest that the signature of a withdrawal binds to: the edition's digest and the public reason."""
    return seal({"edition": edition, "reason": reason})
