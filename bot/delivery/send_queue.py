"""Whose turn it is: what may leave on one channel, one message at a time, at the pace that its platform bears.

Lives here: `Turns`. Interactive goes before bulk and the older before the newer, among the chats that may get something
now.
"""

import asyncio
import bisect
import math
from dataclasses import dataclass

from bot.delivery.pacing import Hours, Pace

TOO_FAR = 5.0  # seconds; who would wait longer for a turn is told how long, and waits in the outbox
SOON = 0.001  # seconds: an alarm that rings a little early costs another look


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePlace:
    """Where somebody stands in the row: `priority` first (the lower, the sooner), then `number`."""

    priority: int
    number: int
    chat: str


@dataclass(frozen=True, slots=True)
class _Waiter:
    place: QueuePlace
    called: asyncio.Future[float]


class Turns:
    """The row of those who wait for their turn on one channel."""

    def __init__(self, pace: Pace, hours: Hours) -> None:
        """Begin with nobody waiting."""
        self._pace = pace
        self._hours = hours
        self._waiters: list[_Waiter] = []
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at = math.inf

    async def wait(self, place: QueuePlace) -> float:
        """Wait for a turn: 0, and one message must leave now; or the seconds until there can be one, if they are many.

        Whoever had a turn calls `done` when the message is answered.
        """
        waiter = _Waiter(place, asyncio.get_running_loop().create_future())
        bisect.insort(self._waiters, waiter, key=_order)
        self.arrange()
        try:
            return await waiter.called
        except asyncio.CancelledError:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
            elif not waiter.called.cancelled() and not waiter.called.result():
                self.done(place.chat, self._hours.timer())
            raise

    def done(self, chat: str, left_at: float) -> None:
        """The message that left for this chat at that moment was answered, or will not be any more."""
        self._pace.answered(chat, left_at, self._hours.timer())
        self.arrange()

    def arrange(self) -> None:
        """Call everybody whose turn it is, and see to it that the next one is called in time."""
        now = self._hours.timer()
        nearest = math.inf
        for waiter in list(self._waiters):
            seconds = max(self._pace.wait(now), self._pace.chat_wait(waiter.place.chat, now))
            if seconds <= 0:
                self._pace.take(waiter.place.chat, now)
                self._call(waiter, 0.0)
            elif TOO_FAR < seconds < math.inf:
                self._call(waiter, seconds)
            else:
                nearest = min(nearest, seconds)
        self._set_alarm(now + nearest)

    def _call(self, waiter: _Waiter, seconds: float) -> None:
        self._waiters.remove(waiter)
        waiter.called.set_result(seconds)

    def _set_alarm(self, at: float) -> None:
        if at == math.inf or self._alarm_at <= at + SOON:
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = at
        self._alarm = asyncio.create_task(self._ring(at))

    async def _ring(self, at: float) -> None:
        await self._hours.sleep(max(at - self._hours.timer(), SOON))
        self._alarm, self._alarm_at = None, math.inf
        self.arrange()


def _order(waiter: _Waiter) -> tuple[int, int]:
    return waiter.place.priority, waiter.place.number
