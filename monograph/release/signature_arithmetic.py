"""Checking signatures with public keys in integers alone, for the verifier of evidence bundles.

The site itself uses a library. This is for people without one: it is slow, and holds no secrets that time could reveal.
Algorithms: ECDSA on P-256 (FIPS 186-5), Ed25519 (RFC 8032) and RSA with PKCS #1 v1.5 (RFC 8017), all with SHA-256 but
the second; keys in the form of COSE (RFC 9053, RFC 8812).
"""

import hashlib
from typing import Any

Point = tuple[int, int]
MIN_RSA_BITS = 2048

# P-256 (SP 800-186, § 3.2.1.3)
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)

# Ed25519 (RFC 8032, § 5.1)
Q = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, Q) % Q

# SHA-256 as PKCS #1 names it (RFC 8017, § 9.2)
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")


def is_signed(public_key: bytes, message: bytes, value: bytes) -> bool:
    """Return whether a key signed a message, by the key's own algorithm.

    Raises LookupError, TypeError or ValueError for what is no key or no signature.
    """
    key, end = _cbor(public_key, 0)
    if end != len(public_key):
        raise ValueError("Something follows the public key.")
    checks = {(2, -7): _is_signed_p256, (1, -8): _is_signed_ed25519, (3, -257): _is_signed_rsa}
    return checks[key[1], key[3]](key, message, value)


def _cbor(data: bytes, at: int) -> tuple[Any, int]:
    """Return the integer, byte string or map at a place (RFC 8949), and where it ends: keys hold nothing else."""
    kind, size = data[at] >> 5, data[at] & 31
    at += 1
    if size > 23:
        width = {24: 1, 25: 2, 26: 4}[size]
        size, at = int.from_bytes(data[at : at + width], "big"), at + width
    if kind in (0, 1):
        return (-1 - size if kind else size), at
    if kind == 2:
        return data[at : at + size], at + size
    if kind != 5:
        raise ValueError("No public key holds this.")
    found = {}
    for _ in range(size):
        name, at = _cbor(data, at)
        found[name], at = _cbor(data, at)
    return found, at


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _add_p256(one: "Point | None", other: "Point | None") -> "Point | None":
    """Add two points; None is the point at infinity."""
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        if (one[1] + other[1]) % P == 0:
            return None
        slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P)
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def _times_p256(factor: int, point: "Point | None") -> "Point | None":
    total = None
    while factor:
        if factor & 1:
            total = _add_p256(total, point)
        point, factor = _add_p256(point, point), factor >> 1
    return total


def _der_integer(data: bytes, at: int) -> tuple[int, int]:
    """Return the INTEGER at a place, and where it ends."""
    end = at + 2 + data[at + 1]
    if data[at] != 2 or data[at + 1] > 33 or end > len(data):
        raise ValueError("A signature is two integers.")
    return _number(data[at + 2 : end]), end


def _is_signed_p256(key: dict[int, Any], message: bytes, value: bytes) -> bool:
    point = _number(key[-2]), _number(key[-3])
    on_curve = (point[1] ** 2 - point[0] ** 3 + 3 * point[0] - B) % P == 0 and max(point) < P
    r, middle = _der_integer(value, 2)
    s, end = _der_integer(value, middle)
    is_whole = value[0] == 0x30 and value[1] == len(value) - 2 and end == len(value)
    if key[-1] != 1 or not (on_curve and is_whole and 0 < r < N and 0 < s < N):
        return False
    digest, inverse = _number(hashlib.sha256(message).digest()), pow(s, -1, N)
    total = _add_p256(_times_p256(digest * inverse % N, G), _times_p256(r * inverse % N, point))
    return total is not None and total[0] % N == r


def _add_ed25519(one: Point, other: Point) -> Point:
    product = D * one[0] * other[0] * one[1] * other[1]
    x = (one[0] * other[1] + other[0] * one[1]) * pow(1 + product, -1, Q)
    y = (one[1] * other[1] + one[0] * other[0]) * pow(1 - product, -1, Q)
    return x % Q, y % Q


def _times_ed25519(factor: int, point: Point) -> Point:
    total = (0, 1)
    while factor:
        if factor & 1:
            total = _add_ed25519(total, point)
        point, factor = _add_ed25519(point, point), factor >> 1
    return total


def _ed25519_point(data: bytes) -> Point:
    """Return the point that 32 bytes stand for (RFC 8032, § 5.1.3)."""
    packed = int.from_bytes(data, "little")
    y, sign = packed & (2**255 - 1), packed >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    x = pow(square, (Q + 3) // 8, Q)
    if (x * x - square) % Q:
        x = x * pow(2, (Q - 1) // 4, Q) % Q
    if len(data) != 32 or y >= Q or (x * x - square) % Q or (x == 0 and sign):
        raise ValueError("These bytes are no point of the curve.")
    return (Q - x if x & 1 != sign else x), y


def _is_signed_ed25519(key: dict[int, Any], message: bytes, value: bytes) -> bool:
    s = int.from_bytes(value[32:], "little")
    if key[-1] != 6 or len(value) != 64 or s >= L:
        return False
    base = _ed25519_point((4 * pow(5, -1, Q) % Q).to_bytes(32, "little"))
    factor = int.from_bytes(hashlib.sha512(value[:32] + key[-2] + message).digest(), "little") % L
    right = _add_ed25519(_ed25519_point(value[:32]), _times_ed25519(factor, _ed25519_point(key[-2])))
    return _times_ed25519(s, base) == right


def _is_signed_rsa(key: dict[int, Any], message: bytes, value: bytes) -> bool:
    modulus, exponent = _number(key[-1]), _number(key[-2])
    size = (modulus.bit_length() + 7) // 8
    if modulus.bit_length() < MIN_RSA_BITS or len(value) != size or _number(value) >= modulus:
        return False
    digest = SHA256_PREFIX + hashlib.sha256(message).digest()
    padded = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    return pow(_number(value), exponent, modulus).to_bytes(size, "big") == padded
