"""What keeps machines from filling in the readers' form, with nobody's help and without knowing anybody.

Nothing here is stored, and a network address is kept for ten minutes as a keyed digest, in this worker's memory alone.
"""

import time
from ipaddress import IPv4Address, IPv6Network, ip_address

from django.core.cache import cache
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

MIN_SECONDS = 3  # nobody reads the form and answers it sooner
MAX_SECONDS = 24 * 60 * 60
MAX_FROM_AN_ADDRESS = 5  # in
ADDRESS_SECONDS = 10 * 60
SALT = "monograph.feedback"

_signer = TimestampSigner(salt=SALT)


def begin(slug: str) -> str:
    """Return a signed note of when the form of this guide was opened, for the form to carry."""
    return _signer.sign(slug)


def refusal(begun: str, slug: str) -> str:
    """Say why a form that carries this note is refused, or nothing: ``too_fast``, or ``too_old``, also for no note."""
    try:
        if _signer.unsign(begun, max_age=MAX_SECONDS) != slug:
            return "too_old"
    except BadSignature:
        return "too_old"
    try:
        _signer.unsign(begun, max_age=MIN_SECONDS)
    except SignatureExpired:
        return ""
    return "too_fast"


def address_of(request: HttpRequest) -> str:
    """Return the network address that a request came from.

    HTTPS ends at the proxy in front of us, which puts the address at the end of X-Forwarded-For; what stands before it
    there was sent along by whoever asked, and may be anything.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if request.is_secure() else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _household(address: str) -> str:
    """Return what one household has of addresses: of IPv6 a network of 64 bits."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv4Address) or known.ipv4_mapped:
        return address
    return str(IPv6Network(f"{known}/64", strict=False))


def _key(address: str) -> str:
    return f"{SALT}:{salted_hmac(SALT, _household(address), algorithm='sha256').hexdigest()}"


def _sent_lately(address: str) -> list[float]:
    """Return when reports came from an address. The limit of the site keeps the memory from filling with addresses."""
    begins = time.time() - ADDRESS_SECONDS
    return [moment for moment in cache.get(_key(address), []) if moment > begins]


def has_sent_enough(address: str) -> bool:
    return len(_sent_lately(address)) >= MAX_FROM_AN_ADDRESS


def note_sent(address: str) -> None:
    cache.set(_key(address), [*_sent_lately(address), time.time()], ADDRESS_SECONDS)
