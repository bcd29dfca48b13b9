"""The bell: rings `scheduler/clock.py` every few seconds.

APScheduler is only the bell; what is due is decided by our tables (the design §8). Made by the wiring of `flagpost run` and
`flagpost demo`; a ring that takes long lets the next one wait, and missed rings are one ring.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from handlers import clockwork
from handlers.conversation.room import Room
from scheduler import clock
from storage.database import Database, Tx

LOG = logging.getLogger(__name__)
EVERY = 3  # seconds
AGAIN = timedelta(
    minutes=10
)  # until a lapse that the law refused is tried again: by the next ring it would be refused as well

MakeRoom = Callable[[Tx], Room]  # the clock's room, at the present legal and real time


def hands(make_room: MakeRoom) -> clock.Hands:
    """What the clock makes happen, done by the handlers."""
    return clock.Hands(
        move=lambda tx, matter, number, name: clockwork.move(make_room(tx), matter, number, name),
        remind=lambda tx, reminder: clockwork.remind(make_room(tx), reminder),
        missed=lambda tx, number: clockwork.missed(make_room(tx), number),
        deputy=lambda tx, number: clockwork.deputy(make_room(tx), number),
    )


class Bell:
    """Rings until it is stopped."""

    def __init__(self, database: Database, make_room: MakeRoom, *, wake: Callable[[], None]) -> None:
        """`wake` is called when a ring did something: there may be something to say."""
        self._database = database
        self._make_room = make_room
        self._wake = wake
        self._bell = AsyncIOScheduler()
        self._rung_at = time.monotonic()
        self._put_off: dict[clock.Task, datetime] = {}

    def start(self) -> None:
        """Begin to ring, in the running loop."""
        self._bell.add_job(
            self.ring, "interval", seconds=EVERY, coalesce=True, max_instances=1, misfire_grace_time=None, id="ring"
        )
        self._bell.start()

    def stop(self) -> None:
        """Stop ringing; a ring under way is finished by the database."""
        self._bell.shutdown(wait=False)

    def silent_for(self) -> float:
        """Seconds since a ring could look at what is due."""
        return time.monotonic() - self._rung_at

    async def ring(self) -> int:
        """Ring once; return how much was done. What fails is reported and tried again by the next ring."""
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
        return await self._database.read(self._look)

    async def _do(self, task: clock.Task, now: datetime) -> bool:
        try:
            is_done = await self._database.write(lambda tx: self._work(tx, task))
        except Exception:
            LOG.exception("The clock could not do what was due: %s %s %d", task.kind, task.matter, task.id)
            return False
        if not is_done and task.kind is clock.Kind.LAPSE:
            LOG.warning("The law refused the clock's move %s of %s %d", task.move, task.matter, task.id)
            self._put_off[task] = now + AGAIN
        return is_done

    def _work(self, tx: Tx, task: clock.Task) -> bool:
        room = self._make_room(tx)
        return clock.do(tx, task, hands(self._make_room), rules=room.office.rules_of, at=room.at, now=room.now)

    def _due(self, tx: Tx) -> tuple[list[clock.Task], datetime]:
        room = self._make_room(tx)
        return clock.due(tx, rules=room.office.rules_of, calendar=room.office.calendar, at=room.at), room.now

    def _look(self, tx: Tx) -> clock.Upcoming | None:
        room = self._make_room(tx)
        return clock.upcoming(tx, room.office.calendar, room.at)
