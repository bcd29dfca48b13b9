"""A house that can be killed between any two commits: its database dies with it, and nothing that it held in memory is there again."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from domain.matters.troubles import TroubleReason
from handlers import troubles
from scheduler.ticker import Ticker
from storage.database import Database, Hear, Tx
from storage.road.outbox import Waiting
from tests.crowd.crowd import Crowd

T = TypeVar("T")


class Killed(BaseException):
    """The process was killed: no code of it sees this."""


class MortalDatabase:
    """A database whose process is killed as soon as so many commits more are durable, or just before the last of them is, where it
    `is_early`; `is_dead` from then on."""

    def __init__(self, inner: Database) -> None:
        self.vault = inner.vault
        self.is_shared = inner.is_shared
        self.is_dead = False
        self.left: int | None = None
        self.is_early = False
        self._inner = inner

    async def write(self, work: Callable[[Tx], T]) -> T:
        """See `storage/database.py`; who is killed never learns that it was committed."""
        self._lives()
        if self.left is not None:
            self.left -= 1
            self.is_dead = self.is_early and self.left < 1
            self._lives()
        result = await self._inner.write(work)
        self.is_dead = self.is_dead or (self.left is not None and self.left < 1)
        self._lives()
        return result

    async def read(self, work: Callable[[Tx], T]) -> T:
        """See `storage/database.py`."""
        self._lives()
        return await self._inner.read(work)

    def heard(self, hear: Hear) -> None:
        """See `storage/database.py`."""
        self._inner.heard(hear)

    async def close(self) -> None:
        """Close it."""
        await self._inner.close()

    def _lives(self) -> None:
        if self.is_dead:
            raise Killed


class MortalHouse(Crowd):
    """The house of a crowd, in which `survived` lets something be done that a kill may cut short."""

    kills = 0

    def _opened(self) -> Database:
        self._mortal = MortalDatabase(super()._opened())
        return self._mortal

    def dies_after(self, commits: int, *, is_early: bool = False) -> None:
        """Be killed after so many commits more, or just before the last of them is durable."""
        self._mortal.left, self._mortal.is_early = commits, is_early

    def is_spared(self) -> None:
        """Be killed no more."""
        self._mortal.left = None

    async def survived(self, doing: Coroutine[Any, Any, T]) -> T | None:
        """Do something. Where the house is killed meanwhile it comes up again, the platform brings once more what it was not told to
        be taken, and the clock rings."""
        before = asyncio.all_tasks()
        result: T | None = None
        with contextlib.suppress(Killed):
            result = await doing
        if not self._mortal.is_dead:
            return result
        orphans = asyncio.all_tasks() - before
        for task in orphans:
            task.cancel()
        await asyncio.gather(*orphans, return_exceptions=True)
        self.complaints[:] = [
            each for each in self.complaints if Killed.__name__ not in each
        ]  # who is dead says nothing
        self.kills += 1
        await self.restarts()
        await self.brings_again()
        await self._rings()  # as it does every few seconds
        return None

    def _stuck(self, tx: Tx, row: Waiting, reason: TroubleReason, said: str) -> None:
        """A year goes on by days: what failed is given up for the office to see where a day is over before it was tried again."""
        if reason is TroubleReason.DAY_OVER:
            troubles.undelivered(self._room(tx), row.id, reason, said)
        else:
            super()._stuck(tx, row, reason, said)

    async def delivers_what_waits(self, rounds: int = 2) -> None:
        """See `WatchedHouse.delivers`; of what somebody must open a page for nothing is to be done."""
        if await self._database.read(_waits):
            await self.delivers(rounds)

    async def turns(self, by: timedelta) -> None:
        """Time goes by, and the clock does what becomes due; what is said in public then goes out then."""
        until = self.now + by
        while True:
            clock = Ticker(self._database, self._room, wake=lambda: None)
            coming = await clock.upcoming()
            if coming is None or coming.at > until:
                break
            self.now = max(self.now, coming.at)
            await clock.ring()
            await self.delivers_what_waits(1)
        self.now = until


def _waits(tx: Tx) -> bool:
    found = tx.value(
        "SELECT 1 FROM outbox WHERE state IN ('waiting', 'claimed') AND (channel <> 'web' OR class = 'P') LIMIT 1"
    )
    return found is not None
