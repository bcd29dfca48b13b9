"""Who asks, as far as limits need to know: a name that means nothing an hour later, never an address.

Behind a proxy the client's address is read only where `FLAGPOST_TRUSTED_PROXIES` names that proxy. A proxy that is not named
makes everybody look like one; then nobody is refused for ever: who waits a little comes in (`Patience`).
"""

import hashlib
import hmac
import ipaddress
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request

LOG = logging.getLogger(__name__)
KEY_LIVES = 3600.0  # seconds
_WAIT = 8  # seconds of patience
_PASS_LIVES = 120  # seconds in which a pass is good
_MOST_PASSES = 50_000
_NEAR = tuple(
    map(
        ipaddress.ip_network,
        (
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "::1",
            "fc00::/7",
            "fe80::/10",
        ),
    )
)  # where a proxy before us may stand
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody, for limits alone. `is_shared`: behind this name may be everybody, because a proxy stands before us unnamed."""

    name: str
    is_shared: bool


class Visitors:
    """Tells visitors apart."""

    def __init__(self, trusted: Sequence[Network] = (), clock: Callable[[], float] = time.monotonic) -> None:
        """Take the proxies that are believed, and a monotonic clock in seconds."""
        self._trusted = tuple(trusted)
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._made_at = clock()
        self._warned_at: float | None = None

    def of(self, request: Request) -> Visitor:
        """Say who asks."""
        peer = _address(request.client.host if request.client else "")
        if peer is None or not self._is_trusted(peer):
            is_shared = peer is None or any(peer in network for network in _NEAR)
            if is_shared and _is_forwarded(request):
                self._warn()
            return Visitor(name=self._blur(peer), is_shared=is_shared)
        client = self._client(request)
        return Visitor(name=self._blur(client or peer), is_shared=client is None)

    def _client(self, request: Request) -> Address | None:
        """The rightmost address that no trusted proxy has; None where the headers do not tell it for certain."""
        told = {self._rightmost(chain) for chain in (_x_forwarded_for(request), _forwarded(request)) if chain}
        # A proxy sets one of the two headers; where the other tells something else, the visitor has sent it.
        return told.pop() if len(told) == 1 else None

    def _rightmost(self, chain: Sequence[str]) -> Address | None:
        client: Address | None = None
        for entry in reversed(chain):
            client = _address(entry)
            if client is None or not self._is_trusted(client):
                break
        return client

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)

    def _blur(self, address: Address | None) -> str:
        if self._clock() - self._made_at > KEY_LIVES:
            self._key, self._made_at = secrets.token_bytes(32), self._clock()
        # whoever has an IPv6 address has all of its /64
        whole = address.packed[:8] if isinstance(address, ipaddress.IPv6Address) else str(address).encode()
        return hmac.new(self._key, whole, hashlib.sha256).hexdigest()[:32]

    def _warn(self) -> None:
        if self._warned_at is not None and self._clock() - self._warned_at < KEY_LIVES:
            return
        self._warned_at = self._clock()
        LOG.warning(
            "A proxy on this machine or in a private network forwards visitors, but FLAGPOST_TRUSTED_PROXIES does not name it:"
            " all of them count as one. Set it to the proxy's address, like 127.0.0.1"
        )


class Patience:
    """Passes for those who were asked to wait: after the wait a pass opens once, for whoever has it."""

    def __init__(self, key: bytes = b"", wait: float = _WAIT, clock: Callable[[], float] = time.time) -> None:
        """Take what several processes behind one address share, the seconds to wait, and a clock in seconds."""
        self._wait = wait
        self._clock = clock
        self._key = key or secrets.token_bytes(32)
        self._used: dict[str, float] = {}

    def give(self) -> tuple[str, float]:
        """Return a new pass, and in how many seconds it opens."""
        inside = f"{(self._clock() + self._wait) * 1000:.0f}.{secrets.token_hex(8)}"
        return f"{inside}.{self._sign(inside)}", self._wait

    def opens(self, given: str) -> bool:
        """Whether this pass opens now; it does not open twice."""
        inside, _, signature = given.rpartition(".")
        if not given.isascii() or not hmac.compare_digest(self._sign(inside), signature):
            return False
        ripe, now = int(inside.partition(".")[0]) / 1000, self._clock()
        if not ripe <= now <= ripe + _PASS_LIVES or inside in self._used:
            return False
        self._forget(now)
        self._used[inside] = ripe + _PASS_LIVES
        return True

    def _forget(self, now: float) -> None:
        while self._used:
            oldest = next(iter(self._used))
            if self._used[oldest] > now and len(self._used) < _MOST_PASSES:
                return
            del self._used[oldest]

    def _sign(self, inside: str) -> str:
        return hmac.new(self._key, inside.encode(), hashlib.sha256).hexdigest()[:32]


def _address(text: str) -> Address | None:
    """An address as headers write it: bare, with a port, quoted, in brackets."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def _x_forwarded_for(request: Request) -> list[str]:
    return ",".join(request.headers.getlist("x-forwarded-for")).split(",") if _has(request, "x-forwarded-for") else []


def _forwarded(request: Request) -> list[str]:
    """What RFC 7239's header says of each hop; a hop that does not name whom it serves stands as nothing."""
    found = []
    for hop in ",".join(request.headers.getlist("forwarded")).split(",") if _has(request, "forwarded") else ():
        pairs = dict(pair.strip().lower().partition("=")[::2] for pair in hop.split(";"))
        found.append(pairs.get("for", ""))
    return found


def _is_forwarded(request: Request) -> bool:
    return _has(request, "x-forwarded-for") or _has(request, "forwarded")


def _has(request: Request, name: str) -> bool:
    return name in request.headers
