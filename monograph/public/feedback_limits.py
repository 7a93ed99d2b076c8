"""Limits that keep bots out of the feedback form without identifying anybody.

Nothing here is stored. A network address is remembered for ten minutes, as a keyed digest in this worker's memory only.
"""

import time
from ipaddress import IPv4Address, IPv6Network, ip_address

from django.core.cache import cache
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

MIN_SECONDS = 3  # nobody reads and fills in the form faster
MAX_SECONDS = 24 * 60 * 60
MAX_REPORTS_PER_ADDRESS = 5
ADDRESS_SECONDS = 10 * 60  # the period that MAX_REPORTS_PER_ADDRESS is counted in
SALT = "monograph.feedback"

_signer = TimestampSigner(salt=SALT)


def sign_start(slug: str) -> str:
    """Return a signed token for the form, saying when it was opened for which guide."""
    return _signer.sign(slug)


def refusal_code(token: str, slug: str) -> str:
    """Return the code of the refusal of a form with this token; "" if it is accepted.

    The codes are ``too_fast`` and ``too_old``, also for a missing or forged token.
    """
    try:
        if _signer.unsign(token, max_age=MAX_SECONDS) != slug:
            return "too_old"
    except BadSignature:
        return "too_old"
    try:
        _signer.unsign(token, max_age=MIN_SECONDS)
    except SignatureExpired:
        return ""
    return "too_fast"


def client_address(request: HttpRequest) -> str:
    """Return the network address that a request came from.

    HTTPS ends at the proxy in front of us, which appends the address to X-Forwarded-For. Whatever precedes it there was
    sent by the client and can't be trusted.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if request.is_secure() else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _household(address: str) -> str:
    """Return the address of a household; with IPv6, its network of 64 bits."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address) or parsed.ipv4_mapped:
        return address
    return str(IPv6Network(f"{parsed}/64", strict=False))


def _cache_key(address: str) -> str:
    return f"{SALT}:{salted_hmac(SALT, _household(address), algorithm='sha256').hexdigest()}"


def _recent_reports(address: str) -> list[float]:
    """Return the times of recent reports from an address.

    The limit for the whole site bounds how many addresses are remembered.
    """
    start = time.time() - ADDRESS_SECONDS
    return [sent_at for sent_at in cache.get(_cache_key(address), []) if sent_at > start]


def has_reached_limit(address: str) -> bool:
    return len(_recent_reports(address)) >= MAX_REPORTS_PER_ADDRESS


def count_report(address: str) -> None:
    cache.set(_cache_key(address), [*_recent_reports(address), time.time()], ADDRESS_SECONDS)
