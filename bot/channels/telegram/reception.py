"""Where updates arrive, whether Telegram pushes them or we ask for them: read, then made durable and counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from bot.channels.arrivals import Arrival, Arrivals, MessageDoor, Raw
from bot.channels.telegram import updates
from storage import shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateArrival(Arrival):
    """One update on its way in. `press` is the id of the button press to confirm, if it was one."""

    press: str = ""

    @property
    def speaker(self) -> str:
        """Whose place in the queue it takes; empty where it is nobody's."""
        return self.said.speaker if self.said is not None else ""


class UpdateReception(Arrivals):
    """Reads updates and hands them to the intake."""

    def __init__(self, *, bot_id: int, intake: MessageDoor, clock: Callable[[], datetime]) -> None:
        super().__init__(channel=updates.CHANNEL, intake=intake, clock=clock)
        self._bot_id = bot_id
        self._clock = clock

    def read(self, raw: Raw) -> UpdateArrival:
        """Read one update; never raises, for what cannot be read is kept as it is."""
        key = ""
        at = self.last_heard_at = self._clock()
        try:
            update = decoded(raw)
            key = updates.event_key(update, self._bot_id)
            heard = updates.read(update, bot_id=self._bot_id, at=at)
        except (updates.Unreadable, ValueError, RecursionError) as error:
            # Without an id its bytes are its key, so that the same thing brought again is the same thing.
            key = key or f"{self._bot_id}:{hashlib.sha256(raw).hexdigest()[:32]}"
            why = str(error) if isinstance(error, updates.Unreadable) else "is not JSON"
            return UpdateArrival(raw=raw, event_key=key, why=why)
        return UpdateArrival(raw=raw, event_key=key, said=heard.said, kind=heard.kind, press=heard.press)


def decoded(raw: Raw) -> Any:
    """JSON as Telegram sends it, and as it should not: with half a surrogate pair or broken UTF-8 in its strings."""
    try:
        return shapes.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return json.loads(bytes(raw).decode("utf-8", "replace"))
