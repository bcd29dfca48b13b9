"""When a caller leaves: plans of where their message is by then, and a database that sees to it.

Used by `doors.py`. The work of a message is wrapped on its way to the database, and the cancellation is ordered from
within it, so that it comes after the work has run and before anybody was told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from storage.database import Database, Hear, Tx

T = TypeVar("T")

QUEUED, IN_FLIGHT, DURABLE, ANYWHERE = "queued", "in flight", "durable", "anywhere"
MOMENTS = (QUEUED, *(IN_FLIGHT,) * 3, DURABLE, ANYWHERE)
TICKS = 12  # turns of the loop within which "anywhere" falls


@dataclass(slots=True)
class Leaving:
    """One caller's plan to leave. `stage` is how far the message has come, `struck` how far it was when they left."""

    moment: str
    ticks: int
    stage: str = "before"
    struck: str = ""
    task: asyncio.Task[None] | None = None

    def strike(self) -> None:
        """Leave, once."""
        if self.task is not None and not self.task.done() and not self.struck:
            self.struck = self.stage
            self.task.cancel()


PLAN: ContextVar[Leaving | None] = ContextVar("plan", default=None)


class Watched:
    """A database whose callers leave as they planned."""

    def __init__(self, inner: Database) -> None:
        self._inner = inner
        self.vault = inner.vault
        self.is_shared = inner.is_shared

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Write; order the cancellation where it belongs."""
        plan = PLAN.get()
        if plan is None:
            return await self._inner.write(work)
        loop = asyncio.get_running_loop()

        def watched(tx: Tx) -> T:
            result = work(tx)
            plan.stage = IN_FLIGHT
            if plan.moment == IN_FLIGHT:
                loop.call_soon_threadsafe(plan.strike)
            return result

        plan.stage = QUEUED
        if plan.moment == QUEUED:
            loop.call_soon(plan.strike)
        try:
            return await self._inner.write(watched)
        finally:
            plan.stage = DURABLE
            if plan.moment == DURABLE:
                plan.strike()

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Read."""
        return await self._inner.read(work)

    def heard(self, hear: Hear) -> None:
        """Hear others."""
        self._inner.heard(hear)

    async def close(self) -> None:
        """Close."""
        await self._inner.close()


def after(ticks: int, strike: Callable[[], None]) -> None:
    """Leave after so many turns of the loop."""
    if ticks == 0:
        strike()
    else:
        asyncio.get_running_loop().call_soon(after, ticks - 1, strike)
