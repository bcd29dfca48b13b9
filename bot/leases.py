"""Who does what one process alone may do: ask a platform for updates, send to it, keep house (the design §3, replicas).

`Leases` holds this process's leases and takes those whose holder is silent; a `Lease` says whether it is ours. A holder
counts on one for two thirds of the term after its last sign of life; another process takes it only after a whole term without
one: between the two nobody has it. Where the database has one process alone (SQLite), everything is ours. Made by the wiring;
calls `storage/road/leases.py`.
"""

import asyncio
import contextlib
import logging
import math
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from storage import errors
from storage.database import Database
from storage.road import leases

LOG = logging.getLogger(__name__)
TERM = 12.0  # seconds without a sign of life, and somebody else takes over
COUNTED_ON = 2 / 3  # of the term
BEATS = 4  # signs of life in a term


class Lease:
    """One lease, as it is for this process. `fence` is another one each time it is taken."""

    def __init__(self, name: str, timer: Callable[[], float] = time.monotonic) -> None:
        """Begin without it."""
        self.name = name
        self.fence = 0
        self._timer = timer
        self._until = -math.inf
        self._taken = asyncio.Event()
        self._dropped = asyncio.Event()

    @property
    def is_held(self) -> bool:
        """Whether it is ours at this moment."""
        return self._timer() < self._until

    def held_until(self, until: float, fence: int) -> None:
        """It is ours until then."""
        self._until, self.fence = until, fence
        self._dropped.clear()
        self._taken.set()

    def drop(self) -> None:
        """It is ours no more."""
        self._until = -math.inf
        self._taken.clear()
        self._dropped.set()

    async def during(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do a work whenever it is ours, and stop it as soon as it is not; until cancelled."""
        while True:
            await self._taken.wait()
            if not self.is_held:  # it ran out while nobody looked
                self._taken.clear()
                continue
            doing, losing = asyncio.create_task(work()), asyncio.create_task(self._lost())
            try:
                await asyncio.wait({doing, losing}, return_when=asyncio.FIRST_COMPLETED)
                if doing.done():
                    doing.result()
                await losing
            finally:
                for task in (doing, losing):
                    task.cancel()
                await asyncio.gather(doing, losing, return_exceptions=True)

    async def _lost(self) -> None:
        while self.is_held:
            left = min(self._until - self._timer(), 3600.0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._dropped.wait(), max(left, 0.0))
        self._taken.clear()


def ours(name: str = "") -> Lease:
    """A lease that is always ours: nobody else is there."""
    lease = Lease(name)
    lease.held_until(math.inf, 1)
    return lease


class Leases:
    """The leases that this process holds or would like to."""

    def __init__(
        self,
        database: Database,
        holder: str,
        *,
        term: float | None = None,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        """`holder` names this process: what it held before a restart, it takes up at once. `timer` only goes forward."""
        self._database = database
        self._holder = holder
        self._term = TERM if term is None else term
        self._timer = timer
        self._leases: dict[str, Lease] = {}
        self._seen: dict[str, tuple[leases.LeaseStanding | None, float]] = {}

    def of(self, name: str) -> Lease:
        """The lease of this name; it is striven for from now on."""
        if not self._database.is_shared:
            return ours(name)
        return self._leases.setdefault(name, Lease(name, self._timer))

    async def run(self) -> None:
        """Hold and take until cancelled."""
        while self._leases:
            try:
                await self.round()
            except Exception as error:
                LOG.warning("The leases could not be looked at: %s", type(error).__name__)
            await asyncio.sleep(self._term / BEATS)

    async def round(self) -> None:
        """Say for each lease of ours that we live; take each whose holder does not."""
        began = self._timer()
        standing = await self._database.read(lambda tx: leases.standing(tx, self._leases))
        for name, lease in self._leases.items():
            if lease.is_held:
                await self._keep(lease, began)
            elif self._is_free(name, standing.get(name), began):
                await self._take(lease, standing.get(name), began)

    async def give_back(self) -> None:
        """Let others have what is ours, at once. Where that cannot be said any more, they take it after a term."""
        for lease in self._leases.values():
            lease.drop()
            if not lease.fence:
                continue
            try:
                await self._database.write(partial(leases.give_back, name=lease.name, fence=lease.fence))
            except errors.StorageError:
                LOG.warning("%s could not be given back", lease.name)

    async def _keep(self, lease: Lease, began: float) -> None:
        name, fence = lease.name, lease.fence
        if await self._database.write(lambda tx: leases.keep(tx, name, fence)):
            lease.held_until(began + self._term * COUNTED_ON, fence)
            return
        LOG.warning("Another process does %s now", name)
        lease.drop()

    async def _take(self, lease: Lease, seen: leases.LeaseStanding | None, began: float) -> None:
        name = lease.name
        fence = await self._database.write(lambda tx: leases.take(tx, name, self._holder, seen))
        if fence is not None:
            LOG.info("This process does %s now", name)
            lease.held_until(began + self._term * COUNTED_ON, fence)

    def _is_free(self, name: str, now: leases.LeaseStanding | None, at: float) -> bool:
        """Whether nobody holds it: it was given back, it is our own from before, or it has stood still for a term."""
        seen, since = self._seen.get(name, (None, at))
        if name not in self._seen or seen != now:
            self._seen[name] = now, at
            since = at
        return now is None or now.holder in ("", self._holder) or at - since >= self._term
