"""Who is at the page: tokens, cookies, and how much one page may ask for.

Nothing here is stored or logged: a token lives in its cookie and, for the length of a request, in memory.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

_MOST_BUCKETS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLimits:
    """How much a page may ask for. Bursts are generous: many people share the address of an office or a carrier."""

    sessions_at_once: int = 60
    sessions_per_minute: float = 30
    says_at_once: int = 20
    says_per_minute: float = 30
    uploads_at_once: int = 60  # two reports with as many files as the law takes
    uploads_per_minute: float = 20
    largest_file: int = 20 * 1024 * 1024
    largest_say: int = 64 * 1024
    streams_per_session: int = 4
    uploads_in_memory: int = 3
    heartbeat: float = 10.0  # seconds; a page that hears nothing for two and a half of them takes its stream for dead


class Throttle:
    """Buckets of permits, each refilled evenly; in memory, forgotten at a restart."""

    def __init__(self, *, at_once: int, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the size of a bucket, its refill, and a monotonic clock in seconds."""
        self._at_once = float(at_once)
        self._per_second = per_minute / 60
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait(self, who: str) -> float:
        """Take a permit and return 0, or return the seconds until there is one."""
        now = self._clock()
        left = self._left(who, now)
        if left < 1:
            return (1 - left) / self._per_second
        self._buckets.pop(who, None)  # taken out and put back, so that the idlest stand in front
        self._buckets[who] = (left - 1, now)
        self._forget_the_idle(now)
        return 0.0

    def left(self, who: str) -> float:
        """Say how many permits there are, and take none."""
        return self._left(who, self._clock())

    def _left(self, who: str, now: float) -> float:
        left, then = self._buckets.get(who, (self._at_once, now))
        return min(self._at_once, left + (now - then) * self._per_second)

    def _forget_the_idle(self, now: float) -> None:
        while self._buckets:
            idlest = next(iter(self._buckets))
            if len(self._buckets) <= _MOST_BUCKETS and self._left(idlest, now) < self._at_once:
                return
            del self._buckets[idlest]


class Cookie:
    """A token in a cookie that no script reads and no other site sends."""

    def __init__(self, *, name: str, path: str, is_secure: bool) -> None:
        """`is_secure` where the public address is https."""
        self._name = name
        self._path = path
        self._is_secure = is_secure

    def read(self, request: Request) -> str:
        """Return the token, or nothing where there is none that could be ours."""
        token = request.cookies.get(self._name, "")
        return token if len(token) == 43 and token.isascii() else ""

    def set(self, response: Response, token: str, *, days: int = 0) -> None:
        """Give the token to the browser; without `days` it goes when the browser is closed."""
        response.set_cookie(
            self._name,
            token,
            max_age=days * 86_400 or None,
            path=self._path,
            secure=self._is_secure,
            httponly=True,
            samesite="strict",
        )

    def clear(self, response: Response) -> None:
        """Take the token back."""
        response.delete_cookie(self._name, path=self._path, secure=self._is_secure, httponly=True, samesite="strict")


def new_token() -> str:
    """Draw 256 random bits, as 43 characters."""
    return secrets.token_urlsafe(32)


def event_key(token: str, key: str) -> str:
    """Name an event so that a retry has the same name and nobody can tell from it whose it is."""
    return hmac.new(token.encode(), b"event\0" + key.encode(), hashlib.sha256).hexdigest()[:40]
