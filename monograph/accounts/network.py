"""The network that a request comes from: an IPv4 address, or the 64 bits of IPv6 that one household has."""

from collections.abc import Callable
from contextvars import ContextVar
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Ambient, as the id of a request in the log is: verbs know no request, and it decides nothing that a verb returns.
_network: ContextVar[str] = ContextVar("network", default="")


def current_network() -> str:
    """Return the network of the request that is being served; "" in a command."""
    return _network.get()


def client_address(request: HttpRequest) -> str:
    """Return the network address that a request came from.

    Each proxy appends to X-Forwarded-For the address that it was asked from. The last `TRUSTED_PROXIES` entries are
    from proxies of the site. Whatever precedes them was sent by the client and can't be trusted.
    """
    entries = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",") if entry.strip()]
    trusted = entries[-settings.TRUSTED_PROXIES :] if settings.TRUSTED_PROXIES else []
    return trusted[0] if trusted else request.META.get("REMOTE_ADDR", "")


def network_of(address: str) -> str:
    """Return the network of an address, which may end in a port; what is no address is its own network."""
    parsed = _parse(address) or _parse(address.rpartition(":")[0].strip("[]"))
    if parsed is None:
        return address[:50]
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or IPv6Network((parsed.packed, 64), strict=False))


def _parse(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address.partition("%")[0])
    except ValueError:
        return None


class NetworkMiddleware:
    """Let what is done for a request know its network."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _network.set(network_of(client_address(request)))
        try:
            return self.get_response(request)
        finally:
            _network.reset(token)
