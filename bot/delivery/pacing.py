"""The pace of sending: how long to wait before the next message may go, so that the platform never refuses one.

Lives here: `Pace`, one channel's account of what went when, under the limits of its traits (its times are seconds of a clock that
only goes forward, given by the caller; nothing here waits); `Hours`, where a pusher has its time from.
"""

import asyncio
import math
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from domain.channels import Limits, Rate

STRETCH = 1.005  # our windows are so much longer than the platform's: clocks and networks are not exact
SPREAD = 0.9  # of a window's length is the least over which its messages are spread
TRUST = 0.95  # of the quickest round trip is spent before and after the platform counts, by every message
ENOUGH_TRIPS = 20  # round trips seen before the quickest is trusted
_TRIPS = 300  # round trips remembered
PATIENCE = 3  # failures in a row after which the whole channel takes a rest
LONGEST_REST = 10.0  # seconds: somebody waits for an answer; one probe at a time is no storm
_MANY = 10_000  # chats remembered before those that are ready again are forgotten


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What a pusher knows of time: `clock` is real time, for leases; `timer` are seconds that only go forward."""

    clock: Callable[[], datetime]
    timer: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = random.random


class Window:
    """So many messages within so many seconds.

    The platform counts a message at some moment between its leaving us and its answer. It holds its place from the one
    until a whole window after the other, so that no window of the platform's own can ever hold more.
    """

    __slots__ = ("_ended", "_most", "_seconds", "_under_way")

    def __init__(self, rate: Rate) -> None:
        """Begin as if nothing had been sent."""
        self._most = rate.most
        self._seconds = rate.seconds * STRETCH
        self._under_way = 0
        self._ended: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until there is a place; infinitely many while all places are of messages that are under way."""
        self._forget(now)
        missing = self._under_way + len(self._ended) - self._most
        if missing < 0:
            return 0.0
        if missing >= len(self._ended):
            return math.inf
        return self._ended[missing] + self._seconds - now

    def take(self) -> None:
        """A message leaves."""
        self._under_way += 1

    def free(self, at: float) -> None:
        """A message that left was counted at this moment or before."""
        self._under_way -= 1
        self.recall(at)

    def recall(self, at: float) -> None:
        """A message that another process sent was counted at this moment or before."""
        self._ended.append(max(at, self._ended[-1]) if self._ended else at)

    def is_empty(self, now: float) -> bool:
        """Whether nothing is remembered."""
        self._forget(now)
        return not self._under_way and not self._ended

    def _forget(self, now: float) -> None:
        while self._ended and self._ended[0] <= now - self._seconds:
            self._ended.popleft()


class Pace:
    """One channel's pace: so many in all, evenly spread; so many in a private chat; so many in a group."""

    def __init__(self, limits: Limits) -> None:
        """Begin as if nothing had been sent; see `recall`."""
        self._limits = limits
        self._all = Window(Rate(limits.per_second, 1.0))
        self._chats: dict[str, tuple[Window, ...]] = {}
        self._next_at = 0.0
        self._halted_until = 0.0
        self._failures = 0
        self._held_until: dict[str, float] = {}
        self._trips: deque[float] = deque(maxlen=_TRIPS)

    @property
    def is_doubtful(self) -> bool:
        """Whether the platform seems out of reach: one message at a time is enough to find out."""
        return self._failures >= PATIENCE

    def wait(self, now: float) -> float:
        """Seconds until the channel may send its next message; infinitely many until one under way is answered."""
        return max(self._all.wait(now), self._next_at - now, self._halted_until - now, 0.0)

    def chat_wait(self, chat: str, now: float) -> float:
        """Seconds until this chat may get its next message; infinitely many until one under way is answered."""
        waits = [window.wait(now) for window in self._chats.get(chat, ())]
        return max([*waits, self._held_until.get(chat, 0.0) - now, 0.0])

    def take(self, chat: str, now: float) -> None:
        """A message leaves for this chat: the next ones keep their distance. `answered` must follow."""
        self._next_at = max(self._next_at, now) + SPREAD / self._limits.per_second
        self._all.take()
        for window in self._windows(chat, now):
            window.take()

    def answered(self, chat: str, left_at: float, now: float) -> None:
        """What left at that moment was answered, or will not be any more.

        Distance costs no pace: where every message is under way for long, all are counted later by as much.
        """
        self._trips.append(now - left_at)
        sure = TRUST * min(self._trips) if len(self._trips) >= ENOUGH_TRIPS else 0.0
        at = max(left_at, now - sure)
        self._all.free(at)
        for window in self._chats.get(chat, ()):
            window.free(at)

    def recall(self, chat: str, at: float) -> None:
        """A message went to this chat at that moment or before, sent by another process; call it in order of time."""
        self._all.recall(at)
        for window in self._windows(chat, at):
            window.recall(at)

    def hold(self, chat: str, now: float, seconds: float) -> None:
        """The platform refused this chat for so long."""
        self._held_until = {one: until for one, until in self._held_until.items() if until > now}
        self._held_until[chat] = max(self._held_until.get(chat, 0.0), now + seconds)

    def halt(self, now: float, seconds: float) -> None:
        """The platform refused everything for so long; whether it does still, one message will find out."""
        self._halted_until = max(self._halted_until, now + seconds)
        self._failures = max(self._failures, PATIENCE)

    def failed(self, now: float) -> None:
        """A message was not taken, nobody knows why; several in a row, and the channel rests, each time longer."""
        if now < self._halted_until:
            return
        self._failures += 1
        if self.is_doubtful:
            rest = 2.0 ** min(self._failures - PATIENCE, 10)
            self.halt(now, min(rest, LONGEST_REST))

    def went(self) -> None:
        """A message was taken: the platform is there."""
        self._failures = 0

    def _windows(self, chat: str, now: float) -> tuple[Window, ...]:
        windows = self._chats.get(chat)
        if windows is None:
            if len(self._chats) >= _MANY:
                self._chats = {
                    one: known for one, known in self._chats.items() if not all(each.is_empty(now) for each in known)
                }
            windows = self._chats[chat] = tuple(map(Window, self._limits.rates_of(chat)))
        return windows
