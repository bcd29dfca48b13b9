"""The door that does the chores of `storage/road/chores.py`: outside any transaction, writing the result in one.

Killed at any point, a chore is taken again after its lease; its result and its striking-off are one transaction. Made
by the wiring, with one `Errand` for every kind; calls `bot/evidence/chores.py` and whatever else plugs in.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database, Tx
from storage.road import chores
from storage.road.chores import Chore

LOG = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
GIVE_UP_AFTER = timedelta(hours=24)
AT_ONCE = 2
LOOK_EVERY = 1.0  # seconds
BREATH = 0.05  # seconds between two looks: under a flood one look serves many messages
_LONGEST_PAUSE = 600.0

Result = Callable[[Tx], None]


def nothing(tx: Tx) -> None:
    """A result that changes nothing."""


def _give_up_quietly(chore: Chore) -> Result:
    return nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """How one kind of chore is done.

    `do` may take its time and may be called twice; what it returns is run in the transaction that strikes the chore
    off. Any error lets it be tried again. `give_up` says what to write when that has gone on for a day. Errands of one
    `lane` wait for each other, those of another do not; after `lease` somebody else may take it up.
    """

    do: Callable[[Chore], Awaitable[Result]]
    give_up: Callable[[Chore], Result] = _give_up_quietly
    lane: str = ""
    lease: timedelta = LEASE


class Chores:
    """Does chores until it is stopped."""

    def __init__(
        self,
        database: Database,
        errands: Mapping[str, Errand],
        *,
        clock: Callable[[], datetime],
        wake: Callable[[], None],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """`clock` is real time; `wake` is called when a result was written: there may be something to say."""
        self._database = database
        self._errands = dict(errands)
        self._clock = clock
        self._wake = wake
        self._jitter = jitter
        self._bells = {errand.lane: asyncio.Event() for errand in errands.values()}

    def ring(self) -> None:
        """Look for chores now; without, they are looked for every second."""
        for bell in self._bells.values():
            bell.set()

    async def run(self) -> None:
        """Do chores until cancelled."""
        async with asyncio.TaskGroup() as lanes:
            for lane in self._bells:
                lanes.create_task(self._attend(lane))

    async def round(self) -> int:
        """Do what is due, a few at once in every lane; return how many were taken."""
        return sum(await asyncio.gather(*map(self._round, self._bells)))

    async def _attend(self, lane: str) -> None:
        bell = self._bells[lane]
        while True:
            bell.clear()
            try:
                if await self._round(lane):
                    continue
            except Exception as error:
                LOG.error("The chores could not be looked at: %s", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):  # wait_for may swallow a cancellation
                    await bell.wait()
            await asyncio.sleep(BREATH)

    async def _round(self, lane: str) -> int:
        now = self._clock()
        errands = {kind: errand for kind, errand in self._errands.items() if errand.lane == lane}
        if not await self._database.read(lambda tx: chores.has_due(tx, errands, now)):
            return 0
        until = now + max(errand.lease for errand in errands.values())
        at_once = 1 if lane else AT_ONCE
        taken = await self._database.write(lambda tx: chores.claim(tx, tuple(errands), now, until, at_once))
        await asyncio.gather(*(self._do(chore) for chore in taken))
        return len(taken)

    async def _do(self, chore: Chore) -> None:
        errand = self._errands[chore.kind]
        try:
            result = await errand.do(chore)
            await self._database.write(lambda tx: _finish(tx, chore, result))
        except Exception as error:
            LOG.warning("Chore %d (%s) failed: %s", chore.id, chore.kind, type(error).__name__)
            await self._failed(chore, errand, type(error).__name__)
        self._wake()

    async def _failed(self, chore: Chore, errand: Errand, why: str) -> None:
        now = self._clock()
        if now - chore.made_at < GIVE_UP_AFTER:
            pause = min(2.0**chore.attempts, _LONGEST_PAUSE) * (0.75 + self._jitter() / 2)
            later = now + timedelta(seconds=pause)
            await self._database.write(lambda tx: chores.failed(tx, chore, later, why))
            return
        LOG.error("Chore %d (%s) is given up", chore.id, chore.kind)
        result = errand.give_up(chore)
        await self._database.write(lambda tx: _bury(tx, chore, result, why))


def _finish(tx: Tx, chore: Chore, result: Result) -> None:
    if chores.done(tx, chore):
        result(tx)


def _bury(tx: Tx, chore: Chore, result: Result, why: str) -> None:
    if chores.mark_dead(tx, chore, why):
        result(tx)
