"""The pace of sending: how long to wait before the next message may go, so that the platform never refuses one.

Lives here: `Limits`, what a platform bears; `Pace`, one channel's account of what went when (its times are seconds of
a clock that only goes forward, given by the caller; nothing here waits); `Hours`, where a pusher has its time from.
Called by `bot/pushing.py`; calls nobody.
"""

import asyncio
import random
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

MINUTE = 60.0
_MANY = 10_000  # chats remembered before those that are ready again are forgotten


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a platform bears. The defaults keep a little below Telegram's 30/s, 1/s in a chat and 20/min in a group."""

    per_second: float = 28.0
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 18
    patience: int = 3  # failures in a row after which the whole channel takes a rest
    longest_rest: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What a pusher knows of time: `clock` is real time, for leases; `timer` are seconds that only go forward."""

    clock: Callable[[], datetime]
    timer: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = random.random


class Pace:
    """One channel's pace: evenly spaced overall, a small burst in a private chat, so many a minute in a group."""

    def __init__(self, limits: Limits) -> None:
        """Begin as if nothing had been sent."""
        self._limits = limits
        self._next_at = 0.0
        self._halted_until = 0.0
        self._failures = 0
        self._paid_until: dict[str, float] = {}
        self._in_group: defaultdict[str, deque[float]] = defaultdict(deque)
        self._held_until: dict[str, float] = {}

    @property
    def is_doubtful(self) -> bool:
        """Whether the platform seems out of reach: one message at a time is enough to find out."""
        return self._failures >= self._limits.patience

    def wait(self, now: float) -> float:
        """Seconds until the channel may send its next message."""
        return max(self._next_at - now, self._halted_until - now, 0.0)

    def chat_wait(self, chat: str, now: float) -> float:
        """Seconds until this chat may get its next message."""
        held = self._held_until.get(chat, 0.0) - now
        if _is_group(chat):
            sent = self._in_group[chat]
            most = self._limits.group_per_minute
            spaced = sent[-most] + MINUTE - now if len(sent) >= most else 0.0
        else:
            burst = (self._limits.chat_burst - 1) / self._limits.chat_per_second
            spaced = self._paid_until.get(chat, 0.0) - burst - now
        return max(held, spaced, 0.0)

    def take(self, chat: str, now: float, messages: int = 1) -> None:
        """So many messages begin to go into this chat: the next ones keep their distance."""
        self._next_at = max(self._next_at, now) + messages / self._limits.per_second
        if _is_group(chat):
            sent = self._in_group[chat]
            sent.extend([now] * messages)
            while sent[0] <= now - MINUTE:
                sent.popleft()
            return
        paid = max(self._paid_until.get(chat, 0.0), now)
        self._paid_until[chat] = paid + messages / self._limits.chat_per_second
        if len(self._paid_until) > _MANY:
            self._paid_until = {one: until for one, until in self._paid_until.items() if until > now}

    def hold(self, chat: str, now: float, seconds: float) -> None:
        """The platform refused this chat for so long."""
        self._held_until = {one: until for one, until in self._held_until.items() if until > now}
        self._held_until[chat] = max(self._held_until.get(chat, 0.0), now + seconds)

    def halt(self, now: float, seconds: float) -> None:
        """The platform refused everything for so long."""
        self._halted_until = max(self._halted_until, now + seconds)

    def failed(self, now: float) -> None:
        """A message was not taken, nobody knows why; several in a row, and the channel rests, each time longer."""
        if now < self._halted_until:
            return
        self._failures += 1
        if self.is_doubtful:
            rest = 2.0 ** min(self._failures - self._limits.patience, 10)
            self.halt(now, min(rest, self._limits.longest_rest))

    def went(self) -> None:
        """A message was taken: the platform is there."""
        self._failures = 0


def _is_group(chat: str) -> bool:
    """Groups and channels have negative numbers, or names."""
    return chat.startswith(("-", "@"))
