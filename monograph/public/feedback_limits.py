"""Limits that keep bots out of the feedback form without identifying anybody.

Nothing here is stored. A network address is remembered for ten minutes, as a keyed digest in this worker's memory only.
"""

import time

from django.core.cache import cache
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.crypto import salted_hmac

from ..accounts.network import network_of

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


def _cache_key(address: str) -> str:
    return f"{SALT}:{salted_hmac(SALT, network_of(address), algorithm='sha256').hexdigest()}"


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
