"""The ticker: looks every few seconds at what is due, and has it done.

When it looks is a line of the timetable (`scheduler/timetable.py`); what is due is decided by our tables (`scheduler/clock.py`).
"""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from domain.people import CLOCK
from handlers.conversation.room import Room
from scheduler import clock
from storage.database import Database, Tx

LOG = logging.getLogger(__name__)
AGAIN = timedelta(
    minutes=10
)  # until a lapse that the law refused is tried again: by the next ring it would be refused as well

MakeRoom = Callable[[Tx], Room]  # a quiet room, at the present legal and real time


class Ticker:
    """Does what is due, each time it rings."""

    def __init__(self, database: Database, make_room: MakeRoom, *, wake: Callable[[], None]) -> None:
        """`wake` is called when a ring did something: there may be something to say."""
        self._database = database
        self._make_room = make_room
        self._wake = wake
        self._rung_at = time.monotonic()
        self._put_off: dict[clock.Task, datetime] = {}
        self._one_at_a_time = asyncio.Lock()

    def silent_for(self) -> float:
        """Seconds since a ring could look at what is due."""
        return time.monotonic() - self._rung_at

    async def ring(self) -> int:
        """Ring once; return how much was done. What fails is reported and tried again by the next ring.

        Of two at once, as where somebody turns a demo's clock, the second waits: what the first does is not due any more.
        """
        async with self._one_at_a_time:
            return await self._ring()

    async def _ring(self) -> int:
        try:
            tasks, now = await self._database.read(self._due)
        except Exception:
            LOG.exception("The clock could not look at what is due")
            return 0
        self._rung_at = time.monotonic()
        self._put_off = {task: until for task, until in self._put_off.items() if until > now}
        done = sum([await self._do(task, now) for task in tasks if task not in self._put_off])
        if done:
            self._wake()
        return done

    async def upcoming(self) -> clock.Upcoming | None:
        """Say what happens next by itself."""
        return await self._database.read(lambda tx: clock.upcoming(self._room(tx)))

    async def _do(self, task: clock.Task, now: datetime) -> bool:
        try:
            is_done = await self._database.write(lambda tx: clock.do(self._room(tx), task))
        except Exception:
            if task.apart:
                return sum([await self._do(each, now) for each in task.apart]) > 0
            LOG.exception("The clock could not do what was due: %s %s %d", task.kind, task.matter, task.id)
            return False
        if not is_done and task.kind is clock.TaskKind.LAPSE:
            LOG.warning("The law refused the clock's move %s of %s %d", task.move, task.matter, task.id)
            self._put_off[task] = now + AGAIN
        return is_done

    def _due(self, tx: Tx) -> tuple[list[clock.Task], datetime]:
        room = self._room(tx)
        return clock.due(room), room.now

    def _room(self, tx: Tx) -> Room:
        return self._make_room(tx).acting_as(CLOCK)
