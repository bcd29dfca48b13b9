"""What a platform hands out page by page, with a word of its own for where the next one begins: a page is durable as a whole.

Nothing is acknowledged to such a platform before `keep_together` has returned: who asks for the next page says that they have this one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.channels.arrivals import Arrival, Arrivals, MessageDoor, NotDurable, Work, faulty
from domain import errors
from domain.said import Said
from storage.database import Tx


class PageDoor(MessageDoor, Protocol):
    """The part of `bot/house/intake.py` that is needed here besides."""

    async def take_together(self, parts: Sequence[Said | Work], /) -> Sequence[Any]:
        """Keep messages, and do what else there is to do in its place among them, in one transaction; return what came of each. Raises
        CannotTakePart."""
        ...

    def setting_aside(self, channel: str, event_key: str, raw: bytes, why: str, at: datetime) -> Work:
        """The work that keeps what nobody can read, for the operator."""
        ...


class CannotTakePart(errors.FlagpostError):
    """Of what came together, the part at this `place` can neither be handled nor kept; nothing was stored."""

    def __init__(self, place: int) -> None:
        super().__init__(f"part {place}")
        self.place = place


class PageArrivals(Arrivals):
    """Hands the intake whole pages of what one channel heard."""

    def __init__(self, *, channel: str, intake: PageDoor, clock: Callable[[], datetime]) -> None:
        super().__init__(channel=channel, intake=intake, clock=clock)
        self._channel = channel
        self._door = intake
        self._clock = clock

    async def keep_together(self, arrivals: Sequence[Arrival], also: Work) -> Sequence[Any]:
        """Make all of these durable in this order, and with them in one transaction what is `also` to be done; return what came of each.
        Raise NotDurable where that failed and all of it must come again."""
        found = list(arrivals)
        while (results := await self._taken(found, also)) is None:
            pass
        for arrival, result in zip(found, results, strict=False):
            self.count(arrival, result if arrival.said is not None else None)
        return results

    async def _taken(self, found: list[Arrival], also: Work) -> Sequence[Any] | None:
        """None where one of them could not be taken, and is to be set aside from now on."""
        try:
            return await self._door.take_together([*map(self._part, found), also])
        except CannotTakePart as error:
            if error.place >= len(found) or found[error.place].why:
                raise NotDurable from error  # no arrival, or one that was to be set aside: there is no help
            found[error.place] = faulty(found[error.place], error.__cause__ or error)
            return None
        except errors.FlagpostError as error:
            raise NotDurable from error

    def _part(self, arrival: Arrival) -> Said | Work:
        if arrival.why:
            raw, at = bytes(arrival.raw), self._clock()
            return self._door.setting_aside(self._channel, arrival.event_key, raw, arrival.why, at)
        return arrival.said or arrival.does or _nothing


def _nothing(_: Tx) -> None:
    """It says nothing to us."""
