"""Where updates arrive, whether Telegram pushes them or we ask for them: read, made durable, counted.

Nothing is acknowledged to Telegram before `keep` has returned.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

import msgspec

from bot.channels.telegram import updates
from domain import errors
from domain.said import Said
from storage import shapes

LOG = logging.getLogger(__name__)

Raw = bytes | bytearray | memoryview


class UpdateTaken(Protocol):
    """What the intake answers: whose message it was, and whether it was new."""

    @property
    def is_new(self) -> bool:
        """False where the same event had come before."""
        ...


class TelegramDoor(Protocol):
    """The part of `bot/house/intake.py` that this channel needs. Both are durable on return, or raise."""

    async def take(self, said: Said) -> UpdateTaken:
        """Keep one message."""
        ...

    async def set_aside(self, channel: str, event_key: str, raw: bytes, why: str, at: datetime) -> None:
        """Keep what nobody can read, for the operator."""
        ...


class NotDurable(errors.FlagpostError):
    """An update could not be stored, so it must not be acknowledged: Telegram keeps it and brings it again."""


class Arrival:
    """One update on its way in: what was read of it, or why it could not be read."""

    __slots__ = ("event_key", "heard", "raw", "why")

    def __init__(self, raw: Raw, event_key: str, heard: updates.UpdateHeard | None, why: str = "") -> None:
        self.raw = raw
        self.event_key = event_key
        self.heard = heard
        self.why = why

    @property
    def speaker(self) -> str:
        """Whose place in the queue it takes; empty where it is nobody's."""
        return self.heard.said.speaker if self.heard is not None and self.heard.said is not None else ""

    @property
    def press(self) -> str:
        """The id of the button press to confirm, if it was one."""
        return self.heard.press if self.heard is not None else ""


class UpdateReception:
    """Reads updates and hands them to the intake. `counts` tells what came: nothing in it names anybody."""

    def __init__(self, *, bot_id: int, intake: TelegramDoor, clock: Callable[[], datetime]) -> None:
        self.counts: Counter[str] = Counter()
        self.last_heard_at: datetime | None = None
        self._bot_id = bot_id
        self._intake = intake
        self._clock = clock

    def read(self, raw: Raw) -> Arrival:
        """Read one update; never raises, for what cannot be read is kept as it is."""
        key = ""
        at = self.last_heard_at = self._clock()
        try:
            update = decoded(raw)
            key = updates.event_key(update, self._bot_id)
            return Arrival(raw, key, updates.read(update, bot_id=self._bot_id, at=at))
        except (updates.Unreadable, ValueError, RecursionError) as error:
            # Without an id its bytes are its key, so that the same thing brought again is the same thing.
            key = key or f"{self._bot_id}:{hashlib.sha256(raw).hexdigest()[:32]}"
            why = str(error) if isinstance(error, updates.Unreadable) else "is not JSON"
            return Arrival(raw, key, None, why)

    async def keep(self, arrival: Arrival) -> None:
        """Make it durable; raise NotDurable where that failed and it must come again."""
        if arrival.heard is None:
            await self._set_aside(arrival, arrival.why)
        elif arrival.heard.said is None:
            self.counts[f"ignored.{arrival.heard.kind}"] += 1
        else:
            await self._take(arrival, arrival.heard.said)

    async def _take(self, arrival: Arrival, said: Said) -> None:
        try:
            taken = await self._intake.take(said)
        except errors.FlagpostError as error:
            raise NotDurable from error
        except Exception as error:
            # A fault of ours must not stop everybody behind this update; if storage itself is at fault, this fails too.
            LOG.exception("An update could not be taken in and is set aside for the operator")
            await self._set_aside(arrival, f"could not be taken: {type(error).__name__}")
            return
        self.counts["taken" if taken.is_new else "repeated"] += 1

    async def _set_aside(self, arrival: Arrival, why: str) -> None:
        raw = bytes(arrival.raw)
        try:
            await self._intake.set_aside(updates.CHANNEL, arrival.event_key, raw, why, self._clock())
        except Exception as error:
            raise NotDurable from error
        self.counts["set_aside"] += 1
        LOG.warning("An update from Telegram was set aside for the operator: it %s", why)


def decoded(raw: Raw) -> Any:
    """JSON as Telegram sends it, and as it should not: with half a surrogate pair or broken UTF-8 in its strings."""
    try:
        return shapes.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return json.loads(bytes(raw).decode("utf-8", "replace"))
