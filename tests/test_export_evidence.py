"""An evidence bundle proves an edition to somebody who has only Python, and names what was altered in it."""

import ast
import hashlib
import json
import random
import subprocess
import sys
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from io import StringIO
from pathlib import Path
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.management import CommandError, call_command

from monograph.content import digests
from monograph.models import AuditEntry, EditionPdf
from monograph.release import edition_pdfs, evidence, signature_arithmetic

from . import stories
from .cast import Cast
from .factory import Guide
from .shared_stories import shared_story

CHANGED_BYTES = 60


@shared_story
def signed_by_passkey(cast: Cast) -> Guide:
    """A guide whose edition 2 has a text that a passkey signed, and a waiver; another guide was written between."""
    guide = stories.short(Guide(cast))
    stories.named(cast, "secretol", uses="Words of another guide.")
    odd = guide.write("cost", '<p>Ask ask us.</p><ol start="3"><li>Third.</li></ol>')
    stories.waive_first_error(guide, odd)
    guide.approve(odd)
    stories.sign_by_passkey(guide, guide.write("uses", "Signed by passkey.", heading="Uses"))
    scheduled = stories.schedule(guide, note="Newer.")
    stories.publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    guide.reread()
    return guide


class Unpacked:
    """A bundle in a folder, and what whoever forges it can do."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, out = folder / "bundle", folder / "evidence.zip"
        call_command("export_evidence", "testol", *options, "--out", str(out), stdout=StringIO())
        with zipfile.ZipFile(out) as archive:
            archive.extractall(self.folder)
        spec = spec_from_file_location("bundle_verifier", self.folder / "verify.py")
        assert spec and spec.loader
        self.verifier: Any = module_from_spec(spec)
        sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
        spec.loader.exec_module(self.verifier)
        sys.dont_write_bytecode = before

    def problems(self, head: str = "") -> list[str]:
        return list(self.verifier.problems(self.folder, head))

    def read(self, name: str) -> Any:
        return json.loads((self.folder / name).read_bytes())

    def write(self, name: str, value: Any) -> None:
        """Write a file and make the manifest say so, as a forger can."""
        (self.folder / name).write_bytes(self.verifier.dump(value))
        self.list_files()

    def list_files(self) -> None:
        paths = [path for path in self.folder.rglob("*") if path.is_file() and path.name != "manifest.json"]
        files = {str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
        manifest = {"files": files, "digest": digests.seal(files)}
        (self.folder / "manifest.json").write_bytes(self.verifier.dump(manifest))

    def seal_again(self) -> None:
        """Make the trail say that the rows were always so, entry by entry."""
        rows, chain = self.read("rows.json"), self.read("chain.json")
        previous = chain[0]["previous_digest"]
        for entry in chain:
            entry["previous_digest"] = previous
            if "data" in entry:
                sealed = entry["data"]["rows"]
                sealed.update({key: digests.seal(rows[key]) for key in sealed if key in rows})
                entry["digest"] = digests.seal({name: entry[name] for name in entry if name != "digest"})
            previous = entry["digest"]
        self.write("chain.json", chain)


@pytest.fixture
def bundle(signed_by_passkey: Guide, tmp_path: Path) -> Unpacked:
    return Unpacked(tmp_path, "--edition", "2")


def run(bundle: Unpacked, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "verify.py", *options]
    return subprocess.run(command, cwd=bundle.folder, capture_output=True, text=True, check=False)


def test_untouched_bundle_is_verified_by_python_alone(bundle: Unpacked) -> None:
    assert bundle.problems() == []
    result = run(bundle)
    assert (result.returncode, result.stderr) == (0, "")
    assert "by passkey" in result.stdout and "without a passkey" in result.stdout
    (bundle.folder / "README.txt").write_text("Trust us.")
    result = run(bundle)
    assert result.returncode == 1 and result.stdout.startswith("README.txt: ")


def test_all_editions_of_an_eventful_guide_are_verified(eventful: Guide, tmp_path: Path) -> None:
    bundle = Unpacked(tmp_path)
    assert bundle.problems() == []
    assert bundle.read("bundle.json")["editions"] == [1, 2]


def test_verifier_needs_only_the_standard_library_of_python_3_9() -> None:
    tree = ast.parse(evidence.verifier(), feature_version=(3, 9))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {name.name for node in imports if isinstance(node, ast.Import) for name in node.names}
    names |= {str(node.module) for node in imports if isinstance(node, ast.ImportFrom)}
    assert all(name.split(".")[0] in sys.stdlib_module_names for name in names)
    assert not any(node.level for node in imports if isinstance(node, ast.ImportFrom))


def test_equal_histories_give_equal_bytes(signed_by_passkey: Guide, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one.zip", "two.zip")]
    for file in files:
        call_command("export_evidence", "testol", "--out", str(file), stdout=StringIO())
    assert files[0].read_bytes() == files[1].read_bytes()
    with pytest.raises(CommandError):  # never over an older bundle
        call_command("export_evidence", "testol", "--out", str(files[0]), stdout=StringIO())


@pytest.mark.parametrize("options", [["nothing"], ["testol", "--edition", "9"]])
def test_missing_edition_is_refused(signed_by_passkey: Guide, tmp_path: Path, options: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("export_evidence", *options, "--out", str(tmp_path / "none.zip"))
    assert not (tmp_path / "none.zip").exists()


def test_every_changed_byte_is_found_and_its_file_named(bundle: Unpacked) -> None:
    rng = random.Random(17)  # noqa: S311
    files = sorted(path for path in bundle.folder.rglob("*") if path.is_file())
    missed = []
    for number in range(CHANGED_BYTES):
        path = files[number % len(files)]
        before = path.read_bytes()
        place = rng.randrange(len(before))
        altered = bytes([before[place] ^ rng.randrange(1, 256)])
        path.write_bytes(before[:place] + altered + before[place + 1 :])
        name = path.relative_to(bundle.folder).as_posix()
        if not any(problem.startswith(f"{name}: ") for problem in bundle.problems()):
            missed.append((name, place, altered))
        path.write_bytes(before)
    assert missed == [] and bundle.problems() == []


def rows_of(model: str, rows: dict[str, Any]) -> dict[str, Any]:
    return {key: row for key, row in rows.items() if key.startswith(f"{model}:")}


def passkey_signature(rows: dict[str, Any]) -> dict[str, Any]:
    (assertion,) = rows_of("assertion", rows).values()
    signature: dict[str, Any] = rows[f"signature:{assertion['signature_id']}"]
    return signature


def _change_text(bundle: Unpacked, rows: dict[str, Any]) -> None:
    (name,) = (path.name for path in (bundle.folder / "texts").glob("*-uses.json"))
    text = bundle.read(f"texts/{name}")
    bundle.write(f"texts/{name}", text | {"body": text["body"].replace("passkey", "password")})


def _remove_first(model: str) -> Callable[[Unpacked, dict[str, Any]], None]:
    return lambda bundle, rows: rows.pop(next(iter(rows_of(model, rows))))


def _change_first(model: str, column: str, value: Any) -> Callable[[Unpacked, dict[str, Any]], None]:
    return lambda bundle, rows: next(iter(rows_of(model, rows).values())).update({column: value})


def _change_signature(column: str, value: Any) -> Callable[[Unpacked, dict[str, Any]], None]:
    return lambda bundle, rows: passkey_signature(rows).update({column: value})


def _swap_assertion(bundle: Unpacked, rows: dict[str, Any]) -> None:
    signature = passkey_signature(rows)
    others = [row for row in rows_of("signature", rows).values() if row["signer_id"] == signature["signer_id"]]
    other = next(row for row in others if row["id"] != signature["id"])
    next(iter(rows_of("assertion", rows).values()))["signature_id"] = other["id"]


def _other_key(bundle: Unpacked, rows: dict[str, Any]) -> None:
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})
    next(iter(rows_of("passkey", rows).values()))["public_key"] = urlsafe_b64encode(key).decode().rstrip("=")


FORGERIES = {
    # forgery: what it does, what the verifier says, whether a trail that is rebuilt from the bundle hides it
    "text": (_change_text, "texts/{text}: is not the text that was signed", False),
    "signer of a passkey": (_change_signature("signer_name", "Mallory"), "not what its passkey signed", False),
    "meaning of a passkey": (_change_signature("meaning", "second_check"), "not what its passkey signed", False),
    "time of a passkey": (_change_signature("signed_at", "2026-01-01T00:00:00.000000+00:00"), "passkey signed", False),
    "digest": (_change_signature("digest", "v1:" + "0" * 64), "is not for this text", False),
    "line removed": (_remove_first("editionsection"), "are not those that were signed", False),
    "line renamed": (_change_first("editionsection", "heading", "Other"), "is not the signed text", False),
    "note": (_change_first("edition", "note", "Other."), "are not those that were signed", False),
    "signature removed": (_remove_first("signature"), "lacks the signatures that it needs", False),
    "assertion removed": (_remove_first("assertion"), "by which a passkey gave", False),
    "assertion swapped": (_swap_assertion, "not what its passkey signed", False),
    "public key": (_other_key, "not what its passkey signed", False),
    "citation": (_change_first("citation", "wording", "Other."), "or its citations are not the text", False),
    "signer without passkey": (_change_first("signature", "signer_name", "Mallory"), "the audit trail sealed", True),
    "revision's author": (_change_first("sectionrevision", "author_id", 0), "the audit trail sealed", True),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_forgery_is_named_although_the_manifest_fits(bundle: Unpacked, forgery: str) -> None:
    forge, said, is_hidden_by_rebuilding = FORGERIES[forgery]
    rows = bundle.read("rows.json")
    forge(bundle, rows)
    bundle.write("rows.json", rows)
    (text,) = (path.name for path in (bundle.folder / "texts").glob("*-uses.json"))
    assert any(said.format(text=text) in problem for problem in bundle.problems()), bundle.problems()
    assert not [problem for problem in bundle.problems() if "manifest" in problem]
    head = "{sequence}:{digest}".format(**bundle.read("chain.json")[-1])
    bundle.seal_again()
    assert (bundle.problems() == []) is is_hidden_by_rebuilding, bundle.problems()
    if is_hidden_by_rebuilding:
        (problem,) = bundle.problems(head)
        assert head in problem


def test_altered_and_missing_entries_are_named(bundle: Unpacked) -> None:
    chain = bundle.read("chain.json")
    place = next(place for place, entry in enumerate(chain) if place and "data" in entry)
    altered = [*chain[:place], {**chain[place], "actor_name": "mallory"}, *chain[place + 1 :]]
    for forged, said in ((altered, "was altered"), (chain[:place] + chain[place + 1 :], "does not")):
        bundle.write("chain.json", forged)
        assert any(problem.startswith("chain.json: entry") and said in problem for problem in bundle.problems())


def test_other_guides_entries_are_links_only(bundle: Unpacked) -> None:
    chain = bundle.read("chain.json")
    links = [entry for entry in chain if "data" not in entry]
    assert links and all(set(entry) == {"sequence", "previous_digest", "digest"} for entry in links)
    assert not any("secretol" in path.read_text() for path in bundle.folder.rglob("*") if path.is_file())
    head = AuditEntry.objects.get(sequence=chain[-1]["sequence"]).head
    assert bundle.problems(head) == []


def test_bundle_says_whether_one_administrator_was_enough(
    signed_by_passkey: Guide, tmp_path: Path, settings: Any
) -> None:
    settings.SECOND_ADMINISTRATOR = False
    assert Unpacked(tmp_path).read("bundle.json")["site"]["second_administrator"] is False


def test_stored_pdf_is_in_the_bundle(signed_by_passkey: Guide, tmp_path: Path) -> None:
    edition = signed_by_passkey.monograph.current_edition
    form = {"edition": edition, "language": "en", "is_old": False}
    EditionPdf.objects.create(**form, content=b"%PDF-1.7", seal=edition_pdfs._seal(form, b"%PDF-1.7"))
    EditionPdf.objects.create(edition=edition, language="es", is_old=False, content=b"forged", seal="0")
    bundle = Unpacked(tmp_path)
    assert [path.name for path in (bundle.folder / "pdf").iterdir()] == ["edition-2-en.pdf"]
    assert bundle.problems() == []


def test_every_algorithm_of_passkeys_is_checked() -> None:
    p256 = ec.generate_private_key(ec.SECP256R1())
    ed, rs = ed25519.Ed25519PrivateKey.generate(), rsa.generate_private_key(65537, 2048)
    point, modulus = p256.public_key().public_numbers(), rs.public_key().public_numbers().n
    message = b"What was signed."
    keys: list[tuple[dict[int, Any], bytes]] = [
        (
            {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)},
            p256.sign(message, ec.ECDSA(SHA256())),
        ),
        ({1: 1, 3: -8, -1: 6, -2: ed.public_key().public_bytes_raw()}, ed.sign(message)),
        ({1: 3, 3: -257, -1: modulus.to_bytes(256), -2: b"\1\0\1"}, rs.sign(message, padding.PKCS1v15(), SHA256())),
    ]
    for key, value in keys:
        cose = cbor2.dumps(key)
        assert signature_arithmetic.is_signed(cose, message, value)
        assert not signature_arithmetic.is_signed(cose, message + b"!", value)
        assert not signature_arithmetic.is_signed(cose, message, value[:-1] + bytes([value[-1] ^ 1]))
