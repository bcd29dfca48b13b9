"""Whether a page of ours asks. Every door that changes something for a session stands behind this."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from starlette.requests import Request

_PORTS = {"http": 80, "https": 443}


def is_ours(request: Request, public_url: str) -> bool:
    """Tell whether a page of ours asked, at a name of ours.

    A strange name that points at our address (DNS rebinding) is not ours; a bare IP address cannot be such a name. Browsers that
    do not say `Sec-Fetch-Site` are judged by `Origin`, else `Referer`: it must be the public address, or the very host that was
    asked. A proxy may have dropped the port of that host or put its own address there, so the public address counts by itself.
    """
    public = urlsplit(public_url)
    host = _split(f"//{request.headers.get('host', '')}")
    if host is None or not _is_our_name(host.hostname or "", public.hostname or ""):
        return False
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    asker = _split(request.headers.get("origin") or request.headers.get("referer", ""))
    if asker is None or asker.scheme not in _PORTS or not asker.hostname:
        return False
    if _place(asker) == _place(public):
        return True
    # where TLS ends before us we do not know with which scheme we were asked: it is the asker's
    return asker.hostname == host.hostname and _port(asker) == (host.port or _PORTS[asker.scheme])


def _place(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, _port(url)


def _port(url: SplitResult) -> int | None:
    return url.port or _PORTS.get(url.scheme)


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        return parts if parts.port is None or parts.port else None  # `port` raises where it is none
    except ValueError:
        return None


def _is_our_name(name: str, public: str) -> bool:
    if name in (public, "localhost"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
