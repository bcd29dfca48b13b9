"""The access token of one app: asked for once by all who wait, renewed before it ends, never asked for in a loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.errors import FlagpostError

EARLY = 300.0  # seconds before its end a token is renewed
REFUSED_PAUSE = 1800.0  # seconds until a refused secret is tried again: who repeats it is shut out for an hour


@dataclass(frozen=True, slots=True)
class Issued:
    """A token, and for how many seconds it is good."""

    token: str
    seconds: float


class SecretRefused(FlagpostError):
    """The corporation's id or the app's secret is wrong; `retry_after`: seconds until it is tried again."""

    def __init__(self, code: int, retry_after: float = REFUSED_PAUSE) -> None:
        super().__init__(f"errcode {code}")
        self.code = code
        self.retry_after = retry_after


class Tokens:
    """The token of one app. `ask` brings a new one, or raises."""

    def __init__(self, ask: Callable[[], Awaitable[Issued]], timer: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._timer = timer
        self._lock = asyncio.Lock()
        self._token = ""
        self._until = 0.0
        self._refused: SecretRefused | None = None
        self._refused_until = 0.0

    async def token(self, *, dead: str = "") -> str:
        """A token that is not the `dead` one, with which a call has just failed."""
        if self._is_good(dead):
            return self._token
        async with self._lock:
            if self._is_good(dead):  # somebody before us in the queue has brought it
                return self._token
            return await self._renewed()

    def _is_good(self, dead: str) -> bool:
        return bool(self._token) and self._token != dead and self._timer() < self._until

    async def _renewed(self) -> str:
        left = self._refused_until - self._timer()
        if self._refused is not None and left > 0:
            raise SecretRefused(self._refused.code, left)
        try:
            issued = await self._ask()
        except SecretRefused as refused:
            self._refused, self._refused_until = refused, self._timer() + refused.retry_after
            raise
        self._refused = None
        self._token, self._until = issued.token, self._timer() + max(issued.seconds - EARLY, issued.seconds / 2)
        return self._token
