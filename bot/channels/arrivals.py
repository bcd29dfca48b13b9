"""What a platform brings to our door: its bytes taken whole, made durable, counted.

Nothing is acknowledged to a platform before `keep` has returned. What it hands out page by page: `page_arrivals`.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from starlette.types import Receive

from domain import errors
from domain.said import Said
from storage.database import Tx

LOG = logging.getLogger(__name__)

Raw = bytes | bytearray | memoryview
Work = Callable[[Tx], object]
BODY_TAKES = 10.0  # seconds; a platform waits for an answer half as long, whoever trickles is none


class TakenIn(Protocol):
    """What the intake answers."""

    @property
    def is_new(self) -> bool:
        """False where the same event had come before."""
        ...

    @property
    def hint(self) -> str:
        """What to show over the button that was pressed, where the channel can; may be empty."""
        ...


class MessageDoor(Protocol):
    """The part of `bot/house/intake.py` that a channel of messages needs. Both are durable on return, or raise."""

    async def take(self, said: Said, /) -> TakenIn:
        """Keep one message."""
        ...

    async def set_aside(self, channel: str, event_key: str, raw: bytes, why: str, at: datetime) -> None:
        """Keep what nobody can read, for the operator."""
        ...


class NotDurable(errors.FlagpostError):
    """It could not be stored, so it must not be acknowledged: the platform keeps it and brings it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One thing on its way in: what was read of it, or `why` it could not be read. `kind` says what it was, for counting. Of a page, `does`
    is what there is to do where nobody said it."""

    raw: Raw
    event_key: str
    said: Said | None = None
    kind: str = ""
    why: str = ""
    does: Work | None = None


class Arrivals:
    """Hands what one channel heard to the intake. `counts` tells what came: nothing in it names anybody."""

    last_heard_at: datetime | None = None

    def __init__(self, *, channel: str, intake: MessageDoor, clock: Callable[[], datetime]) -> None:
        self.counts: Counter[str] = Counter()
        self._channel = channel
        self._intake = intake
        self._clock = clock

    async def keep(self, arrival: Arrival) -> str:
        """Make it durable, and return what to show over the button that was pressed, if anything; raise NotDurable where that failed and
        it must come again."""
        if arrival.why:
            await self._set_aside(arrival)
        elif arrival.said is not None:
            return await self._take(arrival, arrival.said)
        else:
            self.count(arrival)
        return ""

    async def _take(self, arrival: Arrival, said: Said) -> str:
        try:
            taken = await self._intake.take(said)
        except errors.FlagpostError as error:
            raise NotDurable from error
        except Exception as error:
            await self._set_aside(faulty(arrival, error))
            return ""
        self.count(arrival, taken)
        return taken.hint

    async def _set_aside(self, arrival: Arrival) -> None:
        raw, at = bytes(arrival.raw), self._clock()
        try:
            await self._intake.set_aside(self._channel, arrival.event_key, raw, arrival.why, at)
        except Exception as error:
            raise NotDurable from error
        self.count(arrival)

    def count(self, arrival: Arrival, taken: TakenIn | None = None) -> None:
        """Count what is durable; `taken` says of a message whether it is new."""
        if arrival.why:
            self.counts["set_aside"] += 1
            LOG.warning("What a platform brought was set aside for the operator: it %s", arrival.why)
        elif taken is None:
            self.counts[f"ignored.{arrival.kind}"] += 1
        else:
            self.counts["taken" if taken.is_new else "repeated"] += 1


def faulty(arrival: Arrival, error: BaseException) -> Arrival:
    """The same, to be set aside: a fault of ours must not stop everybody behind it. If storage itself is at fault, that fails, too."""
    LOG.error("What a platform brought could not be taken in and is set aside for the operator", exc_info=error)
    return replace(arrival, why=f"could not be taken: {type(error).__name__}")


def totals(counts: Mapping[str, int]) -> dict[str, int]:
    """What came, by what became of it; of what kind it was, is left out."""
    found: Counter[str] = Counter()
    for outcome, number in counts.items():
        found[outcome.partition(".")[0]] += number
    return dict(found)


async def whole_body(receive: Receive, largest: int) -> bytes | None:
    """The whole body, or None where it is larger than `largest`, the sender went away in the middle, or takes longer than `BODY_TAKES`."""
    try:
        async with asyncio.timeout(BODY_TAKES):
            return await _whole_body(receive, largest)
    except TimeoutError:
        return None


async def _whole_body(receive: Receive, largest: int) -> bytes | None:
    event = await receive()
    if event["type"] == "http.request" and not event.get("more_body", False):  # nearly always: all in one piece
        body: bytes = event.get("body", b"")
        return body if len(body) <= largest else None
    pieces = bytearray()
    while event["type"] == "http.request":
        pieces += event.get("body", b"")
        if len(pieces) > largest:
            return None
        if not event.get("more_body", False):
            return bytes(pieces)
        event = await receive()
    return None
